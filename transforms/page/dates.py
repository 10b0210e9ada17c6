"""Dates: every statement of when a page was published, and the one that is chosen.

Pure. They come from the page's date lines and byline lines, the dateline, the URL, the file name,
record metadata and the copyright line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from transforms.lexicon import either, read_lexicon, words_in_role
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

_CHANGED = re.compile(rf"\b{either(words_in_role('date_line_words', 'update'))}\b", re.IGNORECASE)
_EARLIER = re.compile(rf"\b{either(words_in_role('date_line_words', 'before'))}\b", re.IGNORECASE)
_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:18|19|20)\d{2})(?P<s>[-/_.]?)(?P<m>0?[1-9]|1[0-2])(?P=s)"
    r"(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_NAMED_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:18|19|20)\d{2})/(?P<n>[a-z]{3})/(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)", re.I
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,40}?(?<!\d)((?:19|20)\d{2})(?!\d)", re.I)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_MONTHS = {row["surface"]: int(row["month"]) for row in read_lexicon("months")}
_LONGEST_PATH = 2_000  # characters: about the longest address that browsers and servers take
_COPYRIGHT_WITHIN = 400  # characters of a line in which its copyright notice must begin
_WHOLE_DAY = len("2019-02-22")


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One statement of a date.

    value:     ISO text as precise as stated: "2019", "2019-02", "2019-02-22" or with time and zone.
    span:      where the page says so; None for URL, file name and metadata.
    is_update: the page was changed then, not published.
    day_first: whether the day stands before the month; None if the date does not prove it.
    """

    value: str
    source: DateSource
    span: Span | None = None
    is_update: bool = False
    day_first: bool | None = None

    @property
    def day(self) -> str:
        """The value without its time."""
        return self.value[:_WHOLE_DAY]

    @property
    def states_whole_day(self) -> bool:
        """Whether the value is not only a year or a month."""
        return len(self.value) >= _WHOLE_DAY


@dataclass(frozen=True, slots=True)
class _Ambiguous:
    """A date such as 03/04/2019. readings: with the day first, with the month first."""

    readings: tuple[str, ...]
    source: DateSource
    span: Span | None
    is_update: bool
    written: str


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The chosen date.

    published_date: as stated; None when nothing states a whole day.
    published_at:   the instant in UTC; None without a time and its zone.
    source:         who stated it.
    conflict:       whether another statement disagrees.
    """

    published_date: date | None
    published_at: datetime | None
    source: DateSource | None
    conflict: bool
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class DateReading:
    """The dates that were understood, and an issue for each that was not."""

    candidates: tuple[DateCandidate, ...]
    issues: tuple[Issue, ...]


def read_dates(
    page: Page,
    *,
    source_path: str,
    url: str | None = None,
    published_at: str | None = None,
    stated: Sequence[StatedDate] = (),
    day_first: bool | None = None,
) -> DateReading:
    """All date statements, the strongest source first, then in text order.

    url:          the page's address.
    published_at: the field of that name in a structured record.
    stated:       dates that the page's markup states, or the properties of its file, which are
                  the weakest: a file may be made and copied on any day.
    day_first:    whether the outlet's other pages prove that it writes the day before the month.
    """
    issues: list[Issue] = []
    of_file = [one for one in stated if one.source == "file_properties"]
    of_page = [one for one in stated if one.source != "file_properties"]
    found = [*_in_metadata(published_at, issues), *_in_markup(of_page), *_in_header(page)]
    if not any(_states_a_day(one) for one in found):
        found += _on_masthead(page)
    found += (DateCandidate(day, "url") for day in _days_in_path(url or ""))
    name = source_path[-_LONGEST_PATH:]
    found += (DateCandidate(day, "file_name") for day in _days_in_path(name))
    found += _in_markup(of_file)
    found += _in_copyright(page)
    return DateReading(tuple(_settled(found, issues, day_first)), tuple(issues))


def _in_metadata(
    published_at: str | None, issues: list[Issue]
) -> Iterator[DateCandidate | _Ambiguous]:
    """The date of the record's field ``published_at``; an issue if it cannot be read."""
    written = (published_at or "").strip()
    if not written:
        return
    if readings := _both_ways(written):
        yield _Ambiguous(readings, "metadata", None, is_update=False, written=written)
    elif value := _metadata_value(written):
        yield DateCandidate(value, "metadata")
    else:
        detail = f"`published_at` is no date that can be read with certainty: {published_at!r}"
        issues.append(Issue("dates", "warning", "bad_metadata_date", detail[:200]))


def _in_markup(stated: Iterable[StatedDate]) -> Iterable[DateCandidate]:
    """Dates of a page's markup, each once; those that cannot be read are passed over.

    They are not an issue, because a page's markup states many dates.
    """
    return dict.fromkeys(
        DateCandidate(value, one.source, is_update=one.is_update)
        for one in stated
        if (value := _metadata_value(one.value.strip()))
    )


