"""Claimed: which characters of a text its attributions hold, so that nothing is given twice."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.quotes.attribution import Attribution
from transforms.text import Span


class Claimed:
    """The characters that attributions have for contents, sources and cues.

    >>> claimed = Claimed("He left.", [])
    >>> claimed.add(Span(3, 7))
    >>> claimed.is_free(Span(0, 3)), claimed.is_free(Span(0, 4))
    (True, False)
    """

    def __init__(self, text: str, found: Iterable[Attribution]) -> None:
        self._held = bytearray(len(text))
        for one in found:
            for part in (*one.segments, one.source, one.cue):
                if part is not None:
                    self.add(part)

    def add(self, span: Span) -> None:
        """An attribution holds this too."""
        self._held[span.start_char : span.end_char] = b"\1" * (span.end_char - span.start_char)

    def is_free(self, span: Span) -> bool:
        """Whether no attribution holds any of it."""
        return self._held.find(1, span.start_char, span.end_char) < 0
