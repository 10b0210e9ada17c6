"""Tokens: what is one word, what is cut, and that every place is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.span import Span
from transforms.text.tokens import tokenize

CASES = {
    "Mr. Assad’s U.S.-backed foes met in St. Petersburg.": (
        "Mr.|Assad|’s|U.S.|-|backed|foes|met|in|St.|Petersburg|."
    ),
    "J. F. Kennedy's Apple Inc. made $1,000.50.": "J.|F.|Kennedy|'s|Apple|Inc.|made|$|1,000.50|.",
    "They don't know; we've seen it – twice.": "They|do|n't|know|;|we|'ve|seen|it|–|twice|.",
    "O'Brien, Ba’ath, L'Enfant and the workers' union.": (
        "O'Brien|,|Ba’ath|,|L'Enfant|and|the|workers|'|union|."
    ),
    "AT&T and S&P fell 3.5% at 9:30 a.m. today.": "AT&T|and|S&P|fell|3.5|%|at|9:30|a.m.|today|.",
    "See https://example.org/a?b=1, example.com, @desk and #news.": (
        "See|https://example.org/a?b=1|,|example.com|,|@desk|and|#news|."
    ),
    "COVID-19, F-16, G20, No. 5...": "COVID|-|19|,|F|-|16|,|G20|,|No.|5|...",
    "the deal.The meeting": "the|deal|.|The|meeting",
    "vitamin C.": "vitamin|C|.",
}


@pytest.mark.parametrize("text", CASES)
def test_tokens_are_cut_at_the_bars(text: str) -> None:
    assert tokenize(text, Span(0, len(text))).words == CASES[text].split("|")


@given(st.text(min_size=1, max_size=200), st.data())
def test_tokens_hold_every_character_that_is_not_blank(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    tokens = tokenize(text, Span(start, end))
    places = list(zip(tokens.starts, tokens.ends, strict=True))
    covered = [at for first, last in places for at in range(first, last)]
    assert covered == sorted(set(covered)), "in order, never twice"
    assert set(range(start, end)) - set(covered) == {
        at for at in range(start, end) if text[at].isspace()
    }
    assert [text[first:last] for first, last in places] == tokens.words
