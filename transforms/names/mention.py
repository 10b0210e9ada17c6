"""Mention: one naming of an entity in an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text.span import Span
from transforms.text.zones import MentionZone

EntityType = Literal["person", "org", "place", "norp", "facility", "event", "work", "product"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an entity.

    span:       the name without title, possessive ending or leading "the" (unless it is the name of
                a newspaper or band that writes "The" with a capital: "The Wall Street Journal").
    title:      span of the title or role before it: "US Secretary of State".
    sentence_index: of the sentence that holds it; None in a byline, dateline or picture credit.
    zone:       where it stands.
    confidence: 0..1, of span and type together.
    """

    span: Span
    entity_type: EntityType
    sentence_index: int | None
    zone: MentionZone
    confidence: float
    title: Span | None = None
