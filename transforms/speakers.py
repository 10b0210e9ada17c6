"""Speakers: from the source as written to the entity, by a sieve that abstains rather than guesses.

Pure. Order of the sieve: explicit name, role or descriptor, acronym, pronoun, continuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.issue import Issue
from transforms.names import NamedMention
from transforms.quotes import Attribution
from transforms.sentences import Sentence
from transforms.span import Span

SpeakerForm = Literal[
    "full_name", "surname", "pronoun", "descriptor", "collective", "document", "none"
]


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One step of the way the words took: level 0 is the speaker, 1 the relay, 2 the relay's relay."""

    level: int
    name: str
    entity_id: str | None
    cue: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution with its speaker.

    speaker_name, speaker_entity_id: NULL when unresolved; then ``speaker_role`` or an issue says why.
    speaker_role:       a descriptor as written: "a US military official".
    speaker_resolution: explicit, surname, role, acronym, pronoun, continuation, transcript,
                        unresolved.
    chain:              speaker first, then each relay outwards; the speaker's link is absent when
                        no source is written.
    """

    attribution: Attribution
    speaker_form: SpeakerForm
    speaker_entity_id: str | None
    speaker_name: str | None
    speaker_role: str | None
    speaker_resolution: str
    speaker_confidence: float
    chain: tuple[ChainLink, ...]
    relay_name: str | None = None
    relay_entity_id: str | None = None
    issues: tuple[Issue, ...] = ()


def resolve_speakers(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    named: Sequence[NamedMention],
) -> tuple[Quote, ...]:
    """One Quote per attribution, in the same order."""
    raise NotImplementedError
