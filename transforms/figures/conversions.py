"""Conversions: one amount in several units, and the rate that stands behind them all.

Pure. "6 million euros ($6.9 million) a year", "900 yuan ($130; 120 euros; 108) a month", "4 inches
(10 cm) per hour": each of the amounts has the rate. A bare number in the brackets is a sum whose
sign was lost on the way: of money, in no currency that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity, speed_or_rate
from transforms.figures.units import denominator_after
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either

_RATED = kinds_where("is_rated")
_OPENS = re.compile(r"[ ]\((?:[?\ufffd]|or[ ]|about[ ])?")
_GOES_ON = re.compile(r"(?:[;,]|[ ]?/|[ ]or)[ ]?[?\ufffd]?-?")
_CLOSES = re.compile(r"\)-?")
_OF_WHAT = re.compile(r"[ ]of[ ][a-z-]+(?:[ ][a-z-]+)?(?=[ ]per[ ])")
_PERIODS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week"} | {
    "daily": "day", "hourly": "hour",
}  # fmt: skip
# "$5m annually.", but not "$5 monthly fee"
_EVERY = re.compile(
    rf"[ ](?P<every>{either(_PERIODS)})"
    rf"(?=\s*(?:[.,;:)(—–]|\Z)|[ ](?:{either(figure_words('after_adverb'))})\b)"
)


def conversions_of(passage: Passage, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of one sentence in text order, conversions marked and with their shared rate."""
    done = list(quantities)
    index = 0
    while index < len(done):
        last = _last_converted(passage, done, index)
        for at in range(index + 1, last + 1):
            lost = done[at].is_bare and done[index].kind in {"money", "rate"}
            kind = "money" if lost else done[at].kind
            done[at] = replace(done[at], kind=kind, converts=True)
        end = done[last].span.end_char
        closing = passage.match(_CLOSES, end) if last > index else None
        per = _rate_behind(passage, closing.end() if closing else end, done[index])
        if per is not None:
            for at in range(index, last + 1):
                done[at] = speed_or_rate(done[at], per)
        index = last + 1
    return done


def _last_converted(passage: Passage, quantities: Sequence[Quantity], first: int) -> int:
    """Index of the last conversion of a quantity; its own where the brackets hold none."""
    last, gap = first, _OPENS
    while last + 1 < len(quantities):
        left, right = quantities[last], quantities[last + 1]
        between = passage.text[left.span.end_char : right.span.start_char]
        if not gap.fullmatch(between) or not _is_alike(quantities[first], right):
            break
        last, gap = last + 1, _GOES_ON
    return (
        last
        if last > first and _CLOSES.match(passage.after(quantities[last].span.end_char, 1))
        else first
    )


def _is_alike(first: Quantity, other: Quantity) -> bool:
    """Whether another quantity can be the same amount: of its kind, or a sum without its sign."""
    if first.unit is None or other.shape not in {"single", "range"}:
        return False
    is_money = first.kind == "money" or (first.kind == "rate" and first.unit.kind == "money")
    if other.is_bare:
        return is_money and other.form == "digits"
    return other.unit is not None and first.unit.kind == other.unit.kind


def _rate_behind(passage: Passage, at: int, quantity: Quantity) -> str | None:
    """The denominator behind an amount, if it is none yet: "of rice per hectare", "annually"."""
    if quantity.per is not None or quantity.kind not in _RATED or quantity.is_bare:
        return None
    every = passage.match(_EVERY, at)
    if every is not None and (quantity.kind == "money" or quantity.counted is not None):
        return _PERIODS[every["every"]]
    what = passage.match(_OF_WHAT, at)
    if what is None and at == quantity.span.end_char:
        return None
    per = denominator_after(passage, what.end() if what else at)
    return per.canonical if per is not None else None
