"""Habits of an outlet, learned from its own pages: the lines that stand in many of them, and the
order of day and month in its dates.

Pure. A page's traits depend on its text alone; what the outlet says of a page depends on the traits
of all its pages and on no order, so that whoever keeps the traits knows which pages to read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import polars as pl

from transforms.date_expressions import find_date_expressions
from transforms.date_lines import is_date_line
from transforms.lines import Line, read_lines

_LONGEST = 40  # words of a line that may be a site's; longer ones are the story
_MOST_LINES = 300  # of one page, half from each end
_LEAST_STORIES = 3  # that hold a line before it is the outlet's
_LEAST_SHARE = 0.02  # of the outlet's stories, so that chance does not add up over the years
_LEAST_PROOFS = 2  # pages that prove the same order of day and month, and none the other
_DIGITS = re.compile(r"\d+")

TRAITS: Final = pl.Schema(
    {
        "article_id": pl.String(),
        "outlet": pl.String(),
        "lines": pl.List(pl.Int32()),
        "lead": pl.Int32(),
        "day_first": pl.Boolean(),
        "asks_order": pl.Boolean(),
    }
)
"""Columns of a frame of traits: one row per page."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What one page shows of its outlet, and what the outlet's pages say of it.

    outlet:     the folder it lies in.
    lines:      keys of its lines of at most 40 words, sorted, each once.
    lead:       key of its longest line, by which copies of one story are known to be one.
    day_first:  what its date lines prove ("23/04/2019"); None when nothing or both.
    asks_order: a date line may put the day or the month first ("03/04/2019").
    repeated:   those of ``lines`` that are the outlet's.
    outlet_day_first: what the outlet's pages prove, for a page that asks.
    """

    outlet: str
    lines: tuple[int, ...]
    lead: int
    day_first: bool | None = None
    asks_order: bool = False
    repeated: tuple[int, ...] = ()
    outlet_day_first: bool | None = None


def line_key(surface: str) -> int:
    """The key of a line: equal for lines that differ in case, blanks or numbers alone.

    >>> line_key("12 Comments") == line_key("3  comments"), line_key("Rain") == line_key("Snow")
    (True, False)
    """
    plain = _DIGITS.sub("0", " ".join(surface.casefold().split()))
    return int.from_bytes(blake2b(plain.encode(), digest_size=4).digest(), "big") >> 1


def traits_of(text: str, outlet: str) -> Traits:
    """What a page shows of its outlet; ``repeated`` is not known yet.

    >>> page = "23/04/2019\\n\\nRain falls\\n\\nIt rained on Monday, the mayor said."
    >>> traits = traits_of(page, "gazette")
    >>> len(traits.lines), traits.day_first, traits.asks_order
    (3, True, False)
    """
    lines = read_lines(text)
    longest = max(lines, key=lambda line: len(line.surface), default=None)
    ends = lines if len(lines) <= _MOST_LINES else (*lines[:150], *lines[-150:])
    proofs: set[bool] = set()
    asks_order = False
    for line in ends:
        if line.words <= _LONGEST and is_date_line(line.surface, line.words):
            for found in find_date_expressions(text, line.span):
                asks_order = asks_order or found.ambiguous
                proofs |= {found.day_first} if found.day_first is not None else set()
    return Traits(
        outlet,
        tuple(sorted({line_key(line.surface) for line in ends if line.words <= _LONGEST})),
        line_key(longest.surface) if longest else 0,
        proofs.pop() if len(proofs) == 1 else None,
        asks_order,
    )


def repeated_lines(lines: Sequence[Line], repeated: frozenset[int]) -> set[int]:
    """Positions of the lines whose keys the outlet's pages repeat."""
    if not repeated:
        return set()
    return {
        index
        for index, line in enumerate(lines)
        if line.words <= _LONGEST and line_key(line.surface) in repeated
    }


def habits_of(traits: pl.DataFrame) -> pl.DataFrame:
    """What outlets say of their pages.

    Args:
        traits: one row per page, as ``TRAITS``.

    Returns:
        One row per page: article_id, repeated (sorted keys of its lines that stand in at least
        three stories and 2 % of the stories of its outlet), outlet_day_first. Pages with the same
        longest line are one story, and a page's longest line is never the outlet's.
    """
    lines = traits.select("article_id", "outlet", "lead", "lines").explode("lines")
    lines = lines.filter(pl.col("lines").is_not_null(), pl.col("lines") != pl.col("lead"))
    stories = traits.group_by("outlet").agg(total=pl.col("lead").n_unique())
    common = (
        lines.group_by("outlet", "lines")
        .agg(stories=pl.col("lead").n_unique())
        .join(stories, on="outlet")
        .filter(
            pl.col("stories") >= _LEAST_STORIES,
            pl.col("stories") >= _LEAST_SHARE * pl.col("total"),
        )
    )
    repeated = (
        lines.join(common, on=["outlet", "lines"], how="semi")
        .group_by("article_id")
        .agg(repeated=pl.col("lines").sort())
    )
    proofs = traits.filter(pl.col("day_first").is_not_null()).group_by("outlet")
    orders = proofs.agg(said=pl.len(), day=pl.col("day_first").sum()).select(
        "outlet",
        outlet_day_first=pl.when(pl.col("said") < _LEAST_PROOFS)
        .then(None)
        .when(pl.col("day") == pl.col("said"))
        .then(pl.lit(True))
        .when(pl.col("day") == 0)
        .then(pl.lit(False)),
    )
    found = traits.select("article_id", "outlet", "asks_order")
    found = found.join(repeated, on="article_id", how="left").join(orders, on="outlet", how="left")
    empty = pl.lit([], pl.List(pl.Int32()))
    return found.select(
        "article_id",
        pl.col("repeated").fill_null(empty),
        pl.when("asks_order").then("outlet_day_first").alias("outlet_day_first"),
    ).sort("article_id")
