"""The tokens of a statement as relays are looked for in them, and the attributions beside.

Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from transforms.noun_phrases import Phrase
from transforms.outlets import outlet_at
from transforms.quotes import Attribution
from transforms.statements import Statement
from transforms.text.quotations import Quotation
from transforms.text.span import Span


def anchor_of(attribution: Attribution) -> int:
    """Where an attribution is looked up: its cue, else its content."""
    return (attribution.cue or attribution.segments[0]).start_char


def span_before(span: Span, end: int) -> Span | None:
    """What of a span lies before a place; None when nothing does."""
    return (
        Span(span.start_char, end)
        if span.start_char < end < span.end_char
        else (span if span.end_char <= end else None)
    )


class SceneTokens:
    """One statement and the attributions whose cue stands in it.

    number: what the next attribution that is made here is called.
    """

    def __init__(
        self,
        text: str,
        statement: Statement,
        quotations: Sequence[Quotation],
        attributions: dict[int, Attribution],
        number: int,
    ) -> None:
        self.text = text
        self.statement = statement
        self.marked = [q.span for q in quotations if q.depth == 0]
        self.tokens = statement.tokens
        self.starts = [token.start_char for token in self.tokens]
        self.all: dict[int, Attribution | None] = dict(attributions)
        self.number = number

    def phrase(self, span: Span | None) -> Phrase | None:
        """Tokens of a span of characters."""
        if span is None:
            return None
        first = bisect_left(self.starts, span.start_char)
        last = bisect_left(self.starts, span.end_char) - 1
        return (first, last) if first <= last else None

    def span(self, phrase: Phrase) -> Span:
        """Characters of a stretch of tokens."""
        return Span(self.tokens[phrase[0]].start_char, self.tokens[phrase[1]].end_char)

    def word(self, at: int) -> str:
        """The word at a position outside quotations; "" elsewhere."""
        inside = 0 <= at < len(self.tokens) and not self.tokens[at].quoted
        return self.tokens[at].word if inside else ""

    def is_outlet(self, span: Span | None) -> bool:
        """Whether a source is an outlet and nothing more."""
        phrase = self.phrase(span)
        if phrase is None:
            return False
        found = outlet_at(self.tokens, phrase[0])
        return found is not None and found[1] >= phrase[1]

    def spoken(self) -> list[tuple[int, Attribution]]:
        """Attributions that are left, in order of their cues."""
        left = [(i, one) for i, one in self.all.items() if one is not None]
        return sorted(left, key=lambda pair: anchor_of(pair[1]))
