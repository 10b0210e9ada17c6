"""Questions: SQL put to the published dataset, and what there is to ask about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb.sqltypes import DuckDBPyType

from flows.catalog.catalog import connected
from flows.catalog.parameters import QueryError, check_form, check_found
from flows.catalog.sql_files import SQL_FOLDER, SqlFile, read_folder
from flows.catalog.whereabouts import meaning_of
from flows.errors import UserError, message_of, nearest

if TYPE_CHECKING:
    import polars as pl

_VARIABLE = re.compile(r"getvariable\(\s*'(\w+)'\s*\)", re.IGNORECASE)


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
        import polars as pl  # whoever prints rows does without it

        types = [_polars_type(kind) for kind in self.types] or [None] * len(self.columns)
        schema = list(zip(self.columns, types, strict=True))
        return pl.DataFrame(self.rows, schema=schema, orient="row", infer_schema_length=None)


def ask(
    where: Path | str | duckdb.DuckDBPyConnection, question: str, /, **parameters: object
) -> Answer:
    """The answer to SQL text or to a shipped question, by its name.

    where:      the folder of the dataset, or a connection that ``open`` gave.
    question:   a single word names a shipped question; ``listing`` lists them. Of several
                statements the last one's answer is given.
    parameters: values for the question's parameters, all of which are optional.

    Raises:
        NoDataset: nothing was published in the folder yet.
        QueryError: the query is wrong or not text, or has no such parameter.
    """
    if not isinstance(question, str):
        raise QueryError(
            f"the question must be SQL text or the name of a shipped question, not {question!r}"
        )
    return _answers(where, question, parameters)[-1]


def _answers(
    where: Path | str | duckdb.DuckDBPyConnection, question: str, parameters: Mapping[str, object]
) -> list[Answer]:
    """The answer to each statement that gives rows; one without columns if none does."""
    if not question.strip():
        raise QueryError(
            "the query is empty: write SQL, or the name of a shipped question, which"
            " `broadsheet sql` lists"
        )
    shipped = None if len(question.split()) > 1 else _asked_for(where, question.strip())
    text, values = (shipped.text, shipped.values) if shipped else (question, {})
    known = list(dict.fromkeys(_VARIABLE.findall(text)))
    for name in parameters:
        if name not in known:
            has = ", ".join(known) or "no parameters"
            raise QueryError(f"no parameter {name!r}: the query has {has}{nearest(name, known)}")
    check_form(values, parameters)
    with connected(where) as connection:
        try:
            for name, value in parameters.items():
                connection.execute(f"set variable {name} = ?", [value])
            found = _run(connection, text)
            if not any(one.rows for one in found):
                check_found(connection, values, parameters)
            return found
        except duckdb.Error as error:
            raise QueryError(meaning_of(error)) from error
        finally:
            for name in parameters:
                connection.execute(f"reset variable {name}")


def _run(connection: duckdb.DuckDBPyConnection, text: str) -> list[Answer]:
    """The answers of the statements that can give rows, at least one; the others are run."""
    found = []
    statements = connection.extract_statements(text)
    if not statements:
        raise QueryError("the query holds comments and no statement")
    for statement in statements:
        result = _answer(connection, statement)
        if duckdb.ExpectedResultType.QUERY_RESULT in statement.expected_result_type:
            found.append(result)
    return found or [Answer([], [])]


def answers(
    processed: Path, *, query: str | None, file: Path | None, params: list[str]
) -> list[Answer]:
    """The answers to what the command line was given: a query or a file, and name=value lines.

    SQL may hold several statements; each that gives rows has an answer.

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
    return _answers(processed, text, dict(map(_parameter, params)))


