"""Places: where in the text a name stands, and as what: subject, object, inside an apposition.

Pure, and without a parser: the words beside the name decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.names import NamedMention
from transforms.quotes.cues import function_words
from transforms.quotes.evidence import nouns
from transforms.text import Sentence

_WORDS = re.compile(r"[\w’'-]+|[,;:—–]|--")
_NEXT = re.compile(r"\s+([\w’'-]+)")
_ASIDE = re.compile(r"\s*(?:,[^,]{1,80},|\([^()]{1,60}\))")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s))")
_INSERTED = re.compile(r"\s*,\s+(?!and\b|but\b|or\b)[^,]*\Z", re.S)
_JOINED = re.compile(r"\s*,?\s+(?:and|&)\s+(?:[\w’'-]+\s+){0,5}?(?:,\s*)?\Z", re.S)
_HEADS = ("told", "met", "saw", "sent", "asked", "beat", "gave", "called", "named", "made", "hit")


class Place(NamedTuple):
    """One mention outside quotations.

    sentence, paragraph: their positions.
    start, end:          with the title before the name.
    marks:               "opens" (its sentence), "verb_after", "after_preposition", "after_verb",
                         "possessive", "inserted" (inside an apposition or clause between commas),
                         "joined" (by "and" to another name).
    """

    one: NamedMention
    sentence: int
    paragraph: int
    start: int
    end: int
    marks: frozenset[str]


def places_of(
    text: str, sentences: Sequence[Sentence], outside: Sequence[NamedMention]
) -> tuple[Place, ...]:
    """The places of mentions, in text order."""
    found = []
    for at, one in enumerate(outside):
        index = one.mention.sentence_index
        if index is None:
            continue
        before = outside[at - 1] if at and outside[at - 1].mention.sentence_index == index else None
        after = None
        if at + 1 < len(outside) and outside[at + 1].mention.sentence_index == index:
            after = outside[at + 1]
        sentence = sentences[index]
        marks = frozenset(_marks(text, sentence, one, before, after))
        end = one.mention.span.end_char
        found.append(Place(one, index, sentence.paragraph_index, start_of(one), end, marks))
    return tuple(found)


def start_of(one: NamedMention) -> int:
    """Where a mention starts, its title included."""
    title = one.mention.title
    return title.start_char if title is not None else one.mention.span.start_char


def _marks(
    text: str,
    sentence: Sentence,
    one: NamedMention,
    before: NamedMention | None,
    after: NamedMention | None,
) -> Iterator[str]:
    end = one.mention.span.end_char
    lead = text[sentence.span.start_char : start_of(one)]
    word = _word_before(lead)
    if word == "":
        yield "opens"
    elif word in function_words("preposition"):
        yield "after_preposition"
    elif word is not None:
        yield "after_verb"
    if _POSSESSIVE.match(text, end):
        yield "possessive"
    elif _precedes_verb(text[end : sentence.span.end_char]):
        yield "verb_after"
    if before is not None:
        gap = text[before.mention.span.end_char : start_of(one)]
        if _JOINED.match(gap):
            yield "joined"
        elif _INSERTED.match(gap):
            yield "inserted"
    if after is not None and _JOINED.match(text[end : start_of(after)]):
        yield "joined"


def _word_before(lead: str) -> str | None:
    """The word that governs a name; "" where nothing does, None where a clause opens.

    >>> _word_before("The retired teacher "), _word_before("sold the farm to the lawyer ")
    ('', 'to')
    """
    words = _WORDS.findall(lead[-120:])
    while words:
        word: str = words.pop().lower()
        if word in function_words("determiner") or word in nouns() or word in _light():
            continue
        if word in function_words("preposition"):
            return word
        if word in words_of("clause_openers") or not word[0].isalnum():
            return None
        return word if word.endswith(("ed", "ing")) or word in _HEADS else None
    return ""


@cache
def _light() -> frozenset[str]:
    return words_of("title_modifiers") | function_words("time") | frozenset(["on", "last"])


def _precedes_verb(rest: str) -> bool:
    """Whether a verb follows a name, an apposition between them or not.

    >>> _precedes_verb(", the mayor, opened it."), _precedes_verb(" in Norvik.")
    (True, False)
    """
    aside = _ASIDE.match(rest)
    found = _NEXT.match(rest, aside.end() if aside else 0)
    if found is None:
        return False
    word = found[1].lower()
    is_verb = word in function_words("auxiliary") or word in function_words("finite")
    return is_verb or (word.endswith(("ed", "s")) and found[1].islower()) or word in _HEADS
