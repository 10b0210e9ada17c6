"""Table headers: what a header says that the cells below or beside it measure, and in which unit.

Pure. "Sales ($m)" measures sales, in millions of dollars; "2023" is the year its cells hold for;
"Rank" numbers the rows and measures nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.figures.figure import Figure
from transforms.figures.figure_finder import find_figures
from transforms.lexicon import words_of
from transforms.text import Sentence, Span

_LABELS = words_of("table_labels")
_LONGEST = 8  # words; a longer header is a sentence
_WORD = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WITH_UNIT = re.compile(
    r"(?P<name>.*?)\s*"
    r"(?:[(\[](?:in )?(?P<unit>[^()\[\]]{1,20})[)\]]|,\s(?:in )?(?P<last>[^\s,]{1,6}))"
)
_MONEY = re.compile(
    r"(?P<sign>(?:US|A|C|NZ|HK)?\$|[£€¥]|[A-Z]{3})\s?(?P<size>m|bn|tn|k|million|billion)?"
)
_COUNTED = ("count", "points")  # a header "Homes" or "Points" says what is counted
_REMEMBERED = 1024  # headers; those of one table are asked for each of its cells


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """A unit that a header writes: the figure of one such unit, and the unit as written."""

    one: Figure
    written: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says of its cells.

    measured: the words that name what is measured; None where there are none.
    period:   the year that the cells hold for.
    """

    measured: Span | None = None
    unit: HeaderUnit | None = None
    period: str | None = None


def read_header(text: str, cell: Span) -> Header:
    """What the header in this cell says.

    >>> text = "Sales (%)"
    >>> header = read_header(text, Span(0, len(text)))
    >>> header.measured.of(text), header.unit.one.unit
    ('Sales', 'percent')
    """
    said = cell.of(text)
    if _YEAR.fullmatch(said):
        return Header(period=said)
    parted = _WITH_UNIT.fullmatch(said)
    unit = unit_of((parted["unit"] or parted["last"]) if parted else said)
    name = parted["name"] if parted and unit else said if unit is None else ""
    is_name = _WORD.search(name) and len(name.split()) <= _LONGEST and name.lower() not in _LABELS
    start = cell.start_char
    return Header(Span(start, start + len(name)) if is_name else None, unit)


@lru_cache(_REMEMBERED)
def unit_of(written: str) -> HeaderUnit | None:
    """The unit that stands for itself, such as "%", "kg" or "£m"; None for any other word."""
    money = _MONEY.fullmatch(written)
    example = f"{money['sign']}1{money['size'] or ''}" if money else f"1 {written}"
    for size in ("million", "billion"):
        example = example.replace(f"1{size}", f"1 {size}")
    figures, _ = find_figures(example, [Sentence(Span(0, len(example)), 0, 0, "table")])
    if len(figures) != 1 or figures[0].span.of(example) != example:
        return None
    one = figures[0]
    is_unit = one.unit is not None and one.value and one.kind not in _COUNTED
    return HeaderUnit(one, written) if is_unit else None
