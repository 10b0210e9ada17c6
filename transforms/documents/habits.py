"""Habits: what the pages of an outlet have in common, counted from the traits of all documents.

Pure. A line is furniture of an outlet when it stands in many of its stories; the order of day and
month is the one that its dates prove. Both are counts over sets, so neither the order in which
documents came nor the run that brought them can matter: a dataset that grew is one built anew.

A repeated line is evidence, not proof. Stories are counted, not pages, so that copies of one story
or a doubled page make no furniture of its paragraphs; and of what reads like a sentence more is
asked, for a newspaper's background paragraph comes back as well ("The war began in 2014.").
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

FEWEST_STORIES = 3
"""Stories in which a line must stand."""
SHARE, SHARE_OF_SENTENCE = 0.15, 0.4
"""Share of the outlet's stories in which it must stand; measured in benchmarks/RESULTS.md."""
AGREEMENT = 0.9
"""Share of the outlet's dated documents that must prove the same order of day and month."""
_LINES_AT_ONCE = 5_000_000  # lines counted in one pass, about 24 bytes each

TRAITS = {
    "article_id": pl.String(),
    "outlet": pl.String(),
    "story": pl.Int64(),
    "lines": pl.List(pl.Int64()),
    "day_first": pl.Boolean(),
    "is_ambiguous": pl.Boolean(),
}
"""Columns of a frame of traits; one row per document."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What its outlet's pages tell of one document: nothing, or more.

    lines:     keys of those of its lines that the outlet repeats.
    day_first: the outlet's order of day and month, if the document has a date that needs it.
    """

    lines: frozenset[int] = frozenset()
    day_first: bool | None = None

    @property
    def evidence(self) -> str | None:
        """16 hex digits, equal for equal habits; None for nothing."""
        if not self.lines and self.day_first is None:
            return None
        told = np.array(sorted(self.lines), np.int64).tobytes() + str(self.day_first).encode()
        return hashlib.blake2b(told, digest_size=8).hexdigest()


NO_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class OutletHabits:
    """The habits of all outlets: furniture (outlet, line) and orders (outlet, day_first)."""

    furniture: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"outlet": pl.String, "line": pl.Int64})
    )
    orders: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"outlet": pl.String, "day_first": pl.Boolean})
    )

    def of(self, traits: pl.DataFrame) -> dict[str, Habits]:
        """Habits by article_id of the documents with these traits, without those of nothing."""
        repeated = (
            traits.select("article_id", "outlet", line="lines")
            .explode("line")
            .join(self.furniture, on=["outlet", "line"], how="semi")
            .group_by("article_id")
            .agg("line")
        )
        ordered = (
            traits.filter("is_ambiguous")
            .select("article_id", "outlet")
            .join(self.orders, on="outlet")
        )
        lines = dict(repeated.iter_rows())
        orders = dict(ordered.select("article_id", "day_first").iter_rows())
        return {
            name: Habits(frozenset(lines.get(name, ())), orders.get(name))
            for name in lines.keys() | orders.keys()
        }


def habits_of(parts: Iterable[pl.LazyFrame]) -> OutletHabits:
    """The habits of all outlets; ``parts`` together hold the traits of every document once."""
    stacked = pl.concat([pl.LazyFrame(schema=TRAITS), *parts])
    outlets = (
        stacked.group_by("outlet")
        .agg(
            stories=pl.col("story").n_unique(),
            day_first=pl.col("day_first").sum(),
            proved=pl.col("day_first").count(),
            lines=pl.col("lines").list.len().sum(),
        )
        .collect(engine="streaming")
    )
    return OutletHabits(_furniture(stacked, outlets), _orders(outlets))


def _furniture(traits: pl.LazyFrame, outlets: pl.DataFrame) -> pl.DataFrame:
    """Lines that stand in enough stories of an outlet, counted a part of all lines at a time."""
    large = outlets.filter(pl.col("stories") >= FEWEST_STORIES)
    passes = 1 + int(large["lines"].sum()) // _LINES_AT_ONCE
    is_sentence = pl.col("line") % 2 == 1
    share = pl.when(is_sentence).then(SHARE_OF_SENTENCE).otherwise(SHARE)
    lines = (
        traits.join(large.lazy().select("outlet", "stories"), on="outlet")
        .select("outlet", "story", "stories", line="lines")
        .explode("line")
        .drop_nulls("line")
    )
    found = [
        lines.filter(pl.col("line") // 2 % passes == number)
        .group_by("outlet", "line")
        .agg(told=pl.col("story").n_unique(), stories=pl.col("stories").first())
        .filter((pl.col("told") >= FEWEST_STORIES) & (pl.col("told") >= share * pl.col("stories")))
        .select("outlet", "line")
        .collect(engine="streaming")
        for number in range(passes)
    ]
    return pl.concat([OutletHabits().furniture, *found]).sort("outlet", "line")


def _orders(outlets: pl.DataFrame) -> pl.DataFrame:
    first, proved = pl.col("day_first"), pl.col("proved")
    agreed = pl.max_horizontal(first, proved - first) >= AGREEMENT * proved
    return (
        outlets.filter((proved > 0) & agreed)
        .select("outlet", day_first=2 * first > proved)
        .sort("outlet")
    )
