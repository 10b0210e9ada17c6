"""Checks: SQL that returns the rows which break a promise; no rows means that it is kept.

What the schema declares (keys, required columns, vocabularies, references, spans, dates, order) is
checked by SQL made from it here; what only a person can state is a file of ``sql/checks``.

All rows of a document lie in the files of one month, because checks hold that they have its date
and that the ledger and the articles have it once. So a check that reads nothing but the rows of one
document (its reach is "document") finds in the files of a month what it found there before, as long
as none of them changes.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.catalog.sql_files import Reach, literal, read_folder
from flows.narration import counted
from transforms.tables import ARTICLES, DOCUMENTS, ENTITY_LINKS, SHARE, TABLES, Column, Table

_EXAMPLES = 3
_WIDEST = 80
"""Characters of a value in a message; a text of megabytes helps nobody there."""
_ROWS_AT_ONCE = 10_000
_KEY = re.compile(r"[0-9a-f]{16}(?:/[a-z]\d+)?\Z")
"""An article's id, or the key of a row that belongs to it."""


_ONCE_EVERYWHERE = (ARTICLES, DOCUMENTS)
"""Tables whose keys are those of documents: what belongs to one says its key before its own."""


@dataclass(frozen=True, slots=True)
class Check:
    """A promise, as SQL that returns the rows which break it.

    name:      name of the file, or of what was generated: "quotes.quote_id is unique".
    text:      the SQL.
    reach:     whether rows of one document decide it, or those of the whole dataset.
    table:     the table whose rows each keep it or not, if it judges rows one by one.
    condition: SQL that is true of a row of that table which breaks it.
    """

    name: str
    text: str
    reach: Reach = "document"
    table: str | None = None
    condition: str = ""


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


def checks_of(folder: Path) -> list[Check]:
    """The generated checks and those of a folder."""
    written = [Check(file.name, file.text, file.reach) for file in read_folder(folder)]
    return [*generated_checks(), *written]


def fingerprint_of(checks: Iterable[Check]) -> str:
    """16 hex digits that change with what the checks promise."""
    stated = sorted((check.name, check.reach, check.text) for check in checks)
    return hashlib.sha256(repr(stated).encode()).hexdigest()[:16]


def find_faults(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Fault]:
    """Run checks, in their order; one Fault for each that returned rows.

    Checks that judge rows one by one share a scan of their table.

    Raises:
        duckdb.Error: a check is not valid SQL for these tables.
    """
    kept = _kept(connection, checks)
    found = (run_check(connection, one.name, one.text) for one in checks if one not in kept)
    return [fault for fault in found if fault is not None]


def _kept(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> set[Check]:
    """Those of the checks that judge rows one by one which no row breaks."""
    by_table: defaultdict[str, list[Check]] = defaultdict(list)
    for check in checks:
        if check.table is not None:
            by_table[check.table].append(check)
    kept: set[Check] = set()
    for table, own in by_table.items():
        broken = ", ".join(f"bool_or({check.condition})" for check in own)
        [answers] = connection.execute(f"select {broken} from {table}").fetchall()
        kept.update(check for check, answer in zip(own, answers, strict=True) if not answer)
    return kept


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


def generated_checks() -> Iterator[Check]:
    """Every check that follows from the schema; decisions about entities belong to no document."""
    for table in TABLES:
        reach: Reach = "dataset" if table is ENTITY_LINKS else "document"
        everywhere: Reach = "dataset" if table in _ONCE_EVERYWHERE else reach
        yield Check(f"{table.name}.{table.key} is unique", _unique(table), everywhere)
        for column in table.columns:
            yield from _column_checks(table, column, reach)
        for name, text in _place_checks(table):
            yield Check(name, text, reach)
        for start, end, surface in table.spans:
            text = _verbatim(table, start, end, surface)
            yield Check(f"{table.name}.{surface} is verbatim", text, reach)


def _column_checks(table: Table, column: Column, reach: Reach) -> Iterator[Check]:
    name, quoted = f"{table.name}.{column.name}", _quoted(column.name)
    if not column.nullable:
        yield _row_check(f"{name} is stated", table, column, f"{quoted} is null", reach)
    if column.allowed:
        listed = ", ".join(literal(value) for value in column.allowed)
        condition = f"{quoted} not in ({listed})"
        yield _row_check(f"{name} is of its vocabulary", table, column, condition, reach)
    if column.unit == SHARE:
        condition = f"{quoted} not between 0 and 1"
        yield _row_check(f"{name} is a share", table, column, condition, reach)
    if column.references:
        yield Check(f"{name} refers to {column.references}", _dangling(table, column), reach)
    if _holds_spans(column):
        yield Check(f"{name} lies inside the text", _outside(table, column), reach)


def _row_check(name: str, table: Table, column: Column, condition: str, reach: Reach) -> Check:
    text = _rows_where(table, column, condition)
    return Check(name, text, reach, table.name, condition)


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
    """Rows that refer to nothing; who is named by an id must be mentioned in the same article."""
    other, _, other_column = (column.references or "").partition(".")
    target = other_column or next(known.key for known in TABLES if known.name == other)
    key, name, known = _quoted(table.key), _quoted(column.name), _quoted(target)
    own = "article_id, " if other_column and _requires(table, "article_id") else ""
    return f"""
        select {key}, {name} as found from {table.name}
        where {name} is not null
            and ({own}{name}) not in (select ({own}{known}) from {other} where {known} is not null)
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
