"""Story update: the role of every article in its family of copies, found again in each commit.

Articles are compared across batches and months, so this runs once, when all rows of a version are
known. It reads signatures from the dataset, and the texts of the few articles that may be copies.
Only families that may have changed are compared again; the others are as a rebuild would find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from flows.store.corpus import MONTH, Corpus
from transforms.stories import (
    MEMBER_COLUMNS,
    Body,
    BodyChange,
    Pairs,
    Samples,
    StoryMember,
    StoryRole,
    Ties,
    body_of,
    connected,
    families_of,
    members_of,
    roles_in,
    what_changes,
)
from transforms.tables import ARTICLES, SIGNATURES

ROLE = ["article_id", "story_id", "is_copy", "copy_of", "copy_similarity"]
_FACTS = [*dict.fromkeys([*ROLE, *MEMBER_COLUMNS])]
_SIGNATURE = ["article_id", "fingerprint", "word_count", "shingles"]
_BODIES_AT_ONCE = 4_000
"""Prepared bodies take about 30 KB each."""
_PAIRS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Signatures:
    """The signatures of two versions, without their samples.

    before: article_id, fingerprint, ``MONTH``, whether it is gone, and story_id as its row has it.
    new:    article_id, fingerprint, word_count, ``MONTH``; of ``now`` too: articles that are there.
    """

    before: pl.DataFrame
    new: pl.DataFrame
    now: pl.DataFrame

    @property
    def changed(self) -> pl.Series:
        """Fingerprints of articles that came, went or changed, or lost the original they copy."""
        there = pl.concat([self.now["article_id"], self.new["article_id"]]).implode()
        is_lost = ~pl.col("story_id").is_in(there)
        of_before = self.before.filter(pl.col("gone") | is_lost)
        return pl.concat([of_before["fingerprint"], self.new["fingerprint"]]).unique()


def roles_that_changed(corpus: Corpus) -> pl.DataFrame:
    """Articles whose role in a story differs from that in their row; columns as ``ROLE``."""
    old = corpus.before(SIGNATURES.name, _SIGNATURE)
    new = corpus.new(SIGNATURES.name, _SIGNATURE)
    signatures = _signatures(corpus, old.drop("shingles"), new.drop("shingles"))
    changed = signatures.changed if corpus.is_whole else signatures.now["fingerprint"]
    if changed.is_empty():
        return ARTICLES.frame().select(ROLE)
    samples = Samples(pl.concat([old, new]))
    del old, new
    shelf = _Shelf(corpus, signatures.now)
    ties = Ties(shelf.bodies)
    change = _change(samples, signatures, changed)
    rows, pairs = what_changes(samples, change, lambda some: _tied(some, samples, shelf, ties))
    articles = _articles(corpus, signatures.now, samples.names.gather(rows))
    named = pairs.frame(samples.names)
    found: list[StoryRole] = []
    for batch in _batches(connected(articles["fingerprint"], named)):
        found += _roles(batch, named, articles, shelf, ties)
    return _frame(found).join(articles.select(ROLE), on=ROLE, how="anti", nulls_equal=True)


def _signatures(corpus: Corpus, old: pl.DataFrame, new: pl.DataFrame) -> _Signatures:
    rows = corpus.before(ARTICLES.name, ["article_id", "story_id"]).drop(MONTH)
    is_gone = pl.col("article_id").is_in(corpus.replaced["article_id"].implode())
    before = old.with_columns(gone=is_gone).join(rows, on="article_id", how="left")
    kept = before.filter(~pl.col("gone")).select(new.columns)
    return _Signatures(before, new, pl.concat([kept, new]))


def _change(samples: Samples, signatures: _Signatures, changed: pl.Series) -> BodyChange:
    """What happened to the bodies, and which stories they were in."""
    before, now = signatures.before, signatures.now
    is_changed = pl.col("fingerprint").is_in(changed.implode())
    was = set(before.filter(is_changed)["fingerprint"])
    is_there = set(now.filter(is_changed)["fingerprint"])
    codes = before.select("fingerprint", story=pl.col("story_id").rank("dense").cast(pl.Int64))
    story = (
        samples.names.to_frame("fingerprint")
        .join(codes.unique("fingerprint"), on="fingerprint", how="left", maintain_order="left")
        .with_columns(pl.col("story").fill_null(-1))
    )
    own = story.filter(is_changed)["story"].unique()
    is_seed = is_changed | ((pl.col("story") >= 0) & pl.col("story").is_in(own.implode()))
    return BodyChange(
        came=samples.flags(is_there - was),
        went=samples.flags(was - is_there),
        seeds=story.select(is_seed).to_series().to_numpy(),
        story=story["story"].to_numpy(),
    )


class _Shelf:
    """Prepared bodies by fingerprint, as many as memory is meant for.

    now: article_id, fingerprint and ``MONTH`` of the articles that are there.
    """

    def __init__(self, corpus: Corpus, now: pl.DataFrame) -> None:
        self._corpus, self._now = corpus, now
        self.bodies: dict[str, Body] = {}

    def fetch(self, names: Iterable[str]) -> None:
        """Have these bodies on the shelf, each from the first of the articles that have it."""
        wanted = set(names)
        missing = wanted - self.bodies.keys()
        if len(self.bodies) + len(missing) > _BODIES_AT_ONCE:
            for name in self.bodies.keys() - wanted:
                del self.bodies[name]
        if not missing:
            return
        first = (
            self._now.filter(pl.col("fingerprint").is_in([*missing]))
            .sort("article_id")
            .unique("fingerprint", keep="first")
        )
        name_of = dict(first.select("article_id", "fingerprint").iter_rows())
        for frame in self._corpus.articles(first, ["article_id", "text", "zones"]):
            for article_id, text, zones in frame.iter_rows():
                if article_id in name_of:
                    self.bodies[name_of[article_id]] = body_of(
                        text[zone["start_char"] : zone["end_char"]]
                        for zone in zones
                        if zone["kind"] == "body"
                    )


def _tied(pairs: Pairs, samples: Samples, shelf: _Shelf, ties: Ties) -> list[bool]:
    """Whether the texts of each pair have something in common."""
    longer, shorter = samples.names.gather(pairs.longer), samples.names.gather(pairs.shorter)
    found: list[bool] = []
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        shelf.fetch(pl.concat([longer[some], shorter[some]]))
        ends = zip(longer[some], shorter[some], strict=True)
        found += [ties.between(*pair) is not None for pair in ends]
    return found


def _articles(corpus: Corpus, now: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """What is known of the articles that have these bodies, the earliest id first."""
    wanted = now.filter(pl.col("fingerprint").is_in(names.implode()))
    facts = pl.concat([ARTICLES.frame().select(_FACTS), *corpus.articles(wanted, _FACTS)])
    own = wanted.select("article_id", "fingerprint", "word_count")
    return facts.join(own, on="article_id").sort("article_id")


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
    names: list[str], pairs: pl.DataFrame, articles: pl.DataFrame, shelf: _Shelf, ties: Ties
) -> Iterator[StoryRole]:
    """The role of every article that has one of these bodies; none has a copy elsewhere."""
    wanted = pl.Series("fingerprint", names, pl.String).to_frame()
    here = articles.join(wanted, on="fingerprint", how="semi", maintain_order="left")
    near = pairs.join(wanted, left_on="longer", right_on="fingerprint", how="semi",
                      maintain_order="left")  # fmt: skip
    paired = {*near["longer"], *near["shorter"]}
    shelf.fetch(paired)
    families = families_of(paired, list(near.select("longer", "shorter").iter_rows()), ties)
    family_of = {name: root for root, names in families.items() for name in names}
    stories: dict[str, list[StoryMember]] = {}
    for member in members_of(here):
        name = member.fingerprint
        stories.setdefault(family_of.get(name, name), []).append(member)
    for members in stories.values():
        yield from roles_in(members, shelf.bodies)


def _frame(roles: Iterable[StoryRole]) -> pl.DataFrame:
    return ARTICLES.frame(
        {
            "article_id": role.article_id,
            "story_id": role.story_id,
            "is_copy": role.copy_of is not None,
            "copy_of": role.copy_of,
            "copy_similarity": role.copy_similarity,
        }
        for role in roles
    ).select(ROLE)
