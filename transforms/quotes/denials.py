"""Denials: what a sentence says that somebody did not say.

Pure. Not only the verb denies: "No official has said that", "said nothing about the bridge", "has
yet to say", "stopped short of calling it". Every engine's attributions are read for these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words
from transforms.text import Span


def with_denials(text: str, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, marked as negated where source, cue or content says so."""
    return tuple(
        one if one.cue_negated or not is_denied(text, one) else replace(one, cue_negated=True)
        for one in found
    )


def is_denied(text: str, one: Attribution) -> bool:
    """Whether an attribution's parts say that nothing was said."""
    source = _words(text, one.source) if one.source is not None else []
    if source and source[0] in function_words("nobody"):
        return True
    if one.cue is not None:
        cue = f" {' '.join(_words(text, one.cue))} "
        if any(f" {phrase} " in cue for phrase in words_of("unsaid_cues")):
            return True
    return one.quote_type == "indirect" and _is_unsaid(_words(text, one.segments[0]))


def _is_unsaid(content: Sequence[str]) -> bool:
    """Whether a content is "nothing", or "nothing" of something; not a clause that it opens.

    >>> [_is_unsaid(words.split()) for words in ("nothing about it", "nothing", "nothing changed")]
    [True, True, False]
    """
    if not content or content[0] not in function_words("unsaid"):
        return False
    return len(content) == 1 or content[1] in function_words("preposition")


def _words(text: str, span: Span) -> list[str]:
    return [word.strip(".,;:!?“”\"'‘’") for word in span.of(text).lower().split()]
