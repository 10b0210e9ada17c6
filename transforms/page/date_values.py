"""Date values: what a field, an address or a file name states of a day, as ISO text.

Pure. A field states one date and nothing else; an address may have one in its path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from transforms.lexicon import read_lexicon
from transforms.page.markup import DateSource
from transforms.text import FIRST_YEAR, LAST_YEAR, Span, find_date_expressions, iso_day

_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:18|19|20)\d{2})(?P<s>[-/_.]?)(?P<m>0?[1-9]|1[0-2])(?P=s)"
    r"(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_NAMED_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:18|19|20)\d{2})/(?P<n>[a-z]{3})/(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)", re.I
)
_BACKWARD_IN_PATH = re.compile(
    r"(?<![\d.-])(?P<d>0?[1-9]|[12]\d|3[01])(?P<s>[-_.])(?P<m>0?[1-9]|1[0-2])(?P=s)"
    r"(?P<y>(?:19|20)\d{2})(?![\d-])"
)
_MONTH_IN_PATH = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>0[1-9]|1[0-2])/")
_EPOCH = re.compile(r"\d{10}|\d{13}")
_MONTHS = {row["surface"]: int(row["month"]) for row in read_lexicon("months")}
_ORDERS = {row["language"]: row["first"] for row in read_lexicon("date_orders")}
_WHOLE_DAY = len("2019-02-22")
_LONGEST_PATH = 2_000  # characters: about the longest address that browsers and servers take


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One statement of a date.

    value:     ISO text as precise as stated: "2019", "2019-02", "2019-02-22" or with time and zone.
    span:      where the page says so; None for URL, file name and metadata.
    is_update: the page was changed then, not published.
    day_first: whether the day stands before the month; None if the date does not prove it.
    evidence:  labels of what speaks for it, as in ``date_weights.tsv``.
    trust:     probability that its day is the one of publication; None where nothing is weighed.
    """

    value: str
    source: DateSource
    span: Span | None = None
    is_update: bool = False
    day_first: bool | None = None
    evidence: tuple[str, ...] = ()
    trust: float | None = None

    @property
    def day(self) -> str:
        """The value without its time."""
        return self.value[:_WHOLE_DAY]

    @property
    def states_whole_day(self) -> bool:
        """Whether the value is not only a year or a month."""
        return len(self.value) >= _WHOLE_DAY

    @property
    def moment(self) -> datetime | None:
        """The instant in UTC, if the value states a time and its zone."""
        if "T" not in self.value:
            return None
        try:
            return datetime.fromisoformat(self.value).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def value_of(stated: str) -> str | None:
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
    found = next(find_date_expressions(stated, Span(0, len(stated))), None)
    return found.value if found else None


def both_ways(stated: str) -> tuple[str, ...]:
    """Both readings of a metadata field whose day and month could be exchanged."""
    found = next(find_date_expressions(stated, Span(0, len(stated))), None)
    return found.readings if found else ()


def days_in_path(path: str) -> tuple[str, ...]:
    """Days written in a URL or file name, each once: 2019/02/22, 20190222, 2019/feb/22, 22-02-2019.

    Of 03-04-2019 none can be read; with stops the day stands first.

    >>> days_in_path("https://news.example/2019/02/22/20190222-talks.html")
    ('2019-02-22',)
    """
    days = []
    for match in _IN_PATH.finditer(path[:_LONGEST_PATH]):
        around = path[max(0, match.start() - 1) : match.start()] + path[match.end() :][:1]
        short = len(match["m"]) < 2 or len(match["d"]) < 2
        if not match["s"] and (short or any(character.isalnum() for character in around)):
            continue  # eight digits within a longer code are not a date
        days.append(iso_day(int(match["y"]), int(match["m"]), int(match["d"])))
    for match in _BACKWARD_IN_PATH.finditer(path[:_LONGEST_PATH]):
        if int(match["d"]) > 12 or match["d"] == match["m"] or match["s"] == ".":
            days.append(iso_day(int(match["y"]), int(match["m"]), int(match["d"])))
    for match in _NAMED_IN_PATH.finditer(path[:_LONGEST_PATH]):
        if month := _MONTHS.get(match["n"].lower()):
            days.append(iso_day(int(match["y"]), month, int(match["d"])))
    return tuple(dict.fromkeys(day for day in days if day is not None))


def months_in_path(path: str) -> tuple[str, ...]:
    """Months written in an address that has no day: /2019/02/, /201902/.

    >>> months_in_path("https://news.example/wp-content/uploads/2019/02/talks.jpg")
    ('2019-02',)
    """
    found = _MONTH_IN_PATH.finditer(path[:_LONGEST_PATH])
    return tuple(dict.fromkeys(f"{match['y']}-{match['m']}" for match in found))


def puts_day_first(language: str | None) -> bool | None:
    """Whether a language writes the day before the month; None if that is not certain.

    >>> puts_day_first("de"), puts_day_first("en"), puts_day_first("en-GB")
    (True, None, True)
    """
    first = _ORDERS.get((language or "").lower())
    return None if first is None else first == "day"
