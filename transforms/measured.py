"""Measured: what a quantity measures ("eight-month effort" -> effort).

Pure. Without a parser: the counted noun; else the noun a hyphenated measure describes; else the
"of" phrase after it; else the subject of its clause, when a verb stands between. Otherwise nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.counted import is_plural, singular
from transforms.lexicon import read_lexicon, words_of
from transforms.quantities import Quantity
from transforms.span import Span

_STOPS = words_of("noun_stops") | words_of("measured_stops")
_VERBS = words_of("measured_verbs") | {
    row["surface"] for row in read_lexicon("change_words") if row["side"] == "before"
}
_DETERMINERS = words_of("determiners")
_WORD = re.compile(r"[^\W\d_][\w&’'-]*")
_OF = re.compile(r"[ ](?:of|in)[ ]")
_GAP = re.compile(r"[ ]+")
_CLAUSE = re.compile(r"[,;:()“”\"–—]|\b(?:and|but|while|which|that|when|as|after|because|if|who)\b")
_MAX_WORDS = 4
_WINDOW = 120
_DESCRIBED = frozenset(
    [
        "age", "area", "data", "duration", "energy", "length", "magnitude", "mass", "money",
        "other", "percent", "points", "power", "speed", "volume",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured; ``head`` is its head noun in lower case, singular."""

    span: Span
    head: str


def measured_by(
    text: str, quantity: Quantity, floor: int, limit: int, *, start: int | None = None
) -> Measured | None:
    """What a quantity measures; None when the text does not say so nearby.

    start: where its modifier starts, if it has one before it.
    """
    counted = quantity.counted
    if counted is not None:
        follows = text[quantity.number_end : quantity.number_end + 1] == "-"
        described = _phrase_at(text, quantity.span.end_char, limit) if follows else None
        return described or Measured(counted.span, counted.head)
    if quantity.kind in _DESCRIBED and _is_adjective(text, quantity):
        described = _phrase_at(text, quantity.span.end_char, limit)
        if described is not None:
            return described
    link = _OF.match(text, quantity.span.end_char, limit)
    if link is not None and (quantity.kind != "money" or text[link.start() : link.end()] == " in "):
        after = _phrase_at(text, link.end() - 1, limit)
        if after is not None:
            return after
    before = quantity.span.start_char if start is None else min(start, quantity.span.start_char)
    return _subject(text, before, floor)


def _is_adjective(text: str, quantity: Quantity) -> bool:
    """Whether the measure stands before its noun: hyphenated, or a unit in the singular."""
    surface = quantity.span.of(text)
    return "-" in surface or quantity.kind in {"money", "percent"} or not surface.endswith("s")


def _phrase_at(text: str, at: int, limit: int) -> Measured | None:
    """The noun phrase after the blank at ``at``, up to the next word that is no part of it."""
    words: list[re.Match[str]] = []
    while len(words) < _MAX_WORDS:
        gap = _GAP.match(text, at, limit)
        word = _WORD.match(text, gap.end(), limit) if gap else None
        if word is None:
            break
        lower = word[0].lower()
        if lower in _DETERMINERS and not words:
            at = word.end()
            continue
        if lower in _STOPS:
            break
        words.append(word)
        at = word.end()
        if is_plural(word[0]):
            break
    if not words:
        return None
    return Measured(Span(words[0].start(), words[-1].end()), singular(words[-1][0]))


def _subject(text: str, end: int, floor: int) -> Measured | None:
    """The noun phrase that opens the clause, up to its verb."""
    begin = max(floor, end - _WINDOW)
    window = text[begin:end]
    cut = 0
    for clause in _CLAUSE.finditer(window):
        cut = clause.end()
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(window, cut):
        lower = word[0].lower()
        if lower in _DETERMINERS and not words:
            continue
        if _is_verb(word[0]) and (words or lower in _VERBS):
            break
        if lower in _STOPS:
            # "Shares in the firm fell": a verb must follow before the quantity.
            rest = _WORD.findall(window, word.end())
            return _measured(words, begin) if words and any(map(_is_verb, rest)) else None
        words.append(word)
    else:
        return None
    return _measured(words, begin) if words and len(words) <= _MAX_WORDS + 1 else None


def _is_verb(word: str) -> bool:
    return word in _VERBS or (word.islower() and word.endswith("ed"))


def _measured(words: list[re.Match[str]], begin: int) -> Measured:
    words = words[:_MAX_WORDS]
    where = Span(begin + words[0].start(), begin + words[-1].end())
    return Measured(where, singular(words[-1][0]))
