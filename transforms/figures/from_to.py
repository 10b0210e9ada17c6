"""From and to: two quantities that are the start and the end of one change, not a range.

Pure. "Rose from 4% to 6%" states two levels, "costs from £4 to £6" one range. The word that governs
"from" decides: a verb or noun of change, with nothing but its object or an adverbial between
("cut its staff from 900 to 650"), whose direction the two values bear out. Where they do not, the
numbers say something else: "they cut trees from 5 to 10 metres tall".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from transforms.figures.changes import ADDS, BEFORE, PHRASAL, RAISES, is_near, says_when
from transforms.figures.figure import Direction
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.vocabulary import TIME_WORDS, figure_words, number_words
from transforms.lexicon import words_of

_SCALES = number_words("scale") | number_words("letter")
_SCALE_END = re.compile(r"(?P<scale>[^\W\d_]+)\Z")
_BARS = words_of("change_bars") | figure_words("spanning")
# "went", "moved": a change only with both ends, and the values say which way.
_MOVES = figure_words("moving")
# "gained support from 10 to 12 members": what somebody gains or adds comes from somewhere.
_TAKES = ADDS | figure_words("taking")
_BEARERS, _DIMENSIONS = words_of("age_bearers"), figure_words("dimension")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*\d|\S")
_AFTER = re.compile(r"[ -](?P<word>[^\W\d_]+)")
_TO_ANOTHER = re.compile(r"[ ]to[ ][^\w\s]?\d")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_WINDOW, _MAX_WORDS, _MAX_GAP, _MAX_ADVERBIAL = 120, 9, 70, 6
# "went from $5 to $3 billion", but "from 500 to 2 million": how far apart one scale may leave them.
_MAX_RATIO = 20

_Stated = Direction | Literal["either"]


def as_ends(passage: Passage, left: Quantity, right: Quantity) -> tuple[Quantity, Quantity] | None:
    """Two quantities as the start and the end of a change; None where they are not.

    Of the two, one without a unit has that of the other.
    """
    if not {left.shape, right.shape} <= {"single", "range"} or not _are_alike(left, right):
        return None
    if any(_is_year(passage, one) for one in (left, right)) or _goes_on(passage, right):
        return None
    stated = _governing(passage, left, right) if _leads_to(passage, left, right) else None
    if stated is None:
        return None
    start, end = _in_one_measure(left, right)
    start = replace(start, low=_start(passage.text, left, right, stated))
    rise = _size(end) - _size(start)
    if rise == 0 or (stated != "either" and (stated == "up") != (rise > 0)):
        return None
    direction: Direction = "up" if rise > 0 else "down"
    return replace(start, end=(direction, "from")), replace(end, end=(direction, "to"))


def in_scale_of(text: str, left: Quantity, right: Quantity) -> float:
    """The value of a quantity in the scale of the one after it: "$89 to $93 billion"."""
    surfaces = [text[q.number_start : q.number_end].lower() for q in (left, right)]
    scales = [_SCALE_END.search(surface) for surface in surfaces]
    factor = _SCALES.get(scales[1]["scale"], 1.0) if scales[1] else 1.0
    has_own = scales[0] is not None and scales[0]["scale"] in _SCALES
    return left.low if has_own else left.low * factor


def _start(text: str, left: Quantity, right: Quantity, stated: _Stated) -> float:
    """The value of the start, in the scale of the end where the change then makes sense."""
    scaled = in_scale_of(text, left, right)
    shares = scaled < right.low if stated == "up" else scaled <= _MAX_RATIO * right.low
    return scaled if shares else left.low


def _leads_to(passage: Passage, left: Quantity, right: Quantity) -> bool:
    """Whether "to" stands between two quantities, with nothing else but when or where."""
    gap = passage.text[left.span.end_char : right.span.start_char]
    words = _WORD.findall(gap.lower()) if len(gap) <= _MAX_GAP else []
    while words and is_near(words[-1]):
        words.pop()
    if not words or words.pop() != "to":
        return False
    return says_when(words) or (
        len(words) <= _MAX_ADVERBIAL and all(map(_may_stand_between, words))
    )


def _may_stand_between(word: str) -> bool:
    return word[0].isalpha() and word not in _BARS and word not in BEFORE and word not in _MOVES


def _governing(passage: Passage, left: Quantity, right: Quantity) -> _Stated | None:
    """The direction of the word of change that "from" belongs to."""
    words = _WORD.findall(passage.before(left.span.start_char, _WINDOW).lower())
    while words and is_near(words[-1]):
        words.pop()
    # "rises of from 4% to 6%" is a range
    if words[-1:] != ["from"] or words[-2:-1] in (["of"], ["by"]):
        return None
    words.pop()
    if words[-1:] == [","]:
        words.pop()
    between: list[str] = []
    for at in range(len(words) - 1, max(-1, len(words) - 1 - _MAX_WORDS), -1):
        word = words[at]
        if word in BEFORE or word in _MOVES:
            is_other = " ".join(words[max(0, at - 1) : at + 1]) in PHRASAL
            return None if is_other else _of_word(word, between, right)
        before_number = word == "by" and words[at + 1 : at + 2] and words[at + 1][0].isdigit()
        if (word in _BARS and not before_number) or word in {",", ";", ":", "(", ")", "”", '"'}:
            return None
        between.append(word)
    return None


def _of_word(word: str, between: Sequence[str], right: Quantity) -> _Stated | None:
    """What a word of change says of the two numbers.

    between: the words between it and "from", the last one first.
    """
    names = [one for one in between if one.isalpha() and one not in TIME_WORDS and one[-2:] != "ly"]
    if word in _TAKES or (word in RAISES and any(one[0].isdigit() for one in between)):
        return None
    if names:
        # "raised money for children from 5 to 11", "moved people from 5 to 7 camps"
        is_age = (
            right.is_bare
            or right.kind == "age"
            or (right.unit is not None and right.unit.canonical == "year")
        )
        is_source = right.counted is not None and (word in RAISES or word in _MOVES)
        if is_source or (is_age and names[0] in _BEARERS):
            return None
    return BEFORE.get(word, "either")


def _are_alike(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can be two values of one thing."""
    if left.per is not None and right.per is not None and not _is_one_rate(left.per, right.per):
        return False
    if left.is_bare:
        return right.rule != "currency_before"
    if right.is_bare:
        return True
    if left.counted is not None or right.counted is not None:
        heads = [one.counted.head if one.counted else None for one in (left, right)]
        return heads[0] == heads[1]
    if left.unit is None or right.unit is None:
        return left.kind == right.kind
    is_one = left.unit.canonical == right.unit.canonical
    factors = left.unit.si_factor, right.unit.si_factor
    return is_one or (left.kind == right.kind and None not in factors)


