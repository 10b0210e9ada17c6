"""Senses: whether a verb that can report speech names an act instead: "recalled 40,000 vans".

Pure. The argument decides, not the verb: "dismissed the appeal" is an act, "dismissed the idea" is
speech. What names an act reports no words, and is dropped from what any engine found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from transforms.lexicon import read_lexicon
from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words, pronoun_of, pronouns
from transforms.quotes.relays import renumbered
from transforms.quotes.source_phrases import words_in

_REPORTING = ("speech", "writing", "thought")
_BREAK = re.compile(r"[,;:(—–]|--")
_INNER_MARK = re.compile(r"\s[“‘\"']")
_AMOUNT = re.compile(r"(?:(?:about|some|nearly|more than|almost|around|over|up to)\s+)?[£$€¥]?\d")


class ActSense(NamedTuple):
    """One row of the lexicon ``act_senses``."""

    shapes: frozenset[str]
    nouns: frozenset[str]


def without_acts(text: str, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions that are no acts."""
    acts: dict[int, Attribution | None] = {
        at: None for at, one in enumerate(found) if is_act(text, one)
    }
    return renumbered(found, acts) if acts else tuple(found)


def is_act(text: str, one: Attribution) -> bool:
    """Whether the bare object of a cue shows that its verb names an act."""
    sense = _act_senses().get(one.cue_lemma or "")
    if sense is None or one.attribution_kind not in _REPORTING:
        return False
    if one.cue is None or one.segments[0].start_char < one.cue.end_char:
        return False
    content = one.segments[0].of(text)
    in_title = one.cue.of(text).split()[-1][0].isupper()  # "Sorel Calls Varga a Liar"
    if "name" in sense.shapes and len(one.segments) == 1 and not in_title and _is_name(content):
        return True
    if one.quote_type != "indirect":
        return False
    phrase = _object(content)
    if not phrase:
        return False
    if "count" in sense.shapes and _AMOUNT.match(content.lower()):
        return True
    words = [word.lower() for word in phrase]
    if "deed" in sense.shapes and " to " not in content:
        return True
    if "person" in sense.shapes and len(words) == 1 and _is_person_pronoun(words[0]):
        return True
    if "nothing" in sense.shapes and words[0] in _LITTLE:
        return True
    return not sense.nouns.isdisjoint((words[-1], words[-1].removesuffix("s")))


_LONGEST_SMALL = 3
"""Letters of a word that a name may write small: "of", "the"."""
_LITTLE = frozenset(["little", "nothing"])


def _is_name(content: str) -> bool:
    """Whether a content is a name and no more.

    >>> _is_name("Ana Sorel"), _is_name("“The Long Road to Norvik”"), _is_name("it a hoax")
    (True, True, False)
    >>> _is_name("Varga “A Liar”")
    False
    """
    if _INNER_MARK.search(content):
        return False
    words = words_in(content)
    big = [word[0].isupper() for word in words]
    return (
        bool(words)
        and big[0]
        and all(b or len(w) <= _LONGEST_SMALL for b, w in zip(big, words, strict=True))
    )


def _is_person_pronoun(word: str) -> bool:
    """Whether a word stands for people alone; "it" and "them" may be what is said."""
    people = pronouns("person", number="singular") | pronouns("speaker", "addressee")
    return pronoun_of(word) in people - {"it"}


def _object(content: str) -> list[str]:
    """Words of the noun phrase that a content is; none where it is a clause.

    >>> _object("the appeal on Tuesday"), _object("the plan was dead"), _object("that it rained")
    (['the', 'appeal'], [], [])
    """
    words = words_in(_BREAK.split(content, maxsplit=1)[0])
    lower = [word.lower() for word in words]
    if not words or lower[0] in function_words("subordinator") | {"that", "to"}:
        return []
    if not function_words("finite").isdisjoint(lower):
        return []
    for at, word in enumerate(lower):
        if at and word in _ENDS | function_words("preposition") | function_words("time"):
            return words[:at]
    return words


_ENDS = frozenset(["and", "or", "but", "because", "after", "before", "when", "as", "while"])


@cache
def _act_senses() -> dict[str, ActSense]:
    return {
        row["lemma"]: ActSense(frozenset(row["shapes"].split()), frozenset(row["nouns"].split()))
        for row in read_lexicon("act_senses")
    }
