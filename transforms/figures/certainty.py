"""Certainty: how likely a figure is right in value and unit, and a figure at all.

Pure. A logistic sum of a few marks, learnt from figures judged by eye (``training/certainty``). It
is for whoever sorts or filters rows; below ``LEAST`` a number is no figure but a rejected one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from transforms.figures.changes import change_of
from transforms.figures.number_context import NumberContext
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.reading import Modifier
from transforms.lexicon import number_of, read_lexicon, words_of

LEAST = 0.3
"""Below it are small bare numbers; of 93 judged, 89 were wrong or lacked a noun that is said."""
_WEIGHTS = {
    row["mark"]: number_of("figure_certainty", row, "weight")
    for row in read_lexicon("figure_certainty")
}
# A bare number below it is mostly a pronoun, an age, a label or a place in a list.
_SMALL = 100
_BEFALLEN = words_of("casualty_verbs") | {"dead", "missing"}
_WORD_BEFORE, _WINDOW = re.compile(r"(?P<word>[^\W\d_]+)(?:[ ]|:[ ])\Z"), 24
# "60 F-16s", "a pressure of 120 over 80"
_MODELS, _OVER = re.compile(r"[ ][A-Z][\w-]*\d[\w-]*s\b"), re.compile(r"\d[ ]over[ ]\Z")
_WORD_AFTER = re.compile(r"[ ](?P<word>[^\W\d_]+)")
_BORROWED = frozenset({"shared_noun", "gapped", "listed", "told_before", "or_so_many"})


def certainty_of(passage: Passage, quantity: Quantity, modifier: Modifier | None) -> float:
    """How likely the figure of a quantity is right, from 0 to 1."""
    marks = marks_of(passage, quantity, modifier)
    score = _WEIGHTS["bias"] + sum(_WEIGHTS.get(mark, 0.0) for mark in marks)
    return round(1 / (1 + math.exp(-score)), 2)


def is_uncertain(context: NumberContext) -> bool:
    """Whether a number is more likely to be wrong than right."""
    return certainty_of(context.passage, context.quantity, context.modifier) < LEAST


def marks_of(passage: Passage, quantity: Quantity, modifier: Modifier | None) -> frozenset[str]:
    """The marks of a quantity, by which it is weighed."""
    marks = {_kind_of(quantity)}
    if modifier is not None:
        marks.add("hedged")
    if quantity.shape == "range":
        marks.add("range")
    if quantity.shape == "vague" and marks & {"bare", "counted"}:
        marks.add("vague")
    if "counted" in marks and quantity.low == 1:
        marks.add("one")
    if "bare" in marks:
        size = set(_of_bare(quantity))
        hedged = modifier is not None and "small" in size
        marks |= {"amount"} if hedged or _says_how_many(passage, quantity) else size
    return frozenset(marks)


def _kind_of(quantity: Quantity) -> str:
    if quantity.shape == "score":
        return "score"
    if quantity.kind == "money" and quantity.unit is None:
        return "unnamed"
    if quantity.rule in _BORROWED:
        return "shared"
    if quantity.kind == "age":
        return "age"
    if quantity.counted is not None:
        return "counted"
    return "bare" if quantity.is_bare and quantity.per is None else "unit"


def _says_how_many(passage: Passage, quantity: Quantity) -> bool:
    """Whether a bare number is a step or an end of a change, or says how many came to harm.

    A hedge says so too ("some 20"), as does a minus.
    """
    if quantity.low < 0 or passage.match(_MODELS, quantity.number_end):
        return True
    if _OVER.search(passage.before(quantity.span.start_char, _WINDOW)):
        return True
    if quantity.end is not None or change_of(passage, quantity.span) is not None:
        return True
    before = _WORD_BEFORE.search(passage.before(quantity.span.start_char, _WINDOW))
    after = passage.match(_WORD_AFTER, quantity.number_end)
    words = {found["word"].lower() for found in (before, after) if found is not None}
    return not words.isdisjoint(_BEFALLEN)


def _of_bare(quantity: Quantity) -> Iterator[str]:
    if quantity.shape != "single":
        return
    if quantity.low != int(quantity.low):
        yield "decimals"
    elif abs(quantity.low) < _SMALL:
        yield "small"
        if quantity.form == "words":
            yield "words"
