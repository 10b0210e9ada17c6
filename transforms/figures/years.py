"""Years: the four digits that date something rather than say how much.

Pure. A year is recognised before any quantity is read, so that it never takes the unit of what
follows it ("In 2019, 40% …"), nor is the end of a range with it ("in 1990 to 5 tonnes").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from transforms.figures.bounds import modifier_of
from transforms.figures.numbers import Number, find_numbers
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity, read_quantity
from transforms.figures.reading import Modifier
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_YEAR = re.compile(r"(?:1\d|2[01])\d\d")
# Earlier and later ones need a word before them that dates them.
_FIRST_COMMON, _FIRST_DISTANT, _WINDOW = 1500, 2100, 60
_CUES = words_of("year_cues")
# After the first, four digits are a year whatever follows; after the second, if no range does.
_DATING = _CUES - {"between", "from", "the", "this"}
_MAY_BE_DATING = frozenset({"between", "from", "of", "and", "or", "years"})
# "a total of 1943", "the toll rose to 2015"
_TOTAL = re.compile(
    r"\b(?:(?:total|sum|population)[ ]of|(?:toll|tally)[ ](?:\w+[ ]){0,3}(?:to|at|is|was|of))[ ]\Z",
    re.IGNORECASE,
)
# "rather than 2018": what is compared is a date, not an amount.
_TIME_COMPARED = re.compile(r"\b(?:rather|later|earlier|sooner|other)[ ]than[ ]\Z", re.IGNORECASE)
# Modifiers that may also stand before a date: "up 5% over 2018", "around 1990".
_MAY_DATE = frozenset(
    row["surface"] for row in read_lexicon("modifiers") if row["preposition"] == "yes"
) | figure_words("dating_modifier")
_BEFORE_MODIFIER = re.compile(
    r"\b(?:in|into|by|since|from|until|till|before|after|through|during|of|to|for)[ ]\Z",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"(?P<word>[^\W\d_][\w&.’'-]*)[ \u00a0]+\Z")
# "2019 more than in May", "1943 of them": a count without its noun.
_COUNTS = re.compile(
    rf"-{either(figure_words('size'))}\b"
    r"|[ ](?:more|fewer|others?|additional|extra|dead|injured|wounded|missing|homeless|arrests?)\b"
    r"|[ ](?:were|are|have|remain|remained)\b|[ ]of[ ](?:them|these|those|whom|which)\b"
    r"|[ ]of[ ](?:the|its|their|our)[ ]\d"
)
_TO_NEXT = re.compile(r"[ ]?[-–][ ]?|[ ](?:to|or)[ ]|(?P<ends>[ ]and[ ])")
_BETWEEN = re.compile(r"\bbetween[ ]\Z", re.IGNORECASE)
_LONGEST_RANGE = 5
# "between 1600 and 1900 temperatures fell"
_ENDS_PERIOD = re.compile(rf"\b(?:between|from)[ ]{_YEAR.pattern}[ ](?:and|to)[ ]\Z", re.IGNORECASE)
_CASUALTY, _COUNTING = words_of("casualty_verbs"), figure_words("counting_verb")
_OF_A_YEAR, _DATED = figure_words("of_a_year"), figure_words("dated_noun")
_COMPOUNDS, _UNDATED = figure_words("year_compound"), words_of("undated_nouns")
# The beginnings of modifiers that follow amounts only: "1500 or more", "2000-plus".
_AFTER_AMOUNTS = ("or ", "and ", "plus", "+", "odd")
_POSSESSIVE = re.compile(rf"[’']s?\Z|\A(?:{either(words_of('determiners'))})\Z", re.IGNORECASE)
_PREPOSITIONS = words_of("prepositions") - {"with"}


def find_years(passage: Passage, numbers: Iterable[Number]) -> list[Span]:
    """The years among the numbers of a passage, in text order; two that bound a time are one span.

    >>> text = "From 2012 to 2019, 1943 homes burnt."
    >>> passage = Passage(text, 0, 36)
    >>> [year.of(text) for year in find_years(passage, find_numbers(passage))]
    ['2012 to 2019']
    """
    years: list[Span] = []
    for number in numbers:
        if not _is_year(passage, number):
            continue
        year = number.span
        link = passage.match(_TO_NEXT, years[-1].end_char) if years else None
        is_period = link is not None and link.end() == year.start_char
        if link is not None and is_period and (not link["ends"] or _is_between(passage, years[-1])):
            years[-1] = years[-1].envelope(year)
        else:
            years.append(year)
    return years


def _is_between(passage: Passage, year: Span) -> bool:
    return bool(_BETWEEN.search(passage.before(year.start_char, _WINDOW)))


def _is_year(passage: Passage, number: Number) -> bool:
    if number.form == "year":
        return True
    if number.form != "digits" or not _YEAR.fullmatch(number.span.of(passage.text)):
        return False
    quantity = read_quantity(passage, number)
    left = passage.before(quantity.span.start_char, _WINDOW)
    previous = _PREVIOUS.search(left)
    word = previous["word"] if previous is not None else ""
    is_cued = word.lower() in _CUES
    if quantity.unit is not None:
        return _dates_unit(passage, quantity, word.lower())
    is_common = _FIRST_COMMON <= number.value < _FIRST_DISTANT
    if not is_common and (not is_cued or quantity.counted is not None):
        return False
    if quantity.counted is not None:
        return _dates_noun(passage, quantity, word, is_cued=is_cued)
    if quantity.per is not None:
        # "in the spring of 2024 a quarter of them shut", but "1500 a day"
        return is_cued or word.lower() == "of"
    return not _is_amount(passage, quantity, left, word.lower())


def _dates_unit(passage: Passage, quantity: Quantity, previous: str) -> bool:
    """Whether the unit after a year belongs to what follows, or is money of that year."""
    unit = quantity.unit_span.of(passage.text) if quantity.unit_span else ""
    if quantity.rule == "unit_money":
        # "$5bn in 2012 dollars"
        return previous == "in"
    # "World Cup 2018 day five": the unit is no plural, so the next number has it.
    is_apart = passage.text[quantity.number_end : quantity.number_end + 1] == " "
    return quantity.kind == "duration" and is_apart and not unit.endswith("s")


def _dates_noun(passage: Passage, quantity: Quantity, previous: str, *, is_cued: bool) -> bool:
    """Whether a year says when the plural noun after it was: "2016 elections", not "2016 homes"."""
    noun = quantity.counted.head_surface if quantity.counted else ""
    if noun in _OF_A_YEAR:
        return True
    if passage.text.startswith("-", quantity.number_end):
        # "a 1997-built ship", but "a 1500-strong crowd"
        return noun.endswith("ed") or noun in _COMPOUNDS or noun[0].isupper()
    if modifier_of(passage, quantity) is not None:
        return False
    if is_cued:
        return True
    lower, is_undated = previous.lower(), noun.lower() in _UNDATED
    is_recent = 1900 <= quantity.low < 2050 and quantity.low % 100 != 0
    if not is_recent:
        before = passage.before(quantity.span.start_char, _WINDOW)
        return not is_undated and bool(_ENDS_PERIOD.search(before))
    if (lower in _COUNTING and noun not in _DATED) or lower in _CASUALTY:
        return False
    is_counted = is_undated and not previous[:1].isupper()
    return not is_counted or lower in _PREPOSITIONS or bool(_POSSESSIVE.search(previous))


def _is_amount(passage: Passage, quantity: Quantity, left: str, previous: str) -> bool:
    """Whether four digits without a noun say how much all the same."""
    if previous in _DATING:
        return False
    if previous in _CASUALTY or _TOTAL.search(left):
        return True
    if previous not in _MAY_BE_DATING | _PREPOSITIONS and passage.match(
        _COUNTS, quantity.number_end
    ):
        return True
    modifier = modifier_of(passage, quantity)
    if modifier is not None and not _may_date(passage, modifier, quantity):
        return not _TIME_COMPARED.search(left)
    return _opens_range_of_amounts(passage, quantity, is_between=previous == "between")


def _may_date(passage: Passage, modifier: Modifier, quantity: Quantity) -> bool:
    """Whether a modifier may belong to a year: "since at least 1990", "In 1990, at least …"."""
    surface = modifier.span.of(passage.text).lower()
    if modifier.span.start_char >= quantity.number_end:
        return not surface.startswith(_AFTER_AMOUNTS)
    if surface in _MAY_DATE:
        return True
    return bool(_BEFORE_MODIFIER.search(passage.before(modifier.span.start_char, _WINDOW)))


def _opens_range_of_amounts(passage: Passage, quantity: Quantity, *, is_between: bool) -> bool:
    """Whether it is the lower end of a range whose upper end is no year: "1900 to 2,100 people"."""
    link = passage.match(_TO_NEXT, quantity.number_end)
    if link is None or (link["ends"] and not is_between):
        return False
    following = next(find_numbers(Passage(passage.text, link.end(), passage.end)), None)
    if following is None or following.span.start_char != link.end():
        return False
    is_above = quantity.low < following.value < _LONGEST_RANGE * quantity.low
    return is_above and not _is_year(passage, following)
