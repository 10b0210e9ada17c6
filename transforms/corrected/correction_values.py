"""Correction values: what each kind of correction can say, and which values are allowed.

Pure. Who states a value writes it as a person would; ``value_said`` gives it the one form in which
files keep it, or says what would do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

from transforms.corrections import CorrectionKind
from transforms.quotes import Stance
from transforms.text import ZoneKind

NOBODY, ARTICLE, NONE = "nobody", "article", "none"
"""A speaker whom the text does not state, a number in its own voice, no unit or day."""
RANGE = ".."
PARTS = "|"
"""Between the two ends of a range, and between the parts of a split quote."""

FIELDS: Mapping[CorrectionKind, tuple[str, ...]] = {
    "quote": ("speaker", "stance", "extent"),
    "figure": ("value", "unit", "claimed_by"),
    "zone": ("zone",),
    "date": ("published",),
}
"""Kind of correction to what can be said, in the order of the columns of its file."""
MEANINGS: Mapping[str, str] = {
    "speaker": "who said it: a name that the article names, or words of the article that describe"
    " them, such as a US official; nobody, where the text does not say who",
    "stance": "what the speaker does with the words",
    "extent": "the words said, copied from the article; | between the parts of a split quote",
    "value": "the number in digits, 12.5; for a range both ends, 10..12",
    "unit": "unit of measurement, code of a currency such as EUR, or the noun that is counted;"
    " mile/hour, ferry/day for a rate; none, where there is none",
    "claimed_by": "who states the number, as for a speaker; article, where nobody is quoted for it",
    "zone": "what the line is on its page",
    "published": "the day of publication, 2024-03-30; none, where nothing says it",
}
ALLOWED: Mapping[str, tuple[str, ...]] = {"stance": get_args(Stance), "zone": get_args(ZoneKind)}
"""Field to its values, where they can be listed."""
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_LONGEST_UNIT = 60


def value_said(field: str, written: str) -> str:
    """A value in the form in which files keep it.

    Raises:
        ValueError: it is not allowed; the message says what is.

    >>> value_said("value", "1,200"), value_said("value", "10 .. 12.50")
    ('1200', '10..12.5')
    """
    value = written.strip()
    if field in ALLOWED:
        lowered = value.lower()
        if lowered not in ALLOWED[field]:
            raise ValueError(f"{value!r} is not one of {', '.join(ALLOWED[field])}")
        return lowered
    return _FORMS.get(field, str)(value)


def _number(value: str) -> str:
    ends = [part.strip().replace(",", "") for part in value.split(RANGE)]
    if len(ends) > 2 or not all(_NUMBER.fullmatch(end) for end in ends):
        raise ValueError(f"{value!r} is no number: write digits, 12.5, or both ends, 10..12")
    numbers = [float(end.replace("−", "-")) for end in ends]
    if numbers != sorted(numbers):
        raise ValueError(f"{value!r} has its larger end first")
    return RANGE.join(f"{number:.15g}" for number in numbers)


def _unit(value: str) -> str:
    if len(value) > _LONGEST_UNIT or "\n" in value:
        raise ValueError(f"{value[:20]!r}… is longer than a unit: at most {_LONGEST_UNIT} letters")
    return value


def _day(value: str) -> str:
    if value.lower() == NONE:
        return NONE
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise ValueError(f"{value!r} is no day: write 2024-03-30, or none") from None


_FORMS: Mapping[str, Callable[[str], str]] = {"value": _number, "unit": _unit, "published": _day}
