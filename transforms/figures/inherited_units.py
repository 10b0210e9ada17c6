"""Inherited units: the unit that a bare number has from an earlier quantity of its sentence.

Pure. "It rose by 7 percent, the other by 4", "20 mpg in 2018 and 22 last year", "from 62 mph
upwind to 48", "closed at 870 points, the other at 655".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.figures.changes import change_of
from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity

_RELATIVE = kinds_where("is_relative")
_WINDOW = 30
_FROM = re.compile(r"\b(?:from|between)[ ]\Z", re.IGNORECASE)
_TO = re.compile(r"(?:[ ][a-z]{3,12})?(?:[ ]in[ ](?:19|20)\d\d)?[ ]to[ ]")
_COMPARED = re.compile(r"[ ](?:and|or|from|against|versus|compared (?:with|to))[ ]\Z")
_THEN = re.compile(
    r"[ ](?:last|this|the previous|the following|next|a)"
    r"[ ](?:year|month|week|quarter|season|decade)\b"
    r"|[ ](?:in|by|for|since)[ ](?:19|20)\d\d\b|[ ](?:today|now|yesterday)\b"
)
_AT, _AT_WINDOW = re.compile(r"\bat[ ]\Z"), 4
_MAX_GAP = 60


def with_inherited_units(passage: Passage, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of one sentence in text order, bare ones with the unit of an earlier one."""
    done: list[Quantity] = []
    for quantity in quantities:
        if done and quantity.is_bare and quantity.shape == "single" and quantity.form == "digits":
            source = _source(passage, done, quantity)
            if source is not None:
                quantity = replace(
                    quantity, kind=source.kind, unit=source.unit, per=source.per,
                    unit_span=source.unit_span, rule="told_before",
                )  # fmt: skip
        done.append(quantity)
    return done


def _source(passage: Passage, earlier: Sequence[Quantity], bare: Quantity) -> Quantity | None:
    """The earlier quantity whose unit a bare one has."""
    # a year between two figures is still a bare number here
    last = next((one for one in reversed(earlier) if not one.is_bare), earlier[-1])
    gap = passage.text[last.span.end_char : bare.span.start_char]
    if last.unit is not None and last.rule != "currency_before":
        if _TO.fullmatch(gap) and _FROM.search(passage.before(last.span.start_char, _WINDOW)):
            return last
        is_near = len(gap) <= _MAX_GAP and _COMPARED.search(gap)
        if is_near and passage.match(_THEN, bare.span.end_char):
            return last
    return _level(passage, earlier, bare) or _changed(passage, earlier, bare)


def _level(passage: Passage, earlier: Sequence[Quantity], bare: Quantity) -> Quantity | None:
    """The index level before: both numbers stand after "at"."""
    if not _AT.search(passage.before(bare.span.start_char, _AT_WINDOW)):
        return None
    for quantity in reversed(earlier):
        if quantity.kind == "points" and _AT.search(
            passage.before(quantity.span.start_char, _AT_WINDOW)
        ):
            return quantity
    return None


def _changed(passage: Passage, earlier: Sequence[Quantity], bare: Quantity) -> Quantity | None:
    """The change before: both numbers say by how much something rose or fell."""
    source = next((one for one in reversed(earlier) if one.kind in _RELATIVE), None)
    if source is None:
        return None
    changes = [change_of(passage, one.span) for one in (source, bare)]
    by = [change is not None and change.is_stated and change.role == "by" for change in changes]
    return source if all(by) else None
