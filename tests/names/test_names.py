"""Within an article: which mentions name one entity, and which never do."""

from __future__ import annotations

import re

import pytest

from transforms.names.mention import EntityType, Mention, NamedMention
from transforms.names.names import resolve_names
from transforms.text import Span

_MARK = re.compile(r"\[(?P<kind>person|org|place|norp):(?:(?P<title>[^\]|]+)\|)?(?P<name>[^\]]+)\]")


def named(marked: str) -> list[NamedMention]:
    """The mentions of a text in which they are marked: "[person:Mr.|Putin] left"."""
    text, mentions, last = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        title = None
        if mark["title"]:
            title = Span(len(text), len(text) + len(mark["title"]))
            text += mark["title"] + " "
        kind: EntityType = mark["kind"]  # type: ignore[assignment]  # the pattern lists them
        span = Span(len(text), len(text) + len(mark["name"]))
        mentions.append(Mention(span, kind, 0, "body", 0.9, title))
        text += mark["name"]
        last = mark.end()
    return list(resolve_names(text + marked[last:], mentions))


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("[person:John Kerry] met [person:Mr.|Kerry].", "John Kerry", "surname"),
        ("[person:Kerry] spoke. It was [person:John Kerry].", "John Kerry", "full_name"),
        ("[person:Vladimir Putin] and [person:Vladmir Putin].", "Vladimir Putin", "misspelling"),
        ("[person:Vladmir Putin], so [person:Vladimir Putin].", "Vladimir Putin", "full_name"),
        ("[person:Robert Hartwell] or [person:Rob Hartwell].", "Rob Hartwell", "full_name"),
        ("[person:Ann B. Lee] saw [person:Ann Lee].", "Ann B. Lee", "variant"),
        ("[person:Zoran Rossi] is [person:Zoran Rsosi].", "Zoran Rossi", "misspelling"),
        (
            "[person:Ida Maria Bront], [person:Ida Maria Bront]; [person:Ida Marai Bront]",
            "Ida Maria Bront",
            "misspelling",
        ),
        ("[org:World Trade Forum] of [org:WTF].", "World Trade Forum", "acronym"),
        ("[org:Ministry of Ports] ([org:MoP]) and [org:MoP].", "Ministry of Ports", "acronym"),
        ("[org:Acme Mills Ltd] sued [org:Acme Mills].", "Acme Mills", "full_name"),
        ("[org:U.S. Port Survey] or [org:USPS].", "U.S. Port Survey", "acronym"),
        ("[org:Oakfield-Mills Group], [org:Oakfield Mills].", "Oakfield-Mills Group", "variant"),
        ("the [place:United States], the [place:US].", "United States", "acronym"),
        ("[norp:French] and [norp:French].", "French", "demonym"),
        ("[person:Sir|Ivor Bront] sang. [person:Sir|Ivor] left.", "Ivor Bront", "given_name"),
        ("[person:Dame|Ann Bront] sang. [person:Dame|Ann] left.", "Ann Bront", "given_name"),
        (
            "[person:Crown Prince|Hamad bin Omar al-Tell], then [person:Prince|Hamad].",
            "Hamad bin Omar al-Tell",
            "given_name",
        ),
        ("[person:Sadmun Tell] and [person:President|Sadmun].", "Sadmun Tell", "given_name"),
        ("[person:Tan Mei Hua], then [person:Ms|Tan].", "Tan Mei Hua", "surname"),
        ("[person:Lee Mi-sun], then [person:Ms|Lee].", "Lee Mi-sun", "surname"),
        ("[person:Cho Mi-sun], then [person:Cho].", "Cho Mi-sun", "surname"),
        ("[person:Ana Olmo Tell], then [person:Olmo].", "Ana Olmo Tell", "surname"),
        ("[person:Ann Bront-Tell], then [person:Bront].", "Ann Bront-Tell", "surname"),
        ("[person:Omar al-Tell], then [person:Al-Tell].", "Omar al-Tell", "surname"),
        ("[person:Omar al-Tell], then [person:Tell].", "Omar al-Tell", "surname"),
        ("[person:Ida van der Tell], [person:van der Tell].", "Ida van der Tell", "surname"),
        ("[person:Kit O'Bront] saw [person:O’Bront].", "Kit O'Bront", "surname"),
        ("[person:Jo “the Cap” Tell], [person:Tell].", "Jo “the Cap” Tell", "surname"),
        ("[person:Ann Tell], or [person:Ann 'Nan' Tell].", "Ann Tell", "full_name"),
        ("[person:Ida van\nTell] met [person:Ida van Tell].", "Ida van Tell", "full_name"),
        (
            "[org:Sea Mission], known by its Dutch acronym [org:ZKW]; [org:ZKW].",
            "Sea Mission",
            "acronym",
        ),
    ],
)
def test_the_last_mention_is_the_entity_named_before(text: str, name: str, form: str) -> None:
    first, *_, last = named(text)
    assert first.entity_id == last.entity_id
    assert (last.canonical_name, last.form) == (name, form)


