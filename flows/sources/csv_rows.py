"""CSV and TSV: each row as one record. Only columns that name a field are read, as in Parquet.

The first row names the columns. Of a ``.csv`` file it also says what separates them, since sheets
of many countries are written with semicolons. One row is in memory at a time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from flows.sources.column_census import ColumnCensus
from flows.sources.csv_lines import Row, Rows, sheet_lines, stays_open
from flows.sources.records import (
    Columns,
    Known,
    RecordFile,
    absent_columns,
    broken_document,
    column_missing,
    mapped,
    too_large,
)
from transforms.documents import RECORD_FIELDS, RawDocument
from transforms.text import Issue, Quarantined, decode, storable

_SEPARATORS = ",;\t|"
_STATED = b"sep="
"""Excel's first line, which says what separates the cells."""
_TEXTS = ("text", "html")
_SAMPLE = 4_096
_LONGEST_HEAD = 1 << 20
"""Bytes of a first row that goes on over several lines."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the first row says: the columns' names, and the character between two cells.

    key: index of the column that is most like an id; None if the text has no column beside it.
    """

    names: Sequence[str]
    separator: str
    columns: Columns

    @property
    def texts(self) -> set[str]:
        """The fields with words that it has."""
        return {*_TEXTS} & mapped(dict.fromkeys(self.names), self.columns).keys()

    @property
    def key(self) -> int | None:
        wordy = {*_TEXTS, "title", *(self.columns.get(name) for name in (*_TEXTS, "title"))}
        named = [self.columns.get("id", "id"), "id"]
        ids = [self.names.index(name) for name in named if name in self.names]
        others = [index for index, name in enumerate(self.names) if name not in wordy]
        return next(iter((*ids, *others)), None)

    def cells(self, line: bytes, *, strictly: bool = False) -> list[str]:
        """The cells of a row.

        Raises:
            csv.Error: it is no row, or none by the strict rule.
            Quarantined: it is no text.
        """
        return _cells(_text(line)[0], self.separator, strictly=strictly)

    def is_sound(self, line: bytes) -> bool:
        """Whether a row parses by the strict rule."""
        try:
            self.cells(line, strictly=True)
        except (csv.Error, Quarantined):
            return False
        return True

    def is_row(self, line: bytes, is_open: bool) -> bool:
        """Whether a line reads as a row: as many cells as columns, the one with the id one word.

        Where a mark is open at its end, cells may be missing that stand behind the open one.
        """
        key = self.key
        try:
            cells = self.cells(line)
        except (csv.Error, Quarantined):
            return False
        fits = 2 <= len(cells) <= len(self.names) if is_open else len(cells) == len(self.names)
        return fits and key is not None and key < len(cells) and len(cells[key].split()) == 1


def read_rows(
    source_path: str,
    stream: BinaryIO,
    document_bytes: int,
    known: Known,
    columns: Columns,
    census: ColumnCensus,
    *,
    is_tsv: bool,
) -> Iterator[RawDocument]:
    """One document per row below the first, in file order."""
    csv.field_size_limit(max(csv.field_size_limit(), document_bytes))  # holds for the process
    records = RecordFile(source_path, known, "row")
    lines = sheet_lines(_in_utf8(stream), document_bytes)
    try:
        sheet, line = _sheet(lines, columns, "\t" if is_tsv else None)
    except Quarantined as refused:
        yield broken_document(source_path, refused.issue.code, refused.issue.detail)
        return
    census.saw(columns, sheet.names)
    if not sheet.texts:
        yield broken_document(source_path, "column_missing", column_missing(sheet.names))
        return
    records.notes += [*_repeated(sheet), *absent_columns(columns, sheet.names)]
    number = 0
    try:
        for row in Rows(lines, sheet.separator, document_bytes, sheet.is_sound, sheet.is_row, line):
            if row.content and not row.content.strip():
                continue
            document = _document(row, sheet, records, number + 1, document_bytes)
            if document is not None:
                number += 1
                yield document
    except UnicodeDecodeError as error:
        detail = f"it is UTF-16, and is not from there on ({error.reason}): save it again in UTF-8"
        yield records.broken(number + 1, "damaged_file", detail)
        return
    if not number:
        detail = "the file holds no row but the first: take it out"
        yield broken_document(source_path, "empty", detail)


def _document(
    row: Row, sheet: _Sheet, records: RecordFile, number: int, longest: int
) -> RawDocument | None:
    """The document of a row; None if all its cells are empty."""
    place = (
        f"line {row.line}" if row.lines == 1 else f"lines {row.line} to {row.line + row.lines - 1}"
    )
    if not row.content:
        detail = f"{place}: {too_large(longest)}; is a quotation mark not closed?"
        return records.broken(number, "too_large", detail)
    if row.opened is not None and not row.is_cut:
        detail = (
            f"the quotation mark that opens a cell on line {row.opened} is not closed, and"
            f" {row.lines - 1:,} lines follow it: close it, or double it where it is part of a text"
        )
        return records.broken(number, "row_unreadable", detail)
    try:
        text, notes = _text(row.content.rstrip(b"\r\n") if row.is_cut else row.content)
        cells = _cells(text, sheet.separator)
    except (csv.Error, Quarantined) as error:
        reason = error.issue.detail if isinstance(error, Quarantined) else str(error)
        return records.broken(number, "row_unreadable", f"{place}: {reason}")
    while cells and not cells[-1] and len(cells) > len(sheet.names):
        cells.pop()
    if not any(cells):
        return None
    if len(cells) > len(sheet.names):
        detail = (
            f"{place}: {len(cells)} cells, and the first row names {len(sheet.names)} columns: does"
            " a text hold the separator without quotation marks?"
        )
        return records.broken(number, "row_unreadable", detail)
    said = [*notes, *_oddities(row, len(cells), len(sheet.names), place)]
    return records.made(_record(cells, sheet), number, longest, said)


