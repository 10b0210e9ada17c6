"""Formats: attributions that the layout makes certain, signed quotations and transcripts.

Pure. A quotation set apart may be signed, “…” — Jane Doe: the dash is the cue, the name the source.
In a transcript a name in capitals and a colon give the rest of the paragraph to a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.cues import function_words, verb_forms
from transforms.quotes.drafts import AttributionDraft
from transforms.quotes.statements import MIN_QUOTATION_WORDS, Statement, count_words
from transforms.text import Quotation, Sentence, Span

_NAME = r"[^\W\d_a-z][\w.’'-]*"
_SMALL = "|".join(sorted(words_of("name_particles") | function_words("name_inside")))
_SIGNATURE = re.compile(
    rf"\s*(?P<cue>[―—–]|--?)[^\S\n]*"
    rf"(?P<name>{_NAME}(?:[ ](?:{_NAME}|(?:{_SMALL}))){{0,6}})"
    r"(?P<rest>(?:,[^\n“”\"]{1,80})?)(?=\.?[^\S\n]*(?:\n|\Z))"
)
_TURN = re.compile(
    r"(?P<mark>[\"“]?)(?P<name>[A-Z][A-Z.'’-]+(?:[ ][A-Z][A-Z.'’-]*){0,4})"
    r"(?:[ ]\([^()\n]{1,40}\))?(?P<cue>:)[ ]+(?=\S)"
)


class Signature(NamedTuple):
    """A signed quotation."""

    quotation: Span
    cue: Span
    source: Span


def find_signatures(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> tuple[Signature, ...]:
    """Signed quotations in text order; the quotation opens its paragraph."""
    opening: dict[int, int] = {}
    for sentence in sentences:
        opening.setdefault(sentence.paragraph_index, sentence.span.start_char)
    starts = set(opening.values())
    found = []
    for quotation in quotations:
        span = quotation.span
        if quotation.depth or not quotation.is_closed or span.start_char not in starts:
            continue
        match = _SIGNATURE.match(text, span.end_char)
        if match is None or count_words(text, span) < MIN_QUOTATION_WORDS:
            continue
        if _is_sentence(match["rest"]):
            continue
        found.append(Signature(span, Span(*match.span("cue")), Span(*match.span("name"))))
    return tuple(found)


def _is_sentence(rest: str) -> bool:
    """Whether what follows a name has a finite verb, so that the dash goes on with a sentence.

    >>> _is_sentence(", then mayor, said so on Monday"), _is_sentence(", tweeting after the vote")
    (True, False)
    """
    for word in rest.replace(",", " ").split():
        verb = verb_forms().get(word)
        reports = verb is not None and "inverted" in verb.takes and word != verb.lemma
        if word in function_words("finite") or (reports and not word.endswith("ing")):
            return True
    return False


def transcript_turn(text: str, statement: Statement) -> AttributionDraft | None:
    """The turn that a statement opens with a name in capitals and a colon; None when it does not.

    A label of one word ("UPDATE: …") is a turn only if quotation marks follow.
    """
    match = _TURN.match(text, statement.span.start_char, statement.span.end_char)
    if match is None or statement.zone != "body":
        return None
    content = Span(match.end(), statement.span.end_char)
    marked = [q.span for q in statement.all_marked if content.contains(q.span)]
    is_quoted = bool(marked) and marked[0].start_char == content.start_char
    if " " not in match["name"] and not (is_quoted or match["mark"]):
        return None
    return AttributionDraft(
        sentence_index=statement.sentence_index,
        kind="speech",
        method="transcript",
        confidence=0.8,
        segments=[content],
        marked=marked,
        source=Span(*match.span("name")),
        cue_span=Span(*match.span("cue")),
        is_verbatim=True,
    )
