"""Ages: bare numbers that are somebody's age: "Smith, 34,", "aged 14", "children under 5".

Pure. An age needs a cue beside it; a number between commas needs a name before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.units import Unit
from transforms.lexicon import either, words_of

_YEAR_OF_AGE = Unit("year of age", "age")
_OLDEST = 120
_WINDOW = 60
_CUE = re.compile(
    r"\b(?:aged|age|ages)[ ]"
    r"(?:(?:of|between|from|under|over|about|around|at least|just|only|as young as)[ ]){0,3}\Z"
    r"|\b(?:aged|ages)[ ](?:\d{1,3},?[ ](?:and[ ])?){1,4}\Z"
    r"|\b(?:turned|turns|turning)[ ](?:just[ ]|only[ ])?\Z"
    r"|\b(?:dies|died|dead|retires?|retired|life expectancy|average age|median age)[ ]"
    r"(?:[^\W\d_]+[ ]){0,5}?(?:at|is|was|of|to)[ ](?:about[ ]|around[ ]|just[ ])?\Z"
    rf"|\b{either(words_of('age_bearers'))}[ ](?:who are[ ]|aged[ ])?"
    r"(?:under|over|below|above|older than|younger than)[ ]\Z"
    r"|\b(?:the[ ](?:under|over)-)\Z",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:when|until|since|after|before|who)[ ](?:(?:he|she|i)[ ])?(?:was|is|turned)[ ]"
    r"(?:only[ ]|just[ ])?\Z",
    re.IGNORECASE,
)
# "She was 92.": a whole number that a person is, and nothing follows it.
_IS = re.compile(
    r"\b(?:he|she|i)(?:[ ](?:is|was|will be|would be)|[’']s|[’']m)[ ](?:only[ ]|just[ ]|now[ ])?\Z",
    re.I,
)
_AFTER_IS = re.compile(r"[.,;!?]|\s*\Z|[ ](?:and|when|on|in|by|next|this|now)\b")
_FEWEST_YEARS = 4
_NAME_COMMA = re.compile(r"[A-Z][\w’'.-]*[)”\"]?,[ ](?:now[ ]|then[ ]|just[ ]|only[ ])?\Z")
_NAME_BRACKET = re.compile(r"[A-Z][a-z’'-]+[ ][(]\Z")
_AFTER_COMMA = re.compile(r"[,.;]|\s*\Z|[ ](?:and|or|who|of|from)\b")


def as_age(passage: Passage, quantity: Quantity) -> Quantity:
    """The quantity as an age, if its surroundings say so; else unchanged."""
    if not _can_be_age(quantity):
        return quantity
    left = passage.before(quantity.span.start_char, _WINDOW)
    right = passage.after(quantity.span.end_char, _WINDOW)
    if _CUE.search(left):
        return replace(quantity, kind="age", unit=_YEAR_OF_AGE, rule="age_cue")
    if quantity.unit is not None or quantity.shape != "single":
        return quantity
    if _WHEN.search(left) and _AFTER_COMMA.match(right):
        return replace(quantity, kind="age", unit=_YEAR_OF_AGE, rule="age_cue")
    if quantity.low >= _FEWEST_YEARS and _IS.search(left) and _AFTER_IS.match(right):
        return replace(quantity, kind="age", unit=_YEAR_OF_AGE, rule="age_cue")
    if quantity.form == "digits" and (
        (_NAME_COMMA.search(left) and _AFTER_COMMA.match(right))
        or (_NAME_BRACKET.search(left) and right.startswith(")"))
    ):
        return replace(quantity, kind="age", unit=_YEAR_OF_AGE, rule="age_beside_name")
    return quantity


def _can_be_age(quantity: Quantity) -> bool:
    """Whether a quantity is a whole number, bare or of years, that somebody can be old."""
    if quantity.shape not in {"single", "range"} or quantity.form not in {"digits", "words"}:
        return False
    ends = (quantity.low, quantity.high if quantity.high is not None else quantity.low)
    if any(not 0 < end <= _OLDEST or end != int(end) for end in ends):
        return False
    in_years = (
        quantity.unit is not None and quantity.unit.canonical == "year" and quantity.per is None
    )
    return quantity.is_bare or in_years
