"""Dates: every statement of when a page was published, and the one that is chosen.

Pure. Candidates come from the page's date lines and byline lines, the dateline, the URL, the file
name, record metadata and the copyright line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from transforms.page.markup import DateSource, StatedDate
from transforms.page.page import Page
from transforms.text import (
    FIRST_YEAR,
    LAST_YEAR,
    Issue,
    Span,
    ZoneKind,
    find_date_expressions,
    iso_day,
)

_CHANGED = re.compile(r"\b(?:updated|modified|edited|revised|actualizado|mis à jour)\b", re.I)
_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:18|19|20)\d{2})(?P<s>[-/_.]?)(?P<m>0?[1-9]|1[0-2])(?P=s)"
    r"(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_NAMED_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:18|19|20)\d{2})/(?P<n>[a-z]{3})/(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)", re.I
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,40}?(?<!\d)((?:19|20)\d{2})(?!\d)", re.I)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_MONTH_ORDER = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_LONGEST_PATH = 2_000
_WHOLE_DAY = len("2019-02-22")


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One statement of a date.

    value: ISO text as precise as stated: "2019", "2019-02", "2019-02-22" or with time and zone.
    span:  where the page says so; None for URL, file name and metadata.
    is_update: the page says that it was changed then, not published.
    day_first: the order of day and month, if it is written in bare numbers that prove one.
    """

    value: str
    source: DateSource
    span: Span | None = None
    is_update: bool = False
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class _Ambiguous:
    """A date whose day and month could be exchanged; its readings have the day, the month first."""

    readings: tuple[str, ...]
    source: DateSource
    span: Span | None
    is_update: bool
    written: str


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The chosen date; both fields NULL when nothing states a whole day."""

    published_date: date | None
    published_at: datetime | None
    source: DateSource | None
    conflict: bool
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was stated, and what was stated but could not be understood."""

    candidates: tuple[DateCandidate, ...]
    issues: tuple[Issue, ...]


def find_dates(
    page: Page,
    *,
    source_path: str,
    url: str | None = None,
    published_at: str | None = None,
    stated: Iterable[StatedDate] = (),
) -> tuple[DateCandidate, ...]:
    """All date statements, strongest source first, then in text order."""
    reading = read_dates(
        page, source_path=source_path, url=url, published_at=published_at, stated=stated
    )
    return reading.candidates


def read_dates(
    page: Page,
    *,
    source_path: str,
    url: str | None = None,
    published_at: str | None = None,
    stated: Iterable[StatedDate] = (),
    day_first: bool | None = None,
) -> DateReading:
    """All date statements as ``find_dates`` gives them, with what could not be read.

    day_first: the order of day and month that the outlet's other pages prove.

    A date in a line that speaks of an update comes after those of its source that do not.
    """
    found_dates: list[DateCandidate | _Ambiguous] = []
    issues: list[Issue] = []
    if published_at is not None and published_at.strip():
        value = _metadata_value(published_at.strip())
        if readings := _both_ways(published_at.strip()):
            found_dates.append(_Ambiguous(readings, "metadata", None, False, published_at.strip()))
        elif value is None:
            detail = f"`published_at` is no date that can be read with certainty: {published_at!r}"
            issues.append(Issue("dates", "warning", "bad_metadata_date", detail[:200]))
        else:
            found_dates.append(DateCandidate(value, "metadata"))
    for date_of_markup in stated:  # what cannot be read is one of many here, and no issue
        if value := _metadata_value(date_of_markup.value.strip()):
            candidate = DateCandidate(
                value, date_of_markup.source, is_update=date_of_markup.is_update
            )
            found_dates += () if candidate in found_dates else (candidate,)
    for kind, source in _ZONE_SOURCES:
        found = list(_stated(page.text, page.spans_of(kind), source))
        found_dates += sorted(found, key=lambda one: one.is_update)
    if not any(isinstance(one, _Ambiguous) or len(one.value) >= _WHOLE_DAY for one in found_dates):
        found_dates += _on_masthead(page)
    if url:
        found_dates += (DateCandidate(day, "url") for day in _days_in_path(url))
    name = source_path[-_LONGEST_PATH:]
    found_dates += (DateCandidate(day, "file_name") for day in _days_in_path(name))
    for span in page.spans_of("boilerplate"):
        if notice := _COPYRIGHT.search(
            page.text, span.start_char, min(span.end_char, span.start_char + 400)
        ):
            found_dates.append(DateCandidate(notice[1], "copyright", Span(*notice.span(1))))
    return DateReading(tuple(_settled(found_dates, issues, day_first)), tuple(issues))


def _settled(
    stated: list[DateCandidate | _Ambiguous], issues: list[Issue], day_first: bool | None
) -> Iterator[DateCandidate]:
    """The statements, with 03/04/2019 read as something proves it: the page, by a date such as
    23/04/2019; the outlet's other pages; another statement of one of its two days. What nothing
    proves is an issue and no candidate.
    """
    certain = [one for one in stated if isinstance(one, DateCandidate)]
    days = {one.value[:_WHOLE_DAY] for one in certain if len(one.value) >= _WHOLE_DAY}
    orders = {one.day_first for one in certain} - {None}
    for one in stated:
        if isinstance(one, DateCandidate):
            yield one
            continue
        chosen = [reading for reading in one.readings if reading[:_WHOLE_DAY] in days]
        order = next(iter(orders)) if len(orders) == 1 else None if orders else day_first
        if order is not None:
            chosen = [one.readings[0 if order else 1]]
        if len(chosen) == 1:
            yield DateCandidate(chosen[0], one.source, one.span, one.is_update)
        else:
            detail = f"{one.written!r} may put the day or the month first"
            code = "bad_metadata_date" if one.source == "metadata" else "ambiguous_day_month"
            issues.append(Issue("dates", "warning", code, detail, one.span))


