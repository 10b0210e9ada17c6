"""Periods: the day, month or year that a figure holds for, where its sentence states it.

Pure. "sold 5m cars in 2018", "In March 2019, 40 people …", "warming of 2C by 2050". A date
counts only right behind the figure or at the head of its sentence.
"""

from __future__ import annotations

import re

from transforms.figures.passage import Passage
from transforms.lexicon import either, read_lexicon
from transforms.text import Span

_MONTHS = {
    row["surface"]: int(row["month"]) for row in read_lexicon("months") if row["language"] == "en"
}
_MONTH = either(_MONTHS)
_DATE = (
    rf"(?:(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?[ ](?=(?:{_MONTH})\b))?"
    rf"(?:(?P<month>{_MONTH})\.?,?[ ](?:(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?,?[ ])?)?"
    r"(?P<year>(?:1[5-9]|20)\d\d)(?![\w’'-]|[.,:/]\d)"
)
_LINK = (
    r"(?:in|during|for|by|as of|on|at the (?:end|start|beginning) of|in (?:early|late|mid)"
    r"|(?:early|late) in|in the (?:(?:first|second|third|fourth|last) (?:quarter|half) of )?)"
)
_AFTER = re.compile(
    # up to four words and no clause mark between the figure and its date
    rf"(?:[ ](?!and\b|but\b|or\b|to\b|from\b|than\b|since\b)[^\s,;:.()“”\"\d]+){{0,4}}"
    rf",?[ ](?:{_LINK})[ ]?{_DATE}",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"[“\"‘'\s]*(?:{_LINK})[ ]?{_DATE},?[ ]", re.IGNORECASE)
_BRACKET = re.compile(rf"[ ]\((?:in )?{_DATE}\)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def period_of(passage: Passage, quantity: Span) -> str | None:
    """ISO day, month or year of a quantity; None where its sentence does not say.

    >>> period_of(Passage("It sold 5 cars in March 2018.", 0, 29), Span(8, 14))
    '2018-03'
    """
    if _YEAR.search(passage.text, passage.start, passage.end) is None:
        return None
    end = quantity.end_char
    found = passage.match(_AFTER, end) or passage.match(_BRACKET, end)
    if found is None:
        found = _HEAD.match(passage.text, passage.start, quantity.start_char)
    return _iso(found) if found is not None else None


def _iso(found: re.Match[str]) -> str:
    day = found["d1"] or found["d2"]
    if found["month"] is None:
        return found["year"]
    month = f"{found['year']}-{_MONTHS[found['month'].lower()]:02d}"
    return f"{month}-{int(day):02d}" if day and 1 <= int(day) <= 31 else month