def _is_one_rate(left: str, right: str) -> bool:
    """Whether two denominators are one: "per 100,000 people" and "per 100,000"."""
    return left == right or left.startswith(f"{right} ") or right.startswith(f"{left} ")


def _in_one_measure(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """Both quantities, each with the unit or rate that only the other has."""
    if left.is_bare:
        return _measured_as(left, right, "listed"), right
    if right.is_bare:
        return left, _measured_as(right, left, "told_before")
    if left.per is None and right.per is not None:
        return replace(left, per=right.per, kind=right.kind), right
    if right.per is None and left.per is not None:
        return left, replace(right, per=left.per, kind=left.kind)
    return left, right


def _measured_as(bare: Quantity, source: Quantity, rule: str) -> Quantity:
    return bare if source.is_bare else replace(
        bare, kind=source.kind, unit=source.unit, unit_span=source.unit_span,
        counted=source.counted, per=source.per, rule=rule,
    )  # fmt: skip


def _size(quantity: Quantity) -> float:
    factor = quantity.unit.si_factor if quantity.unit is not None else None
    return quantity.low * factor if factor is not None else quantity.low


def _is_year(passage: Passage, quantity: Quantity) -> bool:
    """Whether a bare number may be a year: "rose from 1998 to 2004"."""
    number = passage.text[quantity.number_start : quantity.number_end]
    return quantity.is_bare and _YEAR.match(number) is not None


def _goes_on(passage: Passage, quantity: Quantity) -> bool:
    """Whether what follows makes it a range: "from 5 to 10 metres tall", "from 3 to 5 to 7"."""
    end = quantity.span.end_char
    following = passage.match(_AFTER, end)
    is_dimension = following is not None and following["word"].lower() in _DIMENSIONS
    return is_dimension or passage.match(_TO_ANOTHER, end) is not None
