"""Link update: the links between entity ids, decided again for every version while it is made.

The links are a function of the version and of the curation, so an incremental dataset has those of
a rebuilt one. They cost by what changed: what each month says of its entities is kept, and so is
which names are alike (``memos.py``). What is decided over all ids is decided again, with columns
for the many questions, and with objects for the few decisions that may contradict each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from flows.narration import narrator
from flows.store.link_evidence import EVIDENCE, evidence
from flows.store.manifest import DataFile
from flows.store.memos import Memos, read_rows
from transforms.entities import (
    ALIKE,
    NAMES,
    SIGNED,
    VARIANTS,
    Curation,
    Link,
    attested_links,
    compared,
    curated,
    link_id_of,
    link_rows,
    namesakes,
    pairs,
    settled,
    side_by_side,
    similar_names,
    waiting,
)
from transforms.tables import (
    ALIKE_NAMES,
    ARTICLES,
    CALLED,
    ENTITIES,
    ENTITY_LINKS,
    NAMED,
    SIGNED_NAMES,
    TITLES,
    Table,
)

_NAME = ["entity_id", "entity_type", "canonical_name"]
_PAIR = ["one_id", "other_id"]
_DATE = "published_date"
_FIRST = pl.col("mention_id", _DATE).first()


def link_files(files: Sequence[DataFile], curation: Curation, memos: Memos) -> list[DataFile]:
    """The files of ``entity_links`` in the version being made, and of the memos behind them.

    files: the version's files of articles and entities, and perhaps of other tables.
    """
    sources = [one for one in files if one.partition.table in (ARTICLES.name, ENTITIES.name)]

    def evidence_of(here: Sequence[DataFile]) -> Sequence[pl.DataFrame]:
        paths = {file.partition.table: memos.folder / file.path for file in here}
        if paths.keys() == {ARTICLES.name, ENTITIES.name}:
            return evidence(paths[ARTICLES.name], paths[ENTITIES.name])
        return [table.frame() for table in EVIDENCE]

    kept = memos.by_place(EVIDENCE, sources, evidence_of)
    corpus = _Corpus(memos, [*sources, *kept])
    names = corpus.names("story_count")
    alike, found = _alike(names, memos)
    before = memos.rows_before(ENTITY_LINKS, [*ENTITY_LINKS.polars_schema])
    decisions, proposed = _decisions(corpus, names, curation)
    rows = pl.concat([decisions, _questions(alike, proposed, before)])
    return [*kept, *found, *memos.by_date(ENTITY_LINKS, rows, before)]


class _Corpus:
    """What the files of a version say of its entities."""

    def __init__(self, memos: Memos, files: Sequence[DataFile]) -> None:
        self._memos, self._files = memos, files

    def rows(self, table: Table, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of all rows of a table, in the order of months."""
        ordered = sorted(self._files, key=lambda file: file.partition)
        paths = [self._memos.folder / one.path for one in ordered
                 if one.partition.table == table.name]  # fmt: skip
        return read_rows(table, paths, columns)

    def names(self, counted: str, of: Collection[str] | None = None) -> pl.DataFrame:
        """One row per entity, under the name that most articles give it; columns as ``NAMES``.

        Args:
            counted: the column that counts articles: "story_count", or "article_count" for all.
            of: ids of the entities; None for all.
        """
        rows = self.rows(NAMED, [*_NAME, counted, "mention_id", "published_date"])
        if of is not None:
            rows = rows.filter(pl.col("entity_id").is_in(list(of)))
        spellings = (
            rows.rename({counted: "story_count"})
            .filter(pl.col("story_count") > 0)
            .group_by(_NAME, maintain_order=True)
            .agg(pl.col("story_count").sum(), _FIRST)
        )
        return (
            spellings.sort(
                "entity_id", "story_count", "canonical_name", descending=[False, True, False]
            )
            .group_by("entity_id", maintain_order=True)
            .agg(
                pl.col("entity_type", "canonical_name").first(), pl.col("story_count").sum(), _FIRST
            )
            .select(NAMES.keys())
        )

    def variants(self) -> pl.DataFrame:
        """What articles call entities beside their names; columns as ``VARIANTS``."""
        keys = ["surface_id", "surface", "entity_id", "link_reason"]
        rows = self.rows(CALLED, [*VARIANTS])
        return rows.group_by(keys, maintain_order=True).agg(pl.col("story_count").sum(), _FIRST)

    def apart(self, wanted: pl.DataFrame) -> set[tuple[str, str]]:
        """The pairs of ids that some article uses for two entities."""
        if wanted.is_empty():
            return set()
        ids = pl.concat([wanted["left_id"], wanted["right_id"]]).unique()
        found: set[tuple[str, str]] = set()
        for file in self._files:
            if file.partition.table == NAMED.name:
                rows = read_rows(NAMED, [self._memos.folder / file.path], ["entity_id", "articles"])
                here = rows.filter(pl.col("entity_id").is_in(ids.implode())).explode("articles")
                left = wanted.join(here, left_on="left_id", right_on="entity_id")
                both = left.join(here, left_on=["right_id", "articles"],
                                 right_on=["entity_id", "articles"], how="semi")  # fmt: skip
                found.update(both.select("left_id", "right_id").iter_rows())
        return found

    def places(self, wanted: Collection[str]) -> dict[str, str]:
        """The article_id of those of the articles that there are, by article_id and source_path."""
        if not wanted:
            return {}
        rows = self.rows(ARTICLES, ["article_id", "source_path"])
        by_path = rows.filter(pl.col("source_path").is_in(list(wanted)))
        by_id = rows.filter(pl.col("article_id").is_in(list(wanted)))["article_id"]
        found = {path: one for one, path in by_path.iter_rows()}
        return found | {one: one for one in by_id}


