"""Partial stances: what a clause does with a part of it, such as a number.

Pure. "There is no evidence that 90 votes were forged, she said" asserts its content and denies
that 90 were forged. A part is read in its sentence, as far as the content in which it stands: what
governs it before ("no evidence that", "it is not true that", "if", "denied claims that") and what
is said of it after ("the figure of 90 is wrong"). "Ninety answers were wrong" denies nothing: a
verdict counts only of a claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.attribution import Stance
from transforms.quotes.background import is_background
from transforms.quotes.cues import function_words
from transforms.quotes.stance_words import StanceWord, is_noun_here, negation_before, stance_word_at
from transforms.text import Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|['’]s\b|--|[,;:.!?—–]")
_CLAUSE_ENDS = frozenset([";", ":", ".", "!", "?", "—", "–", "--", "but"])
_REACH = 300
"""Characters on either side in which a part is read: a clause, and no table of numbers."""
_TO_THAT = 4
"""Words from "evidence" or a verdict to "that": "no evidence so far that"."""
_TO_CLAIM = 4
"""Words from a number to the noun that makes it a claim: "the 40 per cent figure"."""
_TO_VERDICT = 3
"""Words from "is" to a verdict: "were not entirely accurate"."""
_NOTHING = frozenset(["no", "little", "without", "any", "scant"])


class PartialStance(NamedTuple):
    """A stance and the words that show it; none where a part is asserted."""

    stance: Stance
    shown_by: Span | None


_ASSERTED = PartialStance("asserts", None)


@cache
def _triggers() -> frozenset[str]:
    """Words of which one stands in every clause that does not simply assert its parts."""
    surfaces = words_of("stance_words") | function_words("condition") | {"not", "rather"}
    return frozenset(surface.split()[0] for surface in surfaces)


def partial_stance(text: str, within: Span, part: Span) -> PartialStance:
    """What a stretch does with a part of it.

    within: the sentence, or what of it belongs to one content.

    >>> text = "There is no proof that 90 votes were forged."
    >>> partial_stance(text, Span(0, len(text)), Span(23, 31)).stance
    'denies'
    """
    start = max(within.start_char, part.start_char - _REACH)
    found = list(_WORD.finditer(text, start, min(within.end_char, part.end_char + _REACH)))
    words = [match.group().lower() for match in found]
    if _triggers().isdisjoint(words):
        return _ASSERTED
    first = sum(match.start() < part.start_char for match in found)
    after = sum(match.start() < part.end_char for match in found)
    begin = next((at + 1 for at in range(first - 1, -1, -1) if words[at] in _CLAUSE_ENDS), 0)
    read = (
        _excluded(words, first, after)
        or _governed(words, begin, first)
        or _judged(words, begin, first, after)
    )
    if read is None or read[0] == "asserts":
        return _ASSERTED
    stance, (shown, last) = read
    governed = Span(
        found[min(last, first - 1)].end() if first else part.start_char, within.end_char
    )
    if last < first and is_background(text, governed, part):
        return _ASSERTED
    return PartialStance(stance, Span(found[shown].start(), found[last].end()))


_Read = tuple[Stance, tuple[int, int]]


def _excluded(words: Sequence[str], first: int, after: int) -> _Read | None:
    """ "Sixty and not [40]", "60 rather than [40]": the other number is the one that holds."""
    at = first - 1
    while at >= 0 and words[at] in words_of("modifiers"):
        at -= 1
    behind = set(words[after : after + _TO_ELAPSED])
    if at < 1 or not behind.isdisjoint(_ELAPSED):
        return None  # "not 40 minutes later"
    if words[at] == "not" and words[at - 1] not in function_words("condition") | {"or", "why"}:
        return "denies", (at, at)
    if words[at - 1 : at + 1] == ["rather", "than"]:
        return "denies", (at - 1, at)
    return None


_ELAPSED = frozenset(["after", "ago", "as", "before", "earlier", "into", "later", "since"])
_TO_ELAPSED = 3
"""Words from a number to what makes a time of it: "40 minutes later"."""


def _governed(words: Sequence[str], begin: int, first: int) -> _Read | None:
    """What governs a part from before: the nearest word that does."""
    for at in range(first - 1, begin - 1, -1):
        if words[at] in function_words("condition"):
            is_hedge = words[at + 1] == "not" and at + 2 == first  # "dozens, if not 40"
            if is_hedge or "," in words[at:first] or _is_indirect_question(words, begin, at):
                continue
            return "supposes", (at, at)
        read = (
            _missing(words, begin, at, first)
            or _verdict_that(words, begin, at, first)
            or _verb_over_claim(words, begin, at, first)
        )
        if read is not None:
            return read
    return None


def _is_indirect_question(words: Sequence[str], begin: int, at: int) -> bool:
    """Whether a verdict stands before "whether": "it is unclear whether"."""
    near = range(max(begin, at - _TO_THAT), at)
    return any(stance_word_at(words, place, "verdict", "missing") for place in near)


def _missing(words: Sequence[str], begin: int, at: int, first: int) -> _Read | None:
    """ "No evidence that", "without any sign of"."""
    found = stance_word_at(words, at, "missing")
    if found is None or not _leads_to_clause(words, found.last, first):
        return None
    for place in range(at - 1, max(begin, at - 3) - 1, -1):
        if words[place] not in _NOTHING:
            continue
        if words[place] == "any" and negation_before(words, place, begin) is None:
            return None
        return found.stance, (place, found.last)
    return None


def _verdict_that(words: Sequence[str], begin: int, at: int, first: int) -> _Read | None:
    """ "It is false that", "it is not true that", "unclear whether"."""
    found = stance_word_at(words, at, "verdict")
    if found is None or not _leads_to_clause(words, found.last, first):
        return None
    return _with_negation(words, found, begin)


def _verb_over_claim(words: Sequence[str], begin: int, at: int, first: int) -> _Read | None:
    """ "Denied that", "rejected claims of", "denied taking"; "rejected 40 pleas" asserts 40."""
    found = stance_word_at(words, at, "verb", "belief")
    over_claim = _reaches_claim(words, at + 1, first)
    if found is None and over_claim:
        found = stance_word_at(words, at, "attitude")
    if found is None or found.stance == "asks" or is_noun_here(words, at) or "," in words[at:first]:
        return None
    after = words[found.last + 1] if found.last + 1 < first else ""
    takes_deed = found.stance == "denies" and after.endswith("ing") and len(after) > 4
    is_belief = stance_word_at(words, at, "belief") is not None
    if not (over_claim or after == "that" or takes_deed or is_belief):
        return None
    return _with_negation(words, found, begin)


def _reaches_claim(words: Sequence[str], start: int, stop: int) -> bool:
    """Whether a claim, and what it claims, stand between a verb and a part."""
    for at in range(start, stop):
        if words[at] in function_words("subordinator"):
            return False
        if words[at] in words_of("claim_nouns"):
            return True
    return False


def _leads_to_clause(words: Sequence[str], last: int, first: int) -> bool:
    """Whether "that", "whether", "of" or "to" follows and leads to the part without a comma."""
    links = [at for at in range(last + 1, min(last + 1 + _TO_THAT, first)) if words[at] in _LINKS]
    return bool(links) and "," not in words[last + 1 : first]


_LINKS = frozenset(["that", "whether", "if", "of", "to"])


def _with_negation(words: Sequence[str], found: StanceWord, begin: int) -> _Read:
    near = max(begin, found.first - _TO_VERDICT)
    negation = negation_before(words, found.first, near)
    if negation is None:
        return found.stance, (found.first, found.last)
    return found.negated, (negation, found.last)


def _judged(words: Sequence[str], begin: int, first: int, after: int) -> _Read | None:
    """What is said of a claim that holds the part: "claims that 60 died were false"."""
    if not _is_claim(words, begin, first, after):
        return None
    for at in range(after, len(words)):
        if words[at] in _CLAUSE_ENDS | function_words("joiner") | {"who", "which"}:
            return None
        if words[at] not in function_words("be"):
            continue
        for place in range(at + 1, min(at + 2 + _TO_VERDICT, len(words))):
            found = stance_word_at(words, place, "verdict")
            if found is None and words[place].endswith("ed"):
                found = stance_word_at(words, place, "verb", "attitude")
            if found is not None:
                return _with_negation(words, found, at)
    return None


def _is_claim(words: Sequence[str], begin: int, first: int, after: int) -> bool:
    """Whether a part stands in a claim: "the 40 per cent figure", "claims that 60"."""
    beside = words[after : after + _TO_CLAIM]
    for at, word in enumerate(beside):
        if word in function_words("preposition") or word in function_words("be") or word == ",":
            break
        if word in words_of("claim_nouns"):
            return True
        if at and word in function_words("determiner"):
            break
    for at in range(first - 1, begin - 1, -1):
        if words[at] in words_of("claim_nouns"):
            return any(word in _LINKS for word in words[at + 1 : first])
        if words[at] == ",":
            return False
    return False
