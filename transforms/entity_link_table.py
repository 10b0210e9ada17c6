"""The table of decisions about entity ids; apart from ``schema`` for its length, and declared alike.

Rows are added, never rewritten: what was decided before is overruled by another row, and what a
retracted article attested goes with it.
"""

from __future__ import annotations

from typing import get_args

import polars as pl

from transforms.entities.links import Actor, LinkDecision
from transforms.names.mention import EntityType
from transforms.table import Column, Table

TEXT, WHOLE, REAL, DATE = pl.String(), pl.Int32(), pl.Float64(), pl.Date()
SHARE = "0..1"

ENTITY_LINKS = Table(
    name="entity_links",
    grain="one row per decision about two entity ids, by one rule or one line of curation",
    key="link_id",
    order=("published_date", "link_id"),
    indexed=("left_id", "right_id"),
    columns=(
        Column("link_id", TEXT, "16 hex digits, hash of rule, the two ids, article_id and actor"),
        Column("left_id", TEXT, "entity id that stands for the other: of the acronym, the misspelling"),
        Column("left_name", TEXT, "its name"),
        Column("left_type", TEXT, "its type", allowed=get_args(EntityType)),
        Column("right_id", TEXT, "entity id that it stands for, or id of a knowledge base; NULL when left is no entity", nullable=True),
        Column("right_name", TEXT, "its name", nullable=True),
        Column("right_type", TEXT, "its type", nullable=True, allowed=get_args(EntityType)),
        Column("decision", TEXT, "whether the two are one; unsure is a question to a person", allowed=get_args(LinkDecision)),
        Column("rule", TEXT, "rule, or action of a curation file, that decided"),
        Column("score", REAL, "of the rule; 1 for what people decided", SHARE),
        Column("actor", TEXT, "who decided", allowed=get_args(Actor)),
        Column("evidence", TEXT, "what it rests on, for a person; of curation the file and line"),
        Column("story_count", WHOLE, "articles that attest it, copies left out", "articles"),
        Column("mention_id", TEXT, "first mention that attests it", nullable=True, references="entities"),
        Column("article_id", TEXT, "the only article that it holds in; NULL everywhere", nullable=True, references="articles"),
        Column("published_date", DATE, "date of the mention that attests it", nullable=True),
    ),
)  # fmt: skip
