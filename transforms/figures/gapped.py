"""Gapped numbers: bare numbers after a name, where the sentence has left out verb and noun.

Pure. "Norvik won 12 medals, Varno 9 and Kelmar 4", "has 739 delegates to Brandt’s 465", "the count
is Norvik 38, Varno 30, Kelmar 15". Without such a list a number after a name is part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, words_of

_LABELS = words_of("number_labels")
_NAME = r"(?P<name>[A-Z][\w.’'&-]*(?:[ ](?:of[ ]|the[ ])?[A-Z][\w.’'&-]*){0,4})"
_LINK = r"(?:[,;:](?:[ ](?:and|but|while|with))?|[ ](?:and|but|while|to|than|with|against|versus))"
# Between two numbers of a list: a link, and whose the second is.
_ITEM = re.compile(rf"{_LINK}[ ](?:the[ ])?{_NAME}[ ]")
_ENDS_ITEM = re.compile(
    r"\s*(?:[,.;:)”\"]|\Z)|[ ](?:and|but|while|to|with|in|on|at|for|from|as|last|this|by|after)\b"
)
_POSSESSIVE = ("’s", "'s", "s’", "s'")
_TALLY = re.compile(rf"\b(?:{either(figure_words('tally'))})\b", re.IGNORECASE)
_FIRST_NAME = re.compile(rf"{_NAME}[ ]\Z")
_LARGEST = 10_000
_TALLIED = kinds_where("is_relative") | {"count"}
_WINDOW = 60


def with_gapped(passage: Passage, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of one sentence in text order, gapped ones with what the one before counts."""
    if not any(_may_be_gapped(passage, quantity) for quantity in quantities):
        return list(quantities)
    is_tally = bool(_TALLY.search(passage.text, passage.start, passage.end))
    done: list[Quantity] = []
    for index, quantity in enumerate(quantities):
        before = done[-1] if done else None
        if _may_be_gapped(passage, quantity):
            if before is not None and _goes_on(passage, before, quantity):
                if before.is_bare:
                    done[-1] = replace(before, rule="gapped")
                quantity = replace(
                    quantity, kind=before.kind, unit=before.unit, counted=before.counted,
                    unit_span=before.unit_span, rule="gapped",
                )  # fmt: skip
            elif is_tally and _opens_list(passage, quantities[index : index + 2]):
                quantity = replace(quantity, rule="gapped")
        done.append(quantity)
    return done


def _may_be_gapped(passage: Passage, quantity: Quantity) -> bool:
    is_plain = quantity.is_bare and quantity.shape == "single" and quantity.low < _LARGEST
    is_whole = quantity.form == "digits" and quantity.rule == "number"
    return is_plain and is_whole and passage.match(_ENDS_ITEM, quantity.number_end) is not None


def _goes_on(passage: Passage, before: Quantity, quantity: Quantity) -> bool:
    """Whether a quantity continues the list that another one is in."""
    if before.kind not in _TALLIED or before.shape != "single" or before.low >= _LARGEST:
        return False
    item = passage.match(_ITEM, before.span.end_char)
    if item is None or item.end() != quantity.span.start_char or _is_label(item["name"]):
        return False
    owner = _FIRST_NAME.search(passage.before(before.span.start_char, _WINDOW))
    if owner is not None and owner["name"].endswith(item["name"]):
        return False  # "Lantern 2 fans; Lantern 2": the name of a thing
    if before.rule == "gapped" or before.counted is not None or before.unit is not None:
        return True
    # "got 739 to Brandt’s 465", but neither "Channel 4 and Studio 5" nor "Ana, 34, and Tom 9"
    left = passage.before(before.span.start_char, _WINDOW)
    if not left.endswith(" "):
        return False
    word = left[:-1]
    is_verb = word[-1:].islower() and _FIRST_NAME.search(left) is None
    return is_verb or word.endswith(_POSSESSIVE)


def _opens_list(passage: Passage, pair: Sequence[Quantity]) -> bool:
    """Whether two bare numbers after two names open a list of a tally."""
    if len(pair) < 2 or not _may_be_gapped(passage, pair[1]):
        return False
    first = _FIRST_NAME.search(passage.before(pair[0].span.start_char, _WINDOW))
    item = passage.match(_ITEM, pair[0].span.end_char)
    if first is None or item is None or item.end() != pair[1].span.start_char:
        return False
    names = first["name"], item["name"]
    return names[0] != names[1] and not any(_is_label(name) for name in names)


def _is_label(name: str) -> bool:
    return name.rpartition(" ")[2].lower() in _LABELS
