"""Counted: the noun that a number counts ("three newer versions" -> version).

Pure. There is no tagger: the head of the phrase is its first plural noun, because English counts
in the plural. Lexicons list the words that end the phrase and those that only look plural.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.figures.passage import Passage
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import read_lexicon, words_of
from transforms.text import Span

_STOPS, _SINGULAR_S = words_of("noun_stops"), words_of("singular_s")
_IRREGULAR = {row["surface"]: row["singular"] for row in read_lexicon("irregular_plurals")}
# Nouns with the ending of an adjective: "one proposal".
_NOUNS = words_of("adjective_like_nouns")
_ADJECTIVE_ENDINGS = tuple(sorted(figure_words("adjective_ending")))
MAX_WORDS = 6
_AND, _AND_BETWEEN = "and", " and "
# "two old friends" are friends, but "three old" and "two months old" end in it.
_OLD = frozenset({"old"})
_WORD = re.compile(r"[^\W\d_][\w.&’'-]{0,40}")
_GAP = re.compile(r"[ \u00a0]+")
# "six old 421 Varno vans": a model of what is counted.
_MODEL_NUMBER = re.compile(r"\d{3,4}(?:-\d{1,4})?[ ](?=[A-Z][a-z])")
# "12 MPs", "3 GPs"
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_CLITIC = re.compile(r"['’]s?\Z|[.'’-]+\Z")


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun phrase; ``head`` is its last word as a singular, lower case."""

    span: Span
    head: str
    head_surface: str


def singular(word: str) -> str:
    """The singular of a plural noun in lower case; other words are returned as they are.

    >>> [singular(word) for word in ("sorties", "cities", "people", "matches", "status", "MPs")]
    ['sortie', 'city', 'people', 'match', 'status', 'mp']
    """
    if _ACRONYMS.fullmatch(word):
        return word[:-1].lower()
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    prefix, dash, last = word.rpartition("-")
    if dash and last in _IRREGULAR:
        return f"{prefix}-{_IRREGULAR[last]}"
    if word in _SINGULAR_S or len(word) < 3 or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def is_plural(word: str) -> bool:
    """Whether a word can be the plural head of a counted phrase."""
    if _ACRONYMS.fullmatch(word):
        return True
    last = word.lower().rpartition("-")[2]
    if last in _IRREGULAR:
        return True
    return (
        len(last) > 3
        and last.endswith("s")
        and last not in _SINGULAR_S
        and not last.endswith(("ss", "us", "sis", "itis"))
    )


def counted_after(passage: Passage, at: int, *, is_one: bool = False) -> Counted | None:
    """The noun phrase counted by a number that ends at ``at``; None where there is none.

    is_one: the number is 1, so that the head is a singular noun.
    """
    if passage.text[at : at + 1] == "-":
        return _hyphenated(passage, at + 1)
    gap = passage.match(_GAP, at)
    if gap is None:
        return None
    return (_counted_one if is_one else _counted_plural)(passage, gap.end())


def _counted_plural(passage: Passage, at: int) -> Counted | None:
    """The phrase up to its first plural: "[three newer versions] of it"."""
    words: list[re.Match[str]] = []
    position: int | None = at
    while position is not None and len(words) < MAX_WORDS:
        word = _next_word(passage, position, words, may_open=_OLD)
        if word is None:
            return None
        words.append(word)
        position = _past_and(word)
        if position is None:
            if is_plural(_bare(word[0])):
                return _ending_in_head(passage, words)
            position = _past_adjective(passage, word)
    return None


def _counted_one(passage: Passage, at: int) -> Counted | None:
    """The phrase up to its first word that is not like an adjective: "[one official] of it"."""
    words: list[re.Match[str]] = []
    position: int | None = at
    while position is not None and len(words) < MAX_WORDS:
        word = _next_word(passage, position, words)
        if word is None:
            break
        words.append(word)
        position = _past_and(word) or _past_name(passage, word)
        if position is None:
            if _is_singular_head(_bare(word[0])):
                return _ending_in_head(passage, words)
            position = _past_adjective(passage, word)
    last = _bare(words[-1][0]) if words else ""
    return _phrase(words, last) if last and not last.endswith("ed") else None


