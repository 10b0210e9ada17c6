"""Browsing: the long lists that people look through, a page at a time.

A listing is an SQL file of ``sql/pages``. Like a shipped question it has parameters, all of them
optional; unlike one it has more rows than anybody reads at once, so it is cut into pages and says
how many rows there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from flows.catalog.parameters import QueryError, check_form
from flows.catalog.questions import Answer
from flows.catalog.sql_files import SQL_FOLDER, SqlFile, literal, read_folder
from flows.catalog.whereabouts import meaning_of
from flows.errors import nearest

_FOLDER = SQL_FOLDER / "pages"
_PART = re.compile(r'"(?P<phrase>[^"]+)"?|(?P<word>[^\s"]+)')
_WORDS = "words"
"""The parameter whose value is cut into words and phrases."""


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part of a listing.

    answer: its columns and rows.
    total:  rows of the whole listing.
    """

    answer: Answer
    total: int


def words_of(text: str) -> list[str]:
    """What is searched for: each word, and what stands between quotation marks as one phrase.

    >>> words_of('merger "chief executive" denied')
    ['merger', 'chief executive', 'denied']
    >>> words_of('"half a phrase')
    ['half a phrase']
    """
    plain = text.replace("“", '"').replace("”", '"').replace("„", '"')
    found = (hit["phrase"] or hit["word"] for hit in _PART.finditer(plain))
    return [" ".join(part.split()) for part in found if part.strip()]


@cache
def lists_to_browse() -> dict[str, SqlFile]:
    """The listings, by name."""
    return {file.name: file for file in read_folder(_FOLDER)}


def list_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    asked: Mapping[str, str],
    *,
    rows: int | None = None,
    skipped: int = 0,
) -> ListPart:
    """Some rows of a listing.

    asked:   value of each parameter that was given, as a person wrote it.
    rows:    how many are wanted at most; None for all that follow.
    skipped: how many to leave out first.

    Raises:
        QueryError: there is no such listing, a parameter is not one of its own, or a value has the
            wrong form.
    """
    file = _list(name)
    _check(file, asked)
    limit = "" if rows is None else f" limit {int(rows)}"
    with _given(connection, asked):
        try:
            [[total]] = connection.execute(f"select count(*) from ({file.text})").fetchall()
            answer = _answer(connection.execute(f"{file.text}{limit} offset {int(skipped)}"))
        except duckdb.Error as error:
            raise QueryError(meaning_of(error)) from error
    return ListPart(answer, total)


def sql_of(name: str, asked: Mapping[str, str]) -> str:
    """The SQL that gives the whole listing in any client of the catalog, values included.

    Raises:
        QueryError: as ``list_rows``.
    """
    file = _list(name)
    _check(file, asked)
    return "".join(
        f"set variable {parameter} = {_sql_value(parameter, value)};\n"
        for parameter, value in asked.items()
    ) + (("\n" if asked else "") + file.text)


def values_of(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, list[str]]:
    """The values that a parameter of a listing may have, where they are those of one column.

    The most frequent stand first; of several hundred the rest is left out.
    """
    found = {}
    for parameter, domain in lists_to_browse()[name].values.items():
        if column := re.fullmatch(r"(\w+)\.(\w+)", domain):
            rows = connection.execute(
                f'select "{column[2]}" from {column[1]} where "{column[2]}" is not null'
                " group by all order by count(*) desc, 1 limit 300"
            ).fetchall()
            found[parameter] = [str(value) for (value,) in rows]
    return found


def _list(name: str) -> SqlFile:
    known = lists_to_browse()
    if name not in known:
        there = ", ".join(known)
        raise QueryError(f"no list {name!r}{nearest(name, known)}; there are: {there}")
    return known[name]


def _check(file: SqlFile, asked: Mapping[str, str]) -> None:
    for parameter in asked:
        if parameter not in file.parameters:
            known = list(file.parameters)
            raise QueryError(
                f"{file.name} has no filter {parameter!r}{nearest(parameter, known)};"
                f" there are: {', '.join(known)}"
            )
    check_form(file.values, asked)


@contextmanager
def _given(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> Iterator[None]:
    """Set the variables that the listing reads, and no others."""
    try:
        for parameter, value in asked.items():
            meant = words_of(value) if parameter == _WORDS else value
            connection.execute(f"set variable {parameter} = ?", [meant])
        yield
    finally:
        for parameter in asked:
            connection.execute(f"reset variable {parameter}")


def _sql_value(parameter: str, value: str) -> str:
    if parameter != _WORDS:
        return literal(value)
    return "[" + ", ".join(map(literal, words_of(value))) + "]"


def panel(connection: duckdb.DuckDBPyConnection, name: str, **asked: str) -> list[dict[str, Any]]:
    """The rows of an SQL file of ``sql/panels``, the small tables that pages consist of.

    Raises:
        duckdb.Error: the file is not valid SQL for these tables.
    """
    file = _panels()[name]
    with _given(connection, asked):
        result = connection.execute(file.text)
        columns = [column[0] for column in result.description or []]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@cache
def _panels() -> dict[str, SqlFile]:
    return {file.name: file for file in read_folder(SQL_FOLDER / "panels")}


def choose(connection: duckdb.DuckDBPyConnection, filters: Mapping[str, str]) -> int:
    """Make the table ``chosen`` of the articles that filters of ``articles`` leave; how many.

    Of a story that is chosen all copies are; without filters everything is.

    Raises:
        QueryError: there is no such filter, or its value has the wrong form.
    """
    connection.execute("create temp table chosen (article_id varchar primary key)")
    if filters:
        found = list_rows(connection, "articles", filters).answer
        place = found.columns.index("article_id")
        ids = [row[place] for row in found.rows]
        connection.execute(
            "insert into chosen select articles.article_id from articles"
            " where articles.article_id in (select unnest(?::varchar[]))"
            " or articles.copy_of in (select unnest(?::varchar[]))",
            [ids, ids],
        )
    else:
        connection.execute("insert into chosen select article_id from articles")
    [[count]] = connection.execute("select count(*) from chosen").fetchall()
    return int(count)


def export_file(table: str) -> SqlFile:
    """The SQL file of an exported table, with the meanings of its own columns."""
    return _exports()[table]


def exported(connection: duckdb.DuckDBPyConnection, table: str) -> Answer:
    """The rows of an exported table; the connection has a table ``chosen`` of article ids."""
    return _answer(connection.execute(export_file(table).text))


@cache
def _exports() -> dict[str, SqlFile]:
    return {file.name: file for file in read_folder(SQL_FOLDER / "exports")}


def _answer(result: duckdb.DuckDBPyConnection) -> Answer:
    described = result.description or []
    return Answer(
        columns=[column[0] for column in described],
        rows=result.fetchall(),
        types=[column[1] for column in described],
    )


def to_review(connection: duckdb.DuckDBPyConnection, kind: str) -> Answer:
    """What is least certain first; the connection has a table ``chosen`` of article ids.

    kind: quotes, figures, entities, dates or zones.
    """
    return _answer(connection.execute(_reviews()[kind].text))


@cache
def _reviews() -> dict[str, SqlFile]:
    return {file.name: file for file in read_folder(SQL_FOLDER / "reviews")}
