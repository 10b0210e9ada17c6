"""Link: one decision about two entity ids.

Pure.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from transforms.names.mention import EntityType

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
