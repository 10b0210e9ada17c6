"""Questions: SQL put to the published dataset, and what there is to ask about."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from flows import store
from flows.catalog import catalog
from flows.errors import UserError

_VARIABLE = re.compile(r"getvariable\(\s*'(\w+)'\s*\)", re.IGNORECASE)

Answer = tuple[list[str], list[tuple[object, ...]]]


class QueryError(UserError):
    """The query cannot be answered; the message is DuckDB's or says what to write instead."""


def listing() -> Answer:
    """One row per shipped question: its name, its parameters and what it answers."""
    return ["name", "parameters", "answers"], [
        (query.name, ", ".join(query.parameters), query.answers) for query in catalog.list_queries()
    ]


def answer(processed: Path, *, query: str | None, file: Path | None, params: list[str]) -> Answer:
    """Columns and rows of a query given as text, as the name of a shipped question, or as a file.

    Raises:
        CatalogError: there is no dataset yet.
        QueryError: the query is wrong, or a parameter is not name=value or not one of the query's.
    """
    text = _text_of(query, file)
    given = dict(map(_parameter, params))
    known = list(dict.fromkeys(_VARIABLE.findall(text)))
    for name in given.keys() - set(known):
        raise QueryError(f"--param {name}: the query has {', '.join(known) or 'no parameters'}")
    with catalog.connect(processed) as connection:
        try:
            for name, value in given.items():
                connection.execute(f"set variable {name} = ?", [value])
            result = connection.execute(text)
            columns = [column[0] for column in result.description or []]
            return columns, result.fetchall()
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def _text_of(query: str | None, file: Path | None) -> str:
    if (query is None) == (file is None):
        raise QueryError("give either a query or --file, not both")
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot read {file}: {error}") from error
    assert query is not None
    if " " in query.strip():
        return query
    names = [shipped.name for shipped in catalog.list_queries()]
    if query not in names:
        raise QueryError(f"no shipped question {query!r}; there are: {', '.join(names)}")
    return catalog.read_query(query)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise QueryError(f"--param {text!r}: write it as name=value")
    return name, value


def describe(processed: Path, name: str | None = None) -> Answer:
    """One row per table or view with its rows, or per column of the one named.

    Raises:
        CatalogError: there is no dataset yet.
        QueryError: no such table.
    """
    with catalog.connect(processed) as connection:
        views = connection.execute(
            "select view_name, comment from duckdb_views() where not internal order by view_name"
        ).fetchall()
        if name is None:
            return ["table", "rows", "grain"], [
                (view, connection.execute(f'select count(*) from "{view}"').fetchall()[0][0], doc)
                for view, doc in views
            ]
        if name not in {view for view, _ in views}:
            raise QueryError(f"no table {name!r}; there are: {', '.join(v for v, _ in views)}")
        columns = connection.execute(
            "select column_name, data_type, comment from duckdb_columns()"
            " where table_name = ? order by column_index",
            [name],
        ).fetchall()
        return ["column", "type", "meaning"], columns


def list_versions(processed: Path) -> Answer:
    """One row per dataset version, newest first."""
    columns = ["version", "parent", "current", "articles", "entities", "quotes", "figures", "run"]
    rows: list[tuple[object, ...]] = [
        (
            version.number,
            version.parent,
            "*" if version.is_current else "",
            *(version.rows.get(table, 0) for table in columns[3:7]),
            version.run_id,
        )
        for version in reversed(store.versions(processed))
    ]
    return columns, rows