def _on_masthead(page: Page) -> Iterator[DateCandidate]:
    """Days in the furniture above the headline, as printed papers have: "THE POST, MAY 2, 1998"."""
    end = page.headline.start_char if page.headline else 0
    above = (span for span in page.spans_of("boilerplate") if span.end_char <= end)
    found = _stated(page.text, above, "page_header")
    return (one for one in found if isinstance(one, DateCandidate))


_ZONE_SOURCES: tuple[tuple[ZoneKind, DateSource], ...] = (
    ("date", "page_header"),
    ("byline", "byline"),
    ("dateline", "dateline"),
)


def resolve_date(
    candidates: Iterable[DateCandidate], *, issues: Iterable[Issue] = ()
) -> DateChoice:
    """Choose the first candidate that states a whole day; say when others disagree.

    Candidates from the same day in two time zones (one day apart, one with a time) do not conflict.
    A less precise statement conflicts when the chosen day is not in it, an update when it lies
    before the chosen day. A copyright year may be any later one.

    issues: those of the reading; the choice carries them on.
    """
    stated = tuple(candidates)
    noticed = list(issues)
    whole = [candidate for candidate in stated if len(candidate.value) >= len("2019-02-22")]
    # Only what says nothing of an update states a publication; an update is better than nothing.
    chosen = next((c for c in whole if not c.is_update), whole[0] if whole else None)
    if chosen is None:
        noticed.append(Issue("dates", "info", "no_date", "nothing states a whole day"))
        return DateChoice(None, None, None, False, tuple(noticed))
    # A path is often named after the day of the update.
    updates = {c.value[:10] for c in stated if c.is_update and c.value[:10] >= chosen.value[:10]}
    others = [
        c
        for c in stated
        if c is not chosen and c.value[:10] not in updates and _disagrees(chosen, c)
    ]
    if others:
        said = ", ".join(f"{c.source} {c.value}" for c in others[:5])
        detail = f"{chosen.source} {chosen.value} was chosen; otherwise stated: {said}"
        noticed.append(Issue("dates", "warning", "date_conflict", detail, chosen.span))
    moment = _moment(chosen.value)
    day = date.fromisoformat(chosen.value[:10])
    return DateChoice(day, moment, chosen.source, bool(others), tuple(noticed))


def _moment(value: str) -> datetime | None:
    """The instant in UTC, if the value states a time and its zone."""
    if "T" not in value:
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _disagrees(chosen: DateCandidate, other: DateCandidate) -> bool:
    day, said = chosen.value[:10], other.value[:10]
    if other.source == "copyright":
        return said < day[: len(said)]
    if len(said) < len(day):
        return not day.startswith(said)
    if other.is_update:
        return said < day and not chosen.is_update
    if said == day:
        return False
    apart = abs(date.fromisoformat(day) - date.fromisoformat(said))
    timed = "T" in chosen.value or "T" in other.value
    return not (timed and apart <= timedelta(days=1))


def _stated(
    text: str, spans: Iterable[Span], source: DateSource
) -> Iterator[DateCandidate | _Ambiguous]:
    for span in spans:
        last = span.start_char
        for found in find_date_expressions(text, span):
            changed = _CHANGED.search(text, last, found.span.start_char) is not None
            if found.value is None:
                written = found.span.of(text)
                yield _Ambiguous(found.readings, source, found.span, changed, written)
            else:
                yield DateCandidate(found.value, source, found.span, changed, found.day_first)
            last = found.span.end_char


def _metadata_value(stated: str) -> str | None:
    """The ISO value of a metadata field; None when it cannot be read with certainty."""
    if _EPOCH.fullmatch(stated):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(stated[:10]))
        return moment.isoformat() if moment.year <= LAST_YEAR else None
    if re.fullmatch(r"\d{8}", stated):
        return iso_day(int(stated[:4]), int(stated[4:6]), int(stated[6:]))
    if re.fullmatch(r"\d{4}", stated) and FIRST_YEAR <= int(stated) <= LAST_YEAR:
        return stated
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", stated):
        return stated if FIRST_YEAR <= int(stated[:4]) <= LAST_YEAR else None
    whole = Span(0, len(stated))
    found = next(find_date_expressions(stated, whole), None)
    return found.value if found else None


def _both_ways(stated: str) -> tuple[str, ...]:
    """Both readings of a metadata field whose day and month could be exchanged."""
    found = next(find_date_expressions(stated, Span(0, len(stated))), None)
    return found.readings if found else ()


def _days_in_path(path: str) -> tuple[str, ...]:
    """Days written in a URL or file name, each once: 2019/02/22, 2019-02-22, 20190222, 2019/feb/22.

    >>> _days_in_path("https://news.example/2019/02/22/20190222-talks.html")
    ('2019-02-22',)
    """
    days = []
    for match in _IN_PATH.finditer(path[:_LONGEST_PATH]):
        around = path[max(0, match.start() - 1) : match.start()] + path[match.end() :][:1]
        short = len(match["m"]) < 2 or len(match["d"]) < 2
        if not match["s"] and (short or any(character.isalnum() for character in around)):
            continue  # eight digits within a longer code are no date
        days.append(iso_day(int(match["y"]), int(match["m"]), int(match["d"])))
    for match in _NAMED_IN_PATH.finditer(path[:_LONGEST_PATH]):
        if match["n"].lower() in _MONTH_ORDER:
            month = _MONTH_ORDER.index(match["n"].lower()) + 1
            days.append(iso_day(int(match["y"]), month, int(match["d"])))
    return tuple(dict.fromkeys(day for day in days if day is not None))
