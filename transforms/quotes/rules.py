"""Rules: the engine that finds attributions without weights.

Pure. An attribution gives a content to a source by a cue (the terms of PARC and PolNeAR). The rules
find the spans of all three; ``speakers`` resolves who the source is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transforms.quotes.attribution import Attribution, QuoteType, Relay
from transforms.quotes.drafts import AttributionDraft, OngoingSpeech, bare_quotations
from transforms.quotes.formats import Signature, announcement, find_signatures, led_by_name
from transforms.quotes.frames import find_frames
from transforms.quotes.statements import Statement, find_statements, names_work, quote_type_of
from transforms.quotes.turns import find_turns, transcript_turn
from transforms.text import Quotation, Sentence


def find_attributions(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    statements: Sequence[Statement] | None = None,
) -> tuple[Attribution, ...]:
    """Attributions ordered by where their content begins.

    statements: those of the sentences; found here when None.
    """
    if statements is None:
        statements = tuple(find_statements(text, sentences, quotations))
    drafts: list[AttributionDraft] = []
    ongoing = OngoingSpeech()
    turns = find_turns(text, statements)
    for statement in statements:
        if statement.paragraph_index != ongoing.paragraph_index:
            ongoing.enter(statement.paragraph_index)
        found = _drafts_of(text, statement, ongoing, turns)
        drafts += found
        ongoing.follow(statement, found)
    for signature in find_signatures(text, sentences, quotations):
        drafts = _signed(drafts, signature)
    return _attributions(text, drafts)


def _signed(drafts: Sequence[AttributionDraft], signature: Signature) -> list[AttributionDraft]:
    """The drafts and one of a signed quotation, whose words the others lose."""
    for draft in drafts:
        draft.segments = [s for s in draft.segments if not s.overlaps(signature.quotation)]
    parts = (signature.cue, signature.source)
    kept = [
        draft
        for draft in drafts
        if not any(s.overlaps(part) for s in draft.segments for part in parts)
    ]
    made = AttributionDraft(
        sentence_index=0,
        kind="speech",
        method="signature",
        confidence=0.9,
        segments=[signature.quotation],
        marked=[signature.quotation],
        source=signature.source,
        cue_span=signature.cue,
    )
    return [*kept, made]


def _drafts_of(
    text: str, statement: Statement, ongoing: OngoingSpeech, turns: Mapping[int, int]
) -> list[AttributionDraft]:
    """New drafts of a statement; its quotation may go to an earlier draft instead."""
    turn = transcript_turn(text, statement, turns)
    if turn is not None:
        return [turn]
    if ongoing.is_turn(statement):
        ongoing.prolong(statement)
        return []
    if statement.is_quotation:
        return ongoing.floating(text, statement)
    drafts = [AttributionDraft.of(statement, frame) for frame in find_frames(statement)]
    announced = None if drafts else announcement(statement) or led_by_name(statement)
    if announced is not None:
        return [announced]
    for draft in drafts:
        ongoing.take_up(statement, draft)
    return [*drafts, *bare_quotations(text, statement, drafts)]


def _attributions(text: str, drafts: Sequence[AttributionDraft]) -> tuple[Attribution, ...]:
    """The drafts that have a content, in text order; each knows the position it continues."""
    kept = [
        draft
        for draft in drafts
        if draft.segments and not names_work(text, draft.cue_span, draft.segments)
    ]
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


def _quote_type(text: str, draft: AttributionDraft) -> QuoteType:
    if draft.is_verbatim:
        return "direct"
    return quote_type_of(text, draft.segments, draft.marked)
