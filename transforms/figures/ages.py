"""Ages: bare numbers that are somebody's age: "Smith, 34,", "her son, 7,", "a girl of 11".

Pure. An age needs a cue beside it. A number between commas needs a name before it, or a noun for a
person; several need a plural: "two men, 34 and 36, were held".
"""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.figures.counted import singular
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.units import Unit
from transforms.figures.vocabulary import figure_words, number_words
from transforms.lexicon import either, read_lexicon, words_of

_OLDEST = 120
_WINDOW = 80
_ROWS = read_lexicon("age_bearers")
_PEOPLE = (
    words_of("age_bearers")
    | words_of("person_nouns")
    | {row["surface"] for row in read_lexicon("antecedent_nouns") if row["class"] == "person"}
)
_OF_AGE = frozenset(row["surface"] for row in _ROWS if row["of"] == "yes")
_SMALL = either(word for role in ("unit", "ten") for word in number_words(role) if word.isalpha())
_ONE = rf"(?:\d{{1,3}}|{_SMALL})"
_HEDGE = r"(?:about|around|just|only|almost|nearly|now|then|still|barely)[ ]"
_CUE = re.compile(
    r"\b(?:aged|age|ages)[ ]"
    r"(?:(?:of|between|from|under|over|about|around|at least|just|only|as young as)[ ]){0,3}\Z"
    rf"|\b(?:aged|ages?(?:[ ]of|[ ]from)?)[ ](?:{_ONE},?[ ](?:(?:and|or|to)[ ])?){{1,4}}\Z"
    r"|\b(?:turned|turns?|turning)[ ](?:just[ ]|only[ ])?\Z"
    r"|\b(?:dies|died|dead|retires?|retired|marry|marries|married|gave birth|orphaned|widowed"
    r"|life expectancy)[ ]"
    rf"(?:[^\W\d_]+[ ]){{0,5}}?(?:at|is|was|of|to)[ ](?:{_HEDGE})?\Z"
    # "the retirement age will rise from 62 to 64"
    r"|\b(?:retirement|pension|minimum|maximum|voting|drinking|driving|legal|leaving|school|mean"
    rf"|average|median)[ ]age\b[^.,;:]{{0,40}}[ ](?:at|is|was|of|to|from)[ ](?:{_HEDGE})?\Z"
    r"|\b(?:the[ ](?:under|over)-)\Z",
    re.IGNORECASE,
)
# Of a bare number only: "cars older than 10 years" are no people.
_BARE_CUE = re.compile(rf"\bas (?:young|old) as[ ](?:{_HEDGE})?\Z", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?P<noun>[^\W\d_]+)[ ](?:who are[ ]|aged[ ])?"
    r"(?P<limit>under|over|below|above|older than|younger than)[ ](?:the age of[ ])?\Z",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(?P<noun>[^\W\d_]+)[ ](?:aged[ ])?\Z")
_OR_OLDER = re.compile(r"[ ](?:or|and)[ ](?:under|over|older|younger|above|below|up)\b")
_WHEN = re.compile(
    r"\b(?:when|until|since|after|before|who)[ ](?:(?:he|she|i)[ ])?(?:was|is|turned)[ ]"
    rf"(?:{_HEDGE})?\Z",
    re.IGNORECASE,
)
# "She was 92.": a whole number that a person is, and nothing follows it.
_IS = re.compile(
    r"\b(?:he|she|i)(?:[ ](?:is|was|will be|would be)|[’']s|[’']m)[ ](?:only[ ]|just[ ]|now[ ])?\Z",
    re.I,
)
_NOUN_IS = re.compile(rf"(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)*)[ ](?:is|was)[ ](?:{_HEDGE})?\Z")
_NAME_IS = re.compile(rf"\b[A-Z][\w’'-]+[ ](?:is|was)[ ](?:{_HEDGE})?\Z")
_AFTER_IS = re.compile(
    r"[.,;!?]|\s*\Z|[ ](?:and|when|on|in|by|next|this|now|at the time|at that time)\b"
)
_WHEN_SOMEBODY = re.compile(r"[ ](?:when|at the time)\b")
_FEWEST_YEARS = 4
# "At 34, she quit": from the age on at which a number before "he" is no hour of the day.
_AT = re.compile(r"\AAt[ ](?:just[ ]|only[ ]|age[ ])?\Z")
_AFTER_AT, _NO_HOUR = re.compile(r",[ ](?:he|she|I)\b"), 13
_NAME_COMMA = re.compile(
    r"(?P<before>[\w’'-]+)?[ ]?(?P<name>[A-Z][\w’'.-]*(?:[ ][A-Z][\w’'.-]*)*)[)”\"]?,[ ]"
    r"(?:now[ ]|then[ ]|just[ ]|only[ ])?\Z"
)
_NAME_BRACKET = re.compile(r"[A-Z][a-z’'-]+[ ][(]\Z")
_NOUN_COMMA = re.compile(
    rf"(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)*)(?:[ ]of[ ]{_ONE})?,[ ](?:now[ ]|then[ ]|just[ ]|only[ ])?"
    rf"(?P<earlier>(?:{_ONE},?[ ](?:and[ ])?)*)\Z"
)
_NOUN_OF = re.compile(rf"(?P<noun>[^\W\d_]+)[ ]of[ ](?:{_HEDGE}|{_ONE},?[ ](?:and|or)[ ])?\Z")
_AND_MORE = re.compile(rf"(?:,[ ]{_ONE})*,?[ ]and[ ]{_ONE}(?![ -][^\W\d_]|[\w%])")
_AFTER_COMMA = re.compile(
    r"[,.;)]|\s*\Z|[ ](?:[–—-][ ]|and\b|or\b|who\b|of\b|from\b|at the time\b)"
)
_ACCORDING = re.compile(r"\baccording[ ]to[ ][^,]{2,40},[ ]\Z", re.IGNORECASE)
_CLOSES = re.compile(r"[,.;)]|\s*\Z|[ ]and\b")
_PLACES = figure_words("place_preposition") | {"near", "outside", "inside", "across", "around"}
_TIMES = words_of("calendar_words") | {
    row["surface"] for row in read_lexicon("months") if row["language"] == "en"
}


