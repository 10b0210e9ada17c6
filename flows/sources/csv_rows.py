"""CSV and TSV: each row as one record. Only columns that name a field are read, as in Parquet.

The first row names the columns. Of a ``.csv`` file it also says what separates them, since sheets
of many countries are written with semicolons. One row is in memory at a time.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from flows.sources.records import (
    Columns,
    Known,
    RecordFile,
    broken_document,
    column_missing,
    mapped,
    too_large,
)
from transforms.documents import RECORD_FIELDS, RawDocument
from transforms.text import Quarantined, decode

_SEPARATORS = b",;\t|"
_TAB = "\t"
_PIECE = 1 << 20
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the first row says: the columns' names, and the character between two cells."""

    names: Sequence[str]
    separator: str


def read_rows(
    source_path: str,
    stream: BinaryIO,
    document_bytes: int,
    known: Known,
    columns: Columns,
    *,
    is_tsv: bool,
) -> Iterator[RawDocument]:
    """One document per row below the first, in file order."""
    csv.field_size_limit(max(csv.field_size_limit(), document_bytes))  # holds for the process
    records = RecordFile(source_path, known, "row")
    lines = _whole_rows(stream, _TAB if is_tsv else None, document_bytes)
    head = next(lines, b"")
    if head is None:
        yield broken_document(
            source_path, "too_large", f"the first row: {too_large(document_bytes)}"
        )
        return
    if head.startswith(_WIDE_MARKS):
        detail = "the first row is no list of columns in UTF-8; save the sheet as CSV in UTF-8"
        yield broken_document(source_path, "damaged_file", detail)
        return
    sheet = _sheet(head, _TAB if is_tsv else None)
    if not head.strip():
        yield broken_document(source_path, "empty", "the file holds no row")
        return
    if not {"text", "html"} & mapped(dict.fromkeys(sheet.names), columns).keys():
        yield broken_document(source_path, "column_missing", column_missing(sheet.names))
        return
    number = 0
    for line in lines:
        if line is not None and not line.strip():
            continue
        for made in _documents(line, sheet, records, number, document_bytes, columns):
            number += 1
            yield made
    if not number:
        yield broken_document(source_path, "empty", "the file holds no row but the first")


def _documents(
    line: bytes | None,
    sheet: _Sheet,
    records: RecordFile,
    before: int,
    longest: int,
    columns: Columns,
) -> Iterator[RawDocument]:
    """The documents of a line: one, unless carriage returns alone end the rows in it."""
    if line is None:
        detail = f"{too_large(longest)}; is a quotation mark not closed?"
        yield records.broken(before + 1, "too_large", detail)
        return
    try:
        rows = [row for row in _cells(line, sheet.separator) if any(row)]
    except (csv.Error, Quarantined) as error:
        reason = error.issue.detail if isinstance(error, Quarantined) else str(error)
        yield records.broken(before + 1, "row_unreadable", reason)
        return
    for number, row in enumerate(rows, start=before + 1):
        if len(row) > len(sheet.names):
            detail = (
                f"{len(row)} cells, and the first row names {len(sheet.names)} columns: does a"
                " text hold the separator without quotation marks?"
            )
            yield records.broken(number, "row_unreadable", detail)
        else:
            yield records.made(_record(row, sheet, columns), number, longest)


def _record(row: Sequence[str], sheet: _Sheet, columns: Columns) -> Mapping[str, object]:
    wanted = {*RECORD_FIELDS, *columns.values()}
    cells = dict(zip(reversed(sheet.names[: len(row)]), reversed(row), strict=True))
    return mapped({name: cell for name, cell in cells.items() if name in wanted and cell}, columns)


def _sheet(head: bytes, separator: str | None) -> _Sheet:
    """What the first row says; without a stated separator it is the one found there most often."""
    if separator is None:
        separator = chr(max(_SEPARATORS, key=lambda one: head.count(bytes([one]))))
    try:
        [names, *_] = _cells(head, separator)
    except (csv.Error, Quarantined, ValueError):
        names = []
    return _Sheet([name.strip() for name in names], separator)


def _cells(line: bytes, separator: str) -> list[list[str]]:
    text = decode(line).text.removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _whole_rows(stream: BinaryIO, separator: str | None, longest: int) -> Iterator[bytes | None]:
    """Rows, which may hold line breaks between quotation marks; None for one that is too long.

    A row whose quotation mark is never closed goes on to the end of the file.
    """
    before = (separator.encode() if separator else _SEPARATORS) + b"\r\n"
    parts: list[bytes] = []
    size, is_open = 0, False
    while piece := stream.readline(_PIECE):
        starts_row = not size
        is_open = _stays_open(piece, before, is_open, starts_row=starts_row)
        size += len(piece)
        if size <= longest:
            parts.append(piece)
        else:
            parts.clear()
        if piece.endswith(b"\n") and not is_open:
            yield b"".join(parts) if size <= longest else None
            parts, size = [], 0
    if size:
        yield b"".join(parts) if size <= longest else None


def _stays_open(piece: bytes, before: bytes, is_open: bool, *, starts_row: bool) -> bool:
    """Whether a quotation mark is open at the end of a piece of a row.

    A mark opens a cell only at its beginning; a doubled one inside closes and opens again.
    """
    at = piece.find(b'"')
    while at >= 0:
        begins = at == 0 and starts_row if at == 0 else piece[at - 1] in before + b'"'
        is_open = not is_open if is_open or begins else False
        at = piece.find(b'"', at + 1)
    return is_open
