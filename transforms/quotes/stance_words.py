"""Stance words: the lexicon of what somebody does with a content other than assert it.

Pure. ``stances`` reads an attribution with it and ``partial_stances`` one part of a content. Words
are compared in lower case; a phrase of the lexicon ("ruled out") is looked for before its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, get_args

from transforms.lexicon import one_of, read_lexicon
from transforms.quotes.attribution import Attribution, Stance
from transforms.quotes.cues import function_words, pronouns
from transforms.quotes.statements import POSSESSIVES

_STANCES: dict[str, Stance] = {stance: stance for stance in get_args(Stance)}
_LONGEST = 3
UNASSERTED: frozenset[Stance] = frozenset(["denies", "doubts", "supposes", "declines"])
"""Stances of somebody whose claim the content is not."""


class StanceWord(NamedTuple):
    """A word or phrase of the lexicon, where it was found.

    first, last: positions of its words, both inclusive.
    negated:     the stance where the word is negated.
    """

    first: int
    last: int
    stance: Stance
    negated: Stance


@cache
def _meanings() -> dict[tuple[str, str], tuple[Stance, Stance]]:
    """Stance and negated stance of every class and surface."""
    return {
        (row["class"], row["surface"]): (
            one_of(_STANCES, "stance_words", row, "stance"),
            one_of(_STANCES, "stance_words", row, "negated"),
        )
        for row in read_lexicon("stance_words")
    }


def stance_word_at(words: Sequence[str], at: int, *classes: str) -> StanceWord | None:
    """The longest word or phrase of these classes that begins at a position.

    >>> stance_word_at(["he", "ruled", "out", "a", "rise"], 1, "verb")
    StanceWord(first=1, last=2, stance='denies', negated='declines')
    """
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        surface = " ".join(words[at : at + length])
        for name in classes:
            if (name, surface) in _meanings():
                return StanceWord(at, at + length - 1, *_meanings()[name, surface])
    return None


def is_belief(one: Attribution) -> bool:
    """Whether a source holds its content for true or likely: "expects", and not "wants"."""
    lemma = one.cue_lemma or ""
    return one.attribution_kind == "thought" and stance_word_at([lemma], 0, "belief") is not None


def is_verb_in_group(words: Sequence[str], at: int) -> bool:
    """Whether a word of a cue is its verb, and not a noun after another: "raises questions".

    >>> is_verb_in_group(["has", "often", "questioned"], 2)
    True
    >>> is_verb_in_group(["faced", "questions"], 1)
    False
    """
    if at == 0:
        return True
    before = words[at - 1]
    return (
        before == "to"
        or before.endswith("ly")
        or any(
            before in function_words(name)
            for name in ("auxiliary", "adverb", "refusal", "conjunction", "joiner", "negation")
        )
    )


def is_noun_here(words: Sequence[str], at: int) -> bool:
    """Whether a word that is a verb or a noun is a noun: "a question", "the army's doubts".

    >>> is_noun_here(["answering", "a", "question"], 2), is_noun_here(["they", "question"], 1)
    (True, False)
    """
    before = words[at - 1] if at else ""
    if before in pronouns():
        return False
    return before in POSSESSIVES or any(
        before in function_words(name) for name in ("determiner", "possessive", "preposition")
    )


def negation_before(words: Sequence[str], at: int, first: int = 0) -> int | None:
    """The last word from ``first`` on that negates the one at a position; None when none does.

    "Not only said" asserts, as do "never failed to say" and "could not resist saying"; "no longer
    believes" does not.

    >>> negation_before(["did", "not", "say"], 2), negation_before(["not", "only", "said"], 2)
    (1, None)
    >>> negation_before(["never", "failed", "to", "say"], 3)
    """
    reversal, nearest = False, None
    for place in range(at - 1, first - 1, -1):
        after = words[place + 1]
        is_refusal = words[place] in function_words("refusal")
        if words[place] in function_words("negation") or (words[place], after) == ("no", "longer"):
            is_limit = words[place] == "not" and after in _LIMITS
            return None if is_limit or reversal else place
        if is_refusal:
            nearest = place if nearest is None else nearest
        reversal = reversal or is_refusal or stance_word_at(words, place, "reversal") is not None
    return nearest


_LIMITS = frozenset(["only", "just", "merely", "simply"])
