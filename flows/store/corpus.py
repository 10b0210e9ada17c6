"""Corpus: the rows of a version being made, from the files that it builds on and those that come.

What was replaced is kept apart from what stays. Rows are read from the months that hold them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.tables import ARTICLES, BY_NAME

MONTH = "_month"
"""Name of the folder that a row lies in, of the parent's or of the new ones; added to rows."""
_NEW = "new"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The rows of a version being made.

    old:      table name and file of the parent's files that it builds on.
    replaced: documents whose old rows go, by article_id.
    spilled:  folder of the new rows: <table>/<partition>/*.arrow.
    is_whole: whether ``old`` has all that the parent was made of; not if some of it is damaged.
    """

    old: tuple[tuple[str, Path], ...]
    replaced: pl.DataFrame
    spilled: Path
    is_whole: bool = True

    def before(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of the parent's rows, with ``MONTH``."""
        return _read(self._old(table), table, columns)

    def new(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of the rows that come, with ``MONTH``."""
        return _read(self._new(table), table, columns)

    def articles(self, wanted: pl.DataFrame, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Columns of these articles, a file at a time.

        wanted: article_id and ``MONTH``.
        """
        months = wanted.partition_by(MONTH, as_dict=True, include_key=False)
        for path in (*self._old(ARTICLES.name), *self._new(ARTICLES.name)):
            here = months.get((_month(path),))
            if here is not None:
                is_wanted = pl.col("article_id").is_in(here["article_id"].implode())
                yield _scan(path).filter(is_wanted).select(columns).collect()

    def _old(self, table: str) -> list[Path]:
        return [path for name, path in self.old if name == table]

    def _new(self, table: str) -> list[Path]:
        return sorted((self.spilled / table).glob("*/*.arrow"))


def _read(paths: Sequence[Path], table: str, columns: Sequence[str]) -> pl.DataFrame:
    named = pl.lit(None, pl.String).alias(MONTH)
    frames = [
        _scan(path).select(*columns, pl.lit(_month(path)).alias(MONTH)).collect() for path in paths
    ]
    return pl.concat([BY_NAME[table].frame().select(*columns, named), *frames])


def _month(path: Path) -> str:
    return _NEW if path.suffix == ".arrow" else path.parent.name


def _scan(path: Path) -> pl.LazyFrame:
    if path.suffix == ".arrow":
        return pl.scan_ipc(path, glob=False)
    return pl.scan_parquet(path, hive_partitioning=False, glob=False)