def _next_word(
    passage: Passage,
    at: int,
    words: Sequence[re.Match[str]],
    *,
    may_open: frozenset[str] = frozenset(),
) -> re.Match[str] | None:
    """The word at ``at`` or behind a model number there; None where the phrase ends.

    may_open: words that end a phrase but may also be its first word.
    """
    model = passage.match(_MODEL_NUMBER, at) if words else None
    word = passage.match(_WORD, model.end() if model else at)
    if word is None:
        return None
    surface = _bare(word[0])
    if surface.lower() not in _STOPS or (not words and surface in may_open):
        return word
    return word if surface == _AND and _joins(passage, words, word.end()) else None


def _past_and(word: re.Match[str]) -> int | None:
    """Where the phrase goes on after an "and" inside it."""
    return word.end() + 1 if _bare(word[0]) == _AND else None


def _past_name(passage: Passage, word: re.Match[str]) -> int | None:
    """Where the phrase goes on after a name before its noun: "one New Hampshire voter"."""
    following = _after_blank(passage, word) if word[0][0].isupper() else None
    if following is None:
        return None
    noun = _bare(following[0])
    return None if noun.lower() in _STOPS or noun.endswith("ed") else following.start()


def _past_adjective(passage: Passage, word: re.Match[str]) -> int | None:
    """Where the phrase goes on after a word that is not its head, or half of one."""
    if word[0].endswith("-") and passage.text.startswith(_AND_BETWEEN, word.end()):
        # "low- and middle-income families"
        return word.end() + len(_AND_BETWEEN)
    gap = passage.match(_GAP, word.end())
    return gap.end() if gap is not None and _bare(word[0]) == word[0] else None


def _ending_in_head(passage: Passage, words: list[re.Match[str]]) -> Counted:
    """The phrase whose head is its last word, or the noun after it: "two Skarholm Lines ships"."""
    head = _bare(words[-1][0])
    further = _after_blank(passage, words[-1]) if head[0].isupper() else None
    if further is not None and further[0][0].islower():
        noun = _bare(further[0])
        if is_plural(noun) and noun.lower() not in _STOPS:
            return _phrase([*words, further], noun)
    return _phrase(words, head)


def _after_blank(passage: Passage, word: re.Match[str]) -> re.Match[str] | None:
    """The word that one blank parts from another."""
    following = passage.match(_WORD, word.end() + 1)
    return following if following is not None and passage.text[word.end()] == " " else None


def _joins(passage: Passage, words: Sequence[re.Match[str]], at: int) -> bool:
    """Whether "and" joins two words before one noun: "digital and physical sales"."""
    following = passage.match(_WORD, at + 1)
    if not words or following is None:
        return False
    pair = words[-1][0], following[0]
    return all(word[0].isupper() for word in pair) or all(
        word.lower().endswith(_ADJECTIVE_ENDINGS) and not is_plural(word) for word in pair
    )


def _hyphenated(passage: Passage, at: int) -> Counted | None:
    """The word that a hyphen joins to the number: "six-[member] team"."""
    word = passage.match(_WORD, at)
    if word is None:
        return None
    surface = _bare(word[0]).split("-")[0]
    if not surface or surface.lower() in _STOPS:
        return None
    return Counted(Span(at, at + len(surface)), singular(surface), surface)


def _phrase(words: list[re.Match[str]], head: str) -> Counted:
    end = words[-1].start() + len(head)
    return Counted(Span(words[0].start(), end), singular(head), head)


def _is_singular_head(word: str) -> bool:
    lower = word.lower()
    return lower in _NOUNS or not lower.endswith(_ADJECTIVE_ENDINGS) or is_plural(word)


def _bare(word: str) -> str:
    """A word without the apostrophe, stop or dash that ends it: "companies’" -> "companies"."""
    return _CLITIC.sub("", word)
