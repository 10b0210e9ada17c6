"""Figures: quantities an article states, with their bounds, and what they measure.

Pure. Terms follow MeasEval (SemEval-2021 task 8): a quantity is value, unit and modifier. Spans
cover number and unit, never the modifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.page import ZoneKind
from transforms.sentences import Sentence
from transforms.span import Span

Bound = Literal["exact", "gt", "ge", "lt", "le", "range", "vague"]


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
    kind: str
    unit_text: str | None
    unit: str | None
    unit_assumed: bool
    per_unit: str | None
    value_si: float | None
    unit_si: str | None
    change: Literal["up", "down"] | None
    change_role: Literal["by", "to", "from"] | None
    measured: Span | None
    measured_head: str | None
    zone: ZoneKind
    sentence_index: int
    rule_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RejectedNumber:
    """A number that is no figure, and the named rule that says so (year, clock_time, model, …)."""

    span: Span
    reason: str


def find_figures(
    text: str, sentences: Sequence[Sentence]
) -> tuple[tuple[Figure, ...], tuple[RejectedNumber, ...]]:
    """Figures and rejected numbers, each in text order; no two spans of the two lists overlap."""
    raise NotImplementedError
