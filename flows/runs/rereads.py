"""Rereads: which unchanged documents must be read again because their outlet's habits changed.

The traits of all documents lie in the dataset and in the batches. Every run that brings or removes
documents counts the habits of all outlets again from them. An unchanged document is read again only
if the habits that apply to it differ from those it was read with, so that an incremental run equals
a full rebuild.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.runs.spool import scan_traits
from transforms.documents import NO_HABITS, TRAITS, OutletHabits, habits_of


@dataclass(frozen=True, slots=True)
class KnownTraits:
    """The traits of the documents that stay as they are.

    files:    files of the table ``_traits``.
    replaced: article_ids whose rows there do not count, because the document changed or is gone.
    """

    files: Sequence[Path]
    replaced: Collection[str]

    def parts(self) -> Iterator[pl.LazyFrame]:
        """The traits, a file at a time."""
        gone = pl.LazyFrame({"article_id": list(self.replaced)}, {"article_id": pl.String})
        for path in self.files:
            rows = pl.scan_parquet(path, hive_partitioning=False, glob=False).select(list(TRAITS))
            yield rows.join(gone, on="article_id", how="anti")


def weigh(known: KnownTraits, batches: Sequence[Path]) -> OutletHabits:
    """The habits of all outlets, from the known documents and those of the batches."""
    return habits_of([*known.parts(), *map(scan_traits, batches)])


def outdated(known: KnownTraits, outlets: OutletHabits, ledger: pl.DataFrame) -> set[str]:
    """Known documents to which other habits apply than when they were read."""
    found: set[str] = set()
    for part in known.parts():
        traits = part.collect()
        applying = outlets.of(traits)
        then = traits.select("article_id").join(
            ledger.select("article_id", "evidence"), on="article_id"
        )
        found |= {
            name
            for name, evidence in then.iter_rows()
            if applying.get(name, NO_HABITS).evidence != evidence
        }
    return found
