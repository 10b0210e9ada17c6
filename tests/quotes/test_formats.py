"""Signed and announced quotations, and the turns of transcripts: layout that shows who speaks."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.support.markup import unmark
from transforms.models import Engine
from transforms.names import find_mentions, resolve_names
from transforms.page import parse_record
from transforms.quotes import Attribution, Quote, find_quotes, resolve_speakers
from transforms.text import find_sentences

INTERVIEW = (
    "The painter Ana Sorel met us at her mill.\n\n"
    "{source:Q}: {content:Why did you come back?}\n\n"
    "{source:A}: {content:The light here is kind. I had missed it.}\n\n"
    "{source:Q}: {content:Will you stay?}\n\n"
    "{source:A}: {content:Ask me in May.}"
)
BRIEFING = (
    "This is what was said on Monday.\n\n"
    "{source:MINISTER VARGA}: {content:The dam held. I thank the crews.}\n\n"
    "{source:QUESTION}: {content:Who opened the gates?}\n\n"
    "{source:MINISTER VARGA}: {content:Nobody did.}\n\n"
    "{source:ANA SOREL}, Norvik Herald: {content:When will you know more?}"
)


def attributions(text: str, engine: Engine) -> tuple[Attribution, ...]:
    return find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)


def quotes(text: str) -> tuple[Quote, ...]:
    sentences = find_sentences(text, parse_record(text).zones)
    named = resolve_names(text, find_mentions(text, sentences))
    return resolve_speakers(text, sentences, find_quotes(text, sentences), named)


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize(
    "marked",
    [
        "We asked around.\n\n• {content:“I would not sell the boat.”} – {source:Ana Sorel}, Norvik",
        "We asked around.\n\n2. {content:“I would not sell the boat.”} — {source:Ana Sorel}",
        "We asked around.\n\nAnd from {source:Ana Sorel, the owner}:\n\n"
        "{content:“I would not sell the boat.”}",
        "We asked around.\n\nA statement from {source:the harbour board}:\n\n"
        "{content:“The boat has been sold.”}",
        "We asked around.\n\n{source:Ana Sorel, the owner}:\n\n{content:“I would not sell it.”}",
        "We asked around.\n\n{source:Ana Sorel}, in a note to us: {content:“I would not sell it.”}",
    ],
)
def test_a_signed_or_announced_quotation_is_who_is_named_beside_it(
    marked: str, engine: Engine
) -> None:
    text, spans = unmark(marked)
    [found] = attributions(text, engine)
    assert found.segments == tuple(spans["content"])
    assert found.source == spans["source"][0]


@pytest.mark.parametrize(
    "text",
    [
        "Key points of the plan:\n\n“Every boat will be sold by May.”",
        "The plan from May to June:\n\n“Every boat will be sold by May.”",
        "Breaking News:\n\n“Every boat will be sold by May.”",
        "As Ana Sorel put it:\n\n“Every boat will be sold by May.”",
    ],
)
def test_a_line_that_names_nobody_announces_nothing(text: str) -> None:
    assert all(one.method != "announced" for one in attributions(text, "rules"))


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize(
    "marked", [INTERVIEW, INTERVIEW.replace("Q}:", "Q}.").replace("A}:", "A}."), BRIEFING]
)
def test_turns_have_the_source_that_their_label_names(marked: str, engine: Engine) -> None:
    text, spans = unmark(marked)
    found = attributions(text, engine)
    assert [one.source for one in found] == spans["source"]
    assert [one.segments[0] for one in found] == spans["content"]
    assert {one.quote_type for one in found} == {"direct"}


def test_who_answers_is_the_one_person_named_before_and_who_asks_stays_a_role() -> None:
    text, _ = unmark(INTERVIEW)
    assert [one.speaker_name for one in quotes(text)] == [None, "Ana Sorel"] * 2
    assert [one.speaker_role for one in quotes(text)] == ["Q", None] * 2


def test_who_answers_is_open_where_two_people_were_named() -> None:
    text, _ = unmark("Tom Varga read it first. " + INTERVIEW)
    assert {one.speaker_name for one in quotes(text)} == {None}


def test_initials_are_the_person_who_bears_them() -> None:
    text, _ = unmark(INTERVIEW)
    asked = text.replace("A:", "AS:")
    assert [one.speaker_name for one in quotes(asked)] == [None, "Ana Sorel"] * 2


def test_a_box_score_has_no_turns() -> None:
    text = "\n\n".join(
        [
            "Norvik (3-1): Sorel 2 goals. Varga 1 assist.",
            "Velden (0-2-1): Brennick 4 saves.",
            "Norvik (4-1): Sorel 1 goal. Rusk 1 goal.",
            "Dunmarsh (2-2): Lobo 3 goals.",
        ]
    )
    assert attributions(text, "rules") == ()


def test_what_a_turn_reports_of_others_is_inside_it() -> None:
    text = INTERVIEW.replace("Ask me in May", "My sister says that the roof is too old")
    found = attributions(unmark(text)[0], "accurate")
    nested = [one for one in found if one.parent is not None]
    assert [one.source.of(unmark(text)[0]) for one in nested if one.source] == ["My sister"]


@pytest.mark.parametrize("label", ["READ MORE", "CITY NEWS", "WATCH LIVE", "CLERK'S NOTEBOOK"])
def test_a_label_of_the_page_is_nobody_who_speaks(label: str) -> None:
    text = f"The bridge is shut.\n\n{label}: The bridge in pictures and numbers.\n\nIt rained."
    assert attributions(text, "rules") == ()


def test_a_form_is_no_transcript() -> None:
    text = "Name: Ana Sorel.\n\nTown: Norvik.\n\nTrade: Painter.\n\nSorel left in May."
    assert attributions(text, "rules") == ()
