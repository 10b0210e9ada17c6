"""Selection: the articles that somebody chose, and the rows of each exported table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import catalog
from flows.catalog import Answer

TABLES = ("articles", "quotes", "figures", "mentions", "names")
"""What every export holds, in this order; the texts go where a reader of offsets needs them."""
TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles of one version, chosen by filters.

    version:  number of the version.
    articles: how many were chosen, copies included.
    """

    connection: duckdb.DuckDBPyConnection
    version: int
    articles: int

    def rows(self, table: str) -> Answer:
        """The rows of an exported table."""
        return catalog.exported(self.connection, table)

    def dictionary(self) -> Answer:
        """One row per column of the exported tables, with what it means."""
        rows = []
        for table in TABLES:
            file = catalog.export_file(table)
            meanings = self._meanings(file.reads[0]) | file.columns
            rows += [(table, column, meanings.get(column, "")) for column in self.columns(table)]
        return Answer(["table", "column", "meaning"], rows)

    def columns(self, table: str) -> list[str]:
        """The columns of an exported table."""
        described = self.connection.execute(f"describe {catalog.export_file(table).text}")
        return [row[0] for row in described.fetchall()]

    def _meanings(self, view: str) -> dict[str, str]:
        found = self.connection.execute(
            "select column_name, comment from duckdb_columns() where table_name = ?", [view]
        ).fetchall()
        return {column: comment for column, comment in found if comment}


@contextmanager
def selected(processed: Path, filters: Mapping[str, str]) -> Iterator[Selection]:
    """The articles of the current version that the filters of the list ``articles`` leave.

    Of a story that is chosen all copies are; without filters everything is.

    Raises:
        NoDataset: nothing was published in the folder yet.
        QueryError: there is no such filter, or its value has the wrong form.
    """
    with catalog.open(processed) as connection:
        count = catalog.choose(connection, filters)
        yield Selection(connection, int(catalog.folder(processed).name), count)
