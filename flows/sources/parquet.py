"""Parquet: each row of a file as one record. Only columns that name a field are read.

Row groups are streamed in batches of rows, each of about 16 MiB at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.column_census import ColumnCensus
from flows.sources.records import (
    Columns,
    Known,
    RecordFile,
    absent_columns,
    broken_document,
    column_missing,
    mapped,
)
from transforms.documents import RECORD_FIELDS, RawDocument

_BATCH_BYTES = 16 << 20
_MOST_ROWS = 4_096


def read_parquet(
    source_path: str,
    path: Path,
    document_bytes: int,
    known: Known,
    columns: Columns,
    census: ColumnCensus,
) -> Iterator[RawDocument]:
    """One document per row, in file order.

    Raises:
        pa.ArrowException: the file is not a Parquet file, or is damaged.
    """
    records = RecordFile(source_path, known, "row")
    try:
        opened = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
    except UnicodeDecodeError as error:
        detail = f"a column's name is not UTF-8: {error}"
        yield broken_document(source_path, "damaged_file", detail)
        return
    with opened as parquet:
        names = parquet.schema_arrow.names
        wanted = [name for name in names if name in {*RECORD_FIELDS, *columns.values()}]
        census.saw(columns, names)
        records.notes += absent_columns(columns, names)
        fields = mapped(dict.fromkeys(wanted), columns)
        if "text" not in fields and "html" not in fields:
            yield broken_document(source_path, "column_missing", column_missing(names))
        elif parquet.metadata.num_rows == 0:
            yield broken_document(source_path, "empty", "the file holds no row: take it out")
        else:
            number = 0
            for batch in parquet.iter_batches(_rows_at_once(parquet.metadata), columns=wanted):
                for row in _rows(batch):
                    number += 1
                    yield records.made(mapped(row, columns), number, document_bytes)
            stated = parquet.metadata.num_rows
            if number != stated:
                detail = f"the file states {stated:,} rows and holds {number:,}"
                yield records.broken(number + 1, "damaged_file", detail)


def _rows_at_once(metadata: pq.FileMetaData) -> int:
    """Rows that fit into a batch, by the largest average row that a row group states."""
    groups = (metadata.row_group(index) for index in range(metadata.num_row_groups))
    largest = max((g.total_byte_size // max(1, g.num_rows) for g in groups), default=0)
    return max(1, min(_MOST_ROWS, _BATCH_BYTES // max(1, largest)))


def _rows(batch: pa.RecordBatch) -> Iterator[Mapping[str, object]]:
    """The rows; NULL cells are left out, dates and times become ISO text, bytes text if UTF-8."""
    names = batch.schema.names
    for cells in zip(*map(_values, batch.columns), strict=True):
        plain = zip(names, map(_plain, cells), strict=True)
        yield {name: value for name, value in plain if value is not None}


def _values(column: pa.Array) -> list[object]:
    """The cells as values of Python; a column with a cell that has none is read cell by cell."""
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        return [_value(cell) for cell in column]
    return values


def _value(cell: pa.Scalar) -> object:
    try:
        return cell.as_py()
    except (ValueError, OverflowError):  # bad UTF-8; an instant beyond the year 9999
        return str(cell.cast(pa.int64()).as_py()) if pa.types.is_temporal(cell.type) else None


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value
