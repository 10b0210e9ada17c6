"""Cover: spans of which it is asked, again and again, whether one overlaps a place.

The time of an answer grows with the logarithm of how many spans there are, not with their number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from transforms.text.span import Span


class Cover:
    """Spans in any order, which may overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start_char for span in ordered]
        self._furthest = list(accumulate((span.end_char for span in ordered), max))

    def overlaps(self, span: Span) -> bool:
        """Whether one of the spans shares a character with this one.

        >>> cover = Cover([Span(2, 9), Span(3, 4), Span(20, 25)])
        >>> cover.overlaps(Span(8, 12)), cover.overlaps(Span(9, 20))
        (True, False)
        """
        before = bisect_left(self._starts, span.end_char)
        return before > 0 and self._furthest[before - 1] > span.start_char

    def holds(self, at: int) -> bool:
        """Whether a character stands in one of the spans."""
        return self.overlaps(Span(at, at + 1))