@pytest.mark.parametrize(
    "text",
    [
        "[person:John Kerry] and [person:Jane Kerry]",
        "[person:Mark Hall] and [person:Mary Hall]",
        "[person:Wang Yi] and [person:Wong Yi]",
        "[person:Mr.|Clinton] of [person:Hillary Clinton]",
        "[person:Kim Jian] and [person:Kim Jiang]",
        "[person:Graham Tell] and [person:Mr.|Graham]",
        "[person:Lee Harvey Tell] and [person:Mr.|Lee]",
        "[person:Mary Ann Tell] and [person:Ann]",
        "[org:Sea Mission], sued by [org:ZKW]",
        "[norp:French] in [place:France]",
        "[org:World Bank] and [org:World Trade Forum]",
        "[org:Bank of Kelmar] ([org:NYSE])",
        "[org:Left-Green] and [org:Left]",
        "[person:Washington] in [place:Washington]",
    ],
)
def test_two_that_only_look_alike_are_two(text: str) -> None:
    first, last = named(text)
    assert first.entity_id != last.entity_id


def test_a_surname_is_the_one_of_that_name_written_before_it() -> None:
    found = named("[person:John Kerry] left. [person:Jane Kerry] came. [person:Kerry] spoke.")
    assert found[2].canonical_name == "Jane Kerry"


def test_a_title_shows_which_of_two_is_meant() -> None:
    found = named("[person:John Kerry] left. [person:Jane Kerry] came. [person:Mr.|Kerry] spoke.")
    assert found[2].canonical_name == "John Kerry"


def test_a_spelling_of_the_captions_is_the_slip_when_the_story_has_another() -> None:
    text = "Helena Rusk left\n\nHelana Rusk at work\nHelana Rusk at work"
    captions = text.index("Helana")
    mentions = [
        Mention(Span(at, at + 11), "person", None, "caption" if at >= captions else "body", 0.9)
        for at in (0, captions, text.rindex("Helana"))
    ]
    assert {one.canonical_name for one in resolve_names(text, mentions)} == {"Helena Rusk"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The [org:Q.R.V.] met. The [org:QRV] voted. [org:QRV] it is.", "QRV"),
        ("[org:Acme-Oaks] bought it; [org:Acme Oaks] paid, [org:Acme Oaks] said.", "Acme Oaks"),
        ("[org:Acme, Inc.] grew. [org:Acme] and [org:Acme] again.", "Acme"),
        ("[place:Bélmor] or [place:Belmor], [place:Bélmor] anyway.", "Bélmor"),
        ("[org:The Times] wrote it; the [org:Times] and [org:Times] again.", "The Times"),
        ("[person:Ida Peña], then [person:Ida Pena] and [person:Ida Peña].", "Ida Peña"),
    ],
)
def test_spellings_with_one_id_are_one_entity_under_one_name(text: str, name: str) -> None:
    found = named(text)
    assert len({one.entity_id for one in found}) == 1
    assert {one.canonical_name for one in found} == {name}


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("[person:Ms.|Bront]", "f"),
        ("[person:Ann Bront]", "f"),
        ("[person:ANN BRONT]", "f"),
        ("[person:Mr.|Ann Bront]", "m"),
        ("[person:former First Gentleman|Kim Bront]", "m"),
        ("[person:Senator|Bront]", None),
        ("[person:Ann]", None),
    ],
)
def test_a_title_or_else_the_given_name_says_the_gender(text: str, gender: str | None) -> None:
    assert [one.gender for one in named(text)] == [gender]


def test_every_reader_of_titles_knows_that_a_first_gentleman_is_a_man() -> None:
    found = named(
        "[person:Kim Bront] left. [person:Ms.|Kit Bront] came."
        " [person:First Gentleman|Bront] spoke."
    )
    assert found[-1].canonical_name == "Kim Bront"
