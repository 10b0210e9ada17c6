"""Attributions and quotes: what the engines find, and the same with its speaker resolved.

Pure values: this module imports no finder, so that the tables and another engine can use it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text import Issue, Span

QuoteType = Literal["direct", "indirect", "mixed"]
AttributionKind = Literal["speech", "writing", "thought", "other"]
Stance = Literal["asserts", "denies", "doubts", "asks", "supposes", "declines"]
SpeakerForm = Literal[
    "full_name", "surname", "pronoun", "descriptor", "collective", "document", "none"
]

UNCERTAIN = "uncertain"
"""Method of what an engine saw and for which too little speaks: an issue, and no row."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Who passed the words on: "according to Interfax", "told Reuters".

    source: the relay as written: "Interfax news agency".
    cue:    "according to", "told", "reported".
    """

    source: Span
    cue: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: what was said, by whom as written, and the words that say so.

    segments:   the content's parts in text order, quotation marks included; a split quote has two.
    source:     the speaker as written: "he", "a US military official"; None when none is written.
    cue:        "said", "is reporting", "according to"; None for a quotation that continues one.
    relays:     from the innermost outwards.
    method:     the name of the rule that found it, or "learned".
    confidence: 0..1.
    continues:  position, in the result, of the attribution this one continues (same speaker).
    parent:     position, in the result, of the attribution in whose content this one stands.
    stance:     what the source does with the content; "declines" to say it, "supposes" that it
                were said, or says it only as a supposition.
    shown_by:   the words that show a stance other than "asserts".
    """

    quote_type: QuoteType
    attribution_kind: AttributionKind
    segments: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    cue_lemma: str | None
    cue_negated: bool
    relays: tuple[Relay, ...]
    sentence_index: int
    method: str
    confidence: float
    continues: int | None = None
    parent: int | None = None
    stance: Stance = "asserts"
    shown_by: Span | None = None

    @property
    def is_statement(self) -> bool:
        """Whether somebody said, wrote or thought it: "is charged with theft" is none."""
        return self.attribution_kind != "other"

    @property
    def span(self) -> Span:
        """The envelope of the segments."""
        return self.segments[0].envelope(self.segments[-1])


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One step of the way that the words took: level 0 the speaker, 1 the relay, 2 its relay."""

    level: int
    name: str
    entity_id: str | None
    cue: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution with its speaker.

    speaker_name, speaker_entity_id: None when nobody is identified; ``speaker_role`` or an issue
                        then says why.
    speaker_role:       a descriptor as written: "a US military official".
    speaker_resolution: explicit, surname, role, acronym, pronoun, continuation, transcript,
                        unresolved.
    chain:              the speaker, then each relay outwards; without the speaker when no source is
                        written.
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
