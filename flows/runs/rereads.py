"""Rereads: which unchanged documents must be read again.

That is because their outlet's habits changed, or what people say of them.

The traits of all documents lie in the dataset and in the batches. Every run that brings or removes
documents counts the habits of all outlets again from them. An unchanged document is read again only
if the habits that apply to it differ from those it was read with, so that an incremental run equals
a full rebuild.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import polars as pl

from flows.runs.spool import scan_traits
from transforms.corrections import Correction, fingerprint_of
from transforms.documents import NO_HABITS, TRAITS, OutletHabits, habits_of

Corrections: TypeAlias = Mapping[str, Sequence[Correction]]
"""article_id to what people say of it, in the order in which they said it."""
NO_CORRECTIONS: Corrections = MappingProxyType({})


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


def without_corrected(ledger: pl.DataFrame, corrections: Corrections) -> pl.DataFrame:
    """The ledger with the extractor version "" where people say something else than they did."""
    said = {name: fingerprint_of(ones) for name, ones in corrections.items()}
    now = pl.DataFrame(
        {"article_id": list(said), "_now": list(said.values())},
        {"article_id": pl.String, "_now": pl.String},
    )
    compared = ledger.join(now, on="article_id", how="left", maintain_order="left")
    is_same = pl.col("corrections").eq_missing(pl.col("_now"))
    version = pl.when(is_same).then("extractor_version").otherwise(pl.lit(""))
    return compared.with_columns(extractor_version=version).drop("_now")