def _oddities(row: Row, count: int, most: int, place: str) -> Iterator[Issue]:
    """What is odd about a row that is read all the same.

    count, most: cells of the row, and of the first row.
    """
    if row.opened is not None:
        yield _odd(
            "quotation_mark_open",
            f"the quotation mark that opens a cell on line {row.opened} is not closed; the row was"
            " ended before the next line, which reads as a row",
        )
    if row.strays:
        yield _odd(
            "quotation_mark_single",
            f"{place}: a quotation mark inside a cell is not doubled, so its end is a guess",
        )
    if row.holds_rows:
        yield _odd(
            "rows_in_cell",
            f"the cell that opens on line {row.line} holds {row.lines - 1:,} lines that read as"
            " rows: is its quotation mark closed where it should be?",
        )
    if count < most:
        yield _odd("row_short", f"{place}: {count} of {most} cells; those behind are missing")


def _odd(code: str, detail: str) -> Issue:
    return Issue("sources", "warning", code, storable(detail))


def _repeated(sheet: _Sheet) -> Iterator[Issue]:
    """An issue for each column that is read and whose name two columns have."""
    wanted = {*RECORD_FIELDS, *sheet.columns.values()}
    for name in dict.fromkeys(sheet.names):
        if name in wanted and sheet.names.count(name) > 1:
            count = sheet.names.count(name)
            yield _odd("column_repeated", f"{count} columns are called `{name}`; the first is read")


def _record(row: Sequence[str], sheet: _Sheet) -> Mapping[str, object]:
    """The fields of a row; an empty cell is no field, but where the row has no words at all."""
    wanted = {*RECORD_FIELDS, *sheet.columns.values()}
    cells = dict(zip(reversed(sheet.names[: len(row)]), reversed(row), strict=True))
    held = {name: cell for name, cell in cells.items() if name in wanted}
    record = mapped({name: cell for name, cell in held.items() if cell}, sheet.columns)
    if any(name in record for name in _TEXTS):
        return record
    blank = mapped(held, sheet.columns)
    return {**{name: blank[name] for name in _TEXTS if name in blank}, **record}


def _sheet(
    lines: Iterator[bytes | None], columns: Columns, separator: str | None
) -> tuple[_Sheet, int]:
    """What the first row says, and the number of the line behind it.

    Without a stated separator it is the one by which the most columns, a text among them, are
    found.

    Raises:
        Quarantined: there is no first row, or it cannot be read.
    """
    head, count, is_open = b"", 0, False
    for line in lines:
        count += 1
        if line is None or len(head) > _LONGEST_HEAD:
            detail = "the first row, which names the columns, is too long: is a mark not closed?"
            raise Quarantined(Issue("sources", "error", "too_large", detail))
        if not head and line.removeprefix(b"\xef\xbb\xbf")[:4].lower() == _STATED:
            separator = separator or line.strip().decode("utf-8", "replace")[-1]
            continue
        head += line if line.strip() else b""
        is_open = stays_open(line, _SEPARATORS.encode(), is_open)
        if head and not is_open:
            break
    if not head:
        detail = "the file holds no row: take it out"
        raise Quarantined(Issue("sources", "error", "empty", detail))
    if is_open:
        detail = "the first row, which names the columns, has a quotation mark that is not closed"
        raise Quarantined(Issue("sources", "error", "row_unreadable", detail))
    text = _text(head)[0]
    sheets = []
    for one in separator or _SEPARATORS:
        try:
            names = [name.strip() for name in _cells(text, one)]
        except csv.Error:
            names = []
        sheets.append(_Sheet(names, one, columns))
    return max(sheets, key=lambda sheet: (bool(sheet.texts), len(sheet.names))), count + 1


def _text(line: bytes) -> tuple[str, tuple[Issue, ...]]:
    """A row as text, and what was odd about its bytes.

    References such as &quot; stay as they are until the cells are known.

    Raises:
        Quarantined: it is no text.
    """
    try:
        return line.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        decoded = decode(line, is_html=True)
        return decoded.text, decoded.issues


def _cells(text: str, separator: str, *, strictly: bool = False) -> list[str]:
    stream = io.StringIO(text, newline="")
    rows = csv.reader(stream, delimiter=separator, strict=strictly)
    return [cell for row in rows for cell in row]


def _in_utf8(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or if it begins as UTF-16 does, one of the same text in UTF-8."""
    sample = cast(io.BufferedReader, stream).peek(_SAMPLE)[:_SAMPLE]
    try:
        encoding = decode(sample[: len(sample) // 2 * 2]).encoding
    except Quarantined:
        return stream
    if not encoding.startswith("utf-16"):
        return stream
    return cast(BinaryIO, _Utf8(stream, encoding))


class _Utf8:
    """Lines of UTF-16 in UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._lines = io.TextIOWrapper(stream, encoding, newline="\n")

    def readline(self, size: int) -> bytes:
        """One line, or as many of its characters.

        Raises:
            UnicodeDecodeError: it is not UTF-16.
        """
        return self._lines.readline(size).encode("utf-8", "replace")
