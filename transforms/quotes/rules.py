"""Quotes: attributions of content to a source by a cue (PARC / PolNeAR terms).

Pure. Finds content, cue and source spans; who the source is, ``speakers`` resolves.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.quotes.attribution import Attribution, QuoteType, Relay
from transforms.quotes.drafts import Draft, Thread, bare_quotations
from transforms.quotes.formats import Signature, find_signatures, transcript_turn
from transforms.quotes.frames import find_frames
from transforms.quotes.statements import Statement, find_statements, quote_type_of
from transforms.text import Quotation, Sentence


def find_attributions(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
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
