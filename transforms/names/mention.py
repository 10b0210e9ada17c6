"""Mentions: the namings of entities in an article, before and after they are resolved.

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


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with the entity it names.

    canonical_name: the best attested correct spelling in the article, without title.
    form:           how this mention relates to it.
    link_reason:    the rule that linked it, snake_case: "same_name", "surname", "acronym",
                    "misspelt_given_name", "demonym", …
    gender:         of a person, when title or given name tells it; for resolving "he" and "she".
    """

    mention: Mention
    entity_id: str
    canonical_name: str
    form: Form
    link_reason: str
    gender: Literal["m", "f"] | None = None
