"""Table: what one row is, its columns and their promises; every other form derives from it.

A table is declared once, in ``schema``. The Arrow schema with documented fields, the validation of
a frame, the comments of the SQL views and the data dictionary derive from that declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl
import pyarrow as pa

_ARROW: dict[pl.DataType, pa.DataType] = {
    pl.String(): pa.string(),
    pl.Boolean(): pa.bool_(),
    pl.Int32(): pa.int32(),
    pl.Int64(): pa.int64(),
    pl.Float64(): pa.float64(),
    pl.Date(): pa.date32(),
    pl.Datetime("us", "UTC"): pa.timestamp("us", tz="UTC"),
}


def arrow_type(dtype: pl.DataType) -> pa.DataType:
    """The Arrow type that is stored for a Polars type; strings are plain, never dictionaries.

    Raises:
        KeyError: a type the dataset does not use.

    >>> str(arrow_type(pl.List(pl.String())))
    'list<element: string>'
    """
    if isinstance(dtype, pl.List):
        inner = dtype.inner
        assert isinstance(inner, pl.DataType)
        return pa.list_(pa.field("element", arrow_type(inner)))
    if isinstance(dtype, pl.Struct):
        return pa.struct([(f.name, arrow_type(f.dtype)) for f in dtype.fields])  # type: ignore[arg-type]  # fields of a concrete struct hold instances
    return _ARROW[dtype]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    unit:       of a number: "code points", "0..1", "see unit".
    allowed:    closes a vocabulary; NULL is governed by ``nullable`` alone.
    references: "table" or "table.column" whose key this value must be.
    """

    name: str
    dtype: pl.DataType
    doc: str
    unit: str | None = None
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    references: str | None = None


@dataclass(frozen=True)
class Table:
    """A published table.

    grain:   one row per …
    key:     the column whose values are unique.
    order:   rows are sorted by these columns in every file; a last one called ``…_index`` counts
             the rows of each document from 0.
    indexed: columns that get a Parquet bloom filter.
    spans:   (start column, end column, surface column) triples that must slice to articles.text.
    """

    name: str
    grain: str
    key: str
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    indexed: tuple[str, ...] = ()
    spans: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether readers are shown the table; the others are for Broadsheet itself."""
        return not self.name.startswith("_")

    @property
    def ordinal(self) -> str | None:
        """The column that counts the rows of a document from 0; None where they are not counted."""
        last = self.order[-1]
        return last if last.endswith("_index") else None

    @cached_property
    def polars_schema(self) -> dict[str, pl.DataType]:
        """Column name to Polars type, in order."""
        return {column.name: column.dtype for column in self.columns}

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The stored schema; field metadata carries doc and unit, the footer grain and key."""
        fields = [
            pa.field(
                column.name,
                arrow_type(column.dtype),
                nullable=column.nullable,
                metadata={"doc": column.doc, "unit": column.unit or ""},
            )
            for column in self.columns
        ]
        return pa.schema(fields, metadata={"grain": self.grain, "key": self.key})

    def frame(self, rows: Iterable[dict[str, object]] = ()) -> pl.DataFrame:
        """Rows as a typed frame in column order; no rows gives an empty, typed frame."""
        return pl.DataFrame(list(rows), schema=self.polars_schema, orient="row")

    def arrow(self, frame: pl.DataFrame) -> pa.Table:
        """The frame as an Arrow table of exactly the stored schema."""
        return frame.to_arrow().cast(self.arrow_schema)

    def violations(self, frame: pl.DataFrame) -> Iterator[str]:
        """Yield one readable line per broken promise; nothing means the frame conforms."""
        if dict(frame.schema) != self.polars_schema:
            yield f"{self.name}: {_schema_difference(dict(frame.schema), self.polars_schema)}"
            return
        if duplicates := frame.height - frame[self.key].n_unique():
            yield f"{self.name}.{self.key}: {duplicates} duplicate keys"
        for column in self.columns:
            values = frame[column.name]
            if not column.nullable and (nulls := values.null_count()):
                yield f"{self.name}.{column.name}: {nulls} NULLs in a required column"
            if column.dtype.is_float() and (wild := values.len() - values.is_finite().sum()) > (
                values.null_count()
            ):
                yield f"{self.name}.{column.name}: {wild - values.null_count()} NaN or infinite"
            if column.allowed:
                stray = sorted(set(values.drop_nulls().unique()) - set(column.allowed))
                if stray:
                    yield f"{self.name}.{column.name}: {stray} not among {column.allowed}"
        yield from self._span_violations(frame)

    def _span_violations(self, frame: pl.DataFrame) -> Iterator[str]:
        for start, end, surface in self.spans:
            length = pl.col(end) - pl.col(start)
            # spans in struct fields are checked in the catalog, by SQL that derives from the schema
            wrong = frame.filter(
                (length <= 0)
                | (pl.col(start) < 0)
                | (pl.col(surface).str.len_chars().cast(pl.Int32) != length)
            )
            if wrong.height:
                example = wrong[self.key][0]
                yield (
                    f"{self.name}.{start}/{end}: {wrong.height} spans do not fit {surface},"
                    f" first {example}"
                )


def _schema_difference(found: dict[str, pl.DataType], wanted: dict[str, pl.DataType]) -> str:
    missing = [name for name in wanted if name not in found]
    stray = [name for name in found if name not in wanted]
    typed = [
        f"{name} is {found[name]}, not {wanted[name]}"
        for name in wanted
        if name in found and found[name] != wanted[name]
    ]
    parts = [
        f"missing columns {missing}" if missing else "",
        f"unknown columns {stray}" if stray else "",
        "; ".join(typed),
    ]
    return "; ".join(part for part in parts if part) or "columns in another order"
