"""Quotes: attributions of content to a source by a cue (PARC / PolNeAR terms).

Pure. Finds content, cue and source spans; who the source is, ``speakers`` resolves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.names.mention_finder import Mention
from transforms.quotes.drafts import Draft, Thread, bare_quotations
from transforms.quotes.formats import Signature, find_signatures, transcript_turn
from transforms.quotes.frames import find_frames
from transforms.quotes.statements import Statement, count_words, find_statements
from transforms.text.quotations import Quotation
from transforms.text.sentences import Sentence
from transforms.text.span import Span

QuoteType = Literal["direct", "indirect", "mixed"]
AttributionKind = Literal["speech", "writing", "thought", "other"]

_MARK = re.compile("[\"'`«»‹›„‚“”‟‘’‛「」『』＂]")


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
    statements: Sequence[Statement] | None = None,
) -> tuple[Attribution, ...]:
    """Attributions ordered by where their content begins.

    statements: those of the sentences, if they are known already.
    """
    if statements is None:
        statements = tuple(find_statements(text, sentences, quotations))
    drafts: list[Draft] = []
    thread = Thread()
    for statement in statements:
        if statement.paragraph_index != thread.paragraph_index:
            thread.enter(statement.paragraph_index)
        found = _drafts_of(text, statement, thread)
        drafts += found
        thread.follow(statement, found)
    for signature in find_signatures(text, sentences, quotations):
        drafts = _signed(drafts, signature)
    return _attributions(text, drafts)


def _signed(drafts: Sequence[Draft], signature: Signature) -> list[Draft]:
    """The drafts with a signed quotation as one of its own."""
    for draft in drafts:
        draft.segments = [s for s in draft.segments if not s.overlaps(signature.quotation)]
    parts = (signature.cue, signature.source)
    kept = [
        draft
        for draft in drafts
        if not any(s.overlaps(part) for s in draft.segments for part in parts)
    ]
    made = Draft(
        0,
        "speech",
        "signature",
        0.9,
        segments=[signature.quotation],
        marked=[signature.quotation],
        source=signature.source,
        cue_span=signature.cue,
    )
    return [*kept, made]


def _drafts_of(text: str, statement: Statement, thread: Thread) -> list[Draft]:
    """New drafts of a statement; a quotation may go to an earlier draft instead."""
    turn = transcript_turn(text, statement)
    if turn is not None:
        return [turn]
    if thread.is_turn(statement):
        thread.prolong(statement)
        return []
    if statement.is_quotation:
        return thread.floating(text, statement)
    drafts = [Draft.of(statement, frame) for frame in find_frames(statement)]
    for draft in drafts:
        thread.take_up(statement, draft)
    return [*drafts, *bare_quotations(text, statement, drafts)]


def _attributions(text: str, drafts: Sequence[Draft]) -> tuple[Attribution, ...]:
    """Drafts with a content, in text order, with positions for what they continue."""
    kept = [draft for draft in drafts if draft.segments]
    kept.sort(key=lambda draft: (draft.segments[0], draft.cue_span or draft.segments[0]))
    position = {id(draft): index for index, draft in enumerate(kept)}
    return tuple(
        Attribution(
            quote_type=_quote_type(text, draft),
            attribution_kind=draft.kind,
            segments=tuple(draft.segments),
            source=draft.source,
            cue=draft.cue_span,
            cue_lemma=draft.cue_lemma,
            cue_negated=draft.is_negated,
            relays=tuple(Relay(source, cue) for source, cue in draft.relays),
            sentence_index=draft.sentence_index,
            method=draft.method,
            confidence=draft.confidence,
            continues=position.get(id(draft.continues)),
        )
        for draft in kept
    )


def _quote_type(text: str, draft: Draft) -> QuoteType:
    if draft.is_verbatim:
        return "direct"
    return quote_type_of(text, draft.segments, draft.marked)


def quote_type_of(text: str, segments: Sequence[Span], marked: Sequence[Span]) -> QuoteType:
    """Direct when every word stands in quotation marks, mixed when some do.

    marked: quotations, sorted and disjoint.

    Words between the marks of a quotation that is not theirs ("… of his crimes. ” In July the paper
    revealed that he …", with its marks the wrong way round) hold no mark and are indirect.
    """
    if not any(_MARK.search(text, part.start_char, part.end_char) for part in segments):
        return "indirect"
    words = sum(count_words(text, segment) for segment in segments)
    inside = sum(count_words(text, part) for part in _common(segments, marked))
    if inside == 0:
        return "indirect"
    return "direct" if inside >= words else "mixed"


def _common(segments: Sequence[Span], marked: Sequence[Span]) -> Iterator[Span]:
    """Where sorted segments and sorted quotations overlap."""
    at = 0
    for segment in segments:
        while at < len(marked) and marked[at].end_char <= segment.start_char:
            at += 1
        here = at
        while here < len(marked) and marked[here].start_char < segment.end_char:
            yield Span(
                max(segment.start_char, marked[here].start_char),
                min(segment.end_char, marked[here].end_char),
            )
            here += 1
