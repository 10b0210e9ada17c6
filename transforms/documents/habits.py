"""Habits: what the pages of an outlet have in common, counted from the traits of all documents.

Pure. An outlet has two habits. A line that stands in many of its stories is site furniture, and
the dates that can be read in one way only prove whether it writes the day or the month first.
Both are counts over sets: neither the order in which documents came nor the run that brought them
matters, so an incremental run equals a full rebuild.

A repeated line is evidence, not proof. Stories are counted, not pages; otherwise copies of one
story would make furniture of its paragraphs. A line that reads like a sentence must stand in more
stories than a label, because newspapers repeat background paragraphs ("The war began in 2014.").
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

FEWEST_STORIES = 3
"""Stories in which a line must stand to be furniture."""
SHARE_OF_LABEL, SHARE_OF_SENTENCE = 0.15, 0.4
"""Share of the outlet's stories in which a line must stand to be furniture; measured in
benchmarks/RESULTS.md."""
AGREEMENT = 0.9
"""Share of the outlet's dated documents that must prove the same order of day and month."""
_LINES_AT_ONCE = 5_000_000  # lines counted in one pass, about 24 bytes each

TRAITS = {
    "article_id": pl.String(),
    "outlet": pl.String(),
    "story": pl.Int64(),
    "labels": pl.List(pl.Int64()),
    "sentences": pl.List(pl.Int64()),
    "day_first": pl.Boolean(),
    "is_ambiguous": pl.Boolean(),
}
"""Columns of a frame of traits; one row per document."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of an outlet that matter to one of its documents.

    lines:     keys of the document's lines that the outlet repeats.
    day_first: whether the outlet writes the day before the month; None if nothing proves it, or if
               the document has no date that can be read both ways.
    """

    lines: frozenset[int] = frozenset()
    day_first: bool | None = None

    @property
    def evidence(self) -> str | None:
        """16 hex digits, equal for equal habits; None when there are none."""
        if not self.lines and self.day_first is None:
            return None
        stated = np.array(sorted(self.lines), np.int64).tobytes() + str(self.day_first).encode()
        return hashlib.blake2b(stated, digest_size=8).hexdigest()


NO_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class OutletHabits:
    """The habits of all outlets.

    furniture: the lines that each outlet repeats; columns outlet, line (its key).
    orders:    the outlets whose order of day and month is proved; columns outlet, day_first.
    """

    furniture: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"outlet": pl.String, "line": pl.Int64})
    )
    orders: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"outlet": pl.String, "day_first": pl.Boolean})
    )

    def of(self, traits: pl.DataFrame) -> dict[str, Habits]:
        """Habits by article_id; documents to which no habit matters are left out.

        traits: a frame with the columns of ``TRAITS``.
        """
        repeated = (
            traits.select("article_id", "outlet", line=pl.concat_list("labels", "sentences"))
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
            lines=pl.col("labels").list.len().sum() + pl.col("sentences").list.len().sum(),
        )
        .collect(engine="streaming")
    )
    return OutletHabits(_furniture(stacked, outlets), _orders(outlets))


def _furniture(traits: pl.LazyFrame, outlets: pl.DataFrame) -> pl.DataFrame:
    """Lines that stand in enough stories of an outlet, counted a part of all lines at a time."""
    large = outlets.filter(pl.col("stories") >= FEWEST_STORIES)
    passes = 1 + int(large["lines"].sum()) // _LINES_AT_ONCE
    stories = traits.join(large.lazy().select("outlet", "stories"), on="outlet")
    found = [
        _repeated(stories, column, share, part=pl.col("line") % passes == number)
        for column, share in (("labels", SHARE_OF_LABEL), ("sentences", SHARE_OF_SENTENCE))
        for number in range(passes)
    ]
    return pl.concat([OutletHabits().furniture, *found]).sort("outlet", "line")


def _repeated(stories: pl.LazyFrame, column: str, share: float, *, part: pl.Expr) -> pl.DataFrame:
    """The lines of one column that stand in this share of their outlet's stories, or more.

    stories: traits with the number of their outlet's ``stories``.
    part:    which lines are counted in this pass.
    """
    enough = (pl.col("found_in") >= FEWEST_STORIES) & (
        pl.col("found_in") >= share * pl.col("stories")
    )
    return (
        stories.select("outlet", "story", "stories", line=column)
        .explode("line")
        .drop_nulls("line")
        .filter(part)
        .group_by("outlet", "line")
        .agg(found_in=pl.col("story").n_unique(), stories=pl.col("stories").first())
        .filter(enough)
        .select("outlet", "line")
        .collect(engine="streaming")
    )


def _orders(outlets: pl.DataFrame) -> pl.DataFrame:
    first, proved = pl.col("day_first"), pl.col("proved")
    agreed = pl.max_horizontal(first, proved - first) >= AGREEMENT * proved
    return (
        outlets.filter((proved > 0) & agreed)
        .select("outlet", day_first=2 * first > proved)
        .sort("outlet")
    )
