"""The table of what documents show of their outlets; ``schema`` lists it with the others."""

from __future__ import annotations

import polars as pl

from transforms.table import Column, Table

TRAITS = Table(
    name="_traits",
    grain="one row per document that shows something of its outlet's habits",
    key="article_id",
    order=("published_date", "article_id"),
    columns=(
        Column("article_id", pl.String(), "the document", references="_documents"),
        Column(
            "published_date",
            pl.Date(),
            "the article's date, repeated so that files sort by it",
            nullable=True,
        ),
        Column(
            "outlet", pl.String(), "what it is compared within: its outlet, or the file of its feed"
        ),
        Column("story", pl.Int64(), "hash that copies of one story mostly share"),
        Column(
            "lines",
            pl.List(pl.Int64()),
            "hashes of its short lines, sorted; odd if one reads like a sentence",
        ),
        Column(
            "day_first",
            pl.Boolean(),
            "whether its dates prove that the day stands before the month",
            nullable=True,
        ),
        Column("is_ambiguous", pl.Boolean(), "whether one of its dates could be read both ways"),
    ),
)
