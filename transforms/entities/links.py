"""Entity links: what is decided about two entity ids, settled into one answer for each id.

Pure. People win over rules. An id stands for at most one other, everywhere or in one article, so
that whoever follows the links from an id ends at one place. What would lead in a circle, against
what a person said, or join two that an article names apart, is a question instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeAlias

import polars as pl

from transforms.entities.curation import Curation, Decision, Named
from transforms.names import EntityType

LinkDecision: TypeAlias = Literal["same", "different", "unsure"]
Actor: TypeAlias = Literal["rule", "curation", "knowledge_base"]


@dataclass(frozen=True, slots=True)
class Link:
    """One decision: ``left`` is, is not, or may be ``right``.

    left_id:    the name that stands for another: the acronym, the misspelling.
    right_id:   the entity it stands for; an id of a knowledge base; None when left is no entity.
    article_id: the only article that it holds in; None everywhere.
    mention_id: a mention that attests it; None for what people decided.
    """

    left_id: str
    left_name: str
    left_type: EntityType
    right_id: str | None
    right_name: str | None
    right_type: EntityType | None
    decision: LinkDecision
    rule: str
    score: float
    actor: Actor
    evidence: str
    story_count: int = 0
    mention_id: str | None = None
    article_id: str | None = None
    published_date: date | None = None

    @property
    def link_id(self) -> str:
        """16 hex digits: the same whenever the same is decided by the same rule."""
        key = "|".join(
            (self.rule, self.left_id, self.right_id or "", self.article_id or "", self.actor)
        )
        return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()

    def doubted(self, why: str) -> Link:
        """The same as a question to a person."""
        return replace(self, decision="unsure", evidence=f"{self.evidence}; {why}")


Known = Mapping[str, Mapping[str, Any]]
"""entity_id to its row of names."""


def settled(
    links: Iterable[Link], decided: Sequence[Link], apart: set[tuple[str, str]]
) -> list[Link]:
    """All links, with the decisions that stand.

    Args:
        links: what rules propose.
        decided: what people decided, see ``curated``.
        apart: pairs of ids that one article has as two.
    """
    standing = _Standing(decided)
    proposed = sorted(links, key=lambda link: (-link.score, link.link_id))
    return [*decided, *(standing.judged(link, apart) for link in proposed)]


class _Standing:
    """What stands so far: where each id leads, and who must not meet."""

    def __init__(self, decided: Sequence[Link]) -> None:
        same = [one for one in decided if one.decision == "same" and one.right_id]
        self._to = {
            one.left_id: one.right_id
            for one in reversed(same)
            if one.article_id is None and one.rule != "knowledge_base" and one.right_id
        }
        self._split = {(one.left_id, one.article_id) for one in same if one.article_id}
        different = [one for one in decided if one.decision == "different"]
        self._blocked = {one.left_id for one in different if one.right_id is None}
        self._parted = [(one.left_id, one.right_id) for one in different if one.right_id]

    def judged(self, link: Link, apart: set[tuple[str, str]]) -> Link:
        """The link as it stands."""
        if link.decision != "same" or link.right_id is None:
            return link
        if link.article_id is not None:
            decided = (link.left_id, link.article_id) in self._split
            return link.doubted("a person says otherwise") if decided else link
        left, right = link.left_id, link.right_id
        if self._to.get(left, right) != right or self._blocked & {left, right}:
            return link.doubted("a person or a better rule says otherwise")
        if (left, right) in apart:
            return link.doubted("one article names both apart")
        if self._root(right) == left:
            return link.doubted("others lead back")
        before = self._to.get(left)
        self._to[left] = right
        if any(self._root(one) == self._root(other) for one, other in self._parted):
            if before is None:
                del self._to[left]
            return link.doubted("a person keeps them apart")
        return link

    def _root(self, entity_id: str) -> str:
        while (after := self._to.get(entity_id)) is not None:
            entity_id = after
        return entity_id


def curated(curation: Curation, known: Known, articles: Mapping[str, str]) -> list[Link]:
    """What people decided about entities that the dataset has.

    Args:
        known: every entity of the dataset.
        articles: article_id by article_id and by source_path.
    """
    decided = [
        link
        for decision in curation.decisions
        if (link := _decided(decision, known, articles)) is not None
    ]
    said = {link.left_id for link in decided if link.article_id is None}
    return [*decided, *_known(curation, known, said)]


def waiting(curation: Curation, known: Known, articles: Mapping[str, str]) -> list[Decision]:
    """Decisions about what the dataset does not have (yet)."""
    return [one for one in curation.decisions if _decided(one, known, articles) is None]


def _decided(decision: Decision, known: Known, articles: Mapping[str, str]) -> Link | None:
    left, right, article = decision.left, decision.right, decision.article
    article_id = articles.get(article) if article else None
    if left.entity_id not in known or (article and article_id is None):
        return None
    is_same = decision.action in ("merge", "alias", "type") or article is not None
    return Link(
        left.entity_id, _name(left, known), known[left.entity_id]["entity_type"],
        right.entity_id if right else None, _name(right, known) if right else None,
        right.entity_type if right else None,
        "same" if is_same else "different", decision.action, 1.0, "curation",
        f"{decision.place}: {decision.note}" if decision.note else decision.place,
        article_id=article_id,
    )  # fmt: skip


def _name(named: Named, known: Known) -> str:
    if named.entity_id in known and named.name is None:
        return str(known[named.entity_id]["canonical_name"])
    return named.name or named.entity_id


def _known(curation: Curation, known: Known, said: set[str]) -> Iterator[Link]:
    """Ids of a knowledge base, beside our own; names of one id are one, unless two claim a name."""
    claims: dict[str, list[str]] = {}
    for one in curation.known:
        for named in one.names:
            claims.setdefault(named.entity_id, []).append(one.kb_id)
    for one in curation.known:
        there = [named for named in one.names if named.entity_id in known]
        for named in there:
            is_sole = len(claims[named.entity_id]) == 1
            yield Link(
                named.entity_id, _name(named, known), named.entity_type,
                one.kb_id, one.names[0].name, named.entity_type,
                "same" if is_sole else "unsure", "knowledge_base",
                1.0 if is_sole else 1 / len(claims[named.entity_id]), "knowledge_base", one.place,
            )  # fmt: skip
        sole = [named for named in there if len(claims[named.entity_id]) == 1]
        for named in sole[1:]:
            if named.entity_id not in said and sole[0].entity_id not in said:
                yield Link(
                    named.entity_id, _name(named, known), named.entity_type,
                    sole[0].entity_id, _name(sole[0], known), sole[0].entity_type,
                    "same", "same_kb_id", 1.0, "knowledge_base", f"{one.place}: {one.kb_id}",
                )  # fmt: skip


def link_rows(links: Iterable[Link]) -> list[dict[str, object]]:
    """Rows of ``entity_links``."""
    return [{name: getattr(link, name) for name in ("link_id", *Link.__slots__)} for link in links]


def pairs(links: Iterable[Link]) -> pl.DataFrame:
    """The pairs that are to be one everywhere, if no article names them apart."""
    return pl.DataFrame(
        [
            (link.left_id, link.right_id)
            for link in links
            if link.decision == "same" and link.article_id is None
        ],
        schema={"left_id": pl.String(), "right_id": pl.String()},
        orient="row",
    )
