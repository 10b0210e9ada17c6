"""Numbers: number expressions and the values they state.

Pure. Digits with separators and magnitudes ("1,200", "3.5m", "$1.2bn"), spelled numbers ("two and
a half million", "a dozen"), fractions. Which of them are figures, ``figures`` decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.span import Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression; ``value`` exactly as stated, magnitude words applied."""

    span: Span
    value: float
    is_spelled: bool


def parse_number(surface: str) -> float:
    """The value of a number expression.

    Raises:
        ValueError: ``surface`` is not one number expression.

    Examples:
        >>> parse_number("1.2 million")
        1200000.0
    """
    raise NotImplementedError


def find_numbers(text: str, span: Span) -> Iterator[Number]:
    """Number expressions inside ``span``, left to right, never overlapping; offsets into ``text``."""
    raise NotImplementedError
