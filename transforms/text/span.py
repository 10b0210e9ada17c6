"""Span: a half-open stretch of an article's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``[start_char, end_char)`` of a text, counted in Unicode code points."""

    start_char: int
    end_char: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_char < self.end_char:
            raise ValueError(f"empty or negative span [{self.start_char}, {self.end_char})")

    def of(self, text: str) -> str:
        """The surface: exactly what the article wrote here.

        >>> Span(0, 5).of("Putin said")
        'Putin'
        """
        return text[self.start_char : self.end_char]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start_char <= other.start_char and other.end_char <= self.end_char

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start_char < other.end_char and other.start_char < self.end_char

    def envelope(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(
            min(self.start_char, other.start_char),
            max(self.end_char, other.end_char),
        )
