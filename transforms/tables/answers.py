"""The stored answers, declared as the tables are: what people ask most, computed at commit.

What a row is, is decided by the SQL file of the table's name in ``sql/stored``; this declares its
columns. No row is extracted: an answer follows from the tables, so it may be thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from transforms.tables.declaration import Column, Table
from transforms.tables.schema import (
    ARTICLES,
    DATE,
    ENTITIES,
    FIGURES,
    FLAG,
    OFFSET,
    QUOTES,
    REAL,
    TABLES,
    TEXT,
    WHOLE,
)

COUNT = pl.Int64()
_PARTS = 3
"""Parts of a quote that have columns of their own; few quotes have more."""
_ENDS = [(n, end) for n in range(1, _PARTS + 1) for end in ("start", "end")]
SEGMENTS = (
    Column("segment_count", WHOLE, "parts of the content", nullable=True),
    *(
        Column(f"segment_{n}_{end}_char", WHOLE, f"{end} of part {n} of the content", OFFSET, True)
        for n, end in _ENDS
    ),
)
"""For readers that know no lists: most dashboards."""


@dataclass(frozen=True)
class StoredAnswer(Table):
    """A table whose rows follow from those of other tables.

    key:    as that of a table; of several columns, with commas, where it takes more than one.
    follows_from: what its rows are made from: those of one "article" and what its ids stand for;
             the rows that a table has in a "month"; or those of "many" months.
    grouped: column that is made whole by rows of many months, which lie in the month of ``dated``.
    dated:   column with the date that decides that month.
    """

    follows_from: Literal["article", "month", "many"] = "article"
    grouped: str | None = None
    dated: str | None = None


def _of(table: Table, names: str) -> Iterator[Column]:
    """Columns of a table, by name; a row that breaks a promise must not stop an answer."""
    known = {column.name: column for column in table.columns}
    for name in names.split():
        yield replace(known[name], nullable=True, references=None)


def _text(name: str, doc: str) -> Column:
    return Column(name, TEXT, doc, nullable=True)


_PLACE = "article_id published_date"
_SOURCE = "headline source_url source_path"
_OUTLET = _text("outlet", "outlet of the article")
_IN_CONTEXT = _text(
    "in_context", "what the text says there, with sixty characters around it, on one line"
)
_IS_COPY = Column("is_copy", FLAG, "stands in a copy of another article", nullable=True)
_ENTITY_ID = _text("entity_id", "the entity, after all decisions about ids")
_CALLED = _text("canonical_name", "what that entity is called")
_TYPE = _text("entity_type", "its type")
_FIRST = Column("first_published_date", DATE, "date of the first dated article", nullable=True)
_LAST = Column("last_published_date", DATE, "date of the last one", nullable=True)

ENTITY_NAMES = StoredAnswer(
    name="_entity_names",
    grain="one row per entity id, type and name in a month or part of one",
    key="entity_id, entity_type, canonical_name",
    order=("entity_id", "entity_type", "canonical_name"),
    follows_from="month",
    columns=(
        *_of(ENTITIES, "entity_id entity_type canonical_name"),
        Column("mention_count", COUNT, "mentions of that name", nullable=True),
        _FIRST,
    ),
)

IDENTITIES = StoredAnswer(
    name="identities",
    grain="one row per entity id of a mention, and one more for each article in which it stands for one of several namesakes",
    key="stated_entity_id, article_id",
    order=("stated_entity_id", "article_id"),
    indexed=("stated_entity_id", "entity_id"),
    columns=(
        _text("stated_entity_id", "the id as in entities"),
        _text("article_id", "the only article that the row holds in, NULL for all others"),
        _text("entity_id", "the id that it stands for, its own unless decided otherwise"),
        _text("canonical_name", "name of that entity, as most mentions have it"),
        _text("entity_type", "type of that entity"),
        Column("is_blocked", FLAG, "a person said that it is not an entity", nullable=True),
        _text("kb_id", "id of the entity in the user's knowledge base, the first if there are several"),
        Column("first_published_date", DATE, "date of the first dated article that has stated_entity_id", nullable=True),
    ),
    follows_from="many",
    grouped="stated_entity_id",
    dated="first_published_date",
)  # fmt: skip

NEWSMAKERS = StoredAnswer(
    name="newsmakers_all",
    grain="one row per mention in the news itself, in copies of an article as well: without the writers and agencies of bylines and datelines and the credits of pictures",
    key="mention_id",
    order=("published_date", "article_id", "mention_id"),
    indexed=("article_id", "entity_id"),
    columns=(
        *_of(ENTITIES, f"mention_id {_PLACE}"),
        _OUTLET,
        *_of(ENTITIES, "start_char end_char surface form title zone"),
        _text("stated_entity_id", "entity_id of the mention as in entities"),
        _ENTITY_ID, _CALLED, _TYPE, _IS_COPY,
    ),
)  # fmt: skip

STATEMENTS = StoredAnswer(
    name="statements_all",
    grain="one row per quote that is said or written, in copies of an article as well",
    key="quote_id",
    order=("published_date", "article_id", "quote_id"),
    indexed=("article_id", "speaker_entity_id"),
    columns=(
        *_of(QUOTES, f"quote_id {_PLACE}"),
        _OUTLET,
        *_of(ARTICLES, _SOURCE),
        *_of(QUOTES, "is_headline quote_type attribution_kind quote_text start_char end_char"),
        *SEGMENTS,
        *_of(QUOTES, "speaker_text speaker_role cue_text cue_lemma cue_negated stance stance_text"
             " relay_name relay_entity_id attribution_chain utterance_id parent_quote_id"
             " speaker_confidence confidence"),
        _text("speaker_entity_id", "the speaker, after all decisions about ids"),
        _text("speaker_name", "what that entity is called"),
        _text("canonical_name", "the same, by the name that it has in other views"),
        _text("speaker", "whoever said it: by name, else by role, else as written"),
        _text("source_kind", "how the source is given: named, role, unresolved or none"),
        _IN_CONTEXT,
        _IS_COPY,
    ),
)  # fmt: skip

UNNAMED = StoredAnswer(
    name="unnamed_statements",
    grain="one row per statement whose source stays unnamed; refusals to speak and copies left out",
    key="quote_id",
    order=STATEMENTS.order,
    columns=STATEMENTS.columns,
)

CLAIMS = StoredAnswer(
    name="claims_all",
    grain="one row per quantity of figures_default_all, in copies of an article as well",
    key="figure_id",
    order=("published_date", "article_id", "figure_id"),
    indexed=("article_id", "figure_id", "subject_entity_id", "asserted_by_entity_id"),
    columns=(
        *_of(FIGURES, f"figure_id {_PLACE}"),
        _OUTLET,
        *_of(ARTICLES, _SOURCE),
        *_of(FIGURES, "surface start_char end_char kind value bound is_approximate modifier unit"
             " per_unit change change_role measured measured_head subject_entity_id"),
        _text("subject_name", "canonical name of the entity that the figure is about"),
        *_of(FIGURES, "quote_id stance stance_text asserted_by_entity_id asserted_by_role"),
        *_of(QUOTES, "relay_name"),
        *_of(FIGURES, "confidence"),
        _IN_CONTEXT,
        _IS_COPY,
        Column("claim_low", REAL, "smallest value that the claim allows, NULL when it has no lower limit", "see unit", True),
        Column("claim_high", REAL, "largest value that the claim allows, NULL when it has no upper limit", "see unit", True),
        _text("asserted_by_name", "canonical name of the speaker of the quote that it stands in"),
        _text("asserted_by", "whoever claims it, by name or role, else the outlet; NULL where they deny or doubt it, or did not say it"),
        _text("stance_of", "whoever takes that stance, by name or role, else the outlet"),
    ),
)  # fmt: skip

COMPARABLE = StoredAnswer(
    name="comparable_claims",
    grain="one row per quantity of claims whose text says what it measures",
    key="figure_id",
    order=CLAIMS.order,
    indexed=("figure_id",),
    columns=(
        *CLAIMS.columns,
        Column("lowest", REAL, "smallest value that the claim allows, minus infinity without a lower limit", "see unit", True),
        Column("highest", REAL, "largest value that the claim allows, infinity without an upper limit", "see unit", True),
        _text("level_change", "how the value changed, NULL where the text states the level reached"),
        _text("level_role", "the part of the change that the value is, NULL likewise"),
        Column("is_part", FLAG, 'counts some of what the text has more of: "71 of the 92", "22 of them"', nullable=True),
        Column("in_headline", FLAG, "stands in the headline", nullable=True),
        Column("clause_words", pl.List(TEXT), "words of the claim's clause, cut to five letters, each once", nullable=True),
    ),
)  # fmt: skip

ARTICLE_ENTITIES = StoredAnswer(
    name="article_entities",
    grain="one row per article",
    key="article_id",
    order=("article_id",),
    indexed=("article_id",),
    columns=(
        *_of(ENTITIES, "article_id"),
        Column("entity_ids", pl.List(TEXT), "the entities, after all decisions about ids; may be empty", nullable=True),
    ),
)  # fmt: skip

CORRECTIONS = StoredAnswer(
    name="_correction_lines",
    grain="one row per line of an article which says that something is corrected",
    key="article_id, line_index",
    order=("article_id", "line_index"),
    columns=(
        *_of(ARTICLES, "article_id"),
        Column("line_index", COUNT, "order of the line in the article, from 0", nullable=True),
        *_of(ARTICLES, "outlet published_date"),
        _text("sentence", "the line"),
    ),
)

STORIES = StoredAnswer(
    name="stories",
    grain="one row per story: an article with its copies, such as those of a wire report",
    key="story_id",
    order=("story_id",),
    indexed=("story_id",),
    columns=(
        _text("story_id", "article_id of the original"),
        _text("first_article_id", "the original: signed by an agency, then earliest"),
        Column("first_published_date", DATE, "the earliest date of the story", nullable=True),
        Column("last_published_date", DATE, "the latest one", nullable=True),
        _text("headline", "that of the original"),
        _text("agency", "that signed the original, else the first that a copy names"),
        Column("article_count", COUNT, "articles of the story", nullable=True),
        Column("outlets", pl.List(TEXT), "who published it, in alphabetical order", nullable=True),
    ),
    follows_from="many",
    grouped="story_id",
    dated="first_published_date",
)

_VARIANT = pl.Struct({"surface": TEXT, "form": TEXT, "mention_count": COUNT})
_COUNTED = (
    Column("mention_count", COUNT, "mentions", nullable=True),
    Column("article_count", COUNT, "articles that name it", nullable=True),
)
_SPELT = (
    Column("variants", pl.List(_VARIANT), "every spelling with its form and mentions, most frequent first", nullable=True),
    Column("stated_entity_ids", pl.List(TEXT), "the ids in entities that stand for it", nullable=True),
    _text("kb_id", "its id in the user's knowledge base, the first if there are several"),
)  # fmt: skip


def _by_month(name: str, counting: str) -> StoredAnswer:
    return StoredAnswer(
        name=name,
        grain=f"one row per entity and month, {counting}",
        key="entity_id, month",
        order=("entity_id",),
        indexed=("entity_id",),
        columns=(_ENTITY_ID, _CALLED, _TYPE, *_COUNTED, _FIRST, _LAST, *_SPELT),
        follows_from="month",
    )


def _index(name: str, counting: str) -> StoredAnswer:
    return StoredAnswer(
        name=name,
        grain=f"one row per entity of the news, after all decisions about ids; {counting}",
        key="entity_id",
        order=("entity_id",),
        indexed=("entity_id",),
        columns=(_ENTITY_ID, _CALLED, _TYPE, *_COUNTED, _FIRST, _LAST, *_SPELT),
        follows_from="many",
        grouped="entity_id",
        dated="last_published_date",  # what is named often lies together, and little is rewritten
    )


MENTIONS_BY_MONTH = (
    _by_month("mentions_by_month", "counting a story once, in the month of its original"),
    _by_month("mentions_by_month_all", "counting every copy of a story"),
)
ENTITY_INDEX = (
    _index("entity_index", "a story counts once"),
    _index("entity_index_all", "every copy of a story counts"),
)

ANSWERS = (
    ENTITY_NAMES, IDENTITIES, NEWSMAKERS, STATEMENTS, UNNAMED, CLAIMS, COMPARABLE, ARTICLE_ENTITIES,
    CORRECTIONS, STORIES, *MENTIONS_BY_MONTH, *ENTITY_INDEX,
)  # fmt: skip
"""In an order in which each follows those that it is made from."""
EVERY = (*TABLES, *ANSWERS)
"""Every table that a version holds."""
EVERY_BY_NAME = {table.name: table for table in EVERY}
