"""Bare numbers: numbers without unit or noun that state no amount of their own.

Pure. "All three came", "the last eight", "7-6 (5)", "cut in two", "it helps (12)", "Wood 76'".
"""

from __future__ import annotations

import re

from transforms.figures.number_context import NumberContext
from transforms.figures.vocabulary import figure_words, number_words
from transforms.lexicon import either, read_lexicon, words_of

_LARGEST_GROUP = 20
# "all three", "the other two": those who were named before, whom nobody counts here
_BACK = re.compile(
    r"\b(?:the|these|those|all|the other|the remaining|the latter|all but|all of the|between the"
    r"|both|other|remaining)[ ]\Z",
    re.IGNORECASE,
)
# "the two agreed", but neither "the two of them" nor "the 11 member club"
_ENDS = re.compile(r"\s*(?:[.,;:!?)”\"]|\Z)|[ ](?!of\b|per\b)(?P<word>[a-z’']+)")
_OF_US = re.compile(r"[ ]of[ ](?:us|you|them)\b")
_VERBAL = ("ed", "ing", "ly")
_SMALL_WORDS = words_of("noun_stops") | words_of("function_words") | figure_words("after_noun")
_PAST = frozenset(row["surface"] for row in read_lexicon("finite_verbs"))
_ROUNDS = frozenset({4, 8, 16, 32, 64})
_LAST = re.compile(r"\b(?:the|into the|reach(?:ed|ing)? the)[ ]last[ ]\Z", re.IGNORECASE)
_PARTED = re.compile(
    rf"\b(?:{either(figure_words('parting_verb'))})\b[^.,;:]{{0,40}}\bin(?:to)?[ ]\Z", re.IGNORECASE
)
_AFTER_PARTED = re.compile(r"\s*(?:[.,;:)”\"]|\Z)|[ ](?:and|by|when|after|as|with|at|on|for)\b")
_IN_BRACKETS = re.compile(r"\((?:\d{1,3}(?:,[ ]?))*\Z")
_CLOSES = re.compile(r"(?:,[ ]?\d{1,3})*\)")
_SET = re.compile(r"\d{1,2}[-–]\d{1,2},?[ ]?\(\Z")
_LOWER_BEFORE = re.compile(r"[a-z%”\"’][ ]\((?:\d{1,3},[ ]?)*\Z")
_MINUTE = re.compile(r"['’](?=[),;. ])")
_ERA, _ERA_WINDOW = re.compile(r"[)]?[ ]?(?:BCE?|AD|CE|period|era|dynasty|dynasties)\b"), 12
_ERAS = figure_words("era")
_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_]+)[ ]\(\Z")
_SCALES = frozenset(number_words("scale"))


def _is_bare(context: NumberContext) -> bool:
    quantity = context.quantity
    return quantity.is_bare and quantity.shape == "single" and quantity.rule == "number"


def refers_back(context: NumberContext) -> bool:
    """Whether a number stands for people or things that were named: "all three have left"."""
    if not _is_bare(context) or not 1 < context.quantity.low <= _LARGEST_GROUP:
        return False
    if context.modifier is not None or context.quantity.form not in {"words", "digits"}:
        return False
    if _OF_US.match(context.right):
        return _BACK.search(context.left) is not None
    ends = _ENDS.match(context.right)
    if ends is None or _BACK.search(context.left) is None:
        return False
    word = ends["word"]
    return word is None or word in _SMALL_WORDS | _PAST or word.endswith(_VERBAL)


def is_round(context: NumberContext) -> bool:
    """Whether a number names a round of a tournament: "they reached the last eight"."""
    if not _is_bare(context) or context.quantity.low not in _ROUNDS:
        return False
    return _LAST.search(context.left) is not None


def is_parting(context: NumberContext) -> bool:
    """Whether a number says only that something came apart: "it was cut in two"."""
    if not _is_bare(context) or context.quantity.form != "words":
        return False
    return bool(_PARTED.search(context.left) and _AFTER_PARTED.match(context.right))


def is_citation(context: NumberContext) -> bool:
    """Whether a bracket points at a source: "it helps (12)", in a text that numbers them."""
    if not context.passage.cites or not _is_bare(context) or not context.surface.isdigit():
        return False
    return bool(_LOWER_BEFORE.search(context.left) and _CLOSES.match(context.right))


def is_mark_of_play(context: NumberContext) -> bool:
    """Whether it is the tie-break of a set, "7-6 (5)", or the minute of a goal, "(Wood 76')"."""
    if not _is_bare(context) or not context.surface.isdigit():
        return False
    if _SET.search(context.left):
        return context.right.startswith(")")
    is_bracketed = "(" in context.left.rpartition(")")[2]
    return is_bracketed and _MINUTE.match(context.right) is not None


def is_reign(context: NumberContext) -> bool:
    """Whether two numbers bound a time long ago: "770-476 BC", "the Norvik period (420-589)"."""
    if context.quantity.shape not in {"score", "range"} or context.quantity.unit is not None:
        return False
    right = context.passage.after(context.quantity.number_end, _ERA_WINDOW)
    before = _WORD_BEFORE.search(context.left)
    is_in_era = before is not None and before["word"].lower() in _ERAS
    return bool(_ERA.match(right)) or is_in_era


def is_half_century(context: NumberContext) -> bool:
    """Whether a century is one of cricket: "half centuries from two openers"."""
    unit = context.quantity.unit
    return context.passage.is_cricket and unit is not None and unit.canonical == "century"


def is_denominator(context: NumberContext) -> bool:
    """Whether a number is what a rate is counted by: "parts per million"."""
    return context.previous.lower() == "per" and context.surface.lower() in _SCALES
