"""Sentences: abbreviations, initials, quotations, and the properties every text must keep."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.text.sentences import find_sentences, split_sentences
from transforms.text.span import Span
from transforms.text.zones import Zone

CASES = [
    "“Why?” she asked.|“I don’t know.”|He left.",
    "“Why?” John Kerry asked.|Nobody knew.",
    "“Stop!” the officer shouted.|“Now!”",
    "“We came.|We saw.”|They left.",
    "Gov. J. B. Pritzker met Sen. Smith.|He left.",
    "The U.S. Senate met at 5 p.m. Tuesday in Washington, D.C., with Mr. Lee.|It ended.",
    "They fled to the U.S.|The army followed.",
    "They fled to the U.S.|“We ran,” he said.",
    "Prices rose 3.5 percent on Jan. 5 and No. 5 won.|All cheered.",
    "He answered No.|Others did not.",
    "It was cold in Jan.|Snow fell.",
    "We wait... and wait.|Then we wait…|Nothing came.",
    "John F. Kennedy and the L.A. Lakers met St. Louis.|Fans cheered.",
    "Acme Inc. Chairman Bo Li resigned.|Acme Inc.|The chairman resigned.",
    "It was the deal.[1]|The meeting ended.",
    "the deal.|The meeting ended.",
    "See example.Com or node.js for more.|End.",
    "He said: “It is over.”|(The court agreed.)|$5 million was paid.",
    "He works at Yahoo! Inc. in California.|Really!|Yes.",
    "iPads sell.|iPhones do not.",
    "他来了。|她走了。",
    "He came, i.e. he left, vs. Mr. Xi.|Done.",
    "no capital here. still the same sentence",
]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    expected = marked.split("|")
    for joint in (" ", "  "):
        glued = "他" in marked or marked.startswith("the deal")
        text = ("" if glued else joint).join(expected)
        assert [s.of(text) for s in split_sentences(text, Span(0, len(text)))] == expected


@pytest.mark.parametrize(
    "marked",
    [
        '"We won."|Then they left.',
        '"We won."?|Then they left.',
        "“We won.”|Then they left.",
        'They left.|"We won," he said.',
        'He read the "U.S."Army list.',
        'He wrote "won."?then left.',
    ],
)
def test_a_sentence_ends_though_the_blank_beside_its_mark_was_lost(marked: str) -> None:
    expected = marked.split("|")
    text = "".join(expected)
    assert [s.of(text) for s in split_sentences(text, Span(0, len(text)))] == expected


def test_only_prose_zones_have_sentences_and_a_paragraph_ends_a_sentence() -> None:
    text = "By Jane Doe\nTalks end\nThey met in\nMoscow. It ended."
    kinds = ("byline", "headline", "body", "body")
    zones, at = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        zones.append(Zone(kind, Span(at, at + len(line))))  # type: ignore[arg-type] # a literal each
        at += len(line) + 1
    found = find_sentences(text, zones)
    assert [(s.span.of(text), s.index, s.paragraph_index, s.zone) for s in found] == [
        ("Talks end", 0, 0, "headline"),
        ("They met in", 1, 1, "body"),
        ("Moscow.", 2, 2, "body"),
        ("It ended.", 3, 2, "body"),
    ]


@given(st.text(alphabet="aA .!?…”“\"'()[]19\n\u00a0。I", min_size=1) | st.text(min_size=1))
def test_sentences_are_disjoint_and_cover_every_character_that_is_not_blank(text: str) -> None:
    spans = list(split_sentences(text, Span(0, len(text))))
    covered = "".join(span.of(text) for span in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    assert all(a.end_char <= b.start_char for a, b in pairwise(spans))


@example("?  ” B")
@given(st.text(alphabet="aB .?!“”", min_size=1))
def test_no_sentence_begins_with_a_closing_quotation_mark(text: str) -> None:
    spans = list(split_sentences(text, Span(0, len(text))))
    starts = [text[s.start_char : s.start_char + 2] for s in spans[1:]]
    assert not [s for s in starts if s[0] == "”" and (len(s) == 1 or s[1] == " ")]


def test_a_long_line_of_stops_is_read_in_linear_time() -> None:
    text = "." * 300_000 + "x" + "?”" * 100_000 + "A. " * 50_000
    assert list(split_sentences(text, Span(0, len(text))))
