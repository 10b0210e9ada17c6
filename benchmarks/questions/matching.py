"""Whether a row that a question gave is a row that was planted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, object]
_MARKS = str.maketrans("’‘“”-_", "''\"\"  ")
_NEAR = re.compile(r"(?P<middle>[\d.e]+)±(?P<spread>[\d.e]+)")


@dataclass(frozen=True)
class Pattern:
    """A planted row: the cells that identify it, by column.

    A cell holds the value itself, ``~words`` that must occur in the value, or ``7±1`` for a number
    that may be counted a little differently. An empty cell is not compared.
    """

    cells: Mapping[str, str]

    def matches(self, row: Row) -> bool:
        """Whether the row is the planted one; of a pair, either may come first."""
        return self._fits(row) or self._fits(_turned(row))

    def _fits(self, row: Row) -> bool:
        return all(cell_matches(cell, row.get(column)) for column, cell in self.cells.items())

    def __str__(self) -> str:
        return " | ".join(self.cells.values())


def cell_matches(cell: str, value: object) -> bool:
    """Whether a cell of the answer is what the planted cell says.

    >>> cell_matches("~two officials", "Two officials in Dol"), cell_matches("~34", "£34m")
    (True, False)
    >>> cell_matches("7±1", 8), cell_matches("harbour-post", "Harbour Post"), cell_matches("", None)
    (True, True, True)
    """
    if not cell:
        return True
    if near := _NEAR.fullmatch(cell):
        number = _number(value)
        return number is not None and abs(number - float(near["middle"])) <= float(near["spread"])
    text = folded(value)
    if cell.startswith("~"):
        return re.search(rf"(?<![\w.,]){re.escape(folded(cell[1:]))}(?!\w)", text) is not None
    number, wanted = _number(value), _number(cell)
    return number == wanted if number is not None and wanted is not None else text == folded(cell)


def folded(value: object) -> str:
    """The value as text in small letters, with straight quotation marks and without hyphens."""
    if value is None:
        return ""
    parts = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return " ".join(", ".join(map(str, parts)).translate(_MARKS).casefold().split())


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _turned(row: Row) -> Row:
    """The row with ``x`` and ``other_x`` exchanged, and ``left_x`` and ``right_x``."""
    turned = dict(row)
    for name in row:
        for other in (f"other_{name}", re.sub("^left_", "right_", name)):
            if other != name and other in row:
                turned[name], turned[other] = row[other], row[name]
    return turned
