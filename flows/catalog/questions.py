"""Questions: SQL put to the published dataset, and what there is to ask about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from duckdb.sqltypes import DuckDBPyType

from flows.catalog.catalog import connected
from flows.catalog.sql_files import SQL_FOLDER, SqlFile, read_folder
from flows.catalog.whereabouts import meaning_of
from flows.errors import UserError
from flows.store import versions
from transforms.tables import TABLES

_VARIABLE = re.compile(r"getvariable\(\s*'(\w+)'\s*\)", re.IGNORECASE)
_POLARS: dict[str, pl.DataType] = {
    "varchar": pl.String(),
    "boolean": pl.Boolean(),
    "integer": pl.Int32(),
    "bigint": pl.Int64(),
    "double": pl.Float64(),
    "date": pl.Date(),
    "timestamp with time zone": pl.Datetime("us", "UTC"),
}


class QueryError(UserError):
    """The query cannot be answered; the message is DuckDB's or says what to write instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives.

    columns: their names.
    rows:    tuples of Python values, one value for each column.
    types:   the columns' types in DuckDB; empty where nobody asked DuckDB.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    types: Sequence[DuckDBPyType] = field(default=(), repr=False)

    def frame(self) -> pl.DataFrame:
        """The rows as a Polars frame, whose columns are typed even without rows.

        Types that no table of the dataset has, such as intervals, are inferred from the rows.

        Raises:
            polars.exceptions.DuplicateError: two columns have one name.
        """
        types = [_polars_type(kind) for kind in self.types] or [None] * len(self.columns)
        schema = list(zip(self.columns, types, strict=True))
        return pl.DataFrame(self.rows, schema=schema, orient="row", infer_schema_length=None)


def ask(
    where: Path | str | duckdb.DuckDBPyConnection, question: str, /, **parameters: object
) -> Answer:
    """The answer to SQL text or to a shipped question, by its name.

    where:      the folder of the dataset, or a connection that ``open`` gave.
    question:   a single word names a shipped question; ``listing`` lists them.
    parameters: values for the question's parameters, all of which are optional.

    Raises:
        NoDataset: nothing was published in the folder yet.
        QueryError: the query is wrong or not text, or has no such parameter.
    """
    if not isinstance(question, str):
        raise QueryError(
            f"the question must be SQL text or the name of a shipped question, not {question!r}"
        )
    text = question if len(question.split()) > 1 else read_query(question.strip())
    known = list(dict.fromkeys(_VARIABLE.findall(text)))
    for name in parameters:
        if name not in known:
            has = ", ".join(known) or "no parameters"
            raise QueryError(f"no parameter {name!r}: the query has {has}")
    with connected(where) as connection:
        try:
            for name, value in parameters.items():
                connection.execute(f"set variable {name} = ?", [value])
            result = connection.execute(text)
            description = result.description or []
            return Answer(
                columns=[column[0] for column in description],
                rows=result.fetchall(),
                types=[column[1] for column in description],
            )
        except duckdb.Error as error:
            raise QueryError(meaning_of(error)) from error
        finally:
            for name in parameters:
                connection.execute(f"reset variable {name}")


def answer(processed: Path, *, query: str | None, file: Path | None, params: list[str]) -> Answer:
    """The answer to what the command line was given: a query or a file, and name=value lines.

    Raises:
        NoDataset: nothing was published in the folder yet.
        QueryError: the query is wrong, or a parameter is not name=value or not one of the query's.
    """
    if file is not None and query is None:
        text = _read(file)
    elif query is not None and file is None:
        text = query
    else:
        raise QueryError("give either a query or --file, not both")
    return ask(processed, text, **dict(map(_parameter, params)))


def list_queries() -> list[SqlFile]:
    """The shipped questions, by name."""
    return read_folder(SQL_FOLDER / "queries")


def read_query(name: str) -> str:
    """The SQL of a shipped question.

    Raises:
        QueryError: there is none of that name; the message lists those there are.
    """
    by_name = {query.name: query.text for query in list_queries()}
    if name not in by_name:
        raise QueryError(f"no shipped question {name!r}; there are: {', '.join(by_name)}")
    return by_name[name]


def listing() -> Answer:
    """One row per shipped question: its name, its parameters and what it answers."""
    return Answer(
        ["name", "parameters", "answers"],
        [(query.name, ", ".join(query.parameters), query.answers) for query in list_queries()],
    )


def describe(where: Path | str | duckdb.DuckDBPyConnection, name: str | None = None) -> Answer:
    """One row per table or view with its rows, or per column of the one named.

    Raises:
        NoDataset: nothing was published in the folder yet.
        QueryError: no such table.
    """
    with connected(where) as connection:
        views = connection.execute(
            "select view_name, comment from duckdb_views() where not internal order by view_name"
        ).fetchall()
        if name is None:
            return Answer(
                ["table", "rows", "grain"],
                [(view, _count(connection, view), grain) for view, grain in views],
            )
        if name not in {view for view, _ in views}:
            raise QueryError(f"no table {name!r}; there are: {', '.join(v for v, _ in views)}")
        columns = connection.execute(
            "select column_name, data_type, comment from duckdb_columns()"
            " where table_name = ? order by column_index",
            [name],
        ).fetchall()
        return Answer(["column", "type", "meaning"], columns)


def list_versions(processed: Path) -> Answer:
    """One row per dataset version, newest first, with its rows in each public table."""
    tables = [table.name for table in TABLES if table.is_public]
    rows = [
        (
            version.number,
            version.parent,
            "*" if version.is_current else "",
            *(version.rows.get(table, 0) for table in tables),
            version.run_id if version.fault is None else "damaged: `broadsheet check --deep`",
        )
        for version in reversed(versions(processed))
    ]
    return Answer(["version", "parent", "current", *tables, "run"], rows)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise QueryError(f"--param {text!r}: write it as name=value")
    return name, value


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot read {file}: {error}") from error


def _count(connection: duckdb.DuckDBPyConnection, view: str) -> int:
    [[rows]] = connection.execute(f'select count(*) from "{view}"').fetchall()
    return int(rows)


def _polars_type(kind: object) -> pl.DataType | None:
    """The Polars type of a DuckDB type; None for one that no table of the dataset has."""
    if not isinstance(kind, DuckDBPyType):  # a precision or the length of an array
        return None
    if kind.id == "list":
        [(_, inner)] = kind.children
        element = _polars_type(inner)
        return None if element is None else pl.List(element)
    if kind.id == "struct":
        fields = {name: _polars_type(inner) for name, inner in kind.children}
        known = {name: inner for name, inner in fields.items() if inner is not None}
        return pl.Struct(known) if len(known) == len(fields) else None
    return _POLARS.get(kind.id)
