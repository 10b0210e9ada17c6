"""The table of what pages show of their outlets; ``schema`` lists it with the others."""

from __future__ import annotations

import polars as pl

from transforms.table import Column, Table

TRAITS = Table(
    name="_traits",
    grain="one row per plain-text page in a folder: what it shows of its outlet, and is told by it",
    key="article_id",
    order=("published_date", "article_id"),
    columns=(
        Column("article_id", pl.String(), "the page", references="articles"),
        Column(
            "published_date",
            pl.Date(),
            "the article's date, repeated so that files sort by it",
            nullable=True,
        ),
        Column("outlet", pl.String(), "the folder it lies in"),
        Column("lines", pl.List(pl.Int32()), "keys of its lines of at most 40 words, sorted"),
        Column("lead", pl.Int32(), "key of its longest line: the same in copies of a story"),
        Column("day_first", pl.Boolean(), "order of day and month its dates prove", nullable=True),
        Column("asks_order", pl.Boolean(), "whether a date line may be read in both orders"),
        Column(
            "repeated", pl.List(pl.Int32()), "those of its lines that the outlet's pages repeat"
        ),
        Column("outlet_day_first", pl.Boolean(), "order its outlet's pages prove", nullable=True),
    ),
)
