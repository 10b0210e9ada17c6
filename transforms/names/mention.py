"""Mentions: where an article names an entity, and which entity that is.

Pure values: this module imports no finder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text import MentionZone, Span

Form = Literal["full_name", "surname", "given_name", "acronym", "variant", "misspelling", "demonym"]
EntityType = Literal["person", "org", "place", "norp", "facility", "event", "work", "product"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text names an entity.

    Attributes:
        span: the name without title, possessive ending or leading "the", unless "The" is part of
            the name of a newspaper or band: "The Wall Street Journal".
        entity_type: what the name names.
        sentence_index: number of its sentence; None in a byline, dateline or picture credit.
        zone: where on the page it stands.
        confidence: 0..1, of span and type together.
        title: span of the title or role before it: "US Secretary of State".
    """

    span: Span
    entity_type: EntityType
    sentence_index: int | None
    zone: MentionZone
    confidence: float
    title: Span | None = None


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with the entity that it names.

    Attributes:
        mention: the mention.
        entity_id: 16 hex digits, as ``entity_id_of`` gives them.
        canonical_name: the best attested correct spelling in the article, without title.
        form: how this mention relates to that name.
        link_reason: the rule that linked the two: "same_name", "surname", "acronym",
            "misspelt_given_name", "demonym", …
        gender: of a person, if title or given name shows it; for resolving "he" and "she".
    """

    mention: Mention
    entity_id: str
    canonical_name: str
    form: Form
    link_reason: str
    gender: Literal["m", "f"] | None = None
