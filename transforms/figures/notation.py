"""Notation: how a number is written in digits, by the custom of a country, and its value.

Pure. English writes 1,234.5; much of Europe 1.234,5 or 1 234,5; India 12,34,567. Most numbers say
which custom they follow. "25.000" does not: a page that elsewhere groups by points does so here too
(``groups_by_points``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.figures.currencies import currency_surfaces
from transforms.figures.passage import Passage
from transforms.figures.vocabulary import number_words
from transforms.lexicon import either

_LETTER_MARKS = tuple(
    one.surface
    for one in currency_surfaces("before", "glued", "letter")
    if one.surface.rstrip(".")[-1].isalpha()
)
_SIGNS = tuple(
    one.surface for one in currency_surfaces("before") if not one.surface.rstrip(".")[-1].isalpha()
)


def _behind(marks: tuple[str, ...], *, gap: str = "") -> str:
    """Places right behind one of the marks; a look-behind has one width, so each has its own."""
    return "|".join(rf"(?<=(?<!\w){re.escape(mark)}{gap})" for mark in sorted(set(marks)))


# A code or sign that touches its digits ("RM5m", "Rs.500") is the one thing without a blank behind
# which a number may begin. A stop between the two belongs to the code.
AFTER_CODE = rf"(?:{_behind(_LETTER_MARKS)})(?=\d)"
_AFTER_MONEY = (
    rf"(?:{_behind(_LETTER_MARKS)}|{_behind(_LETTER_MARKS, gap='[ ]')}"
    rf"|{'|'.join(f'(?<={re.escape(sign)}{gap})' for sign in _SIGNS for gap in ('', '[ ]'))})"
)
_NARROW = "[\u00a0\u202f\u2009]"
_SCALE = either(number_words("scale") | number_words("letter"))
# What a long number in groups is of; without it "600 123 456" is mostly a telephone.
OF_MANY = r"[ ](?:people|men|women|children|[a-z]{2,20}s|t|ha|kg|km|m)\b"
# One number in digits, and an example of each way to write it; the first that fits is read.
_POINTS = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,20})?(?![\d]|[.,]\d)|\d{1,20},\d{1,2}(?![\d]|[.,]\d)"
_ALWAYS_POINTS = (
    r"[1-9]\d{0,2}(?:\.\d{3})+,\d{1,2}(?![\d]|[.,]\d)",  # 1.234,50
    r"[1-9]\d{0,2}(?:\.\d{3})+\.000(?![\d]|[.,]\d)",  # 1.234.000
    # € 1.234.567
    rf"(?=\d{{1,3}}\.\d{{3}}\.){_AFTER_MONEY}\d{{1,3}}(?:\.\d{{3}}){{2,}}(?![\d]|[.,]\d)",
    rf"(?<!\d[ ])\d{{1,3}},\d{{1,2}}(?=[ ]?%|[ ](?i:per[ ]?cent|{_SCALE})\b)",  # 1,5 million
)
_WRITTEN = (
    r"\d{1,3}(?:,\d{3})+(?!\d)",  # 1,234,567
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)",  # 12,34,567, as India groups
    rf"\d{{1,3}}(?:{_NARROW}\d{{3}})+(?!\d)",  # 1 234 567 with blanks that do not break
    r"\d{1,3}(?:[ ]\d{3})*[ ]000(?!\d)",  # 1 234 000 with plain blanks
    rf"[1-9]\d{{0,2}}(?:[ ]\d{{3}}){{2,}}(?={OF_MANY})",  # 1 234 567 people
    rf"(?=[1-9]\d{{0,2}}[ ]\d{{3}}(?!\d)){_AFTER_MONEY}\d{{1,3}}(?:[ ]\d{{3}})+(?!\d)",  # R1 234
    r"\d{1,20}(?!\d)",  # 1234567
)
_DECIMALS = r"(?:\.\d{1,20}(?!\d))?"
_OPENS = rf"(?:(?<![\w.⁄])(?<!\d[,/])|{AFTER_CODE})"
_PLAINLY_BY_POINTS = re.compile(rf"{_OPENS}(?:{'|'.join(_ALWAYS_POINTS)})")
_BY_POINTS = re.compile(rf"{_OPENS}(?:{_POINTS})")
_IN_ENGLISH = re.compile(
    rf"{_OPENS}(?:(?:{'|'.join(_WRITTEN)}){_DECIMALS}|(?<!\w)\.\d{{1,20}}(?!\d))"
)
_GROUPING = re.compile(r"[ ,\u00a0\u202f\u2009]")
_ENGLISH_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3}){2,}(?![\d,])|\d,\d{3}\.\d")
_HAS_POINTS = re.compile(rf"(?<![\w.,])(?:{'|'.join(_ALWAYS_POINTS)})")


def groups_by_points(text: str) -> bool:
    """Whether a text writes points between thousands and a comma before decimals.

    It does where a number shows that and none shows the English custom.

    >>> groups_by_points("Of 25.000 people, 3.100 paid € 1.250,50.")
    True
    >>> groups_by_points("It is 1.250 metres long.")
    False
    """
    if "," not in text and "." not in text:
        return False
    return _HAS_POINTS.search(text) is not None and _ENGLISH_GROUPS.search(text) is None


class Written(NamedTuple):
    """A number in digits: its value, and one past its last character."""

    value: float
    end: int


def digits_at(passage: Passage, at: int) -> Written | None:
    """The number in digits that begins at ``at``; None where none does.

    >>> digits_at(Passage("€ 1.250,50 or 1,250.50", 0, 22), 2)
    Written(value=1250.5, end=10)
    """
    by_points = _BY_POINTS if passage.is_grouped_by_points else _PLAINLY_BY_POINTS
    found = passage.match(by_points, at)
    if found is not None:
        return Written(float(found[0].replace(".", "").replace(",", ".")), found.end())
    found = passage.match(_IN_ENGLISH, at)
    if found is None:
        return None
    return Written(float(_GROUPING.sub("", found[0])), found.end())
