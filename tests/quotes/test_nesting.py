"""Attributions inside what somebody is quoted with."""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from typing import get_args

import pytest

from tests.support.markup import unmark
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.engines import find_quotes
from transforms.quotes.nesting import with_nested
from transforms.quotes.rules import find_attributions
from transforms.quotes.statements import quote_type_of
from transforms.text import find_quotations, find_sentences


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize(
    "marked",
    [
        "“{source:He} {cue:told} me {content:‘I will resign on Friday,’}” Ana Sorel said.",
        "‘{source:He} {cue:told} me {content:“I will resign on Friday,”}’ Ana Sorel said.",
        "Ana Sorel said on Monday that {source:the minister} {cue:told} her "
        "{content:that the deal was dead by Friday}.",
        "Ana Sorel told the court that {source:Mirov} {cue:had said} {content:the deal was dead}.",
        "Ana Sorel said {source:her brother} {cue:told} her {content:the deal was dead}.",
    ],
)
def test_what_is_quoted_inside_a_quote_has_its_own_row(marked: str, engine: Engine) -> None:
    text, spans = unmark(marked)
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
    [inner] = [one for one in found if one.parent is not None]
    assert (inner.source, inner.cue) == (spans["source"][0], spans["cue"][0])
    assert inner.segments == tuple(spans["content"])
    outer = found[inner.parent or 0]
    assert outer.source is not None
    assert outer.source.of(text) == "Ana Sorel"
    assert outer.span.contains(inner.span)


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize(
    "text",
    [
        "“He would say that the deal was dead by then,” Ana Sorel said on Monday.",
        "Had he told them the deal was dead, nobody would have come, Ana Sorel said on Monday.",
        "Ana Sorel said on Monday that if Mirov had said the deal was dead she would know.",
    ],
)
def test_what_would_be_said_was_not_said(engine: Engine, text: str) -> None:
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
    assert all(one.parent is None for one in found)


LINE = "“We will build it by May,” Ana Sorel said. “He told me ‘I will resign,’” she said. "


def _work_of_nesting(repeated: int) -> int:
    """Calls of functions until the nested quotes of a page of one line are found."""
    text = LINE * repeated
    sentences = find_sentences(text, parse_record(text).zones)
    quotations = find_quotations(text, sentences)
    found = find_attributions(text, sentences, quotations)
    profile = cProfile.Profile()
    profile.runcall(with_nested, text, sentences, quotations, found)
    return sum(entry.callcount for entry in profile.getstats())


def _work_of_quote_types(repeated: int) -> int:
    """Calls of functions until each quotation of a line has its type."""
    text = LINE * repeated
    quotations = find_quotations(text, find_sentences(text, parse_record(text).zones))
    marked = [one.span for one in quotations if one.depth == 0]
    profile = cProfile.Profile()
    for span in marked:
        profile.runcall(quote_type_of, text, [span], marked)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("work_of", [_work_of_nesting, _work_of_quote_types])
def test_work_grows_with_the_page_and_not_with_its_square(work_of: Callable[[int], int]) -> None:
    assert work_of(400) < 6 * work_of(100)
