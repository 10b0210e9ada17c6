"""Signatures: a quotation set apart and signed, “…” — Jane Doe, as letters and epigraphs are.

Pure. The dash is the cue, the name the source. A dash that goes on with a sentence signs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.quotes.drafts import Draft
from transforms.quotes.statements import MIN_QUOTATION_WORDS, Statement, count_words
from transforms.text import Quotation, Sentence, Span

_NAME = r"[^\W\d_a-z][\w.’'-]*"
_SIGNATURE = re.compile(
    rf"\s*(?P<cue>[―—–]|--?)[^\S\n]*"
    rf"(?P<name>{_NAME}(?:[ ](?:{_NAME}|(?:de|da|di|la|le|van|von|bin|al|el|of|the))){{0,6}})"
    r"(?P<rest>(?:,[^\n“”\"]{1,80})?)(?=\.?[^\S\n]*(?:\n|\Z))"
)
_VERB_AFTER = re.compile(r"\b(?:said|says|was|were|is|are|has|had|told|added|wrote)\b")


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
        if _VERB_AFTER.search(match["rest"]):
            continue
        found.append(Signature(span, Span(*match.span("cue")), Span(*match.span("name"))))
    return tuple(found)


_TURN = re.compile(
    r"(?P<mark>[\"“]?)(?P<name>[A-Z][A-Z.'’-]+(?:[ ][A-Z][A-Z.'’-]*){0,4})"
    r"(?:[ ]\([^()\n]{1,40}\))?(?P<cue>:)[ ]+(?=\S)"
)


def transcript_turn(text: str, statement: Statement) -> Draft | None:
    """The turn a statement opens, when it begins with a name in capitals and a colon.

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
    return Draft(
        statement.sentence_index,
        "speech",
        "transcript",
        0.8,
        segments=[content],
        marked=marked,
        source=Span(*match.span("name")),
        cue_span=Span(*match.span("cue")),
        is_verbatim=True,
    )
