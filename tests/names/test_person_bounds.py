"""Names of persons begin and end where they should, whatever the tagger cut."""

from __future__ import annotations

import re

import pytest

from transforms.models import Stretch
from transforms.names.person_bounds import bound_persons
from transforms.names.titles import title_before
from transforms.text import Span, tokenize

_MARK = re.compile(r"\[(?P<name>[^\]]+)\]")


def bounded(marked: str, kind: str = "person") -> list[str]:
    """The persons of a sentence in which brackets mark what the tagger read."""
    text = _MARK.sub(r"\g<name>", marked)
    tokens = tokenize(text, Span(0, len(text)))
    read: list[Stretch] = []
    for at, mark in enumerate(_MARK.finditer(marked)):
        start = mark.start() - 2 * at
        first = tokens.starts.index(start)
        last = tokens.ends.index(start + len(mark["name"]))
        read.append(Stretch(first, last, kind, 0.9))
    found = bound_persons(tokens.words, read)
    return [tokens.span(one.first, one.last).of(text) for one in found]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("Then [DI Ida Bront] left.", ["Ida Bront"]),
        ("Ch [Insp Ida Bront] left.", ["Ida Bront"]),
        ("Mr [Justice Bront] left.", ["Bront"]),
        ("Archbishop of [Ely Ida Bront] left.", ["Ida Bront"]),
        ("DC Ida Bront, 29, left.", ["Ida Bront"]),
        ("PC World Service left.", []),
        ("They saw van der [Bront] leave.", ["van der Bront"]),
        ("Van der [Bront] left.", ["Van der Bront"]),
        ("They saw [Ida] van der [Bront] leave.", ["Ida van der Bront"]),
        ("They saw [Ida van] der [Bront] leave.", ["Ida van der Bront"]),
        ("An anti-[Bront] crowd and [Ida Tell] left.", ["Bront", "Ida Tell"]),
        ("[Ida] “the Cap” [Bront] left.", ["Ida “the Cap” Bront"]),
        ('[Ida] "Cap" Bront left.', ['Ida "Cap" Bront']),
        ('[Ida] "never" left [Bront].', ["Ida", "Bront"]),
        ("Prince [Egon] of [Lorne] left.", ["Egon of Lorne"]),
        ("Prince [Egon] of Denmark left.", ["Egon"]),
        ("June [Bront] left.", ["June Bront"]),
        ("Monday [Bront], a nurse, left.", ["Monday Bront"]),
        ("On Monday [Bront], a nurse, left.", ["Bront"]),
        ("[Ida Bront] and [Kit Tell] left.", ["Ida Bront", "Kit Tell"]),
        ("[Dean Bront] and [Earl Tell] left.", ["Dean Bront", "Earl Tell"]),
    ],
)
def test_a_name_is_neither_cut_nor_too_long(marked: str, names: list[str]) -> None:
    assert bounded(marked) == names


def test_a_hyphenated_given_name_has_the_family_name_before_it() -> None:
    assert bounded("Cho [Mi-sun] left.", "place") == ["Cho Mi-sun"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Minister of Ports Ida Bront left.", "Minister of Ports"),
        ("Minister for Ports and Fisheries Ida Bront", "Minister for Ports and Fisheries"),
        ("Minister for Ports, Rivers and Fish Ida Bront", "Minister for Ports, Rivers and Fish"),
        ("The former Keeper of the Seal Ida Bront", None),
        ("Former Leader of the House Ida Bront", "Former Leader of the House"),
        ("Secretary of State for Fish Ida Bront", "Secretary of State for Fish"),
        ("Head of Women’s Health Ida Bront", "Head of Women’s Health"),
        ("the mayor of Lorne, Ida Bront", None),
        ("the mayor of a town Ida Bront", None),
        ("Mr Justice Ida Bront", "Mr Justice"),
        ("Det Ch Insp Ida Bront", "Det Ch Insp"),
    ],
)
def test_an_office_has_its_field_before_the_name(text: str, title: str | None) -> None:
    tokens = tokenize(text, Span(0, len(text)))
    found = title_before(tokens, tokens.words.index("Ida"))
    assert (tokens.span(*found).of(text) if found else None) == title
