"""Claims: who asserts a figure, and which entity it is about.

Pure. A figure inside a quote is the claim of the quote's speaker. In the article's own voice no
person claims it: the view ``claims`` then names the outlet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.figures import Figure
from transforms.names import NamedMention
from transforms.quotes import Quote

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
    for figure in figures:
        yield Claim(figure, _innermost_quote(figure, quotes), _subject(figure, named, ends))


def _innermost_quote(figure: Figure, quotes: Sequence[Quote]) -> int | None:
    """The shortest quote said or written whose segment holds the figure."""
    holding = [
        (segment.end_char - segment.start_char, index)
        for index, quote in enumerate(quotes)
        if quote.attribution.attribution_kind in _STATED_ALOUD
        for segment in quote.attribution.segments
        if segment.contains(figure.span)
    ]
    return min(holding)[1] if holding else None


def _subject(figure: Figure, named: Sequence[NamedMention], ends: Sequence[int]) -> str | None:
    """The entity named inside what is measured, or the person whose age stands in apposition."""
    if figure.measured is not None:
        inside = {
            mention.entity_id for mention in named if figure.measured.contains(mention.mention.span)
        }
        if len(inside) == 1:
            return inside.pop()
    if figure.kind == "age":
        before = bisect_right(ends, figure.span.start_char) - 1
        if before >= 0 and figure.span.start_char - ends[before] <= _APPOSITION:
            candidate = named[before]
            return candidate.entity_id if candidate.mention.entity_type == "person" else None
    return None
