"""Counted: the noun that a number counts ("three newer versions" -> version).

Pure. Without a tagger: the head of the phrase is its first plural noun, because English counts in
the plural; the lexicons name the words that end the phrase and those that only look plural.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.lexicon import read_lexicon, words_of
from transforms.text import Span

_STOPS, _SINGULAR_S = words_of("noun_stops"), words_of("singular_s")
_IRREGULAR = {row["surface"]: row["singular"] for row in read_lexicon("irregular_plurals")}
# Nouns with the ending of an adjective: "one proposal".
_NOUNS = words_of("adjective_like_nouns")
_ADJECTIVE_ENDINGS = (
    "al", "ive", "ous", "ful", "ic", "ed", "ble", "ar", "ern", "ese", "ish", "ary", "er", "ior",
    "est", "ian", "less", "ese",
)  # fmt: skip
MAX_WORDS = 6
_WORD = re.compile(r"[^\W\d_][\w.&’'-]{0,40}")
_GAP = re.compile(r"[ \u00a0]+")
# "six old 421 Varno vans": a model of what is counted.
_MODEL_NUMBER = re.compile(r"\d{3,4}(?:-\d{1,4})?[ ](?=[A-Z][a-z])")
_CLITIC = re.compile(r"['’]s?\Z|[.'’-]+\Z")


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun phrase; ``head`` is its last word as a singular, lower case."""

    span: Span
    head: str
    head_surface: str


def singular(word: str) -> str:
    """The singular of a plural noun in lower case; other words are returned as they are.

    >>> [singular(word) for word in ("sorties", "cities", "people", "matches", "status")]
    ['sortie', 'city', 'people', 'match', 'status']
    """
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
    last = word.lower().rpartition("-")[2]
    if last in _IRREGULAR:
        return True
    return (
        len(last) > 3
        and last.endswith("s")
        and last not in _SINGULAR_S
        and not last.endswith(("ss", "us", "sis", "itis"))
    )


def counted_after(text: str, at: int, limit: int, *, one: bool = False) -> Counted | None:
    """The noun phrase counted by a number that ends at ``at``; None where there is none.

    one: the number is 1, so that the head is a singular noun: the first word that does not look
        like an adjective.
    """
    if text[at : at + 1] == "-":
        return _hyphenated(text, at + 1, limit)
    gap = _GAP.match(text, at, limit)
    if gap is None:
        return None
    words: list[re.Match[str]] = []
    position = gap.end()
    while len(words) < MAX_WORDS:
        model = _MODEL_NUMBER.match(text, position, limit) if words else None
        position = model.end() if model else position
        word = _WORD.match(text, position, limit)
        surface = _bare(word[0]) if word else ""
        if word is not None and surface == "and" and _joins(text, words, word.end(), limit):
            words.append(word)
            position = word.end() + 1
            continue
        if word is None or (surface.lower() in _STOPS and (one or words or surface != "old")):
            # "two old friends" counts friends; "two months old" has its unit by now
            break
        words.append(word)
        if one and surface[0].isupper() and _goes_on(text, word, limit):
            position = word.end() + 1
            continue
        if is_plural(surface) if not one else _is_singular_head(surface):
            further = _after_name(text, word, limit) if surface[0].isupper() else None
            if further is None:
                return _phrase(words, surface)
            return _phrase([*words, further], _bare(further[0]))
        following = _GAP.match(text, word.end(), limit)
        is_open = word[0].endswith("-") and text[word.end() : word.end() + 5] == " and "
        if is_open:
            # "low- and middle-income families"
            position = word.end() + len(" and ")
            continue
        if following is None or surface != word[0]:
            break
        position = following.end()
    last = _bare(words[-1][0]) if words else ""
    if one and last and not last.endswith("ed"):
        return _phrase(words, last)
    return None


def _after_name(text: str, word: re.Match[str], limit: int) -> re.Match[str] | None:
    """The noun after a name in the plural: "two Skarholm Lines ships"."""
    following = _WORD.match(text, word.end() + 1, limit)
    if following is None or text[word.end()] != " " or not following[0][0].islower():
        return None
    noun = _bare(following[0])
    return following if is_plural(noun) and noun.lower() not in _STOPS else None


def _goes_on(text: str, word: re.Match[str], limit: int) -> bool:
    """Whether a noun follows a name that one counts by: "one New Hampshire voter"."""
    following = _WORD.match(text, word.end() + 1, limit)
    if following is None or text[word.end()] != " ":
        return False
    noun = _bare(following[0])
    return noun.lower() not in _STOPS and not noun.endswith("ed")


def _joins(text: str, words: list[re.Match[str]], at: int, limit: int) -> bool:
    """Whether "and" joins two words before one noun: "digital and physical sales"."""
    following = _WORD.match(text, at + 1, limit)
    if not words or following is None:
        return False
    pair = words[-1][0], following[0]
    return all(word[0].isupper() for word in pair) or all(
        word.lower().endswith(_ADJECTIVE_ENDINGS) and not is_plural(word) for word in pair
    )


def _hyphenated(text: str, at: int, limit: int) -> Counted | None:
    word = _WORD.match(text, at, limit)
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
