"""Answering: the rows of stored answers, by the SQL that defines them (``sql/stored``).

The store decides which rows are made again; this runs the SQL over rows that it is given. What was
made in a call can be read by the answers that follow in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import duckdb
import polars as pl

from flows.catalog.catalog import create_lexicon_words, interruptible
from flows.catalog.sql_files import SQL_FOLDER, SqlFile, in_dependency_order, read_folder
from transforms.tables import ANSWERS, EVERY_BY_NAME


class Answering:
    """Makes stored answers; one serves a whole commit, because its macros take time to create."""

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits that change with what the answers are, in SQL and as declared."""
        stated = [(file.name, file.text) for file in (*self._files.values(), *self._macros)]
        declared = [(one.name, one.order, list(one.polars_schema.items())) for one in ANSWERS]
        text = repr((sorted(stated), declared))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def rows(
        self, answers: Sequence[str], tables: Mapping[str, pl.DataFrame]
    ) -> Iterator[tuple[str, pl.DataFrame]]:
        """The rows of these answers, each sorted and typed as it is stored, in the order given.

        tables: name to rows of every table that they are made from and that is not among them.
        """
        connection = self._connection
        with interruptible():
            connection.execute("begin")
            try:
                for name, rows in tables.items():
                    connection.register(name, rows.to_arrow())
                for name in answers:
                    for view in self._needed(name, tables):
                        connection.execute(
                            f"create or replace temporary view {view.name} as {view.text}"
                        )
                    text = self._files[name].text
                    connection.execute(f"create temporary table {name} as {text}")
                    yield name, _typed(connection, name)
            finally:
                connection.execute("rollback")
                for name in tables:
                    connection.unregister(name)

    @cached_property
    def _files(self) -> dict[str, SqlFile]:
        folders = ("stored", "views")
        return {file.name: file for one in folders for file in read_folder(SQL_FOLDER / one)}

    @cached_property
    def _macros(self) -> list[SqlFile]:
        return in_dependency_order(read_folder(SQL_FOLDER / "macros"))

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config={"threads": 1})
        connection.execute("set timezone = 'UTC'")
        create_lexicon_words(connection)
        for macro in self._macros:
            connection.execute(macro.text)
        return connection

    def _needed(self, name: str, tables: Mapping[str, pl.DataFrame]) -> list[SqlFile]:
        """The views that an answer reads, through which it reads tables."""
        found: dict[str, SqlFile] = {}
        wanted = [*self._files[name].reads]
        while wanted:
            one = wanted.pop()
            if one in tables or one in found or one in EVERY_BY_NAME or one not in self._files:
                continue
            found[one] = self._files[one]
            wanted += self._files[one].reads
        return in_dependency_order(list(found.values()))


def _typed(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    answer = EVERY_BY_NAME[name]
    columns = ", ".join(f'"{column.name}"' for column in answer.columns)
    frame: pl.DataFrame = connection.sql(f"select {columns} from {name}").pl()
    typed = frame.select(pl.col(one).cast(kind) for one, kind in answer.polars_schema.items())
    return typed.sort(answer.order, nulls_last=True)