def _answer(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> Answer:
    result = connection.execute(statement)
    description = result.description or []
    return Answer(
        columns=[column[0] for column in description],
        rows=result.fetchall(),
        types=[column[1] for column in description],
    )


def list_queries() -> list[SqlFile]:
    """The shipped questions, by name."""
    return read_folder(SQL_FOLDER / "queries")


def read_query(name: str) -> str:
    """The SQL of a shipped question.

    Raises:
        QueryError: there is none of that name; the message lists those there are.
    """
    return _shipped(name).text


def _asked_for(where: Path | str | duckdb.DuckDBPyConnection, name: str) -> SqlFile:
    """The shipped question of this name.

    Raises:
        QueryError: there is none; if a table has the name, the message says how to ask for its
            rows.
    """
    try:
        return _shipped(name)
    except QueryError as error:
        tables: set[str] = set()
        with suppress(UserError), connected(where) as connection:  # one that is not there has none
            tables = {view for view, *_ in _views(connection)}
        if name in tables:
            raise QueryError(
                f"{name} is a table, and SQL asks for its rows:"
                f' `broadsheet sql "select * from {name} limit 10"`;'
                f" `broadsheet tables {name}` says what its columns mean"
            ) from error
        if meant := nearest(name, [*tables, *(query.name for query in list_queries())]):
            raise QueryError(
                f"no shipped question and no table {name!r}{meant}; `broadsheet sql` lists the"
                " questions, `broadsheet tables` the tables"
            ) from error
        raise


def _shipped(name: str) -> SqlFile:
    by_name = {query.name: query for query in list_queries()}
    if name not in by_name:
        raise QueryError(
            f"no shipped question {name!r}{nearest(name, by_name)}; there are: {', '.join(by_name)}"
        )
    return by_name[name]


def listing() -> Answer:
    """One row per shipped question: its name, its parameters and what it answers."""
    return Answer(
        ["name", "parameters", "answers"],
        [(query.name, ", ".join(query.parameters), query.answers) for query in list_queries()],
    )


def describe(
    where: Path | str | duckdb.DuckDBPyConnection, name: str | None = None, *, count: bool = False
) -> Answer:
    """One row per table or view with its rows, or per column of the one named.

    count: count the rows of views too, each of which is a query over the whole dataset; without
           that they are None, and the rows of stored tables are there, because their files say
           them.

    Raises:
        NoDataset: nothing was published in the folder yet.
        QueryError: no such table.
    """
    with connected(where) as connection:
        views = _views(connection)
        if name is None:
            return Answer(
                ["table", "rows", "grain"],
                [
                    (view, _count(connection, view) if count or is_stored else None, grain)
                    for view, grain, is_stored in views
                ],
            )
        known = [view for view, *_ in views]
        if name not in known:
            raise QueryError(
                f"no table {name!r}{nearest(name, known)}; there are: {', '.join(known)}"
            )
        columns = connection.execute(
            "select column_name, data_type, comment from duckdb_columns()"
            " where table_name = ? order by column_index",
            [name],
        ).fetchall()
        return Answer(["column", "type", "meaning"], columns)


def list_versions(processed: Path) -> Answer:
    """One row per dataset version, newest first, with its rows in each public table.

    Raises:
        NoDataset: nothing was published in the folder yet.
    """
    from flows.store import NoDataset, versions
    from transforms.tables import TABLES

    there = versions(processed)
    if not there:
        raise NoDataset(processed)
    tables = [table.name for table in TABLES if table.is_public]
    rows = [
        (
            version.number,
            version.parent,
            version.started_at,
            version.is_current,
            *(version.rows.get(table, 0) for table in tables),
            version.run_id if version.fault is None else "damaged: `broadsheet check --deep`",
        )
        for version in reversed(there)
    ]
    return Answer(["version", "parent", "run_started", "is_current", *tables, "run"], rows)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise QueryError(f"--param {text!r}: write it as name=value")
    return name, value


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = message_of(error) if isinstance(error, OSError) else f"{file}: {error}"
        raise QueryError(f"the query cannot be read: {said}") from error


def _views(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, bool]]:
    """Name, grain, and whether it shows a stored table as it is; internal ones last."""
    return connection.execute(
        "select view_name, comment, contains(sql, 'read_parquet') from duckdb_views()"
        " where not internal order by starts_with(view_name, '_'), view_name"
    ).fetchall()


def _count(connection: duckdb.DuckDBPyConnection, view: str) -> int:
    [[rows]] = connection.execute(f'select count(*) from "{view}"').fetchall()
    return int(rows)


def _polars_type(kind: object) -> pl.DataType | None:
    """The Polars type of a DuckDB type; None for one that no table of the dataset has."""
    import polars as pl

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
    plain: dict[str, pl.DataType] = {
        "varchar": pl.String(),
        "boolean": pl.Boolean(),
        "integer": pl.Int32(),
        "bigint": pl.Int64(),
        "double": pl.Float64(),
        "date": pl.Date(),
        "timestamp": pl.Datetime("us"),
        "timestamp with time zone": pl.Datetime("us", "UTC"),
    }
    return plain.get(kind.id)
