"""Attributions inside what somebody is quoted with."""

from __future__ import annotations

import pytest

from tests.support.markup import unmark
from transforms.names import find_mentions, resolve_names
from transforms.page import parse_record
from transforms.quotes.engines import find_quotes
from transforms.quotes.speakers import resolve_speakers
from transforms.text import find_sentences

ENGINES = ["rules", "learned"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "marked",
    [
        "“{source:He} {cue:told} me {content:‘I will resign on Friday,’}” Ana Sorel said.",
        "‘{source:He} {cue:told} me {content:“I will resign on Friday,”}’ Ana Sorel said.",
        "Ana Sorel said on Monday that {source:the minister} {cue:told} her "
        "{content:that the deal was dead by Friday}.",
    ],
)
def test_what_is_quoted_inside_a_quote_has_its_own_row(marked: str, engine: str) -> None:
    text, spans = unmark(marked)
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)  # type: ignore[arg-type]
    [inner] = [one for one in found if one.parent is not None]
    assert (inner.source, inner.cue) == (spans["source"][0], spans["cue"][0])
    assert inner.segments == tuple(spans["content"])
    outer = found[inner.parent or 0]
    assert outer.source is not None
    assert outer.source.of(text) == "Ana Sorel"
    assert outer.span.contains(inner.span)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_would_be_said_was_not_said(engine: str) -> None:
    text = "“He would say that the deal was dead by then,” Ana Sorel said on Monday."
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)  # type: ignore[arg-type]
    assert all(one.parent is None for one in found)


def test_i_inside_a_quote_is_who_is_quoted() -> None:
    text = "“I told him that the deal was dead by then,” Ana Sorel said on Monday."
    sentences = find_sentences(text, parse_record(text).zones)
    mentions = find_mentions(text, sentences)
    found = find_quotes(text, sentences)
    quotes = resolve_speakers(text, sentences, found, resolve_names(text, mentions))
    [inner] = [quote for quote in quotes if quote.attribution.parent is not None]
    assert (inner.speaker_form, inner.speaker_name) == ("pronoun", "Ana Sorel")
