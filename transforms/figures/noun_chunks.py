"""Noun chunks: the words around a quantity, each with its part of speech, and the nouns among them.

Pure. There is no tagger: lexicons and endings say what a word is, and any other word is a noun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.figures.clauses import MARKS, PREPOSITIONS, VERBS, WordToken, is_participle
from transforms.figures.counted import is_plural
from transforms.figures.vocabulary import TIME_WORDS, figure_words, number_words
from transforms.lexicon import read_lexicon, words_of

Part = Literal["noun", "verb", "be", "preposition", "determiner", "pronoun", "relative",
               "conjunction", "mark", "number", "other"]  # fmt: skip
"""What a word or mark is, as far as words around it can say; "other" holds adverbs too."""
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "'s", "’s"])
FINITE = frozenset(row["surface"] for row in read_lexicon("finite_verbs") if row["role"] != "base")
_BASES = frozenset(row["surface"] for row in read_lexicon("finite_verbs") if row["role"] == "base")
_CUES = frozenset(form for row in read_lexicon("cues") for form in row["forms"].split())
_CUE_LEMMAS = frozenset(row["lemma"] for row in read_lexicon("cues"))
_MANY = frozenset(row["surface"] for row in read_lexicon("irregular_plurals")) | {"police"}
_DETERMINERS = words_of("determiners") | {"every", "each", "another", "no", "any", "both"}
_PRONOUNS = words_of("pronouns") | figure_words("no_subject") | figure_words("object_pronoun")
_SUBJECTS = frozenset(["i", "he", "she", "it", "we", "you", "they", "who", "which", "that"])
_IN_LY = figure_words("noun_in_ly")
_TIME_COMPOUNDS = figure_words("time_compound")
_RELATIVES = figure_words("relative")
_CONJUNCTIONS = words_of("clause_openers") | {"and", "or", "but", "nor", "than", "if", "unless"}
_NUMBERS = frozenset(
    word for role in ("unit", "ten", "scale") for word in number_words(role) if word.isalpha()
)
_OTHERS, _STOPS = words_of("noun_stops") | TIME_WORDS, words_of("measured_stops")
_MODALS = frozenset(
    row["surface"] for row in read_lexicon("finite_verbs") if row["role"] == "modal"
) | {"to", "will", "would", "could", "may", "might", "should", "must", "can", "cannot"}
_OPEN_OBJECT = frozenset(["determiner", "pronoun", "number", "preposition"])
_CLOSED: dict[str, Part] = {
    **dict.fromkeys(PREPOSITIONS, "preposition"),
    **{word: "verb" if word in _CUES else "conjunction" for word in _CONJUNCTIONS},
    **dict.fromkeys(_DETERMINERS, "determiner"),
    **dict.fromkeys(_PRONOUNS, "pronoun"),
    **dict.fromkeys(_RELATIVES, "relative"),
    **dict.fromkeys(_BE, "be"),
}
_MAX_WORDS = 5
OWNER = re.compile(r"['’]s?\Z")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of nouns: words ``first`` to ``last`` of a side, of which the last is the head."""

    first: int
    last: int
    head: WordToken
    start_char: int
    end_char: int


def parts_of(tokens: Sequence[WordToken], *, is_before_number: bool) -> list[Part]:
    """What each of the words is.

    is_before_number: the quantity follows the last of them.
    """
    parts: list[Part] = []
    for index, token in enumerate(tokens):
        before = parts[-1] if parts else None
        owned = index > 0 and OWNER.search(tokens[index - 1].text) is not None
        plain = _plain_part(token, "determiner" if owned else before)
        if owned and plain == "other":
            plain = "noun"  # "the nation's total consumers"
        if plain == "noun" and token.text.islower():
            follows = tokens[index + 1] if index + 1 < len(tokens) else None
            before_word = tokens[index - 1].lower if index else ""
            ends = follows is None and is_before_number
            here = "determiner" if owned else before
            if _is_verb_there(token.lower, here, before_word, follows, ends=ends):
                plain = "verb"
        parts.append(plain)
    return parts


def _plain_part(token: WordToken, before: Part | None) -> Part:
    """What a word is by itself, or behind a determiner."""
    lower = token.lower
    if token.text[0].isdigit() or lower in _NUMBERS:
        return "number"
    if not token.text[0].isalpha():
        return "mark" if lower in MARKS or not lower.isalnum() else "other"
    closed = _CLOSED.get(lower)
    if closed is not None and not (lower in _CUES and before == "determiner"):
        return closed
    if token.text.islower() and _is_known_verb(lower, before):
        return "verb"
    if lower in _TIME_COMPOUNDS and before == "noun" and token.text.islower():
        return "noun"
    is_other = lower in _OTHERS or (lower in _STOPS and before != "determiner")
    return "other" if is_other or (token.text.islower() and _is_adverb(lower)) else "noun"


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 and word not in _IN_LY


def _is_known_verb(word: str, before: Part | None) -> bool:
    if before == "determiner":
        return False
    if word.endswith("s") and before in {"preposition", "number"}:
        return False  # "worth of orders"
    return word in VERBS or word in FINITE or word in _CUES or is_participle(word)


def _is_verb_there(
    word: str, before: Part | None, before_word: str, follows: WordToken | None, *, ends: bool
) -> bool:
    """Whether a word that may be a noun is a verb where it stands."""
    is_open = ends or (follows is not None and _plain_part(follows, None) in _OPEN_OBJECT)
    if before_word in _SUBJECTS or (before_word in _MODALS and before_word != "to"):
        return True
    if word in _CUE_LEMMAS and before == "noun":
        return is_plural(before_word) or before_word in _MANY
    if before_word == "to" and (is_open or word in _BASES):
        return True
    if word.endswith("ing") and len(word) > 5:
        return is_open and before not in {"determiner", "verb"}
    takes = ends or (follows is not None and _plain_part(follows, None) in {"determiner", "number"})
    return word.endswith("s") and not word.endswith("ss") and before == "noun" and takes


def chunks_of(tokens: Sequence[WordToken], parts: Sequence[Part]) -> list[Chunk]:
    """The runs of nouns, in text order; a long one is cut to its last words."""
    found: list[Chunk] = []
    first = None
    for index in range(len(tokens) + 1):
        is_noun = index < len(tokens) and parts[index] == "noun"
        if is_noun and first is None:
            first = index
        elif not is_noun and first is not None:
            start, last = max(first, index - _MAX_WORDS), index - 1
            head = tokens[last]
            found.append(Chunk(start, last, head, tokens[start].start_char, head.end_char))
            first = None
    return found
