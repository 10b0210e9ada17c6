"""Cover: it says of every place what looking at each span would say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.text import Cover, Span

SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 9)
)


@given(st.lists(SPANS), SPANS)
def test_a_place_is_covered_if_one_of_the_spans_overlaps_it(spans: list[Span], asked: Span) -> None:
    cover = Cover(spans)
    assert cover.overlaps(asked) == any(span.overlaps(asked) for span in spans)
    at = asked.start_char
    assert cover.holds(at) == any(span.start_char <= at < span.end_char for span in spans)
