"""Figure values: the quantities that an article states, and the numbers that are not quantities.

Pure values: this module imports no finder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text import Span, ZoneKind

FigureKind = Literal[
    "count", "money", "percent", "share", "duration", "age", "rate", "length", "area", "volume",
    "mass", "temperature", "speed", "energy", "power", "data", "points", "ratio", "magnitude",
    "score", "rank", "other",
]  # fmt: skip
"""Each kind has a line in ``kinds.tsv``, which says what English does with it."""
Bound = Literal["exact", "gt", "ge", "lt", "le", "range", "vague"]
Direction = Literal["up", "down"]
Role = Literal["by", "to", "from"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity; fields are the columns of the same name in ``schema.FIGURES``."""

    span: Span
    value: float | None
    value_low: float | None
    value_high: float | None
    bound: Bound
    is_approximate: bool
    modifier: Span | None
    kind: FigureKind
    unit_text: str | None
    unit: str | None
    unit_assumed: bool
    per_unit: str | None
    value_si: float | None
    unit_si: str | None
    change: Direction | None
    change_role: Role | None
    stated_period: str | None
    measured: Span | None
    measured_head: str | None
    zone: ZoneKind
    sentence_index: int
    rule_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RejectedNumber:
    """A number that is not a figure, and the rule that says so (year, clock_time, model, …)."""

    span: Span
    reason: str
    zone: ZoneKind
    sentence_index: int
