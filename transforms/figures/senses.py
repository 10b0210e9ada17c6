"""Senses: which of two things a sign beside a number means: "15m" of a cliff or of customers.

Pure. Some signs are read in two ways: m is metres or millions, two cups are of flour or of silver.
The words around decide, by a scorer that was taught on texts that write the long form ("15 metres",
"15 million") and on invented ones (``training/senses``). It knows words by what they are like
(``word_vectors.tsv``), so that one that it never met beside a sign counts as its neighbours do.
"""

from __future__ import annotations

import math
import re
from base64 import b64decode
from functools import cache

from transforms.figures.counted import is_plural, singular
from transforms.figures.passage import Passage
from transforms.lexicon import read_lexicon, words_of
from transforms.text import Span

SIGNS = {
    "m": ("metre", "million"),
    "k": ("kilometre", "thousand"),
    "c": ("celsius", "cent"),
    "cup": ("a measure", "a thing"),
    "stone": ("a weight", "a thing"),
    "won": ("a currency", "a verb"),
    "foot": ("a length", "a part of the body"),
    "degree": ("a measure", "a diploma"),
    "yard": ("a length", "a place"),
    "century": ("a time", "a hundred runs"),
    "knot": ("a speed", "a knot tied"),
    "buck": ("money", "a deer"),
    "TB": ("terabyte", "an illness"),
    "GB": ("gigabyte", "a country"),
    "MP": ("megapixel", "a member of parliament"),
}
"""Each sign that is read in two ways, and the two."""
SURE = 0.7
"""Below it a meaning is not believed. Of left-out texts, 97 in 100 that reach it are right."""
_WRITTEN = {
    "cups": "cup", "stones": "stone", "won": "won", "feet": "foot", "degrees": "degree",
    "yards": "yard", "centuries": "century", "knots": "knot", "bucks": "buck",
    "TB": "TB", "GB": "GB", "MP": "MP",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|[^\w\s]")
_WINDOW, _NEAR = 90, 8
_STOPS = words_of("function_words")
_DETERMINERS = words_of("determiners")
_MONEY = frozenset("$£€¥₹")
_LENGTHS = frozenset(
    row["surface"]
    for row in read_lexicon("units")
    if row["kind"] == "length" and len(row["surface"]) > 1
) | {"metres", "meters", "kilometres", "kilometers", "miles", "yards"}
_SIZES = (3.0, 10.0, 100.0, 1000.0)
Features = dict[str, tuple[float, ...]]


def is_other_thing(passage: Passage, start: int, unit: Span, value: float) -> bool:
    """Whether what looks like the unit of a number from ``start`` on is none: "won nine cups".

    >>> text = "They won nine cups and three titles."
    >>> is_other_thing(Passage(text, 0, len(text)), 9, Span(14, 18), 9)
    True
    """
    sign = _WRITTEN.get(unit.of(passage.text))
    if sign is None:
        return False
    return likelihood(sign, features_of(passage, start, unit.end_char, value)) < 1 - SURE


def sure_meaning(sign: str, passage: Passage, start: int, end: int, value: float) -> str | None:
    """What a sign that ends at ``end`` means; None where the words around do not say.

    Where they do not, numbers with that sign in the same sentence are asked: "a 5k and a 10k run".
    """
    likely = likelihood(sign, features_of(passage, start, end, value))
    if max(likely, 1 - likely) < SURE:
        others = [
            likelihood(sign, features_of(passage, *other.span(), float(other["value"])))
            for other in _with(sign).finditer(passage.text, passage.start, passage.end)
            if other.start() != start
        ]
        likely = max(others, key=lambda one: abs(one - 0.5), default=0.5)
    if max(likely, 1 - likely) < SURE:
        return None
    return SIGNS[sign][0 if likely >= SURE else 1]


@cache
def _with(sign: str) -> re.Pattern[str]:
    """A number that a letter touches, without a sign of money."""
    return re.compile(
        rf"(?<![\w$£€¥₹.,])(?P<value>\d{{1,4}}(?:\.\d{{1,3}})?){sign}\b", re.IGNORECASE
    )


def features_of(passage: Passage, start: int, end: int, value: float) -> Features:
    """What the scorer sees of a number and its sign, from ``start`` to ``end``, by name.

    Vectors of the words beside it and of all near it, and marks, whose value is (1.0,).
    """
    left = _tokens(passage.before(start, _WINDOW))[::-1][:_NEAR]
    right = _tokens(passage.after(end, _WINDOW))
    right = right[1:] if right[:1] == ["-"] else right
    right = right[:_NEAR]
    found: Features = {}
    for side, words in (("left", left), ("right", right)):
        for place in (0, 1):
            word = words[place] if place < len(words) else "."
            found[f"{side}{place}"] = _vector_of(word)
            found[f"{side}{place}={word}"] = (1.0,)
        found[side] = _mean([_vector_of(word) for word in words if word not in _STOPS])
    first = right[0] if right else "."
    described = first.isalpha() and first not in _STOPS
    plural = "plural" if described and is_plural(first) else "singular" if described else "none"
    size = sum(value >= size for size in _SIZES)
    determined = "determined" if left[:1] and left[0] in _DETERMINERS else "bare"
    marks = [f"size={size}", f"before={determined} {plural}"]
    if value != int(value):
        marks.append("decimals")
    if not _MONEY.isdisjoint((*left, *right)):
        marks.append("money")
    if not _LENGTHS.isdisjoint((*left, *right)):
        marks.append("length")
    return found | dict.fromkeys(marks, (1.0,))


def likelihood(sign: str, features: Features) -> float:
    """How likely the first meaning of a sign is, from 0 to 1."""
    weights = _weights()[sign]
    score = weights["bias"][0]
    for name, values in features.items():
        own = weights.get(name)
        if own is not None:
            score += sum(weight * value for weight, value in zip(own, values, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def _tokens(text: str) -> list[str]:
    return ["0" if token[0].isdigit() else token.lower() for token in _TOKEN.findall(text)]


def _mean(vectors: list[tuple[float, ...]]) -> tuple[float, ...]:
    if not vectors:
        return _nothing()
    return tuple(sum(cells) / len(vectors) for cells in zip(*vectors, strict=True))


def _vector_of(word: str) -> tuple[float, ...]:
    coded = _vectors().get(word) or _vectors().get(singular(word))
    if coded is None:
        return _nothing()
    return tuple(cell / 127 for cell in memoryview(b64decode(coded)).cast("b"))


@cache
def _vectors() -> dict[str, str]:
    return {row["word"]: row["vector"] for row in read_lexicon("word_vectors")}


@cache
def _nothing() -> tuple[float, ...]:
    return (0.0,) * len(b64decode(next(iter(_vectors().values()))))


@cache
def _weights() -> dict[str, dict[str, tuple[float, ...]]]:
    weights: dict[str, dict[str, tuple[float, ...]]] = {}
    for row in read_lexicon("sense_weights"):
        values = tuple(map(float, row["weights"].split()))
        weights.setdefault(row["sign"], {})[row["feature"]] = values
    return weights
