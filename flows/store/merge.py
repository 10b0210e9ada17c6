"""Merge: the rows of a new version, one partition at a time, so that memory does not grow.

Staged rows are first sorted into spill files by partition. Then each touched partition is read,
loses the rows of replaced documents, is sorted and written. The bytes of a file depend on its rows
alone, neither on batches nor on history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from flows.store.durable import sha256_of, sync
from flows.store.manifest import DataFile, Partition
from flows.store.pointer import StoreError
from transforms.tables import (
    ARTICLES,
    BY_NAME,
    DOCUMENTS,
    EVERY_BY_NAME,
    MEMO_TABLES,
    TABLES,
    Table,
)

UNKNOWN = "unknown"
"""The month of rows without a date."""
_DAYS = 31
_STORED = EVERY_BY_NAME | {table.name: table for table in MEMO_TABLES}
_ROW_GROUP = {"articles": 20_000}
_ROWS_PER_GROUP = 122_880
"""Measured: fewer rows per group made child tables larger and scans slower; articles hold texts."""


class BrokenTable(StoreError):
    """Staged rows break promises of their table; the message lists every one."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Batches to be merged.

    folders: each holds <table>.parquet files with rows of whole documents.
    winner:  article_id to the position of the folder whose rows count: the last that has it.
    """

    folders: tuple[Path, ...]
    winner: pl.DataFrame

    @property
    def replaced(self) -> pl.DataFrame:
        """The documents whose old rows are replaced: one row with the article_id of each."""
        return self.winner.select("article_id")


def read_staged(folders: Sequence[Path]) -> Staged:
    """Find out which documents the batch folders bring.

    Raises:
        BrokenTable: a folder's rows break a promise, or belong to a document it does not name.
    """
    ledgers = [
        frame.select("article_id", folder=pl.lit(position, pl.Int64))
        for position, folder in enumerate(folders)
        if (frame := _read(folder, DOCUMENTS)) is not None
    ]
    schema = {"article_id": pl.String(), "folder": pl.Int64()}
    stacked = pl.concat(ledgers) if ledgers else pl.DataFrame(schema=schema)
    winner = stacked.group_by("article_id").agg(pl.col("folder").max())
    staged = Staged(tuple(folders), winner)
    if broken := list(_violations(staged)):
        raise BrokenTable("staged rows break promises, nothing was written:\n" + "\n".join(broken))
    return staged


def _violations(staged: Staged) -> Iterator[str]:
    for folder in staged.folders:
        for table in TABLES:
            frame = _read(folder, table)
            if frame is None:
                continue
            for line in table.violations(frame):
                yield f"{folder.name}: {line}"
            if "article_id" in frame.columns:
                stray = frame.join(staged.winner, on="article_id", how="anti")
                if stray.height:
                    first = stray["article_id"][0]
                    yield f"{folder.name}: {table.name}: rows of {first}, which it does not name"


def spill(staged: Staged, folder: Path, parts: int) -> None:
    """Sort the rows that count into <table>/<month>.<part>/<position>.arrow below ``folder``."""
    for position, batch in enumerate(staged.folders):
        mine = staged.winner.filter(folder=position).select("article_id")
        for table in TABLES:
            frame = _read(batch, table)
            if frame is not None:
                counted = frame.join(mine, on="article_id", how="semi")
                spill_rows(table, counted, folder, parts, f"{position:06d}")


def spill_rows(table: Table, rows: pl.DataFrame, folder: Path, parts: int, name: str) -> None:
    """Sort rows of one table into its partitions' spill files called ``name``."""
    keyed = rows.with_columns(_month=month_of(), _part=part_of(parts))
    for (month, part), group in keyed.partition_by("_month", "_part", as_dict=True).items():
        target = folder / table.name / f"{month}.{part}"
        target.mkdir(parents=True, exist_ok=True)
        group.drop("_month", "_part").write_ipc(target / f"{name}.arrow")


def month_of(date: str = "published_date") -> pl.Expr:
    """The month of a row: "2019-02", or "unknown"."""
    return pl.col(date).dt.strftime("%Y-%m").fill_null(UNKNOWN)


def part_of(parts: int) -> pl.Expr:
    """The part of its month that a row's day falls in: 0 .. parts-1."""
    day = pl.col("published_date").dt.day().cast(pl.Int32).fill_null(1)
    return (day - 1) * parts // _DAYS


