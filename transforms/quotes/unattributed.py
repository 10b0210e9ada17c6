"""Unattributed: what was said and no row holds, as issues, so that nothing goes in silence.

Pure. Those are quotations, and contents that an engine saw and for which too little speaks. A word
or two in quotation marks is marked as strange, and a title is a name; neither is asked after.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.quotes.attribution import Quote
from transforms.quotes.drafts import MIN_BARE_WORDS
from transforms.quotes.statements import count_words, looks_like_title
from transforms.text import Issue, Sentence, Span, find_quotations

CODE = "quotation_unattributed"
UNCERTAIN_CODE = "statement_uncertain"


def find_unattributed(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote], left_out: Sequence[Span] = ()
) -> tuple[Issue, ...]:
    """One issue per quotation of the text that stands in no row, and per content left out.

    left_out: contents for which too little speaks; one that touches a row is none of them.
    """
    held = bytearray(len(text))
    for quote in quotes:
        for part in quote.attribution.segments:
            held[part.start_char : part.end_char] = b"\1" * (part.end_char - part.start_char)
    unquoted = [
        Issue("quotes", "info", UNCERTAIN_CODE, "too little shows that somebody says this", span)
        for span in left_out
        if held.find(1, span.start_char, span.end_char) < 0
    ]
    quoted = [
        Issue("quotes", "info", CODE, "who says this was not found", one.span)
        for one in find_quotations(text, sentences)
        if one.depth == 0
        and held.find(1, one.span.start_char, one.span.end_char) < 0
        and count_words(text, one.span) >= MIN_BARE_WORDS
        and not looks_like_title(text, one.span)
    ]
    return (*quoted, *unquoted)
