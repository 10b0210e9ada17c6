"""A text cut by its marks: every piece says what covers it, and many marks take no longer each."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flows.dashboard.marks import Mark, cut, paragraphs

_MARKS = st.lists(
    st.builds(
        lambda start, length, number: Mark(start, start + length, "quote", f"q{number}"),
        st.integers(0, 30),
        st.integers(0, 12),
        st.integers(0, 9),
    ),
    max_size=12,
)


@hypothesis_settings(max_examples=300, deadline=None)
@given(marks=_MARKS)
def test_each_character_is_covered_by_the_marks_that_hold_it(marks: list[Mark]) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(40))
    pieces = cut(text, 2, 38, marks)

    assert "".join(piece.text for piece in pieces) == text[2:38]
    at = 2
    for piece in pieces:
        holding = [mark for mark in marks if mark.start <= at and mark.end >= at + len(piece.text)]
        holding = [mark for mark in holding if mark.end > mark.start]
        assert sorted(map(repr, piece.marks)) == sorted(map(repr, holding))
        begun = {mark.anchor for mark in holding if mark.start == at}
        assert set(piece.anchors) == begun
        at += len(piece.text)


def _seconds(count: int) -> float:
    text = "x" * (count * 20)
    marks = [Mark(at, at + 15, "quote", f"q{at}") for at in range(0, count * 20, 20)]
    zones = [
        {"start_char": at, "end_char": at + 18, "kind": "body"} for at in range(0, count * 10, 20)
    ]
    zones.append({"start_char": count * 10, "end_char": count * 20, "kind": "body"})
    started = time.process_time()
    shown = list(paragraphs(text, zones, marks))
    assert sum(len(piece.text) for one in shown for piece in one.pieces) == len(text)
    return time.process_time() - started


def test_sixteen_times_the_quotes_take_far_less_than_the_square_of_sixteen() -> None:
    assert min(_seconds(16_000) for _ in range(2)) < 80 * min(_seconds(1_000) for _ in range(3))
