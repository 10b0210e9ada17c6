"""Claims: who asserts a figure, and which entity it is about.

Pure. A figure inside a quote is the claim of the quote's speaker. In the article's own voice no
person claims it: the view ``claims`` then names the outlet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.figures import Figure
from transforms.names import NamedMention
from transforms.quotes import Quote
from transforms.text import Span

_STATED_ALOUD = ("speech", "writing")
_APPOSITION = 2
""""Jane Doe, 34," — comma and blank between a name and the age in apposition to it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with its quote (position in the article's quotes) and its subject."""

    figure: Figure
    quote: int | None
    subject_entity_id: str | None


def claims_of(
    figures: Sequence[Figure], quotes: Sequence[Quote], named: Sequence[NamedMention]
) -> Iterator[Claim]:
    """One Claim per figure, in the order of the figures."""
    ends = [mention.mention.span.end_char for mention in named]
    starts = [mention.mention.span.start_char for mention in named]
    holders = _innermost_quotes(figures, quotes)
    for figure, holder in zip(figures, holders, strict=True):
        yield Claim(figure, holder, _subject(figure, named, starts, ends))


def _innermost_quotes(figures: Sequence[Figure], quotes: Sequence[Quote]) -> list[int | None]:
    """Per figure the shortest quote said or written whose segment holds the figure.

    One pass through figures and segments in text order, with the segments that are still open.
    """
    segments = [
        (segment, index)
        for index, quote in enumerate(quotes)
        if quote.attribution.attribution_kind in _STATED_ALOUD
        for segment in quote.attribution.segments
    ]
    segments.sort(key=lambda pair: pair[0].start_char)
    holders: list[int | None] = [None] * len(figures)
    still_open: list[tuple[Span, int]] = []
    position = 0
    for number in sorted(range(len(figures)), key=lambda at: figures[at].span.start_char):
        span = figures[number].span
        while position < len(segments) and segments[position][0].start_char <= span.start_char:
            still_open.append(segments[position])
            position += 1
        still_open = [pair for pair in still_open if pair[0].end_char > span.start_char]
        holding = [
            (segment.end_char - segment.start_char, index)
            for segment, index in still_open
            if segment.contains(span)
        ]
        holders[number] = min(holding)[1] if holding else None
    return holders


def _subject(
    figure: Figure, named: Sequence[NamedMention], starts: Sequence[int], ends: Sequence[int]
) -> str | None:
    """The entity named inside what is measured, or the person whose age stands in apposition."""
    if figure.measured is not None:
        first = bisect_left(starts, figure.measured.start_char)
        stop = bisect_right(ends, figure.measured.end_char)
        inside = {mention.entity_id for mention in named[first:stop]}
        if len(inside) == 1:
            return inside.pop()
    if figure.kind == "age":
        before = bisect_right(ends, figure.span.start_char) - 1
        if before >= 0 and figure.span.start_char - ends[before] <= _APPOSITION:
            candidate = named[before]
            return candidate.entity_id if candidate.mention.entity_type == "person" else None
    return None
