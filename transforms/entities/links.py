"""Entity links: what rules and people decide about two entity ids, settled to one answer per id.

Pure. People win over rules. An id stands for at most one other, everywhere or in one article, so
that following the links from an id ends at one place. A link becomes a question to a person if it
would lead in a circle, contradict a person, or join two entities that one article names apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple, TypeAlias

import polars as pl

from transforms.entities.curation import Curation, Decision, Named
from transforms.names import EntityType

_SIDES = ("left", "right")
LinkDecision: TypeAlias = Literal["same", "different", "unsure"]
Actor: TypeAlias = Literal["rule", "curation", "knowledge_base"]


class EntityRef(NamedTuple):
    """An entity as a link names it.

    Attributes:
        entity_id: 16 hex digits, or the id of a knowledge base.
        name: the name to show.
        entity_type: its type.
    """

    entity_id: str
    name: str
    entity_type: EntityType

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> EntityRef:
        """The entity of a row with the columns entity_id, canonical_name and entity_type."""
        return cls(row["entity_id"], row["canonical_name"], row["entity_type"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One decision: ``left`` is, is not, or may be ``right``.

    Attributes:
        left: the name that stands for another: the acronym, the misspelling.
        right: the entity that it stands for; None when left is not an entity.
        decision: what is decided.
        rule: the rule, or the action of a person, that says so.
        score: 0..1, how sure the rule is.
        actor: who decided.
        evidence: why, in words for people.
        story_count: articles that attest it, copies not counted.
        mention_id: a mention that attests it; None for what people decided.
        article_id: the only article that it holds in; None everywhere.
        published_date: of the mention.
    """

    left: EntityRef
    right: EntityRef | None
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
        right_id = self.right.entity_id if self.right else ""
        return link_id_of(
            self.rule, self.left.entity_id, right_id, self.article_id or "", self.actor
        )

    @property
    def ids(self) -> frozenset[str]:
        """The ids of both sides."""
        return frozenset(one.entity_id for one in (self.left, self.right) if one is not None)

    def doubted(self, why: str) -> Link:
        """This link as a question to a person, with the reason for the doubt."""
        return replace(self, decision="unsure", evidence=f"{self.evidence}; {why}")


def link_id_of(rule: str, left_id: str, right_id: str, article_id: str, actor: str) -> str:
    """The id of a link; what it does not have is ""."""
    key = f"{rule}|{left_id}|{right_id}|{article_id}|{actor}"
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


EntityRows: TypeAlias = Mapping[str, Mapping[str, Any]]
"""A row with entity_id, canonical_name and entity_type per entity_id."""


def settled(
    links: Iterable[Link], decided: Sequence[Link], apart: set[tuple[str, str]]
) -> list[Link]:
    """All links, with the decisions that stand.

    Args:
        links: what rules propose.
        decided: what people decided, as ``curated`` gives it.
        apart: pairs of left and right ids that one article has as two entities.
    """
    standing = _Standing(decided)
    proposed = sorted(links, key=lambda link: (-link.score, link.link_id))
    return [*decided, *(standing.judged(link, apart) for link in proposed)]


class _Standing:
    """The decisions so far: where each id leads, and which ids must not meet."""

    def __init__(self, decided: Sequence[Link]) -> None:
        same = [one for one in decided if one.decision == "same"]
        self._to = {
            one.left.entity_id: one.right.entity_id
            for one in reversed(same)
            if one.right and one.article_id is None and one.rule != "knowledge_base"
        }
        self._split = {
            (one.left.entity_id, one.article_id) for one in same if one.right and one.article_id
        }
        different = [one for one in decided if one.decision == "different"]
        self._blocked = {one.left.entity_id for one in different if one.right is None}
        self._parted = [(one.left.entity_id, one.right.entity_id) for one in different if one.right]

    def judged(self, link: Link, apart: set[tuple[str, str]]) -> Link:
        """The link, or the same as a question where it cannot stand."""
        if link.decision != "same" or link.right is None:
            return link
        left, right = link.left.entity_id, link.right.entity_id
        if link.article_id is not None:
            is_decided = (left, link.article_id) in self._split
            return link.doubted("a person says otherwise") if is_decided else link
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


def curated(curation: Curation, known: EntityRows, articles: Mapping[str, str]) -> list[Link]:
    """What people decided about entities that the dataset has.

    Args:
        curation: the decisions.
        known: every entity of the dataset.
        articles: the article_id of each article, by article_id and by source_path.
    """
    there = _there(curation, known)
    decided = [
        link
        for decision in curation.decisions
        if (link := _decided(decision, known, there, articles)) is not None
    ]
    said = {link.left.entity_id for link in decided if link.article_id is None}
    return [*decided, *_of_knowledge_base(curation, known, said)]


