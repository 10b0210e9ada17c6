"""Habits: what the documents of an outlet tell of one another, and of which it changed.

The traits of all documents lie in the dataset and in the batches; their habits are counted anew in
every run that brings or takes documents. An unchanged document is read again only if what is told
of it is not what it was read with, so that a dataset that grew equals one built anew.
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

    files:    those of the table ``_traits``.
    replaced: documents whose rows there go: they changed, or are gone.
    """

    files: Sequence[Path]
    replaced: Collection[str]

    def parts(self) -> Iterator[pl.LazyFrame]:
        """The traits, a file at a time."""
        gone = pl.LazyFrame({"article_id": list(self.replaced)}, {"article_id": pl.String})
        for path in self.files:
            rows = pl.scan_parquet(path, hive_partitioning=False).select(list(TRAITS))
            yield rows.join(gone, on="article_id", how="anti")


def weigh(known: KnownTraits, batches: Sequence[Path]) -> OutletHabits:
    """The habits of all outlets, from the known documents and those of the batches."""
    return habits_of([*known.parts(), *map(scan_traits, batches)])


def outdated(known: KnownTraits, outlets: OutletHabits, ledger: pl.DataFrame) -> set[str]:
    """Known documents of which the habits tell something else than when they were read."""
    found: set[str] = set()
    for part in known.parts():
        traits = part.collect()
        told = outlets.of(traits)
        then = traits.select("article_id").join(
            ledger.select("article_id", "evidence"), on="article_id"
        )
        found |= {
            name
            for name, evidence in then.iter_rows()
            if told.get(name, NO_HABITS).evidence != evidence
        }
    return found
