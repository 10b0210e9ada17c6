"""Date expressions: the calendar dates in a line, as ISO text.

Pure. Only dates with a year are read. Day and month in bare numbers have two readings when either
could be the month. Months: English, Spanish, French, German, Italian, Portuguese, Dutch, Russian;
and those of thirty-odd other languages where they stand beside a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta, timezone

from transforms.lexicon import either, read_lexicon
from transforms.text.appearance import with_plain_blanks
from transforms.text.span import Span

FIRST_YEAR, LAST_YEAR = 1800, 2100
_LONGEST_LINE = 400  # characters of a stretch that are searched
_CLOCK_BEFORE = 24  # characters before a date in which its time may stand
_FURTHEST_OFFSET = 14 * 60  # minutes between UTC and the zone that is furthest from it
_WHOLE_DAY = len("2019-02-22")


def folded_month(name: str) -> str:
    """A month's name as it is looked up: "KASIM" and "kasım" are one, as a regular expression
    that is blind to case has them."""
    return name.casefold().rstrip(".").replace("ı", "i").replace("i\u0307", "i")


_OWN, _FOREIGN = (
    [(row["surface"], int(row["month"])) for row in read_lexicon(name)]
    for name in ("months", "foreign_months")
)
_MONTHS = {folded_month(name): month for name, month in (*_FOREIGN, *_OWN)}
_ZONES = {row["surface"]: int(row["minutes"]) for row in read_lexicon("time_zones")}


_MONTH = rf"{either(name for name, _ in _OWN)}\.?"
# "set" and "mart" are months beside a day and a year only.
_ANY_MONTH = rf"{either(name for name, _ in (*_OWN, *_FOREIGN))}\.?"
_YEAR = r"[12]\d{3}"
_DAY = r"[0-3]?\d"
_DATE = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>{_DAY})(?!\d|[-/]\d)"
    rf"|(?P<a4>\d{{1,2}})(?P<s4>[-/]|\. ?)(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>{_YEAR})(?!\d|[-/]\d)"
    rf"|(?P<d2>{_DAY})(?:st|nd|rd|th|er|º|\.)?[ -]?(?:of |de |d['’])?(?P<n2>{_ANY_MONTH})[,،]?[ -]?"
    rf"(?:de[l]? )?(?P<y2>{_YEAR})(?!\w)"
    rf"|(?P<n3>{_MONTH})[ -]?(?P<d3>{_DAY})(?:st|nd|rd|th)?,?[ -]?(?P<y3>{_YEAR})(?!\w)"
    rf"|(?P<y7>{_YEAR})(?:\.| ?m\.|,)?[ -](?P<n7>{_ANY_MONTH})[ -]?(?P<d7>{_DAY})(?!\d|[.:h]\d)"
    rf"|(?P<n5>{_MONTH}),? (?:de )?(?P<y5>{_YEAR})(?!\w)"
    rf"|(?P<y6>{_YEAR})(?:年|년 ?)(?P<m6>\d{{1,2}})(?:月|월 ?)(?P<d6>{_DAY})[日일]"
    rf")",
    re.IGNORECASE,
)
_YEAR_LIKE = re.compile(_YEAR)
_OFFSET = r"(?:GMT|UTC)?[+\-−]\d{1,2}(?::?\d{2})?|Z(?!\w)"
_CLOCK = (
    r"(?P<hour>[0-2]?\d)(?:(?:[:.](?P<minute>[0-5]\d)|h(?P<minute2>[0-5]\d)?)(?::(?P<second>[0-5]\d)"
    r"(?:\.\d{1,9})?)?)?(?:\s?(?P<half>[ap]\.?m\b\.?))?"
    rf"(?:\s?\(?(?P<zone>{_OFFSET}|[A-Z]{{2,5}}\b)\)?)?"
)
_TIME_AFTER = re.compile(
    rf"(?:T|,? ?(?:at|@|\||-|–|—|·|•)? ?){_CLOCK}(?!\d|/|-\d)", re.IGNORECASE | re.ASCII
)
_TIME_BEFORE = re.compile(rf"{_CLOCK},? ?(?:on |\||-|–|·|•)? ?\Z", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as written.

    span:      of the day, with its time and zone if they stand beside it.
    value:     ISO text as precise as stated; a time only with its zone. None when ``ambiguous``.
    readings:  of a date such as 03/04/2019: the value with the day first, the value with the month
               first; else ().
    day_first: whether the day stands first, if bare numbers prove it as in 23/04/2019; else None.
    """

    span: Span
    value: str | None
    readings: tuple[str, str] | tuple[()] = ()
    day_first: bool | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether the date has two readings."""
        return bool(self.readings)


def find_date_expressions(text: str, where: Span) -> Iterator[DateExpression]:
    """Dates with a year, left to right, in the first 400 characters of a stretch.

    >>> line = "Published: Feb 22, 2019 10:30 GMT"
    >>> [d.value for d in find_date_expressions(line, Span(0, len(line)))]
    ['2019-02-22T10:30:00+00:00']
    """
    limit = min(where.end_char, where.start_char + _LONGEST_LINE)
    at = where.start_char
    if _YEAR_LIKE.search(text, at, limit) is None:
        return
    written = text[at:limit]
    if (plain := with_plain_blanks(written)) != written:
        for one in find_date_expressions(plain, Span(0, len(plain))):
            span = Span(at + one.span.start_char, at + one.span.end_char)
            yield replace(one, span=span)
        return
    while match := _DATE.search(text, at, limit):
        at = match.end()
        day = _day_of(match)
        if day is None:
            continue
        start, end, time = match.start(), match.end(), None
        if not day or len(day) == _WHOLE_DAY:
            if after := _TIME_AFTER.match(text, end, limit):
                time = _time_of(after)
                end = after.end() if time is not None else end
            else:
                window = max(where.start_char, start - _CLOCK_BEFORE)
                before = _TIME_BEFORE.search(text[window:start])
                time = _time_of(before) if before else None
                start = window + before.start() if before and time is not None else start
        at = max(at, end)
        span = Span(start, end)
        if day:
            yield DateExpression(span, day + (time or ""), day_first=_day_first(match))
        else:
            yield DateExpression(span, None, _both_readings(match, time or ""))


def _day_first(match: re.Match[str]) -> bool | None:
    """Whether bare numbers prove that the day stands first; None if they prove nothing."""
    if match["a4"] is None or match["s4"][0] == ".":
        return None
    first, second = int(match["a4"]), int(match["b4"])
    return first > 12 if max(first, second) > 12 else None


def _both_readings(match: re.Match[str], time: str) -> tuple[str, str]:
    year, one, two = int(match["y4"]), int(match["a4"]), int(match["b4"])
    return f"{year}-{two:02}-{one:02}{time}", f"{year}-{one:02}-{two:02}{time}"


def _day_of(match: re.Match[str]) -> str | None:
    """ISO day or month; "" when the day could be the month; None when there is no such day."""
    part = match.groupdict()
    if part["n5"]:
        month, year = _month(part["n5"]), int(part["y5"])
        return f"{year}-{month:02}" if FIRST_YEAR <= year <= LAST_YEAR else None
    if part["a4"]:
        first, second, year = int(part["a4"]), int(part["b4"]), int(part["y4"])
        # With stops the day stands first wherever dates are written so.
        if first <= 12 and second <= 12 and first != second and part["s4"][0] != ".":
            return "" if first and second and FIRST_YEAR <= year <= LAST_YEAR else None
        day, month = (second, first) if second > 12 >= first else (first, second)
    elif part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y6"]:
        year, month, day = int(part["y6"]), int(part["m6"]), int(part["d6"])
    elif part["n7"]:
        year, month, day = int(part["y7"]), _month(part["n7"]), int(part["d7"])
    elif part["n2"]:
        year, month, day = int(part["y2"]), _month(part["n2"]), int(part["d2"])
    else:
        year, month, day = int(part["y3"]), _month(part["n3"]), int(part["d3"])
    return iso_day(year, month, day)


def iso_day(year: int, month: int, day: int) -> str | None:
    """The day as ISO text; None when there is no such day between 1800 and 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS[folded_month(name)]


def _time_of(match: re.Match[str]) -> str | None:
    """``T10:30:00+00:00`` if a zone is stated, "" without one, None if this is not a time."""
    part = match.groupdict()
    minute = part["minute"] or part["minute2"]
    if minute is None and part["half"] is None:
        return None
    hour = int(part["hour"])
    if part["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
    offset = offset_of(part["zone"] or "")
    if hour > 23 or offset is None:
        return "" if hour <= 23 else None
    stated = str(timezone(timedelta(minutes=offset)))[3:] or "+00:00"
    return f"T{hour:02}:{int(minute or 0):02}:{int(part['second'] or 0):02}{stated}"


def offset_of(zone: str) -> int | None:
    """Minutes east of UTC; None when the zone's abbreviation has several meanings.

    >>> offset_of("BST"), offset_of("GMT+3"), offset_of("-0530"), offset_of("CST")
    (60, 180, -330, None)
    """
    name = zone.upper()
    if name in _ZONES:
        return _ZONES[name]
    digits = re.fullmatch(r"(?:GMT|UTC)?([+\-−])(\d{1,2}):?(\d{2})?", name)
    if digits is None:
        return None
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    if minutes > _FURTHEST_OFFSET:
        return None
    return minutes if digits[1] == "+" else -minutes
