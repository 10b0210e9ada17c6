"""Attributions inside what somebody is quoted with."""

from __future__ import annotations

import pytest

from tests.support.markup import unmark
from transforms.page import parse_record
from transforms.quotes.attribution import QuotesEngine
from transforms.quotes.engines import find_quotes
from transforms.text import find_sentences


@pytest.mark.parametrize("engine", ["learned", "rules"])
@pytest.mark.parametrize(
    "marked",
    [
        "“{source:He} {cue:told} me {content:‘I will resign on Friday,’}” Ana Sorel said.",
        "‘{source:He} {cue:told} me {content:“I will resign on Friday,”}’ Ana Sorel said.",
        "Ana Sorel said on Monday that {source:the minister} {cue:told} her "
        "{content:that the deal was dead by Friday}.",
    ],
)
def test_what_is_quoted_inside_a_quote_has_its_own_row(marked: str, engine: QuotesEngine) -> None:
    text, spans = unmark(marked)
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
    [inner] = [one for one in found if one.parent is not None]
    assert (inner.source, inner.cue) == (spans["source"][0], spans["cue"][0])
    assert inner.segments == tuple(spans["content"])
    outer = found[inner.parent or 0]
    assert outer.source is not None
    assert outer.source.of(text) == "Ana Sorel"
    assert outer.span.contains(inner.span)


@pytest.mark.parametrize("engine", ["learned", "rules"])
def test_what_would_be_said_was_not_said(engine: QuotesEngine) -> None:
    text = "“He would say that the deal was dead by then,” Ana Sorel said on Monday."
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
    assert all(one.parent is None for one in found)
