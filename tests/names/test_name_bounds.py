"""Where names of firms, ships and storms begin and end, and what is no name at all."""

from __future__ import annotations

import re

import pytest

from transforms.models import Stretch
from transforms.names.name_bounds import bound_names
from transforms.text import Span, tokenize

MARK = re.compile(r"\{(\w+):([^}]*)\}")


def read(marked: str) -> tuple[list[str], list[Stretch]]:
    """The words of a marked sentence and its stretches."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    tokens = tokenize(text, Span(0, len(text)))
    stretches = [
        Stretch(tokens.starts.index(start), tokens.ends.index(end), kind, 0.8)
        for start, end, kind in spans
    ]
    return list(tokens.words), stretches


@pytest.mark.parametrize(
    ("tagged", "wanted"),
    [
        ("{org:Orde} & {org:Merk}, lawyers", "{org:Orde & Merk}, lawyers"),
        ("{person:Harrow} & {org:Pike} sued", "{org:Harrow & Pike} sued"),
        ("{person:Harrow} & Sons sued", "{org:Harrow & Sons} sued"),
        ("{org:Ordal}, {org:Merk} & {org:Pike} sued", "{org:Ordal}, {org:Merk} & {org:Pike} sued"),
        ("{org:Ordal} Co-Founder", "{org:Ordal} Co-Founder"),
        ("{org:Harrow} and {org:Pike} sued", "{org:Harrow} and {org:Pike} sued"),
        (
            "{person:Ann Pike} & {person:Bo Reed} sang",
            "{person:Ann Pike} & {person:Bo Reed} sang",
        ),
        ("{org:O’Hare} Media closed", "{org:O’Hare Media} closed"),
        ("{org:Ordal} {person:Ann Lee} said", "{org:Ordal} {person:Ann Lee} said"),
        ("{org:Ordal} Monday", "{org:Ordal} Monday"),
    ],
)
def test_a_firm_has_its_whole_name(tagged: str, wanted: str) -> None:
    words, stretches = read(tagged)
    assert spans(bound_names(words, stretches)) == spans(read(wanted)[1])


@pytest.mark.parametrize(
    ("tagged", "wanted"),
    [
        ("The tanker Blue {person:Maud} sank", "The tanker {facility:Blue Maud} sank"),
        ("The frigate {place:Devon} sank", "The frigate {facility:Devon} sank"),
        ("The ferry sank off {place:Devon}", "The ferry sank off {place:Devon}"),
        ("by ferry on Monday", "by ferry on Monday"),
        ("the ferry Captain {person:Bo Reed} said", "the ferry Captain {person:Bo Reed} said"),
        ("Typhoon {person:Lena} hit", "{event:Typhoon Lena} hit"),
        ("{person:Una Storm} {person:Lee} ran", "{person:Una Storm} {person:Lee} ran"),
        ("Storm clouds came", "Storm clouds came"),
    ],
)
def test_the_noun_before_a_name_says_that_it_is_a_ship_or_a_storm(tagged: str, wanted: str) -> None:
    words, stretches = read(tagged)
    assert spans(bound_names(words, stretches)) == spans(read(wanted)[1])


@pytest.mark.parametrize("tagged", ["had {person:Covid}", "{org:Covid-19} cost it"])
def test_diseases_are_no_names(tagged: str) -> None:
    words, stretches = read(tagged)
    assert bound_names(words, stretches) == []


def spans(stretches: list[Stretch]) -> list[tuple[int, int, str]]:
    return [(one.first, one.last, one.kind) for one in stretches]
