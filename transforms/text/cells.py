"""Cells: a table's text as rows and columns.

Pure. The text of a table has a line for each row and a tab between two cells; an empty cell keeps
its tab, so that a column is a column in every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transforms.text.sentences import Sentence
from transforms.text.span import Span
from transforms.text.zones import Zone

CELL_BREAK = "\t"
ROW_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with text, as a sentence of its own.

    table, row, column: from 0, in the article; the caption of a table is a row.
    """

    sentence: Sentence
    table: int
    row: int
    column: int


def text_of_rows(rows: Iterable[Sequence[str]]) -> str:
    """The text of a table; rows and ends of rows without text are left out.

    rows: the text of each cell, in one line and without tabs; empty where there is none.

    >>> text_of_rows([["", "Homes"], ["Harbour", "350"], ["", ""]])
    '\\tHomes\\nHarbour\\t350'
    """
    return ROW_BREAK.join(CELL_BREAK.join(row).rstrip() for row in rows if any(row))


def find_cells(text: str, zones: Iterable[Zone], *, after: Sequence[Sentence]) -> tuple[Cell, ...]:
    """The cells of all tables, in text order.

    after: the sentences of the prose; cells are numbered behind them, so that whoever reads prose
           alone finds it numbered without gaps.

    >>> text = "\\tHomes\\nHarbour\\t350"
    >>> cells = find_cells(text, [Zone("table", Span(0, len(text)))], after=())
    >>> [(cell.row, cell.column, cell.sentence.span.of(text)) for cell in cells]
    [(0, 1, 'Homes'), (1, 0, 'Harbour'), (1, 1, '350')]
    """
    cells: list[Cell] = []
    paragraph = after[-1].paragraph_index + 1 if after else 0
    tables = [zone.span for zone in zones if zone.kind == "table"]
    for table, zone in enumerate(tables):
        for row, column, span in _spans(text, zone):
            index = len(after) + len(cells)
            sentence = Sentence(span, index, paragraph + table, "table")
            cells.append(Cell(sentence, table, row, column))
    return tuple(cells)


def _spans(text: str, table: Span) -> Iterator[tuple[int, int, Span]]:
    """Row, column and span of each cell that has text."""
    start = table.start_char
    for row, line in enumerate(table.of(text).split(ROW_BREAK)):
        for column, content in enumerate(line.split(CELL_BREAK)):
            if content.strip():
                blanks = len(content) - len(content.lstrip())
                first = start + blanks
                yield row, column, Span(first, first + len(content.strip()))
            start += len(content) + 1
