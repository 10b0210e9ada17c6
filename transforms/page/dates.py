"""Dates: every statement of when a page was published, and the one that is chosen.

Pure. They come from the page's date lines and byline lines, the dateline, the URL, the file name,
record metadata and the copyright line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from transforms.lexicon import either, words_in_role
from transforms.page.date_values import DateCandidate, both_ways, days_in_path, value_of
from transforms.page.date_weights import weighed
from transforms.page.markup import DateSource, StatedDate
from transforms.page.page import Page
from transforms.text import (
    Issue,
    Span,
    ZoneKind,
    find_date_expressions,
)

_CHANGED = re.compile(rf"\b{either(words_in_role('date_line_words', 'update'))}\b", re.IGNORECASE)
_EARLIER = re.compile(rf"\b{either(words_in_role('date_line_words', 'before'))}\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,40}?(?<!\d)((?:19|20)\d{2})(?!\d)", re.I)
_LONGEST_NAME = 2_000  # characters at the end of a path in which a day is looked for
_COPYRIGHT_WITHIN = 400  # characters of a line in which its copyright notice must begin
# Days that no field or line of the page calls its date: they count only if they are probable.
_GUESSED = frozenset(("time", "page_text", "htmldate"))
_LEAST_TRUST = 0.3  # of a day that is chosen: below it, more were wrong than right (training/dates)
_LEAST_KEPT, _LEAST_DOUBT = 0.02, 0.05  # of such a day that is listed, and that is a conflict


@dataclass(frozen=True, slots=True)
class _Ambiguous:
    """A date such as 03/04/2019.

    readings: with the day first, with the month first; each is a candidate but for this doubt.
    """

    readings: tuple[DateCandidate, ...]
    written: str


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The chosen date.

    published_date: as stated; None when nothing states a whole day.
    published_at:   the instant in UTC; None without a time and its zone.
    modified_at:    the instant of the last change, likewise.
    source:         who stated the day.
    conflict:       whether another statement disagrees.
    """

    published_date: date | None
    published_at: datetime | None
    source: DateSource | None
    conflict: bool
    issues: tuple[Issue, ...] = ()
    modified_at: datetime | None = None


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
    """The date statements of ``gather_dates``; those of a page with markup are weighed.

    Each candidate of such a page has the probability of its day, and days that stand anywhere in
    the text are left out unless they are probable.
    """
    found = gather_dates(
        page,
        source_path=source_path,
        url=url,
        published_at=published_at,
        stated=stated,
        day_first=day_first,
    )
    if not any(one.evidence for one in stated):
        return found
    return DateReading(tuple(_worth_keeping(weighed(found.candidates))), found.issues)


def _worth_keeping(weighed_ones: Iterable[DateCandidate]) -> Iterator[DateCandidate]:
    """Each statement once; days that stand anywhere in the page only if they say more.

    Such a day has to be probable, and no field or line may state it already as exactly.
    """
    ones = list(weighed_ones)
    stated = {(one.day, one.moment is not None) for one in ones if one.source not in _GUESSED}
    seen: set[tuple[object, ...]] = set()
    for one in ones:
        key = (one.value, one.source, one.span, one.is_update)
        is_exact = one.moment is not None
        if one.source in _GUESSED:
            is_known = {(one.day, True), (one.day, is_exact)} & stated
            if is_known or (one.trust or 0) < _LEAST_KEPT:
                continue
        if key not in seen:
            seen.add(key)
            yield one