def spilled_partitions(folder: Path) -> set[Partition]:
    """The partitions that have spill files."""
    found = set()
    for path in folder.glob("*/*"):
        month, _, part = path.name.rpartition(".")
        found.add(Partition(path.parent.name, month, int(part)))
    return found


def merged(
    partition: Partition,
    old: Iterable[Path],
    replaced: pl.DataFrame,
    spilled: Path,
    amended: pl.DataFrame,
) -> pl.DataFrame:
    """The partition's rows: the old ones that are not replaced and the spilled ones, in order.

    Args:
        amended: new values of some columns of articles, by article_id.
    """
    table = BY_NAME[partition.table]
    kept = [
        pl.read_parquet(path, hive_partitioning=False, glob=False).join(
            replaced, on="article_id", how="anti"
        )
        for path in old
    ]
    new = sorted((spilled / table.name / f"{partition.month}.{partition.part}").glob("*.arrow"))
    frames = [table.frame(), *kept, *(pl.scan_ipc(path, glob=False).collect() for path in new)]
    rows = pl.concat(frames)
    if table is ARTICLES:
        rows = _amended(rows, amended)
    return rows.sort(table.order, nulls_last=True)


def _amended(rows: pl.DataFrame, amended: pl.DataFrame) -> pl.DataFrame:
    columns = [name for name in amended.columns if name != "article_id"]
    changed = rows.drop(columns).join(amended, on="article_id", how="inner")
    same = rows.join(amended, on="article_id", how="anti")
    return pl.concat([same, changed.select(rows.columns)])


def write_partition(partition: Partition, rows: pl.DataFrame, version: Path) -> DataFile:
    """Write the partition's file below a version, durably, under the name its bytes give it."""
    table = _STORED[partition.table]
    folder = version / table.name / f"month={partition.month}"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".part-{partition.part}.new"
    bloom = {name: {"ndv": max(rows[name].n_unique(), 1), "fpp": 0.05} for name in table.indexed}
    pq.write_table(
        table.arrow(rows),
        unfinished,
        compression="zstd",
        compression_level=3,
        row_group_size=_ROW_GROUP.get(table.name, _ROWS_PER_GROUP),
        bloom_filter_options=bloom or None,
    )
    sync(unfinished)
    size = unfinished.stat().st_size
    file = DataFile(partition, sha256_of(unfinished), rows.height, size)
    unfinished.replace(version / file.path)
    return file


def read_ledger_files(version: Path, files: Iterable[DataFile]) -> pl.DataFrame:
    """The ledger of a version; columns that its schema did not have yet are NULL."""
    frames = [
        pl.read_parquet(version / file.path, hive_partitioning=False, glob=False)
        for file in files
        if file.partition.table == DOCUMENTS.name and file.rows
    ]
    if not frames:
        return DOCUMENTS.frame()
    found = pl.concat(frames, how="diagonal_relaxed")
    return found.select(
        (pl.col(name) if name in found.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in DOCUMENTS.polars_schema.items()
    )


def touched_by(ledger: pl.DataFrame, replaced: pl.DataFrame, parts: int) -> set[tuple[str, int]]:
    """Month and part of every partition that held rows of a replaced document."""
    old = ledger.join(replaced, on="article_id", how="semi")
    places = old.select(month=month_of(), part=part_of(parts)).unique()
    return {(month, part) for month, part in places.iter_rows()}


def without_version(
    ledger: pl.DataFrame, places: frozenset[tuple[str, int]], parts: int
) -> pl.DataFrame:
    """The ledger with the extractor version "" for documents of these months and parts."""
    keys = {"_month": [month for month, _ in places], "_part": [part for _, part in places]}
    lost = pl.DataFrame(keys, {"_month": pl.String, "_part": pl.Int32})
    keyed = ledger.with_columns(_month=month_of(), _part=part_of(parts))
    again = keyed.join(lost, on=["_month", "_part"], how="semi")["article_id"]
    is_lost = pl.col("article_id").is_in(again.to_list())
    version = pl.when(is_lost).then(pl.lit("")).otherwise(pl.col("extractor_version"))
    return ledger.with_columns(extractor_version=version)


def _read(folder: Path, table: Table) -> pl.DataFrame | None:
    path = folder / f"{table.name}.parquet"
    return pl.read_parquet(path, hive_partitioning=False, glob=False) if path.exists() else None