def as_age(passage: Passage, quantity: Quantity) -> Quantity:
    """The quantity as an age, if its surroundings say so; else unchanged."""
    if not _can_be_age(quantity):
        return quantity
    left = passage.before(quantity.span.start_char, _WINDOW)
    right = passage.after(quantity.span.end_char, _WINDOW)
    if _CUE.search(left) or _is_of_people(left, right, quantity):
        return _aged(quantity, "age_cue")
    if quantity.unit is not None or quantity.shape != "single":
        return quantity
    if _is_stated(left, right, quantity):
        return _aged(quantity, "age_cue")
    return _aged(quantity, "age_beside_name") if _stands_beside(left, right, quantity) else quantity


def _aged(quantity: Quantity, rule: str) -> Quantity:
    unit = "year" if quantity.unit is None else quantity.unit.canonical
    return replace(quantity, kind="age", unit=Unit(f"{unit} of age", "age"), rule=rule)


def _is_person(noun: str) -> bool:
    first = noun.lower().split("-of-")[0]
    return first in _PEOPLE or singular(first) in _PEOPLE


def _is_of_people(left: str, right: str, quantity: Quantity) -> bool:
    """Whether people are counted from an age on, or described by it: "people under 5"."""
    limit = _LIMIT.search(left)
    if limit is not None and _is_person(limit["noun"]):
        # "heard 120 witnesses over 14 weeks"
        return quantity.is_bare or limit["limit"].lower() != "over"
    bearer = _BEARER.search(left) if _OR_OLDER.match(right) else None
    if bearer is not None and _is_person(bearer["noun"]):
        return True
    of = _NOUN_OF.search(left)
    return of is not None and {of["noun"].lower(), singular(of["noun"])} & _OF_AGE != set()


def _is_stated(left: str, right: str, quantity: Quantity) -> bool:
    """Whether a clause says that somebody is so old: "she was 92", "the victim was 23"."""
    if _BARE_CUE.search(left) or (_WHEN.search(left) and _AFTER_COMMA.match(right)):
        return True
    if quantity.low >= _NO_HOUR and _AT.search(left) and _AFTER_AT.match(right):
        return True
    if quantity.low < _FEWEST_YEARS or not _AFTER_IS.match(right):
        return False
    noun = _NOUN_IS.search(left)
    return (
        _IS.search(left) is not None
        or (noun is not None and _is_person(noun["noun"]))
        or (_NAME_IS.search(left) is not None and _WHEN_SOMEBODY.match(right) is not None)
    )


def _stands_beside(left: str, right: str, quantity: Quantity) -> bool:
    """Whether a number stands behind a name or a noun for a person, between commas."""
    if quantity.form == "digits" and _NAME_BRACKET.search(left) and right.startswith(")"):
        return True
    if not (_AFTER_COMMA if quantity.form == "digits" else _CLOSES).match(right):
        return False
    noun = _NOUN_COMMA.search(left)
    if noun is not None and _is_person(noun["noun"]):
        is_plural = singular(noun["noun"]) != noun["noun"].lower()
        return not is_plural or bool(noun["earlier"]) or _AND_MORE.match(right) is not None
    name = _NAME_COMMA.search(left)
    if name is None or name["name"].lower() in _TIMES:
        return False
    if _ACCORDING.search(left):
        return True
    return (name["before"] or "").lower() not in _PLACES


def _can_be_age(quantity: Quantity) -> bool:
    """Whether a quantity is a whole number, bare or of years, that somebody can be old."""
    if quantity.shape not in {"single", "range"} or quantity.form not in {"digits", "words"}:
        return False
    ends = (quantity.low, quantity.high if quantity.high is not None else quantity.low)
    if any(not 0 < end <= _OLDEST or end != int(end) for end in ends):
        return False
    is_time = (
        quantity.unit is not None
        and quantity.unit.canonical in {"year", "month", "week", "day"}
        and quantity.per is None
    )
    return quantity.is_bare or is_time
