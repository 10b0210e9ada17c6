"""Wording: how counts, quantities and days are written for a reader."""

from __future__ import annotations

import math
from datetime import date

_BOUNDS = {"lt": "less than", "le": "at most", "gt": "more than", "ge": "at least"}
_PURE = "1"
"""The unit of a share or a ratio."""
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def counted(number: int | None) -> str:
    """A whole number with its thousands apart.

    >>> counted(12345), counted(None)
    ('12,345', '–')
    """
    return "–" if number is None else f"{number:,}"


def quantity(number: float | None) -> str:
    """A number in the words of a newspaper: whole, or with the digits that matter.

    >>> quantity(21_300_000.0), quantity(0.25), quantity(1200.0), quantity(None)
    ('21.3 million', '0.25', '1,200', '')
    >>> quantity(999_999_999.0), quantity(-4.5e9), quantity(1e18), quantity(0.0000012)
    ('1 billion', '-4.5 billion', '1,000,000 trillion', '1.2e-06')
    """
    if number is None or not math.isfinite(number):
        return "" if number is None else "without limit"
    size = abs(number)
    for scale, name in _SCALES:
        if size >= scale * 0.9995:
            return f"{_short(number / scale)} {name}"
    return _short(number) if size >= 1 or size == 0 else f"{number:.3g}"


def _short(number: float) -> str:
    text = f"{number:,.0f}" if abs(number) >= 1000 else f"{number:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(row: dict[str, object]) -> str:
    """What a figure states, in one line: its bounds where it has no value, its unit and rate.

    >>> measured({"value": 3e6, "unit": "USD", "bound": "exact", "claim_low": 3e6})
    '3 million USD'
    >>> measured({"bound": "range", "claim_low": 40, "claim_high": 60, "unit": "percent"})
    '40 to 60 percent'
    >>> measured({"value": 5, "bound": "ge", "is_approximate": False, "per_unit": "year"})
    'at least 5 per year'
    >>> measured({"value": 0.5, "bound": "exact", "unit": "1"})
    '0.5'
    """
    value, low, high = (_number(row.get(name)) for name in ("value", "claim_low", "claim_high"))
    if value is not None:
        text = quantity(value)
        text = f"{_BOUNDS.get(str(row.get('bound')), '')} {text}".lstrip()
        text = f"about {text}" if row.get("is_approximate") else text
    elif low is not None and high is not None:
        text = f"{quantity(low)} to {quantity(high)}"
    elif low is not None:
        text = f"from {quantity(low)}"
    elif high is not None:
        text = f"up to {quantity(high)}"
    else:
        return ""
    unit = f" {row['unit']}" if row.get("unit") not in (None, _PURE) else ""
    per = f" per {row['per_unit']}" if row.get("per_unit") else ""
    return f"{text}{unit}{per}"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def day(value: date | None) -> str:
    """A day as a reader writes it, or that there is none.

    >>> day(date(2024, 3, 5)), day(None)
    ('5 Mar 2024', 'undated')
    """
    return f"{value.day} {value:%b %Y}" if value else "undated"
