"""Readings: a quantity with what the words around it say.

Pure values: this module imports no finder of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.figures.figure import Direction, Role
from transforms.figures.quantities import Quantity
from transforms.text import Span

Limit = Literal["gt", "ge", "lt", "le"]


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier as written; ``bound`` is None when it only approximates."""

    span: Span
    bound: Limit | None
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A direction and the part that the number plays in it.

    is_stated: "by", "to" or "from" is written.
    """

    direction: Direction
    role: Role
    is_stated: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured; ``head`` is its head noun in lower case, singular."""

    span: Span
    head: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity, its modifier and change, and what it measures.

    The finders take the reading of the figure before as ``preceding``: "fell to $5m from $7m"
    continues its change, and "5%, or £2m" measures the same thing.
    """

    quantity: Quantity
    modifier: Modifier | None
    change: Change | None
    measured: Measured | None
