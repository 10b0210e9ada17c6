"""Databases: the exported tables as one file of DuckDB or SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb

from flows.exports.selection import TABLES, TEXTS, Selection

_STORAGE = "v1.0.0"
"""DuckDB 1.x, which most tools embed, refuses the format of 2."""
_SEARCHED = {"quotes": ("quote_text", "speaker"), "articles": ("headline",), TEXTS: ("text",)}
"""Table to the columns that SQLite's full-text search looks in, as table ``…_search``."""
_KEYS = {
    "articles": "article_id", "quotes": "quote_id", "figures": "figure_id",
    "mentions": "mention_id", "names": "entity_id", TEXTS: "article_id",
}  # fmt: skip


def write_duckdb(selection: Selection, path: Path) -> None:
    """A DuckDB database with the exported tables and what their columns mean."""
    with duckdb.connect() as database:
        database.execute(f"attach {_literal(path)} as exported (storage_version '{_STORAGE}')")
        database.execute("use exported")
        for table in (*TABLES, TEXTS):
            database.register("rows_of_it", selection.rows(table).frame().to_arrow())
            database.execute(f"create table {table} as from rows_of_it")
            database.unregister("rows_of_it")
        for table, column, meaning in selection.dictionary().rows:
            database.execute(f'comment on column {table}."{column}" is {_literal(meaning)}')
        database.execute("use memory")
        database.execute("detach exported")


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def write_sqlite(selection: Selection, path: Path) -> None:
    """A SQLite database with the exported tables, and full-text search over quotes and texts."""
    with closing(sqlite3.connect(path)) as database, database:
        for table in (*TABLES, TEXTS):
            answer = selection.rows(table)
            columns = ", ".join(f'"{name}"' for name in answer.columns)
            key = f'primary key ("{_KEYS[table]}")'
            database.execute(f"create table {table} ({columns}, {key})")
            places = ", ".join("?" * len(answer.columns))
            database.executemany(f"insert into {table} values ({places})", map(_row, answer.rows))
            if table in _SEARCHED:
                _index(database, table, _SEARCHED[table])
        dictionary = selection.dictionary()
        database.execute('create table dictionary ("table", "column", meaning)')
        database.executemany("insert into dictionary values (?, ?, ?)", dictionary.rows)


def _index(database: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
    listed = ", ".join(columns)
    database.execute(
        f"create virtual table {table}_search using fts5({listed}, content='{table}',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    database.execute(f"insert into {table}_search({table}_search) values ('rebuild')")


def _row(row: Sequence[object]) -> list[object]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]