def waiting(curation: Curation, known: EntityRows, articles: Mapping[str, str]) -> list[Decision]:
    """Decisions about an entity or article that the dataset does not have (yet)."""
    there = _there(curation, known)
    return [one for one in curation.decisions if _decided(one, known, there, articles) is None]


def _there(curation: Curation, known: EntityRows) -> set[str]:
    """The ids that decisions can be about: those of the dataset, and what decisions make of them.

    Whoever says that a person is an organisation can go on to say which one.
    """
    there = set(known)
    joining = [one for one in curation.decisions if one.right and one.action != "split"]
    for _ in joining:
        there |= {
            one.right.entity_id for one in joining if one.right and one.left.entity_id in there
        }
    return there


def _decided(
    decision: Decision, known: EntityRows, there: set[str], articles: Mapping[str, str]
) -> Link | None:
    left, right, article = decision.left, decision.right, decision.article
    article_id = articles.get(article) if article else None
    if left.entity_id not in there or (article and article_id is None):
        return None
    row = known.get(left.entity_id)
    is_same = decision.action in ("merge", "alias", "type") or article is not None
    return Link(
        left=_ref(left, known)._replace(
            entity_type=row["entity_type"] if row else left.entity_type
        ),
        right=_ref(right, known) if right else None,
        decision="same" if is_same else "different",
        rule=decision.action,
        score=1.0,
        actor="curation",
        evidence=f"{decision.place}: {decision.note}" if decision.note else decision.place,
        article_id=article_id,
    )


def _ref(named: Named, known: EntityRows) -> EntityRef:
    """The entity that a person points to, under the name that the person or the dataset gives."""
    name = named.name
    if name is None and named.entity_id in known:
        name = str(known[named.entity_id]["canonical_name"])
    return EntityRef(named.entity_id, name or named.entity_id, named.entity_type)


def _of_knowledge_base(curation: Curation, known: EntityRows, said: set[str]) -> Iterator[Link]:
    """Links from our ids to those of a knowledge base, and between names of one such id.

    A name that two entities of the knowledge base claim is a question.

    said: ids that people decided about; no names are joined against their word.
    """
    claims: dict[str, list[str]] = {}
    for one in curation.known:
        for named in one.names:
            claims.setdefault(named.entity_id, []).append(one.kb_id)
    for one in curation.known:
        there = [named for named in one.names if named.entity_id in known]
        for named in there:
            claiming = len(claims[named.entity_id])
            yield Link(
                left=_ref(named, known),
                right=_ref(one.names[0], known)._replace(entity_id=one.kb_id),
                decision="same" if claiming == 1 else "unsure",
                rule="knowledge_base",
                score=1 / claiming,
                actor="knowledge_base",
                evidence=one.place,
            )
        sole = [named for named in there if len(claims[named.entity_id]) == 1]
        for named in sole[1:]:
            if named.entity_id not in said and sole[0].entity_id not in said:
                yield Link(
                    left=_ref(named, known),
                    right=_ref(sole[0], known),
                    decision="same",
                    rule="same_kb_id",
                    score=1.0,
                    actor="knowledge_base",
                    evidence=f"{one.place}: {one.kb_id}",
                )


def link_rows(links: Iterable[Link]) -> list[dict[str, object]]:
    """Rows of ``entity_links``."""
    return [
        {
            "link_id": link.link_id,
            **_side("left", link.left),
            **_side("right", link.right),
            **{name: getattr(link, name) for name in Link.__slots__ if name not in _SIDES},
        }
        for link in links
    ]


def _side(side: str, ref: EntityRef | None) -> dict[str, str | None]:
    """The columns of one side of a link."""
    entity_id, name, entity_type = ref or (None, None, None)
    return {f"{side}_id": entity_id, f"{side}_name": name, f"{side}_type": entity_type}


def pairs(links: Iterable[Link]) -> pl.DataFrame:
    """The pairs that rules take for one everywhere: columns left_id and right_id."""
    return pl.DataFrame(
        [
            (link.left.entity_id, link.right.entity_id if link.right else None)
            for link in links
            if link.decision == "same" and link.article_id is None
        ],
        schema={"left_id": pl.String(), "right_id": pl.String()},
        orient="row",
    )
