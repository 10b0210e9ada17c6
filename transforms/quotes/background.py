"""Background: numbers that a denied content only mentions, so that nobody disputes them.

Pure. "Denied that the £3m deal, signed in 2019 by 40 firms, was illegal" disputes neither 3 nor 40:
who denies a clause takes for given what a definite noun names and what stands between commas. An
age says who somebody is. Who rejects an offer of 4 % does not dispute that it was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words
from transforms.quotes.stance_words import UNASSERTED, stance_word_at
from transforms.text import Span

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*|['’]s\b|[,;:.!?—–]|\S")
_AGE = re.compile(r"[\s-]*years?[\s-]+olds?\b", re.I)
_IN_AGE = re.compile(r"\byears?[\s-]+olds?\b", re.I)
_RELATIVES = frozenset(["who", "which", "whose", "where"])
_FURTHEST_NOUN = 5
"""Words behind a number in which its noun and the verb of that noun are looked for."""


def only_mentions(text: str, one: Attribution, part: Span) -> bool:
    """Whether a part of what an attribution denies, declines to say or thinks is not its matter.

    part: within the content.
    """
    is_thought = one.attribution_kind == "thought"
    if one.stance not in UNASSERTED - {"supposes"} and not is_thought:
        return False
    segment = next((held for held in one.segments if held.contains(part)), one.span)
    cue = one.cue.of(text).lower().split() if one.cue is not None else []
    is_refused = any(stance_word_at(cue, at, "refused") for at in range(len(cue)))
    return is_background(text, segment, part, is_refused=is_refused)


def is_background(text: str, content: Span, part: Span, *, is_refused: bool = False) -> bool:
    """Whether a part of a content is no matter of it: denied with it, it still holds.

    is_refused: whether the content is refused rather than disputed: "rejected an offer of 4 %".

    >>> text = "that the 40 homes were sold in secret"
    >>> is_background(text, Span(0, len(text)), Span(9, 11))
    True
    """
    if _IN_AGE.search(part.of(text)) or _AGE.match(text, part.end_char):
        return True
    before = _words(text, content.start_char, part.start_char)
    after = _words(text, part.end_char, content.end_char)
    unit = [word for word in _words(text, part.start_char, part.end_char) if word.isalpha()]
    if _is_inserted(before, after) or _is_definite(before, [*unit, *after]):
        return True
    return is_refused and not _is_clause(before, after) and not _is_claim(before, after)


def _words(text: str, start: int, end: int) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text, start, max(start, end))]


def _is_inserted(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a part stands in a clause between commas: "the deal, signed by [40] firms, was"."""
    opening = max((at for at, word in enumerate(before) if word == ","), default=-1)
    if opening < 1 or opening + 1 >= len(before) or "," not in after[:-1]:
        return False
    first = before[opening + 1]
    return first in _RELATIVES or (first.endswith(("ed", "ing")) and first.isalpha())


def _is_definite(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether "the" names what a clause then speaks of: "that the [£3m] deal was illegal"."""
    at = len(before) - 1
    while at >= 0 and (not before[at].isalpha() or before[at] in words_of("modifiers")):
        if before[at] in {"'s", "’s"}:
            break
        at -= 1
    names = {"the", "this", "these", "those", "'s", "’s"} | function_words("possessive")
    if at < 0 or before[at] not in names:
        return False
    noun = after[:_FURTHEST_NOUN]
    if any(word in words_of("claim_nouns") for word in noun):
        return False
    verbs = function_words("finite")
    is_subject = any(word in verbs for word in noun[1:]) and noun[0] not in verbs
    return is_subject or _is_clause(before[:at], ())


def _is_clause(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a content says something of something, or names a deed: "that …", "taking …"."""
    words = [*before, *after]
    if not words:
        return False
    return (
        words[0] in function_words("subordinator")
        or (words[0].endswith("ing") and len(words[0]) > len("thing"))
        or any(word in function_words("finite") for word in words)
    )


def _is_claim(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a content is somebody's claim or number: "a report of [40] deaths"."""
    return any(word in words_of("claim_nouns") for word in (*before, *after[:_FURTHEST_NOUN]))
