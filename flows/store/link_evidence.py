"""Link evidence: what the articles of one month say of their entities, for the entity links.

Made from the articles and entities of one month and part, and kept as memos, so that a commit reads
only the months that it changed. A count is one of the news: without copies, and without the zones
that name who made an article.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from transforms.entities import variants_of, with_contexts
from transforms.tables import CALLED, NAMED, TITLES, Table

EVIDENCE = (NAMED, CALLED, TITLES)
_UNSAID = ("byline", "dateline", "credit")
"""Zones that name who made the article, or where; the news itself says nothing there."""
_COLUMNS = ["article_id", "mention_id", "entity_id", "entity_type", "canonical_name", "surface",
            "form", "link_reason", "title", "zone", "published_date"]  # fmt: skip
_FULL = ("full_name", "demonym")
_FIRST = pl.col("mention_id", "published_date").first()


def evidence(articles: Path, entities: Path) -> list[pl.DataFrame]:
    """Rows of ``EVIDENCE``, from the files of one month and part."""
    originals = pl.scan_parquet(articles, hive_partitioning=False, glob=False).select(
        "article_id", is_original=~pl.col("is_copy").fill_null(value=False)
    )
    mentions = (
        pl.scan_parquet(entities, hive_partitioning=False, glob=False)
        .select(_COLUMNS)
        .join(originals.with_row_index("at"), on="article_id", maintain_order="left")
        .with_columns(is_news=pl.col("is_original") & ~pl.col("zone").is_in(_UNSAID))
        .collect()
    )
    news = mentions.filter("is_news")
    found = zip(EVIDENCE, (_named(mentions), _called(news), _titled(news)), strict=True)
    return [_typed(table, rows) for table, rows in found]


def _named(mentions: pl.DataFrame) -> pl.DataFrame:
    keys = ["entity_id", "entity_type", "canonical_name"]
    news = pl.col("is_news")
    return mentions.group_by(keys, maintain_order=True).agg(
        article_count=pl.col("article_id").n_unique(),
        story_count=pl.col("article_id").filter(news).n_unique(),
        mention_id=pl.col("mention_id").filter(news).first(),
        published_date=pl.col("published_date").filter(news).first(),
        articles=pl.col("at").unique().sort(),
    )


def _called(news: pl.DataFrame) -> pl.DataFrame:
    keys = ["entity_type", "surface", "entity_id", "link_reason"]
    uses = news.filter(~pl.col("form").is_in(_FULL)).group_by(keys, maintain_order=True)
    return variants_of(uses.agg(_FIRST, story_count=pl.col("article_id").n_unique()))


def _titled(news: pl.DataFrame) -> pl.DataFrame:
    """Persons by full name, once per article and title."""
    is_full = (pl.col("entity_type") == "person") & pl.col("canonical_name").str.contains(" ")
    has_initial = pl.col("canonical_name").str.contains(r"\s\w\.?\s")
    shown = news.filter(is_full & (pl.col("title").is_not_null() | has_initial))
    keys = ["entity_id", "canonical_name", "title", "article_id"]
    return with_contexts(shown.group_by(keys, maintain_order=True).agg(_FIRST))


def _typed(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a memo has them."""
    return rows.select(pl.col(name).cast(of) for name, of in table.polars_schema.items()).sort(
        table.order
    )
