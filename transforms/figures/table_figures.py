"""Figures of tables: the quantities in cells, and what their headers say they measure.

Pure. A cell is read as a sentence is. What it measures, and a unit that it does not write itself,
are in the header of its column or of its row, or nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.figures.figure import Figure, RejectedNumber
from transforms.figures.figure_finder import find_figures
from transforms.figures.rejections import UNCERTAIN
from transforms.figures.table_headers import Header, HeaderUnit, read_header
from transforms.text import Cell

_NUMBER = re.compile(r"(?:US)?\W*\d")
_BARE = 0.7  # confidence of a number of which a header only says what it counts
_BY_HEADER = 0.8  # of one whose unit the header writes


def find_table_figures(
    text: str, cells: Sequence[Cell], *, dollar: str | None = None
) -> tuple[tuple[Figure, ...], tuple[RejectedNumber, ...]]:
    """Figures and rejected numbers of the cells, each in text order.

    dollar: ISO code of the currency that the page means by a bare "$", if it says so.
    """
    tables: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        tables[cell.table].append(cell)
    figures: list[Figure] = []
    rejected: list[RejectedNumber] = []
    for table in tables.values():
        found, left = find_figures(text, [cell.sentence for cell in table], dollar=dollar)
        reading = _Reading(text, table, found)
        for number in left:
            bare = reading.counted(number)
            figures += [bare] if bare else []
            rejected += [] if bare else [number]
        for figure in found:
            headed = reading.headed(figure)
            figures += [headed] if headed else []
            rejected += [] if headed else [_rejected(figure)]
    figures.sort(key=lambda figure: figure.span)
    rejected.sort(key=lambda number: number.span)
    return tuple(figures), tuple(rejected)


class _Reading:
    """One table, and what its headers say of each cell."""

    def __init__(self, text: str, cells: Sequence[Cell], figures: Iterable[Figure]) -> None:
        self.text = text
        self.spans = {(cell.row, cell.column): cell.sentence.span for cell in cells}
        self.places = {cell.sentence.index: (cell.row, cell.column) for cell in cells}
        self.first_row = self._first_row()
        self.columns = self._column_headers()
        self.is_by_rows = not self.columns or self._agrees_by_rows(figures)

    def _first_row(self) -> int:
        """The first row with a number, other than a year, outside its first cell."""
        stated = (
            row
            for (row, column), span in self.spans.items()
            if column > 0
            and _NUMBER.match(span.of(self.text))
            and read_header(self.text, span).period is None
        )
        return min(stated, default=0)

    def _column_headers(self) -> dict[int, Header]:
        """By column, what its lowest header says."""
        return {
            column: read_header(self.text, span)
            for (row, column), span in sorted(self.spans.items())
            if column > 0 and row < self.first_row
        }

    def _agrees_by_rows(self, figures: Iterable[Figure]) -> bool:
        """Whether units change down the columns and not along the rows."""
        rows: dict[int, set[str]] = defaultdict(set)
        columns: dict[int, set[str]] = defaultdict(set)
        for figure in figures:
            if figure.unit is not None and figure.kind != "count":
                row, column = self.places[figure.sentence_index]
                rows[row].add(figure.unit)
                columns[column].add(figure.unit)
        mixed = any(len(units) > 1 for units in columns.values())
        return mixed and len(columns) > 1 and all(len(units) == 1 for units in rows.values())

    def _header(self, sentence_index: int) -> Header:
        row, column = self.places[sentence_index]
        if column == 0 or row < self.first_row:
            return Header()
        above = self.columns.get(column, Header())
        if not self.is_by_rows and above.period is None:
            return above
        label = self.spans.get((row, 0))
        beside = read_header(self.text, label) if label else Header()
        return replace(beside, period=above.period)

    def headed(self, figure: Figure) -> Figure | None:
        """A figure with what its header says; None for a bare number of which it says nothing."""
        header = self._header(figure.sentence_index)
        figure = replace(figure, stated_period=figure.stated_period or header.period)
        if figure.unit is None and figure.kind == "count":
            if header.measured is None and header.unit is None:
                return None
            figure = _in_unit(figure, header.unit) if header.unit else figure
        return self._measuring(figure, header) if figure.measured is None else figure

    def counted(self, number: RejectedNumber) -> Figure | None:
        """The figure of a small number that fills its cell, if a header says what it counts."""
        row, column = self.places[number.sentence_index]
        surface = number.span.of(self.text)
        is_alone = number.span == self.spans[row, column] and surface.isdecimal()
        if number.reason != UNCERTAIN or not is_alone:
            return None
        return self.headed(_bare(number, float(surface)))

    def _measuring(self, figure: Figure, header: Header) -> Figure:
        if header.measured is None:
            return figure
        head = header.measured.of(self.text).split()[-1].lower()
        return replace(figure, measured=header.measured, measured_head=head)


def _in_unit(figure: Figure, unit: HeaderUnit) -> Figure:
    """A bare number in the unit that its header writes."""
    one = unit.one
    scale = one.value or 1.0
    in_si = None if one.value_si is None or figure.value is None else figure.value * one.value_si

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * scale

    return replace(
        figure,
        value=scaled(figure.value),
        value_low=scaled(figure.value_low),
        value_high=scaled(figure.value_high),
        kind=one.kind,
        unit_text=unit.written,
        unit=one.unit,
        unit_assumed=one.unit_assumed,
        value_si=in_si,
        unit_si=one.unit_si if in_si is not None else None,
        rule_id="table_unit",
        confidence=_BY_HEADER,
    )


def _bare(number: RejectedNumber, value: float) -> Figure:
    return Figure(
        span=number.span,
        value=value,
        value_low=None,
        value_high=None,
        bound="exact",
        is_approximate=False,
        modifier=None,
        kind="count",
        unit_text=None,
        unit=None,
        unit_assumed=False,
        per_unit=None,
        value_si=None,
        unit_si=None,
        change=None,
        change_role=None,
        stated_period=None,
        measured=None,
        measured_head=None,
        zone=number.zone,
        sentence_index=number.sentence_index,
        rule_id="table_count",
        confidence=_BARE,
    )


def _rejected(figure: Figure) -> RejectedNumber:
    return RejectedNumber(figure.span, UNCERTAIN, figure.zone, figure.sentence_index)
