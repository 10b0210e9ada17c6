"""Unattributed: quotations that no row holds, as issues, so that nothing quoted goes in silence.

Pure. A word or two in quotation marks is marked as strange, and a title is a name; neither is asked
after.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.quotes.attribution import Quote
from transforms.quotes.drafts import MIN_BARE_WORDS
from transforms.quotes.statements import count_words, looks_like_title
from transforms.text import Issue, Sentence, find_quotations

CODE = "quotation_unattributed"


def find_unattributed(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote]
) -> tuple[Issue, ...]:
    """One issue per quotation of the text that stands in no row, in text order."""
    held = bytearray(len(text))
    for quote in quotes:
        for part in quote.attribution.segments:
            held[part.start_char : part.end_char] = b"\1" * (part.end_char - part.start_char)
    return tuple(
        Issue("quotes", "info", CODE, "who says this was not found", one.span)
        for one in find_quotations(text, sentences)
        if one.depth == 0
        and held.find(1, one.span.start_char, one.span.end_char) < 0
        and count_words(text, one.span) >= MIN_BARE_WORDS
        and not looks_like_title(text, one.span)
    )
