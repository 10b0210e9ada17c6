"""Story update: the role of every article in its family of copies, found again in each commit.

Articles are compared across batches and months, so this runs once, when all rows of a version are
known. It reads signatures from the dataset, and the texts of the few articles that may be copies.
Only families that may have changed are compared again; the others are as a rebuild would find them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from transforms.stories import (
    MEMBER_COLUMNS,
    Body,
    StoryMember,
    StoryRole,
    body_of,
    candidate_pairs,
    families_of,
    members_of,
    roles_in,
    touched,
)
from transforms.tables import ARTICLES, BY_NAME, SIGNATURES

ROLE = ["article_id", "story_id", "is_copy", "copy_of", "copy_similarity"]
Zone: TypeAlias = Mapping[str, Any]
_FACTS = [*dict.fromkeys([*ROLE, *MEMBER_COLUMNS])]
_BODIES_AT_ONCE = 20_000
"""Prepared bodies take about 30 KB each."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The rows of a version being made.

    old:      table name and file of the parent's files that it builds on.
    replaced: documents whose old rows go, by article_id.
    spilled:  folder of the new rows: <table>/<partition>/*.arrow.
    """

    old: tuple[tuple[str, Path], ...]
    replaced: pl.DataFrame
    spilled: Path

    def before(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of the parent's rows."""
        return self._read(self._old(table), table, columns)

    def kept(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of the parent's rows that stay."""
        return self.before(table, columns).join(self.replaced, on="article_id", how="anti")

    def new(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of the rows that come."""
        return self._read(self._new(table), table, columns)

    def texts(self, article_ids: pl.Series) -> Iterator[tuple[str, str, list[Zone]]]:
        """article_id, text and zones of these articles, a file at a time."""
        wanted = article_ids.to_frame("article_id")
        columns = ["article_id", "text", "zones"]
        new = self.new(ARTICLES.name, ["article_id"])
        for path in (*self._old(ARTICLES.name), *self._new(ARTICLES.name)):
            here = wanted
            if path.suffix == ".parquet":
                here = wanted.join(new, on="article_id", how="anti")
            if here.height:
                found = _scan(path).select(columns).join(here.lazy(), on="article_id", how="semi")
                yield from found.collect().iter_rows()

    def _old(self, table: str) -> list[Path]:
        return [path for name, path in self.old if name == table]

    def _new(self, table: str) -> list[Path]:
        return sorted((self.spilled / table).glob("*/*.arrow"))

    def _read(self, paths: Sequence[Path], table: str, columns: Sequence[str]) -> pl.DataFrame:
        frames = [_scan(path).select(columns).collect() for path in paths]
        return pl.concat([BY_NAME[table].frame().select(columns), *frames])


def roles_that_changed(corpus: Corpus) -> pl.DataFrame:
    """Articles whose role in a story differs from that in their row; columns as ``ROLE``."""
    changed = _changed(corpus)
    if not changed:
        return ARTICLES.frame().select(ROLE)
    names = SIGNATURES.polars_schema.keys()
    before = corpus.before(SIGNATURES.name, [*names])
    signatures = pl.concat(
        [corpus.kept(SIGNATURES.name, [*names]), corpus.new(SIGNATURES.name, [*names])]
    )
    pairs = candidate_pairs(_bodies(signatures))
    groups = touched(candidate_pairs(_bodies(before)), pairs, changed)
    articles = _articles(corpus, signatures)
    there = set(articles["fingerprint"])
    found: list[StoryRole] = []
    for batch in _batches([[name for name in group if name in there] for group in groups]):
        found += _roles(corpus, batch, pairs, articles)
    roles = ARTICLES.frame(
        {
            "article_id": role.article_id,
            "story_id": role.story_id,
            "is_copy": role.copy_of is not None,
            "copy_of": role.copy_of,
            "copy_similarity": role.copy_similarity,
        }
        for role in found
    ).select(ROLE)
    return roles.join(articles.select(ROLE), on=ROLE, how="anti", nulls_equal=True)


def _changed(corpus: Corpus) -> set[str]:
    """Fingerprints of the articles that came, went or changed."""
    columns = ["article_id", "fingerprint"]
    gone = corpus.before(SIGNATURES.name, columns).join(
        corpus.replaced, on="article_id", how="semi"
    )
    return {*gone["fingerprint"], *corpus.new(SIGNATURES.name, columns)["fingerprint"]}


def _bodies(signatures: pl.DataFrame) -> pl.DataFrame:
    """One row per different body."""
    return signatures.unique("fingerprint").select("fingerprint", "word_count", "shingles")


def _articles(corpus: Corpus, signatures: pl.DataFrame) -> pl.DataFrame:
    """What is known of every article that has a signature, the earliest id first."""
    rows = pl.concat([corpus.kept(ARTICLES.name, _FACTS), corpus.new(ARTICLES.name, _FACTS)])
    own = signatures.select("article_id", "fingerprint", "word_count")
    return rows.join(own, on="article_id").sort("article_id")


def _batches(groups: Sequence[list[str]]) -> Iterator[list[str]]:
    """Whole groups together, about as many bodies as memory is meant for."""
    batch: list[str] = []
    for group in groups:
        batch += group
        if len(batch) >= _BODIES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _roles(
    corpus: Corpus, fingerprints: list[str], pairs: pl.DataFrame, articles: pl.DataFrame
) -> Iterator[StoryRole]:
    """The role of every article that has one of these bodies; none has a copy elsewhere."""
    wanted = pl.Series("fingerprint", fingerprints, pl.String).to_frame()
    here = articles.join(wanted, on="fingerprint", how="semi", maintain_order="left")
    near = pairs.join(wanted, left_on="longer", right_on="fingerprint", how="semi",
                      maintain_order="left")  # fmt: skip
    bodies = _prepared(corpus, here, near)
    families = families_of(bodies, list(near.select("longer", "shorter").iter_rows()))
    family_of = {name: root for root, names in families.items() for name in names}
    stories: dict[str, list[StoryMember]] = {}
    for member in members_of(here):
        name = member.fingerprint
        stories.setdefault(family_of.get(name, name), []).append(member)
    for members in stories.values():
        yield from roles_in(members, bodies)


def _prepared(corpus: Corpus, here: pl.DataFrame, pairs: pl.DataFrame) -> dict[str, Body]:
    """The bodies that stand in a pair, each from the first of the articles that have it."""
    paired = pl.concat([pairs["longer"], pairs["shorter"]]).unique()
    first = here.join(paired.to_frame("fingerprint"), on="fingerprint", how="semi").unique(
        "fingerprint", keep="first", maintain_order=True
    )
    names = dict(first.select("article_id", "fingerprint").iter_rows())
    return {
        names[article_id]: body_of(
            text[zone["start_char"] : zone["end_char"]] for zone in zones if zone["kind"] == "body"
        )
        for article_id, text, zones in corpus.texts(first["article_id"])
    }


def _scan(path: Path) -> pl.LazyFrame:
    if path.suffix == ".arrow":
        return pl.scan_ipc(path, glob=False)
    return pl.scan_parquet(path, hive_partitioning=False, glob=False)
