"""Sentences whose last words say who speaks, though another speaker stands inside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.markup import unmark
from transforms.page import parse_record
from transforms.quotes import Attribution
from transforms.quotes.closing_cues import with_closing_cues
from transforms.quotes.statements import find_statements, quote_type_of
from transforms.text import Span, find_quotations, find_sentences

Row = tuple[str, str, str]
"""Source, cue and contents of an attribution."""


def row(text: str, one: Attribution) -> Row:
    source, cue = one.source, one.cue
    assert source is not None
    assert cue is not None
    return source.of(text), cue.of(text), " | ".join(part.of(text) for part in one.segments)


def completed(marked: str) -> tuple[list[Row], list[tuple[Row, Row]]]:
    """The rows, and those inside with their parents, where an engine found what is marked."""
    text, spans = unmark(marked)
    sentences = find_sentences(text, parse_record(text).zones)
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    contents: tuple[Span, ...] = tuple(spans["content"])
    found = Attribution(
        quote_type=quote_type_of(text, contents, [one.span for one in quotations]),
        attribution_kind="speech",
        segments=contents,
        source=spans["source"][0],
        cue=spans["cue"][0],
        cue_lemma=None,
        cue_negated=False,
        relays=(),
        sentence_index=0,
        method="learned",
        confidence=0.6,
    )
    rows, given = with_closing_cues(text, statements, quotations, [found], [])
    assert all(one.method == "learned" or one.confidence >= 0.75 for one in rows)
    inside = [(row(text, one), row(text, rows[parent])) for parent, one in given]
    again, _ = with_closing_cues(text, statements, quotations, rows, given)
    assert again == tuple(replace(one) for one in rows)
    return [row(text, one) for one in rows], inside


@pytest.mark.parametrize(
    "marked",
    [
        "{source:Norvik} {cue:fears} {content:a flood in May}, {outer:the mayor} said.",
        "{source:Norvik} {cue:fears} {content:a flood in May}, {outer:the mayor} said Monday.",
        "{source:Norvik} {cue:fears} {content:a flood in May}, {outer:Sorel} told the Herald.",
        "{source:Norvik} {cue:fears} {content:a flood in May}, said {outer:Ana Sorel}.",
        "{source:Norvik} {cue:fears} {content:a flood in May}, according to {outer:a survey}.",
        "According to {outer:a survey}, {source:Norvik} {cue:fears} {content:a flood in May}.",
    ],
)
def test_who_closes_a_sentence_says_all_of_it_and_the_other_stands_inside(marked: str) -> None:
    _, spans = unmark(marked)
    rows, inside = completed(marked)
    text = unmark(marked)[0]
    [(outer, _, content)] = rows
    assert outer == spans["outer"][0].of(text)
    assert content == "Norvik fears a flood in May"
    [(inner, parent)] = inside
    assert (inner[0], inner[2]) == ("Norvik", "a flood in May")
    assert parent == rows[0]


@pytest.mark.parametrize(
    ("marked", "rows"),
    [
        (
            "{source:The families} {cue:welcomed} the verdict: {content:“We knew of the pump,”} "
            "Varga said.",
            [("Varga", "said", "“We knew of the pump,”")],
        ),
        (
            "{source:Sorel} {cue:says} {content:help is needed “We are too few,”} she said.",
            [("Sorel", "says", "help is needed"), ("she", "said", "“We are too few,”")],
        ),
        (
            "{content:“We left in May,”} {source:Sorel} {cue:said}. "
            "{content:“It was our last spring there,”} she added.",
            [
                ("Sorel", "said", "“We left in May,”"),
                ("she", "added", "“It was our last spring there,”"),
            ],
        ),
    ],
)
def test_a_quotation_is_whose_cue_stands_behind_it(marked: str, rows: list[Row]) -> None:
    assert completed(marked) == (rows, [])


def test_a_content_ends_where_a_further_cue_begins() -> None:
    rows, inside = completed(
        "{source:Ana Sorel} {cue:says} {content:the bridge has cost the town a lot, adding that it "
        "is unlikely to be rebuilt}."
    )
    assert rows == [
        ("Ana Sorel", "says", "the bridge has cost the town a lot"),
        ("Ana Sorel", "adding", "that it is unlikely to be rebuilt"),
    ]
    assert inside == []


@pytest.mark.parametrize(
    "marked",
    [
        "{source:Norvik} {cue:fears} {content:a flood in May}, and the mayor left.",
        "{source:A clerk} {cue:recalled} {content:that he said, “I will not pay,”} the court said.",
        "{source:The mill} {cue:said} {content:that its owner, Ana Sorel, and the town had agreed "
        "that it would be sold}.",
        "{source:The report} {cue:asks} {content:the town to make “more room,”} she said.",
        "{source:Norvik} {cue:named} {content:it a “candidate,”} compelling member states to act.",
        'After {source:Norvik} {cue:announced} {content:a ban}, Sorel wrote, " You may all stay.',
    ],
)
def test_what_no_cue_closes_stays_as_it_is(marked: str) -> None:
    text, spans = unmark(marked)
    rows, inside = completed(marked)
    assert [one[0] for one in rows if one[0] == spans["source"][0].of(text)]
    assert inside == []
    assert {one[2] for one in rows} >= {spans["content"][0].of(text)}
