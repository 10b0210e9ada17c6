"""Mentions: where the text names a person, organisation, place, group or event.

Pure, rule-based: capitalisation, titles, organisation words and gazetteers from ``lexicon``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.page import ZoneKind
from transforms.sentences import Sentence
from transforms.span import Span

EntityType = Literal["person", "org", "place", "norp", "facility", "event", "work", "product"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an entity.

    span:       the name without title, possessive ending or leading "the" (unless the name is a
                newspaper's or band's and "The" is written with a capital: "The Wall Street Journal").
    title:      span of the title or role before it: "US Secretary of State".
    sentence_index, zone: of the sentence that holds it.
    confidence: 0..1, of span and type together.
    """

    span: Span
    entity_type: EntityType
    sentence_index: int
    zone: ZoneKind
    confidence: float
    title: Span | None = None


def find_mentions(text: str, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Mentions in text order, never overlapping, each inside one sentence."""
    raise NotImplementedError