def _in_header(page: Page) -> list[DateCandidate | _Ambiguous]:
    """Dates of the date lines, the byline lines and the dateline.

    A date in a line that speaks of an update comes after the others of its source.
    """
    found: list[DateCandidate | _Ambiguous] = []
    for kind, source in _ZONE_SOURCES:
        of_zone = _dates_in(page.text, page.spans_of(kind), source)
        found += sorted(of_zone, key=lambda one: one.is_update)
    return found


def _in_copyright(page: Page) -> Iterator[DateCandidate]:
    """The year of each copyright line."""
    for span in page.spans_of("boilerplate"):
        limit = min(span.end_char, span.start_char + _COPYRIGHT_WITHIN)
        if notice := _COPYRIGHT.search(page.text, span.start_char, limit):
            yield DateCandidate(notice[1], "copyright", Span(*notice.span(1)))


def _states_a_day(one: DateCandidate | _Ambiguous) -> bool:
    return isinstance(one, _Ambiguous) or one.states_whole_day


def _settled(
    stated: list[DateCandidate | _Ambiguous], issues: list[Issue], day_first: bool | None
) -> Iterator[DateCandidate]:
    """The statements, with the order of day and month in 03/04/2019 decided.

    Three things decide it: a date of the page such as 23/04/2019, the outlet's other pages, or
    another statement of one of the two days. If none does, the date is an issue and no candidate.
    """
    certain = [one for one in stated if isinstance(one, DateCandidate)]
    days = {one.day for one in certain if one.states_whole_day}
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
            yield DateCandidate(chosen[0], one.source, one.span, is_update=one.is_update)
        else:
            detail = f"{one.written!r} may put the day or the month first"
            code = "bad_metadata_date" if one.source == "metadata" else "ambiguous_day_month"
            issues.append(Issue("dates", "warning", code, detail, one.span))


def _on_masthead(page: Page) -> Iterator[DateCandidate]:
    """Days in the furniture above the headline, as in print: "THE POST, MAY 2, 1998"."""
    end = page.headline.start_char if page.headline else 0
    above = (span for span in page.spans_of("boilerplate") if span.end_char <= end)
    found = _dates_in(page.text, above, "page_header")
    return (one for one in found if isinstance(one, DateCandidate))


_ZONE_SOURCES: tuple[tuple[ZoneKind, DateSource], ...] = (
    ("date", "page_header"),
    ("byline", "byline"),
    ("dateline", "dateline"),
)


def resolve_date(
    candidates: Iterable[DateCandidate], *, issues: Iterable[Issue] = ()
) -> DateChoice:
    """Choose the first candidate that states a whole day, and report whether others disagree.

    Two days that differ by a time zone (one day apart, one of them with a time) do not conflict.
    A year or a month conflicts when the chosen day is not in it; an update when it lies before the
    chosen day; a copyright year when it is earlier.

    issues: those of the reading; the choice includes them.
    """
    stated = tuple(candidates)
    noticed = list(issues)
    whole = [candidate for candidate in stated if candidate.states_whole_day]
    # An update is chosen only when nothing states the day of publication.
    chosen = next((c for c in whole if not c.is_update), whole[0] if whole else None)
    if chosen is None:
        noticed.append(Issue("dates", "info", "no_date", "nothing states a whole day"))
        return DateChoice(None, None, None, False, tuple(noticed))
    # A path is often named after the day of the update.
    updates = {c.day for c in stated if c.is_update and c.day >= chosen.day}
    others = [
        c for c in stated if c is not chosen and c.day not in updates and _disagrees(chosen, c)
    ]
    if others:
        said = ", ".join(f"{c.source} {c.value}" for c in others[:5])
        detail = f"{chosen.source} {chosen.value} was chosen; otherwise stated: {said}"
        noticed.append(Issue("dates", "warning", "date_conflict", detail, chosen.span))
    moment = _moment(chosen.value)
    day = date.fromisoformat(chosen.day)
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
    day, said = chosen.day, other.day
    if other.source == "copyright":
        return said < day[: len(said)]
    if other.source == "file_properties":
        return False
    if len(said) < len(day):
        return not day.startswith(said)
    if other.is_update:
        return said < day and not chosen.is_update
    if said == day:
        return False
    apart = abs(date.fromisoformat(day) - date.fromisoformat(said))
    timed = "T" in chosen.value or "T" in other.value
    return not (timed and apart <= timedelta(days=1))


def _dates_in(
    text: str, spans: Iterable[Span], source: DateSource
) -> Iterator[DateCandidate | _Ambiguous]:
    """The dates written in these spans, in text order; not those of steps before publication."""
    for span in spans:
        last = span.start_char
        for found in find_date_expressions(text, span):
            if _EARLIER.search(text, last, found.span.start_char):
                last = found.span.end_char
                continue
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
            continue  # eight digits within a longer code are not a date
        days.append(iso_day(int(match["y"]), int(match["m"]), int(match["d"])))
    for match in _NAMED_IN_PATH.finditer(path[:_LONGEST_PATH]):
        if month := _MONTHS.get(match["n"].lower()):
            days.append(iso_day(int(match["y"]), month, int(match["d"])))
    return tuple(dict.fromkeys(day for day in days if day is not None))
