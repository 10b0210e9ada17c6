"""HTML tables: which tables hold data, and their cells as text.

Pure. Many a table only lays out a page; what stands in it is read as any other text. A table of
data is one text: a line for each row, a tab between two cells, so that no number meets its
neighbour. An empty cell, and each further column that a wide cell spans, keep their tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transforms.page.html_text import BREAKING, UNSEEN, is_hidden, shown
from transforms.text import text_of_rows

_CELLS = ("td", "th")
# What lays out a page: none of it stands in a cell of data.
_LAYOUT = ("table", "form", "iframe", "article", "section", "figure", "video", "nav", "h1", "h2")
_FEWEST_ROWS = 2  # that have two cells with text
_LONGEST_CELL = 60  # words; a longer one is a passage of prose
_WIDEST = 100  # columns that one cell may span


def is_data(table: Any) -> bool:
    """Whether a table holds data: rows of cells with short texts.

    Limits by eye, on the 211 tables of the open half of the web benchmark.
    """
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants(*_LAYOUT), None) is not None:
        return False
    rows = _rows(table)
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    longest = max((len(cell.split()) for row in rows for cell in row), default=0)
    return full >= _FEWEST_ROWS and longest <= _LONGEST_CELL


def text_of_table(table: Any) -> str:
    """The visible cells, row by row; the caption is the first row."""
    return text_of_rows(_rows(table))


def _rows(table: Any) -> list[list[str]]:
    return [list(_row(element)) for element in table.iter("caption", "tr")]


def _row(element: Any) -> Iterator[str]:
    if element.tag == "caption":
        yield _text_of(element)
    elif not is_hidden(element):
        for cell in element:
            if cell.tag in _CELLS and not is_hidden(cell):
                yield _text_of(cell)
                yield from [""] * (_columns(cell) - 1)


def _columns(cell: Any) -> int:
    """How many columns a cell spans."""
    stated = cell.get("colspan") or "1"
    return min(max(int(stated), 1), _WIDEST) if stated.isdecimal() else 1


def _text_of(cell: Any) -> str:
    """The visible text of a cell, in one line."""
    return shown("".join(_pieces(cell)))


def _pieces(cell: Any) -> Iterator[str]:
    yield cell.text or ""
    for element in cell:
        parted = " " if element.tag in BREAKING or element.tag == "br" else ""
        yield parted
        if element.tag not in UNSEEN and not is_hidden(element):
            yield from _pieces(element)
        yield parted + (element.tail or "")
