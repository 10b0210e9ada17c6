"""Checks: SQL that returns the rows which break a promise; no rows means that it is kept.

What the schema declares (keys, required columns, vocabularies, references, spans, dates, order) is
checked by SQL made from it here; what only a person can state is a file of ``sql/checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.catalog.sql_files import literal, read_folder
from flows.narration import counted
from transforms.tables import ARTICLES, SHARE, TABLES, Column, Table

_EXAMPLES = 3
_WIDEST = 80
"""Characters of a value in a message; a text of megabytes helps nobody there."""
_ROWS_AT_ONCE = 10_000
_KEY = re.compile(r"[0-9a-f]{16}(?:/[a-z]\d+)?\Z")
"""An article's id, or the key of a row that belongs to it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that found rows.

    check:      name of the file, or of what was generated: "quotes.quote_id is unique".
    rows_found: offending rows.
    examples:   the first few of them, column name to value.
    article_ids: the documents that the rows belong to, as far as the rows' keys say.
    """

    check: str
    rows_found: int
    examples: list[dict[str, object]]
    article_ids: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """One line: the check, how many rows, the first of them."""
        first = ", ".join(f"{name}={_short(value)}" for name, value in self.examples[0].items())
        return f"{self.check}: {counted(self.rows_found, 'row')}, first {first}"


def find_faults(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Fault]:
    """Run the generated checks and those of a folder; one Fault for each that returned rows.

    Raises:
        duckdb.Error: a check is not valid SQL for these tables.
    """
    checks = [*generated_checks(), *((file.name, file.text) for file in read_folder(folder))]
    found = (run_check(connection, name, text) for name, text in checks)
    return [fault for fault in found if fault is not None]


def run_check(connection: duckdb.DuckDBPyConnection, name: str, text: str) -> Fault | None:
    """The fault that one check finds; None when it returns no rows."""
    result = connection.execute(text)
    columns = [column[0] for column in result.description or []]
    rows: list[tuple[Any, ...]] = result.fetchmany(_EXAMPLES)
    if not rows:
        return None
    count, article_ids = len(rows), _article_ids(rows)
    while more := result.fetchmany(_ROWS_AT_ONCE):
        count += len(more)
        article_ids |= _article_ids(more)
    examples = [dict(zip(columns, row, strict=True)) for row in rows]
    return Fault(name, count, examples, frozenset(article_ids))


def _article_ids(rows: Sequence[tuple[Any, ...]]) -> set[str]:
    """The article of each row, by the first key among its values; rows without a key have none.

    The key of a child row begins with its article's key and "/". A check returns a row's own key
    before other keys.
    """
    keys = (next((v for v in row if isinstance(v, str) and _KEY.match(v)), None) for row in rows)
    return {key.partition("/")[0] for key in keys if key is not None}


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"


def generated_checks() -> Iterator[tuple[str, str]]:
    """Name and SQL of every check that follows from the schema."""
    for table in TABLES:
        yield f"{table.name}.{table.key} is unique", _unique(table)
        for column in table.columns:
            yield from _column_checks(table, column)
        yield from _place_checks(table)
        for start, end, surface in table.spans:
            yield f"{table.name}.{surface} is verbatim", _verbatim(table, start, end, surface)


def _column_checks(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    name = f"{table.name}.{column.name}"
    if not column.nullable:
        yield f"{name} is stated", _rows_where(table, column, f"{_quoted(column.name)} is null")
    if column.allowed:
        listed = ", ".join(literal(value) for value in column.allowed)
        condition = f"{_quoted(column.name)} not in ({listed})"
        yield f"{name} is of its vocabulary", _rows_where(table, column, condition)
    if column.unit == SHARE:
        condition = f"{_quoted(column.name)} not between 0 and 1"
        yield f"{name} is a share", _rows_where(table, column, condition)
    if column.references:
        yield f"{name} refers to {column.references}", _dangling(table, column)
    if _holds_spans(column):
        yield f"{name} lies inside the text", _outside(table, column)


def _place_checks(table: Table) -> Iterator[tuple[str, str]]:
    """Whether rows lie where their date, their ordinal and their zone say that they do."""
    yield f"{table.name}.month is of published_date", _misfiled(table)
    if table is not ARTICLES and _requires(table, "article_id"):
        yield f"{table.name}.published_date is that of its article", _misdated(table)
    has_place = _requires(table, "start_char")
    if table.ordinal:
        yield f"{table.name}.{table.ordinal} counts from 0", _miscounted(table, table.ordinal)
        if has_place:
            yield f"{table.name}.{table.ordinal} is in text order", _disordered(table)
    if has_place and _requires(table, "zone"):
        yield f"{table.name}.zone is where it stands", _misplaced(table)


def _requires(table: Table, name: str) -> bool:
    """Whether every row of the table has a value in a column of this name."""
    return any(column.name == name and not column.nullable for column in table.columns)


def _unique(table: Table) -> str:
    key = _quoted(table.key)
    return f"""
        select {key}, count(*) as copies from {table.name}
        group by {key} having count(*) > 1 order by {key}
    """


def _rows_where(table: Table, column: Column, condition: str) -> str:
    key = _quoted(table.key)
    return f"""
        select {key}, {_quoted(column.name)} as found from {table.name}
        where {condition} order by {key}
    """


def _dangling(table: Table, column: Column) -> str:
    other, _, other_column = (column.references or "").partition(".")
    target = other_column or next(known.key for known in TABLES if known.name == other)
    key, name, known = _quoted(table.key), _quoted(column.name), _quoted(target)
    return f"""
        select {key}, {name} as found from {table.name}
        where {name} is not null
            and {name} not in (select {known} from {other} where {known} is not null)
        order by {key}
    """


def _holds_spans(column: Column) -> bool:
    dtype = column.dtype
    return (
        isinstance(dtype, pl.List)
        and isinstance(dtype.inner, pl.Struct)
        and "start_char" in {field.name for field in dtype.inner.fields}
    )


def _outside(table: Table, column: Column) -> str:
    """Spans in a list that are half NULL, empty, reversed or beyond the text; NULL is allowed."""
    key = f"listed.{_quoted(table.key)}"
    return f"""
        with listed as (
            select {_quoted(table.key)}, article_id, unnest({_quoted(column.name)}) as part
            from {table.name}
        )
        select {key}, listed.part as found
        from listed left join articles on listed.article_id = articles.article_id
        where (listed.part.start_char is null) != (listed.part.end_char is null)
            or listed.part.start_char < 0
            or listed.part.end_char <= listed.part.start_char
            or listed.part.end_char > length(articles.text)
        order by {key}, listed.part.start_char
    """


def _verbatim(table: Table, start: str, end: str, surface: str) -> str:
    key, place = f"rows.{_quoted(table.key)}", f"rows.{start}"
    slice_ = f"substring(articles.text, {place} + 1, rows.{end} - {place})"
    return f"""
        select {key}, {place}, rows.{end}, rows.{surface} as found, {slice_} as in_text
        from {table.name} as rows
        left join articles on rows.article_id = articles.article_id
        where ({place} is null) != (rows.{end} is null)
            or {place} < 0
            or rows.{end} <= {place}
            or ({place} is not null and rows.{surface} is distinct from {slice_})
        order by {key}
    """


def _misfiled(table: Table) -> str:
    key = _quoted(table.key)
    return f"""
        select {key}, published_date, month from {table.name}
        where month != coalesce(strftime(published_date, '%Y-%m'), 'unknown')
        order by {key}
    """


def _misdated(table: Table) -> str:
    """Rows of another date than their article; a document that is not an article has none."""
    key = f"rows.{_quoted(table.key)}"
    return f"""
        select {key}, rows.published_date, articles.published_date as article_date
        from {table.name} as rows
        left join articles on rows.article_id = articles.article_id
        where rows.published_date is distinct from articles.published_date
        order by {key}
    """


def _miscounted(table: Table, ordinal: str) -> str:
    key = _quoted(table.key)
    return f"""
        with counted as (
            select {key}, {ordinal} as found,
                row_number() over (partition by article_id order by {ordinal}) - 1 as expected
            from {table.name}
        )
        select {key}, found, expected from counted where found != expected order by {key}
    """


def _disordered(table: Table) -> str:
    """Rows that begin before the row before them begins or, unless rows may nest, before it ends.

    Rows may nest where a column refers to the table itself, as quotes inside quotes do.
    """
    key = _quoted(table.key)
    may_nest = any(column.references == table.name for column in table.columns)
    return f"""
        with neighbours as (
            select {key}, start_char, lag({"start_char" if may_nest else "end_char"})
                over (partition by article_id order by {table.ordinal}) as earliest
            from {table.name}
        )
        select {key}, start_char, earliest from neighbours
        where start_char < earliest order by {key}
    """


def _misplaced(table: Table) -> str:
    """Rows that begin in no zone of their kind; the credit of a picture stands in its caption."""
    key = f"rows.{_quoted(table.key)}"
    return f"""
        with zones as (select article_id, unnest(zones) as place from articles)
        select {key}, rows.start_char, rows.zone as found
        from {table.name} as rows
        left join zones on rows.article_id = zones.article_id
            and if(rows.zone = 'credit', 'caption', rows.zone) = zones.place.kind
            and rows.start_char >= zones.place.start_char
            and rows.start_char < zones.place.end_char
        where zones.article_id is null
        order by {key}
    """


def _quoted(name: str) -> str:
    return f'"{name}"'