def gather_dates(
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
    day_first:    whether the outlet's other pages prove that it writes the day before the month, or
                  the page's language has one order.
    """
    issues: list[Issue] = []
    of_file = [one for one in stated if one.source == "file_properties"]
    of_page = [one for one in stated if one.source != "file_properties"]
    found = [*_in_metadata(published_at, issues), *_in_markup(of_page), *_in_header(page)]
    if not any(_states_a_day(one) for one in found):
        found += _on_masthead(page)
    found += (_candidate(day, "url") for day in days_in_path(url or ""))
    name = source_path[-_LONGEST_NAME:]
    found += (_candidate(day, "file_name") for day in days_in_path(name))
    found += _in_markup(of_file)
    found += _in_copyright(page)
    return DateReading(tuple(_settled(found, issues, day_first)), tuple(issues))


def _candidate(
    value: str,
    source: DateSource,
    span: Span | None = None,
    is_update: bool = False,
    day_first: bool | None = None,
) -> DateCandidate:
    """A candidate whose source is all its evidence."""
    label = f"zone.{source}" if span else source
    evidence = (f"{label}.update" if is_update else label,)
    return DateCandidate(value, source, span, is_update, day_first, evidence)


def _in_metadata(
    published_at: str | None, issues: list[Issue]
) -> Iterator[DateCandidate | _Ambiguous]:
    """The date of the record's field ``published_at``; an issue if it cannot be read."""
    written = (published_at or "").strip()
    if not written:
        return
    if readings := both_ways(written):
        yield _Ambiguous(tuple(_candidate(one, "metadata") for one in readings), written)
    elif value := value_of(written):
        yield _candidate(value, "metadata")
    else:
        detail = f"`published_at` is no date that can be read with certainty: {published_at!r}"
        issues.append(Issue("dates", "warning", "bad_metadata_date", detail[:200]))


def _in_markup(stated: Iterable[StatedDate]) -> Iterator[DateCandidate | _Ambiguous]:
    """Dates of a page's markup; those that cannot be read are passed over.

    They are not an issue, because a page's markup states many dates.
    """
    for one in dict.fromkeys(stated):
        written = one.value.strip()
        readings = both_ways(written) or (value_of(written),)
        read = tuple(
            DateCandidate(value, one.source, is_update=one.is_update, evidence=one.evidence)
            for value in readings
            if value
        )
        if len(read) > 1:
            yield _Ambiguous(read, written)
        else:
            yield from read


def _in_header(page: Page) -> list[DateCandidate | _Ambiguous]:
    """Dates of the date lines, the byline lines and the dateline.

    A date in a line that speaks of an update comes after the others of its source.
    """
    found: list[DateCandidate | _Ambiguous] = []
    for kind, source in _ZONE_SOURCES:
        of_zone = _dates_in(page.text, page.spans_of(kind), source)
        found += sorted(of_zone, key=_is_update)
    return found


def _in_copyright(page: Page) -> Iterator[DateCandidate]:
    """The year of each copyright line."""
    for span in page.spans_of("boilerplate"):
        limit = min(span.end_char, span.start_char + _COPYRIGHT_WITHIN)
        if notice := _COPYRIGHT.search(page.text, span.start_char, limit):
            yield _candidate(notice[1], "copyright", Span(*notice.span(1)))


def _is_update(one: DateCandidate | _Ambiguous) -> bool:
    return (one.readings[0] if isinstance(one, _Ambiguous) else one).is_update


def _states_a_day(one: DateCandidate | _Ambiguous) -> bool:
    return isinstance(one, _Ambiguous) or one.states_whole_day


def _settled(
    stated: list[DateCandidate | _Ambiguous], issues: list[Issue], day_first: bool | None
) -> Iterator[DateCandidate]:
    """The statements, with the order of day and month in 03/04/2019 decided.

    Three things decide it: a date of the page such as 23/04/2019, the outlet's other pages, or
    another statement of one of the two days. If none does, the date is an issue and no candidate.
    """
    certain = [one for one in stated if isinstance(one, DateCandidate) and not _is_echo(one)]
    days = {one.day for one in certain if one.states_whole_day}
    orders = {one.day_first for one in certain} - {None}
    order = next(iter(orders)) if len(orders) == 1 else None if orders else day_first
    refuted: set[str] = set()
    for one in stated:
        if isinstance(one, DateCandidate):
            if not _is_echo(one):
                yield one
            continue
        chosen = [reading for reading in one.readings if reading.day in days]
        if order is not None:
            chosen = [one.readings[0 if order else 1]]
        if len(chosen) == 1:
            yield chosen[0]
        elif (doubtful := one.readings[0]).source == "metadata" or doubtful.span:
            detail = f"{one.written!r} may put the day or the month first"
            code = "ambiguous_day_month" if doubtful.span else "bad_metadata_date"
            issues.append(Issue("dates", "warning", code, detail, doubtful.span))
        refuted |= {reading.day for reading in one.readings} - {reading.day for reading in chosen}
    for one in stated:
        if isinstance(one, DateCandidate) and _is_echo(one) and one.day not in refuted - days:
            yield one


def _is_echo(one: DateCandidate) -> bool:
    """Whether a day is what another reader made of the page, which decides 03/04/2019 by rote."""
    return one.source == "htmldate"


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
    """Choose the most probable day, or else the first that is stated, and report who disagrees.

    Two days that differ by a time zone (one day apart, one of them with a time) do not conflict.
    A year or a month conflicts when the chosen day is not in it; an update when it lies before the
    chosen day; a copyright year when it is earlier; a day in the text when it is probable.

    issues: those of the reading; the choice includes them.
    """
    stated = tuple(candidates)
    noticed = list(issues)
    chosen = _most_trusted([one for one in stated if one.states_whole_day])
    modified_at = _modified_at(stated, chosen)
    if chosen is None:
        noticed.append(Issue("dates", "info", "no_date", "nothing states a whole day"))
        return DateChoice(None, None, None, False, tuple(noticed), modified_at)
    # A path is often named after the day of the update.
    updates = {c.day for c in stated if c.is_update and c.day >= chosen.day}
    others = [
        c
        for c in stated
        if c is not chosen and c.day not in updates and _counts(c) and _disagrees(chosen, c)
    ]
    if others:
        said = ", ".join(f"{c.source} {c.value}" for c in others[:5])
        detail = f"{chosen.source} {chosen.value} was chosen; otherwise stated: {said}"
        noticed.append(Issue("dates", "warning", "date_conflict", detail, chosen.span))
    return DateChoice(
        published_date=date.fromisoformat(chosen.day),
        published_at=_published_at(stated, chosen),
        source=chosen.source,
        conflict=bool(others),
        issues=tuple(noticed),
        modified_at=modified_at,
    )


def _most_trusted(whole: list[DateCandidate]) -> DateCandidate | None:
    """The first statement of the most probable day; an update only if nothing else states it."""
    best = max((one.trust for one in whole if one.trust is not None), default=None)
    if best is not None:
        whole = [one for one in whole if one.trust == best and best >= _LEAST_TRUST]
    return next((one for one in whole if not one.is_update), whole[0] if whole else None)


def _published_at(stated: Iterable[DateCandidate], chosen: DateCandidate) -> datetime | None:
    """The instant that a statement of the chosen day has, or of the same night in UTC."""
    others = [one for one in stated if one.moment and not one.is_update and one.trust is not None]
    same = [one for one in (chosen, *others) if one.day == chosen.day and one.moment]
    if same or chosen.trust is None:
        return same[0].moment if same else None
    day = date.fromisoformat(chosen.day)
    return next(
        (
            one.moment
            for one in others
            if one.value.endswith("+00:00")
            and abs(date.fromisoformat(one.day) - day) == timedelta(days=1)
            and _counts(one)
        ),
        None,
    )


def _modified_at(stated: Iterable[DateCandidate], chosen: DateCandidate | None) -> datetime | None:
    """The first instant of a change that does not lie before the day of publication."""
    return next(
        (
            one.moment
            for one in stated
            if one.is_update
            and one.source not in _GUESSED
            and one.moment
            and (chosen is None or one.day >= chosen.day)
        ),
        None,
    )


def _counts(one: DateCandidate) -> bool:
    """Whether a candidate's day matters if it is another than the chosen one."""
    return one.source not in _GUESSED or (one.trust or 0) >= _LEAST_DOUBT


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
                both = (_candidate(one, source, found.span, changed) for one in found.readings)
                yield _Ambiguous(tuple(both), found.span.of(text))
            else:
                yield _candidate(found.value, source, found.span, changed, found.day_first)
            last = found.span.end_char