def _alike(names: pl.DataFrame, memos: Memos) -> tuple[pl.DataFrame, list[DataFile]]:
    """The names that are alike, side by side, and the files of the memos of that."""
    signed_before = memos.rows_before(SIGNED_NAMES, [*SIGNED, _DATE])
    alike_before = memos.rows_before(ALIKE_NAMES, [*ALIKE, _DATE])
    signed, alike = compared(
        names.select(_NAME), signed_before.drop(_DATE), alike_before.drop(_DATE)
    )
    pairs_of_names = side_by_side(names, alike)
    dates = pl.col(f"one_{_DATE}"), pl.col(f"other_{_DATE}")
    are_dated = dates[0].is_not_null() & dates[1].is_not_null()
    later = pl.when(are_dated).then(pl.max_horizontal(*dates)).alias(_DATE)
    kept = pairs_of_names.select(*ALIKE, later)
    signatures = signed.select("entity_id", "signatures")
    files = memos.by_date(
        SIGNED_NAMES,
        names.select(*_NAME, _DATE),
        signed_before.drop("signatures"),
        lambda rows: rows.join(signatures, on="entity_id", maintain_order="left"),
    )
    return pairs_of_names, [*files, *memos.by_date(ALIKE_NAMES, kept, alike_before)]


def _decisions(
    corpus: _Corpus, names: pl.DataFrame, curation: Curation
) -> tuple[pl.DataFrame, list[Link]]:
    """Rows of ``entity_links`` that articles attest or people decided, and what rules propose."""
    proposed = [
        *attested_links(names, corpus.variants()),
        *namesakes(corpus.rows(TITLES, [*TITLES.polars_schema])),
    ]
    known: dict[str, Mapping[str, Any]] = {}
    if curation != Curation():
        everyone = corpus.names("article_count", curation.entity_ids)
        known = {row["entity_id"]: row for row in everyone.iter_rows(named=True)}
    by_place = corpus.places(
        {decision.article for decision in curation.decisions if decision.article}
    )
    for decision in waiting(curation, known, by_place):
        narrator.get().say(f"Curation {decision.place}: the dataset has no such entity or article")
    decided = curated(curation, known, by_place)
    links = settled(proposed, decided, corpus.apart(pairs(proposed)))
    return ENTITY_LINKS.frame(link_rows(links)).unique("link_id", keep="first"), proposed


def _questions(alike: pl.DataFrame, proposed: Iterable[Link], before: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``entity_links`` for names that are alike, where no other rule says anything.

    Args:
        alike: as ``side_by_side`` gives them.
        proposed: what other rules say.
        before: the parent's rows; most ids of links are found in them, which saves hashing.
    """
    tied = [(*link.ids,) for link in proposed if len(link.ids) == len(_PAIR)]
    by_rules = pl.DataFrame(tied, dict.fromkeys(_PAIR, pl.String()), orient="row")
    untied = alike.join(by_rules, on=_PAIR, how="anti").join(
        by_rules, left_on=_PAIR, right_on=_PAIR[::-1], how="anti"
    )
    keys = ["rule", "left_id", "right_id"]
    everywhere = before.filter(pl.col("article_id").is_null(), pl.col("actor") == "rule")
    found = similar_names(untied).join(everywhere.select(*keys, "link_id"), on=keys, how="left")
    fresh = found.filter(pl.col("link_id").is_null())
    ids = [
        link_id_of(rule, left_id, right_id, "", "rule")
        for rule, left_id, right_id in fresh.select(keys).iter_rows()
    ]
    named = fresh.with_columns(pl.Series("link_id", ids, pl.String()))
    columns = ENTITY_LINKS.polars_schema.keys()
    known = found.filter(pl.col("link_id").is_not_null())
    return pl.concat([known.select(columns), named.select(columns)])
