"""Link update: the links between entity ids, decided again for every version while it is made.

The evidence is read from the version's own files, a month at a time and without copies. So the
links are a function of the version and of the curation, and an incremental dataset has those of a
rebuilt one. Memory holds one row per name and spelling, not per mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from flows.narration import narrator
from transforms.entities import (
    NAMES,
    TITLED,
    VARIANTS,
    Curation,
    attested_links,
    curated,
    link_rows,
    namesakes,
    pairs,
    settled,
    similar_names,
    waiting,
)
from transforms.tables import ENTITY_LINKS

_UNSAID = ("byline", "dateline", "credit")
"""Zones that name who made the article, or where; the news itself says nothing there."""
_COLUMNS = ["article_id", "mention_id", "entity_id", "entity_type", "canonical_name", "surface",
            "form", "link_reason", "title", "zone", "published_date"]  # fmt: skip
_FULL = ("full_name", "demonym")


def entity_links(
    articles: Sequence[Path], entities: Sequence[Path], curation: Curation
) -> pl.DataFrame:
    """Rows of ``entity_links``.

    Args:
        articles, entities: the files of these tables, by month and part.
    """
    if not articles or not entities:
        return ENTITY_LINKS.frame()
    places = _stacked(
        _scan(path).select("article_id", "source_path", "is_copy").collect() for path in articles
    )
    originals = places.filter(~pl.col("is_copy").fill_null(value=False)).select("article_id")
    everyone = _names(entities, None)
    names = _names(entities, originals)
    proposed = [
        *attested_links(names, _variants(entities, originals)),
        *namesakes(_titled(entities, originals)),
    ]
    tied = {link.ids for link in proposed}
    proposed += [link for link in similar_names(names) if link.ids not in tied]
    known = {row["entity_id"]: row for row in everyone.iter_rows(named=True)}
    by_place = {path: one for one, path in places.select("article_id", "source_path").iter_rows()}
    by_place |= {one: one for one in places["article_id"]}
    for decision in waiting(curation, known, by_place):
        narrator.get().say(f"Curation {decision.place}: the dataset has no such entity or article")
    decided = curated(curation, known, by_place)
    links = settled(proposed, decided, _apart(entities, pairs(proposed)))
    return ENTITY_LINKS.frame(link_rows(links)).unique("link_id", keep="first")


def _stories(path: Path, originals: pl.DataFrame | None) -> pl.LazyFrame:
    """Mentions of the news, in the order of dates.

    originals: article_ids of the articles that count; None counts every zone of every article.
    """
    rows = _scan(path).select(_COLUMNS)
    if originals is None:
        return rows
    of_the_news = rows.filter(~pl.col("zone").is_in(_UNSAID))
    return of_the_news.join(originals.lazy(), on="article_id", how="semi", maintain_order="left")


def _names(entities: Iterable[Path], originals: pl.DataFrame | None) -> pl.DataFrame:
    """One row per entity, under the name that most articles give it; columns as ``NAMES``."""
    keys = ["entity_id", "entity_type", "canonical_name"]
    counted = _counted(entities, originals, keys)
    return (
        counted.sort("entity_id", "story_count", "canonical_name", descending=[False, True, False])
        .group_by("entity_id", maintain_order=True)
        .agg(
            pl.col("entity_type", "canonical_name").first(),
            pl.col("story_count").sum(),
            pl.col("mention_id", "published_date").first(),
        )
        .select(NAMES.keys())
    )


def _variants(entities: Iterable[Path], originals: pl.DataFrame) -> pl.DataFrame:
    keys = ["entity_type", "surface", "entity_id", "link_reason"]
    found = _counted(entities, originals, keys, ~pl.col("form").is_in(_FULL))
    return found.select(VARIANTS.keys())


def _counted(
    entities: Iterable[Path],
    originals: pl.DataFrame | None,
    keys: list[str],
    where: pl.Expr | None = None,
) -> pl.DataFrame:
    """Articles and the first mention for each value of the keys."""
    frames = []
    for path in entities:
        rows = _stories(path, originals)
        rows = rows.filter(where) if where is not None else rows
        frames.append(
            rows.group_by(keys, maintain_order=True)
            .agg(
                story_count=pl.col("article_id").n_unique(),
                mention_id=pl.col("mention_id").first(),
                published_date=pl.col("published_date").first(),
            )
            .collect()
        )
    return (
        _stacked(frames)
        .group_by(keys, maintain_order=True)
        .agg(pl.col("story_count").sum(), pl.col("mention_id", "published_date").first())
    )


def _titled(entities: Iterable[Path], originals: pl.DataFrame) -> pl.DataFrame:
    """Persons by full name, once per article and title; columns as ``TITLED``."""
    is_full = (pl.col("entity_type") == "person") & pl.col("canonical_name").str.contains(" ")
    has_initial = pl.col("canonical_name").str.contains(r"\s\w\.?\s")
    keys = ["entity_id", "canonical_name", "title", "article_id"]
    return _stacked(
        _stories(path, originals)
        .filter(is_full & (pl.col("title").is_not_null() | has_initial))
        .group_by(keys, maintain_order=True)
        .agg(pl.col("mention_id", "published_date").first())
        .select(TITLED.keys())
        .collect()
        for path in entities
    )


def _apart(entities: Iterable[Path], wanted: pl.DataFrame) -> set[tuple[str, str]]:
    """The pairs of ids that some article uses for two entities."""
    ids = pl.concat([wanted["left_id"], wanted["right_id"]]).unique().to_frame("entity_id")
    found: set[tuple[str, str]] = set()
    for path in entities if wanted.height else ():
        here = (
            _scan(path)
            .select("article_id", "entity_id")
            .join(ids.lazy(), on="entity_id", how="semi")
            .unique()
            .collect()
        )
        left = wanted.join(here, left_on="left_id", right_on="entity_id")
        both = left.join(
            here, left_on=["right_id", "article_id"], right_on=["entity_id", "article_id"],
            how="semi",
        )  # fmt: skip
        found.update(both.select("left_id", "right_id").iter_rows())
    return found


def _stacked(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([*frames], how="vertical")


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, hive_partitioning=False, glob=False)
