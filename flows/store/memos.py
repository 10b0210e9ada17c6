"""Memos: what a commit works out from a version's rows, kept in the version for the next commit.

A memo is a table of ``transforms/tables/memo_tables.py``. Its rows are a function of the version's
other rows and of the code that made them, so its files are those of a version made from scratch.
The manifest states what the code was: memos of other code, or with a file lost, are made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import polars as pl

from flows.store import merge
from flows.store.durable import link_or_copy
from flows.store.manifest import DataFile, Manifest, Partition
from transforms.tables import TABLES, Table

Place: TypeAlias = tuple[str, int]
"""Month, and part of its days."""

_PACKAGES = ("transforms.entities", "transforms.names", "transforms.lexicon", "transforms.text",
             "transforms.tables", "flows.store")  # fmt: skip
"""What memos are made by; a change of any makes them anew."""


def code() -> str:
    """16 hex digits that stand for the code that makes memos; empty where it cannot be read."""
    return code_of(*_PACKAGES)


@cache
def code_of(*packages: str) -> str:
    """16 hex digits that change with any source or data file of these packages.

    Empty where the files cannot be read: then no memo counts as made by the same code.
    """
    total = hashlib.sha256()
    for package in packages:
        spec = find_spec(package)
        folders = spec.submodule_search_locations if spec else None
        files = [path for folder in folders or () for path in sorted(Path(folder).iterdir())]
        sources = [path for path in files if path.suffix in (".py", ".tsv")]
        if not sources:
            return ""
        for path in sources:
            content = path.read_bytes()
            total.update(f"{package}/{path.name} {len(content)}\n".encode() + content)
    return total.hexdigest()[:16]


class Memos:
    """Files of a version being made that may be those of the version before.

    folder:          of the version being made.
    before, parent:  folder and manifest of the one that it is built on; None without one.
    parts:           files per table and month.
    code:            what makes the memos, as ``code_of`` gives it.
    written, linked: how many files are new, and how many are the parent's.
    """

    def __init__(
        self, folder: Path, before: Path, parent: Manifest | None, parts: int, code: str
    ) -> None:
        self.folder, self._before, self._parts = folder, before, parts
        self._old = {file.partition: file for file in parent.files} if parent else {}
        self._is_same_code = parent is not None and code != "" and parent.memos == code
        self.written = self.linked = 0

    def rows_before(self, table: Table, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of the parent's rows, in order of month and part; none made by other code."""
        files = sorted(self._before_of(table).items())
        return read_rows(table, [self._before / file.path for _, file in files], columns)

    def by_place(
        self,
        tables: Sequence[Table],
        sources: Iterable[DataFile],
        make: Callable[[Sequence[DataFile]], Sequence[pl.DataFrame]],
    ) -> list[DataFile]:
        """The files of memos whose rows follow from the other files of their month and part alone.

        sources: the files that they follow from.
        make:    the rows of each of the tables, from the sources of one place.
        """
        now: dict[Place, list[DataFile]] = {}
        for file in sources:
            now.setdefault((file.partition.month, file.partition.part), []).append(file)
        read = {file.partition.table for files in now.values() for file in files}
        found: list[DataFile] = []
        for (month, part), here in sorted(now.items()):
            partitions = [Partition(table.name, month, part) for table in tables]
            old = [self._old.get(Partition(name, month, part)) for name in sorted(read)]
            is_same = {file for file in old if file is not None and file.rows} == {*here}
            if self._is_same_code and is_same:
                kept = [self._old[one] for one in partitions if one in self._old]
                found += [self._link(file) for file in kept]
            else:
                made = zip(partitions, make(here), strict=True)
                found += [self._write(one, rows) for one, rows in made if rows.height]
        return found

    def by_date(
        self,
        table: Table,
        rows: pl.DataFrame,
        before: pl.DataFrame,
        whole: Callable[[pl.DataFrame], pl.DataFrame] = lambda rows: rows,
    ) -> list[DataFile]:
        """The files of a table whose rows follow from the whole version, by month and part.

        Args:
            rows: of the whole version.
            before: what ``rows_before`` gives, with columns by which a row is known to be as it
                was; a file is the parent's if all of its rows are.
            whole: adds columns that ``rows`` lacks, to those that are written.
        """
        month = pl.col("published_date").dt.month_start()
        keyed = rows.with_columns(_month=month, _part=merge.part_of(self._parts))
        ordered = keyed.sort("_month", "_part", *table.order, nulls_last=True)
        places = (
            ordered.group_by("_month", "_part", maintain_order=True)
            .len()
            .select(merge.month_of("_month"), "_part", "len")
        )
        at = 0
        starts: dict[Partition, tuple[int, DataFile]] = {}
        for partition, file in sorted(self._before_of(table).items()):
            starts[partition] = (at, file)
            at += file.rows
        at = 0
        found: list[DataFile] = []
        for month, part, height in places.iter_rows():
            partition = Partition(table.name, month, part)
            here = ordered.slice(at, height)
            at += height
            start, old = starts.get(partition, (0, None))
            was = before.slice(start, height)
            if old is not None and old.rows == height and was.equals(here.select(before.columns)):
                found.append(self._link(old))
            else:
                found.append(self._write(partition, whole(here.select(rows.columns))))
        return found

    def _before_of(self, table: Table) -> dict[Partition, DataFile]:
        """The parent's files of a table that were made as they would be now."""
        is_known = self._is_same_code or table in TABLES
        files = self._old.values() if is_known else ()
        return {one.partition: one for one in files if one.partition.table == table.name}

    def _link(self, file: DataFile) -> DataFile:
        target = self.folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(self._before / file.path, target)
        self.linked += 1
        return file

    def _write(self, partition: Partition, rows: pl.DataFrame) -> DataFile:
        self.written += 1
        return merge.write_partition(partition, rows, self.folder)


def read_rows(
    table: Table, paths: Sequence[Path], columns: Sequence[str] | None = None
) -> pl.DataFrame:
    """Rows of a table's files, in their order."""
    wanted = list(columns or table.polars_schema)
    if not paths:
        return table.frame().select(wanted)
    found = pl.scan_parquet([*paths], hive_partitioning=False, glob=False)
    return found.select(wanted).collect()
