"""What an engine hardly believes is an issue and no row."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from transforms.annotate import annotate
from transforms.documents import RawDocument, read_document
from transforms.page import parse_record
from transforms.quotes import AttributionKind, Quote, find_quotes, resolve_speakers
from transforms.quotes.doubtful import is_doubtful, sifted
from transforms.tables import Annotated
from transforms.text import find_sentences


def read(text: str) -> Annotated:
    raw = RawDocument("0" * 16, "herald/a.txt", None, "f" * 64, "page", text.encode())
    return annotate(read_document(raw))


def quotes(text: str) -> tuple[Quote, ...]:
    sentences = find_sentences(text, parse_record(text).zones)
    return resolve_speakers(text, sentences, find_quotes(text, sentences), ())


def placed(quote: Quote, confidence: float, parent: int | None, continues: int | None) -> Quote:
    one = replace(quote.attribution, confidence=confidence, parent=parent, continues=continues)
    return replace(quote, attribution=one)


@pytest.mark.parametrize("kind", list(get_args(AttributionKind)))
def test_more_must_speak_for_words_without_quotation_marks(kind: AttributionKind) -> None:
    text = "Kerry warned that the deal was dead."
    [quote] = quotes(text)
    one = replace(quote.attribution, attribution_kind=kind, confidence=0.35)
    assert is_doubtful(text, one)
    assert not is_doubtful(text, replace(one, confidence=0.5))
    assert is_doubtful(text, replace(one, confidence=0.6, source=None))
    assert not is_doubtful(text, replace(one, quote_type="direct"))
    assert not is_doubtful(text, replace(one, cue_lemma="say"))


@pytest.mark.parametrize(
    "text",
    [
        "Both sides are still looking for a deal.",
        "Varga was more surprised than thrilled by the bridge.",
    ],
)
def test_a_feeling_or_a_deed_is_an_issue(text: str) -> None:
    found = read(text)
    assert found.quotes == ()
    assert "attribution_doubtful" in [one.code for one in found.issues]


def test_what_stands_in_a_doubtful_quote_or_continues_it_is_counted_again() -> None:
    outer, middle, inner = (quotes("Kerry warned that the deal was dead.")[0] for _ in range(3))
    found = sifted(
        "Kerry warned that the deal was dead.",
        [
            placed(outer, 0.9, None, None),
            placed(middle, 0.31, 0, None),
            placed(inner, 0.9, 1, 1),
        ],
    )
    assert [one.attribution.parent for one in found.quotes] == [None, 0]
    assert [one.attribution.continues for one in found.quotes] == [None, None]
    assert [one.span for one in found.issues] == [middle.attribution.span]


def test_what_is_still_to_be_said_needs_more_to_be_a_row() -> None:
    text = "Kerry will warn that the deal is dead."
    [quote] = quotes(text)
    assert is_doubtful(text, replace(quote.attribution, confidence=0.7))
    assert not is_doubtful(text, replace(quote.attribution, confidence=0.9))
