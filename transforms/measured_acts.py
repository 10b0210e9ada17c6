"""Measured acts: what a quantity measures when that is something done, not a thing.

Pure. How long ("interrogated him for two hours", "one day to test it"), how many were struck
("killed 12") and who met whom ("Norvik beat Varno 2-1").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.clauses import Phrase, WordToken, phrase_before
from transforms.lexicon import words_of
from transforms.quantities import Quantity

_CASUALTIES, _CONTESTS = words_of("casualty_verbs"), words_of("contest_verbs")
_BEFORE_TIME = frozenset(
    {"the", "next", "last", "past", "first", "another", "a", "full", "further"}
)
_NOT_DONE = frozenset(
    {"during", "including", "according", "evening", "morning", "thing", "nothing", "something",
     "anything", "everything", "spring", "building"}
)  # fmt: skip
_BARS = words_of("prepositions") | words_of("determiners")
_OPENS = _BARS | words_of("pronouns") | frozenset({"him", "her", "them", "us", "me"})
_REACH, _MAX_SIDE = 4, 6
_TO_DO = re.compile(
    r"[ ](?:left[ ]|more[ ])?to[ ](?P<verb>(?!the\b|a\b|an\b)[a-z]{3,})"
    r"(?:[ ](?:it|them|him)\b|(?:[ ](?:the|a|an|its|their|his|her|our|my)\b)?(?:[ ][a-z-]{3,})?)"
)
_TOOK = frozenset(
    {"took", "takes", "take", "taken", "taking", "have", "had", "has", "need", "needs", "needed",
     "give", "gave", "given", "gives", "only", "spent", "with", "leaving", "leave", "left", "cost",
     "costs", "within", "and", "just"}
)  # fmt: skip
_ADJUNCTS = frozenset(
    {"and", "but", "before", "after", "when", "while", "in", "on", "at", "from", "by", "with",
     "for", "last", "this", "next", "because", "as", "into"}
)  # fmt: skip


def act_before(tokens: Sequence[WordToken], quantity: Quantity) -> Phrase | None:
    """The act that the words before a quantity tell."""
    if not tokens:
        return None
    if quantity.kind == "score":
        return _contest(tokens)
    if quantity.kind == "duration":
        return _lasting(tokens)
    last = tokens[-1]
    if quantity.is_bare and last.lower in _CASUALTIES:
        return Phrase(last.start_char, last.end_char, last.lower)
    return None


def act_after(
    text: str, tokens: Sequence[WordToken], quantity: Quantity, limit: int
) -> Phrase | None:
    """What a time is needed for: "It took two days [to] repair the line"."""
    if quantity.kind != "duration" or not tokens or tokens[-1].lower not in _TOOK:
        return None
    found = _TO_DO.match(text, quantity.span.end_char, limit)
    if found is None:
        return None
    words = found[0][found.start("verb") - found.start() :].split(" ")
    while len(words) > 1 and words[-1] in _ADJUNCTS:
        words.pop()
    start = found.start("verb")
    return Phrase(start, start + len(" ".join(words)), found["verb"])


def _lasting(tokens: Sequence[WordToken]) -> Phrase | None:
    """The verb before "for": "[sat] for the next 30 hours", "[jailed] for 18 months"."""
    end = len(tokens)
    while end and tokens[end - 1].lower in _BEFORE_TIME:
        end -= 1
    if not end or tokens[end - 1].lower != "for":
        return None
    for index in range(end - 2, max(-1, end - 2 - _REACH), -1):
        token = tokens[index]
        if not token.text[:1].isalpha():
            return None
        is_act = token.text.islower() and token.lower.endswith(("ed", "ing"))
        # "contaminated fluid for weeks", "been in shipping for years": no acts
        follows = tokens[index + 1]
        is_verb = index + 1 == end - 1 or not follows.text.islower() or follows.lower in _OPENS
        is_noun = index > 0 and tokens[index - 1].lower in _BARS
        if (
            is_act
            and is_verb
            and not is_noun
            and len(token.text) > 4
            and (token.lower not in _NOT_DONE)
        ):
            return Phrase(token.start_char, token.end_char, token.lower)
    return None


def _contest(tokens: Sequence[WordToken]) -> Phrase | None:
    """Both sides of a match: "[Norvik beat Varno] 2-1", "[Varno lost to Norvik] 1-2"."""
    for index in range(len(tokens) - 2, max(0, len(tokens) - 2 - _MAX_SIDE), -1):
        if not tokens[index].text[:1].isalpha():
            return None
        if tokens[index].lower in _CONTESTS:
            first, other = phrase_before(tokens[:index]), phrase_before(tokens[index + 1 :])
            if first is None or other is None:
                return None
            return Phrase(first.start_char, other.end_char, first.head)
    return None
