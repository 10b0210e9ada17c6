"""Dictionary: the data dictionary as Markdown, derived from the tables.

Pure. ``docs/data-dictionary.md`` is this text; a test fails when the file is stale.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.tables.answers import ANSWERS, EVERY, SEGMENTS, StoredAnswer
from transforms.tables.declaration import Column, Table
from transforms.tables.schema import DATE, TABLES, TEXT

_MONTH = Column("month", TEXT, "partition: year and month of published_date, or 'unknown'")
_MONTH_START = Column("month_start", DATE, "first day of that month", nullable=True)
_BODY = Column("body", TEXT, "the body zones of text, one to a line")
_OUTLET = Column("outlet", TEXT, "outlet of the article", nullable=True)
_FLAT = (
    Column("canonical_name", TEXT, "speaker_name, as other tables call it", nullable=True),
    *SEGMENTS,
)
_OF_TABLE = {
    "articles": (_BODY,),
    "entities": (_OUTLET,),
    "quotes": (_OUTLET, *_FLAT),
    "figures": (_OUTLET,),
}
_WITHOUT_MONTH = ("article_entities", "_correction_lines")


def _added(table: Table) -> tuple[Column, ...]:
    is_of_many_months = isinstance(table, StoredAnswer) and table.grouped is not None
    if is_of_many_months or table.name in _WITHOUT_MONTH:
        return ()
    months = (_MONTH, _MONTH_START) if table.is_public else (_MONTH,)
    return (*_OF_TABLE.get(table.name, ()), *months)


VIEW_COLUMNS = {table.name: _added(table) for table in EVERY}
"""Columns that reading a table in SQL adds to the stored ones."""

_INTRODUCTION = """\
# Data dictionary

Generated from `transforms/tables/schema.py` by `broadsheet tables --write docs/data-dictionary.md`;
do not edit. Every table is a folder of Parquet files and a view of the DuckDB catalog, which adds
the columns marked "SQL only". `broadsheet tables` lists the catalog's further views, which are made
from these tables, and `broadsheet tables NAME` the columns of one.

An instant is stored in Parquet with its time zone, UTC; the catalog shows it as a TIMESTAMP in UTC,
which every reader can take.

Spans are half-open and count Unicode code points of `articles.text`. In SQL, where positions start
at 1, a span is `substring(text, start_char + 1, end_char - start_char)`.
"""
_ANSWERS_INTRODUCTION = """\
# Stored answers

Tables that no text is read for: each follows from the tables above, by the SQL file of its name in
`sql/stored`, and is computed when a version is made. Views without the ending `_all` leave out
copies. `month` is where a row lies: rows that follow from many months have no such column.
"""
_HEAD = "| column | type | unit | NULL | allowed | references | meaning |\n" + "|---" * 7 + "|"


def dictionary() -> str:
    """The Markdown of all tables: grain, key, order, spans, and a line per column."""
    return "\n".join(
        [
            _INTRODUCTION,
            *("\n".join(_section(table)) for table in TABLES),
            _ANSWERS_INTRODUCTION,
            *("\n".join(_section(table)) for table in ANSWERS),
        ]
    )


def sql_type(dtype: pl.DataType) -> str:
    """The DuckDB name of a column type, as a query sees it.

    Raises:
        KeyError: a type the dataset does not use.

    >>> sql_type(pl.List(pl.Struct({"level": pl.Int32(), "name": pl.String()})))
    'STRUCT(level INTEGER, name VARCHAR)[]'
    """
    if isinstance(dtype, pl.List):
        inner = dtype.inner
        assert isinstance(inner, pl.DataType)
        return f"{sql_type(inner)}[]"
    if isinstance(dtype, pl.Struct):
        fields = [f"{f.name} {sql_type(f.dtype)}" for f in dtype.fields]  # type: ignore[arg-type]  # fields of a concrete struct hold instances
        return f"STRUCT({', '.join(fields)})"
    return _SQL[dtype]


_SQL: dict[pl.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Boolean(): "BOOLEAN",
    pl.Int32(): "INTEGER",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.Date(): "DATE",
    pl.Datetime("us", "UTC"): "TIMESTAMP",  # in UTC; see the catalog
}


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"Grain: {table.grain}.  "
    yield f"Key: {', '.join(f'`{name}`' for name in table.key.split(', '))}.  "
    yield f"Order: {', '.join(f'`{name}`' for name in table.order)}."
    for start, end, surface in table.spans:
        yield f"\n`text[{start}:{end}]` is `{surface}`."
    yield f"\n{_HEAD}"
    for column in table.columns:
        yield _line(column)
    for column in VIEW_COLUMNS[table.name]:
        yield _line(column, note="SQL only: ")
    yield ""


def _line(column: Column, *, note: str = "") -> str:
    cells = (
        f"`{column.name}`",
        sql_type(column.dtype),
        column.unit or "",
        "yes" if column.nullable else "",
        ", ".join(column.allowed),
        f"`{column.references}`" if column.references else "",
        note + column.doc,
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
