"""Quotes: attributions of content to a source by a cue (PARC / PolNeAR terms).

Pure. Finds content, cue and source spans; who the source is, ``speakers`` resolves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.mentions import Mention
from transforms.quotations import Quotation
from transforms.sentences import Sentence
from transforms.span import Span

QuoteType = Literal["direct", "indirect", "mixed"]
AttributionKind = Literal["speech", "writing", "thought", "other"]


@dataclass(frozen=True, slots=True)
class Relay:
    """Who passed the words on: "according to Interfax", "told Reuters".

    source: the relay's name as written ("Interfax news agency").
    cue:    "according to", "told", "reported".
    """

    source: Span
    cue: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution.

    segments: the content's parts in text order, quotation marks included; a split quote has two.
    source:   the speaker as written: "he", "a US military official"; None when nobody is named.
    cue:      "said", "is reporting", "according to"; None for a quotation that continues one.
    continues: position, in the result, of the attribution this one continues (same speaker).
    method:   the rule's name, snake_case.
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

    @property
    def span(self) -> Span:
        """The envelope of the segments."""
        return self.segments[0].envelope(self.segments[-1])


def find_attributions(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    mentions: Sequence[Mention],
) -> tuple[Attribution, ...]:
    """Attributions ordered by where their content begins."""
    raise NotImplementedError
