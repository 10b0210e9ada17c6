"""Dataset: one version of a published dataset, as frames, SQL and articles."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import duckdb
import polars as pl

from flows import catalog


def open(folder: Path | str = "data/processed", version: int | None = None) -> Dataset:
    """The dataset in a folder, by default as its last run published it.

    version: number of an earlier version that is still there.

    Raises:
        flows.store.NoDataset: nothing was published in the folder yet.
        flows.store.NoSuchVersion: it is not kept.
        flows.catalog.CatalogError: it cannot be opened.
    """
    return Dataset(Path(folder), version)


class Dataset:
    """One version of a dataset. It stays the same while later runs publish others.

    Close it, or use it in a ``with`` statement. A frame or relation that it gave is read when it is
    asked for rows, so ask before the dataset is closed.

    folder:  of the dataset.
    version: its number.
    path:    folder of the version, with its Parquet files; they never change.
    """

    def __init__(self, folder: Path, version: int | None = None) -> None:
        self.folder = folder
        self.path = catalog.folder(folder, version)
        self.version = int(self.path.name)
        self._connection = catalog.open(folder, self.version)

    @property
    def articles(self) -> pl.LazyFrame:
        """One row per article: its text, zones, headline, byline, dates."""
        return self.table("articles")

    @property
    def entities(self) -> pl.LazyFrame:
        """One row per mention of a named entity."""
        return self.table("entities")

    @property
    def quotes(self) -> pl.LazyFrame:
        """One row per attribution, with its speaker, relay and stance."""
        return self.table("quotes")

    @property
    def figures(self) -> pl.LazyFrame:
        """One row per quantity, with its unit and bounds."""
        return self.table("figures")

    def table(self, name: str) -> pl.LazyFrame:
        """A table as stored, in Parquet: ``quotes``; or a view, asked of DuckDB: ``statements``.

        Raises:
            flows.catalog.QueryError: there is no such table or view; the message lists those there
                are.
        """
        if (self.path / name).is_dir():
            return pl.scan_parquet(self.path / name / "**/*.parquet", hive_partitioning=True)
        catalog.describe(self._connection, name)  # for its message
        frame: pl.DataFrame = self.sql(f'from "{name}"').pl()
        return frame.lazy()

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """The rows of a query, as a relation: ``.pl()``, ``.df()``, ``.fetchall()``.

        Raises:
            duckdb.Error: the query is wrong.
        """
        return self._connection.cursor().sql(query)

    def ask(self, question: str, /, **parameters: object) -> pl.DataFrame:
        """The rows of a shipped question, by its name; ``broadsheet sql`` lists them.

        Raises:
            flows.catalog.QueryError: there is no such question or parameter.
        """
        return catalog.ask(self._connection, question, **parameters).frame()

    def search(self, words: str, among: str = "quotes", **filters: str) -> pl.DataFrame:
        """The rows whose text holds every word, and what stands between quotation marks as it is.

        among:   quotes, figures, names, articles, stories, relays, coverage or issues.
        filters: as on the site: outlet, since, until, stance, kind …

        Raises:
            flows.catalog.QueryError: there is no such list or filter.
        """
        asked = {"words": words} | filters
        return catalog.list_rows(self._connection, among, asked).answer.frame()

    def article(self, asked: str) -> catalog.Article:
        """One article with everything found in it, by its id, record id or a part of its path.

        Raises:
            flows.catalog.NoSuchArticle: none or several match; the message says which.
        """
        return catalog.article(self._connection, asked)

    def at(self, version: int) -> Dataset:
        """The same dataset at another version, which is closed on its own."""
        return Dataset(self.folder, version)

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    def __enter__(self) -> Dataset:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Dataset {str(self.folder)!r}, version {self.version}>"
