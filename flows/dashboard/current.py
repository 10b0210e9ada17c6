"""Current: the connections by which pages read the dataset, one version at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import duckdb

from flows.catalog import folder
from flows.catalog import open as open_catalog


class Reader:
    """Hands out connections on the current version; a newer one is opened when it is published.

    A page keeps the version with which it began: it has a connection of its own, and the files of
    a version stay for as long as the setting ``keep_days`` says.
    """

    def __init__(self, processed: Path) -> None:
        self.processed = processed
        self._lock = Lock()
        self._version: Path | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for one page.

        Raises:
            NoDataset: nothing was published in the folder yet.
            CatalogError: the catalog cannot be opened.
        """
        with self._current().cursor() as connection:
            connection.execute("set timezone = 'UTC'")
            yield connection

    def _current(self) -> duckdb.DuckDBPyConnection:
        version = folder(self.processed)
        with self._lock:
            if self._connection is None or version != self._version:
                # the older connection lives on in the cursors of pages that are being made
                self._connection = open_catalog(self.processed)
                self._version = version
            return self._connection

    @property
    def version(self) -> int:
        """Number of the current version.

        Raises:
            NoDataset: nothing was published in the folder yet.
        """
        return int(folder(self.processed).name)
