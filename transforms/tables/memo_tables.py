"""Memo tables: what a commit works out from a version's rows, kept so that the next works out less.

They are no part of the dataset: nobody is shown them, and a version without them, or with those of
other code, is only slower to build on. Their rows are a function of the version's other rows.
"""

from __future__ import annotations

import polars as pl

from transforms.tables.declaration import Column, Table
from transforms.tables.schema import DATE, HASH, TEXT, WHOLE

_ENTITY_ID = Column("entity_id", TEXT, "the entity")
_TYPE = Column("entity_type", TEXT, "what is named")
_NAME = Column("canonical_name", TEXT, "its name")
_STORIES = Column("story_count", WHOLE, "articles whose news says so, copies left out", "articles")
_MENTION = Column("mention_id", TEXT, "first mention in them", nullable=True)
_DATE = Column("published_date", DATE, "date of that mention", nullable=True)

NAMED = Table(
    name="_named",
    grain="one row per entity and canonical name in the articles of a file",
    key="entity_id, canonical_name",
    order=("entity_id", "canonical_name"),
    columns=(
        _ENTITY_ID, _TYPE, _NAME,
        Column("article_count", WHOLE, "articles that name it so", "articles"),
        _STORIES, _MENTION, _DATE,
        Column("articles", pl.List(WHOLE), "their places in the file of articles, from 0, sorted"),
    ),
)  # fmt: skip

CALLED = Table(
    name="_called",
    grain="one row per surface, entity and link reason, in the articles of a file",
    key="surface_id, surface, entity_id, link_reason",
    order=("surface_id", "surface", "entity_id", "link_reason"),
    columns=(
        Column("surface_id", TEXT, "entity whose name the surface is"),
        Column("surface", TEXT, "what an article calls the entity beside its full name"),
        _ENTITY_ID,
        Column("link_reason", TEXT, "rule that linked the mention to the entity"),
        _STORIES, _MENTION, _DATE,
    ),
)  # fmt: skip

TITLES = Table(
    name="_titles",
    grain="one row per person, title and article, where the title or an initial may part namesakes",
    key="mention_id",
    order=("entity_id", "article_id", "mention_id"),
    columns=(
        _ENTITY_ID, _NAME,
        Column("title", TEXT, "title or role before the name, as written", nullable=True),
        Column("article_id", TEXT, "the article"),
        _MENTION, _DATE,
        Column("initial", TEXT, "middle initial; '' where there is none or several"),
        Column("field", TEXT, "field of life that the title names; '' for none"),
        Column("office_country", TEXT, "country of the office that the title names; '' for none"),
        Column("country", TEXT, "the one country that the title names; '' for none"),
    ),
)  # fmt: skip

SIGNED_NAMES = Table(
    name="_signed_names",
    grain="one row per entity, under the name that most articles give it",
    key="entity_id",
    order=("entity_id",),
    columns=(
        _ENTITY_ID, _TYPE, _NAME, _DATE,
        Column("signatures", pl.List(HASH), "hashes of what it shares with similar names, sorted"),
    ),
)  # fmt: skip

ALIKE_NAMES = Table(
    name="_alike_names",
    grain="one row per pair of entities whose names are similar, and rule that says so",
    key="one_id, other_id, rule",
    order=("one_id", "other_id", "rule"),
    columns=(
        Column("one_id", TEXT, "the acronym of the two, else the lower id"),
        Column("other_id", TEXT, "the other entity"),
        Column("rule", TEXT, "how their names are alike"),
        Column("published_date", DATE, "the later date of the two names", nullable=True),
    ),
)  # fmt: skip

MEMO_TABLES = (NAMED, CALLED, TITLES, SIGNED_NAMES, ALIKE_NAMES)
