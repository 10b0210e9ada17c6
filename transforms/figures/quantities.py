"""Quantities: a number together with the unit or the counted noun that belongs to it.

Pure. One number in, one quantity out; ``ranges`` joins two of them into one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from transforms.figures.counted import Counted, counted_after
from transforms.figures.figure import Direction, FigureKind, Role
from transforms.figures.kinds import kinds_where
from transforms.figures.numbers import Number
from transforms.figures.passage import Passage
from transforms.figures.senses import is_other_thing, sure_meaning
from transforms.figures.units import (
    CurrencyMatch,
    Unit,
    UnitMatch,
    currency_before,
    denominator_after,
    named_dollar,
    plural_unit,
    sense_beside,
    unit_after,
    unit_called,
)
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, words_of
from transforms.text import Span

Shape = Literal["single", "range", "vague", "score"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, before its surroundings are read.

    span:       number and unit.
    number_end: one past the number itself.
    low, high:  the value and, for a range, a vague plural or a score, its second value.
    form:       how the (first) number is written.
    unit:       None for a bare number or a counted noun.
    counted:    the counted noun phrase, if there is one.
    per:        canonical denominator of a rate.
    converts:   it is the quantity before in another unit, in brackets.
    end:        the direction of a change whose start or end it is, and which of the two.
    """

    span: Span
    number_start: int
    number_end: int
    low: float
    high: float | None
    shape: Shape
    form: str
    kind: FigureKind
    rule: str
    unit: Unit | None = None
    unit_span: Span | None = None
    counted: Counted | None = None
    per: str | None = None
    converts: bool = False
    end: tuple[Direction, Role] | None = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the number was found."""
        return self.unit is None and self.counted is None and self.kind == "count"

    @property
    def stands_alone(self) -> bool:
        """Whether no noun stands right behind the number; it may still share one."""
        return self.counted is None or self.rule in {"listed", "shared_noun"}


_LENGTH_WORD, _LENGTH_STEM = (
    either(figure_words("length_word")),
    either(figure_words("length_stem")),
)
_LENGTH_CUE = re.compile(rf"[ -]?(?:\(\d|(?:{_LENGTH_WORD})\b|{_LENGTH_STEM})")
_SYSTEM = either(figure_words("unit_system"))
_OF = re.compile(r"[ ]of(?:[ ](?:the|these|those|its|their|his|her|our|my))?(?=[ ])")
_OLD = re.compile(r"[ -]?olds?\b|[ ]of[ ]age\b", re.IGNORECASE)
_ARTICLE = re.compile(rf"[ -](?:of[ ])?an?(?:[ ](?:{_SYSTEM}))?(?=[ -])")
_PART_OF = re.compile(r"[ ]of[ ]an?(?=[ ])")
# "one US fluid ounce", "two imperial gallons"
_NATION = re.compile(rf"[ -](?:{_SYSTEM})(?=[ -])")
# "a 3,000-strong crowd", "1.5 million-plus soldiers": the noun follows.
_SIZE = re.compile(rf"-{either(figure_words('size'))}\b")
# "fifty or so years", "20 or more people"
_HEDGED = re.compile(r"[ ]or (?:so|more|fewer)(?=[ ])")
# "level 1 trauma", "Kelmar 1 point": no count of one
_NOT_ONE_BEFORE = re.compile(r"(?P<word>[^\W\d_][\w.’'-]*)[ \u00a0]\Z")
_OPENS_CLAUSE = re.compile(r"(?:\A|[,;:“\"][ ]?|\b(?:where|that|when|if|while|and|but)[ ])\Z")
_OBJECT = re.compile(r"[ ](?:the|an?|its|their|that)[ ]")
_LABELS, _SMALL_NOUN = words_of("number_labels"), re.compile(r"[ \u00a0][a-z]{3,}(?![.−])")
# "12 deaths reported per 100,000"
_RECORDED = re.compile(r"[ ][a-z]{3,}ed(?=[ ]per[ ]\d)")
# "3 times as many", "6.5 times earnings"; else "times" are occasions.
_COMPARED = re.compile(rf"[ ](?:{either(figure_words('comparison'))}|[a-z]{{3,12}}er)\b")
_ON_SCALE = re.compile(
    r"[ ](?:points?[ ])?on[ ]the[ ](?:open-ended[ ])?(?P<name>[^\W\d_]{1,20})"
    r"[ ](?:magnitude[ ])?scale\b"
)
_QUAKE_SCALES = figure_words("quake_scale")
_MAGNITUDE = re.compile(r"\bmagnitude[ -](?:of[ ])?\Z", re.IGNORECASE)
_NOUN_OR = re.compile(r"\b(?:an?|another|one)[ ](?P<noun>[a-z]{3,20})[ ]or[ ]\Z")
_WEATHER, _WORD = words_of("temperature_cues"), re.compile(r"[^\W\d_]+")
_OF_MAGNITUDE = Unit("magnitude", "magnitude")
# Characters that are read for a cue, at most.
_MAGNITUDE_WINDOW, _WEATHER_BEFORE, _WEATHER_AFTER, _BEFORE_ONE = 16, 120, 80, 24
# "?5m" was "£5m" before a feed lost the sign; "5m/-" are shillings.
_MANGLED, _SHILLINGS = re.compile(r"[?\ufffd]\Z"), re.compile(r"/[-=]")
_LOST_SIGN = re.compile(r"(?:\A|[\s(“‘\"'])[?\ufffd]\Z")
# What is written of money rather than of things: "6,183", "44bn", "1.3 million", "7.50".
_LIKE_MONEY = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?\b|\d+\.\d\d\b|\d[\d.,]*[ ]?(?:[a-z]{1,2}|[mb]illion)\b",
    re.I,
)
_BELOW_ZERO = re.compile(r"[ ]below[ ]zero\b")
_TWO_MEANINGS = frozenset("mkK")
# Kilometres that people race over, whole ones.
_RACES = frozenset(range(1, 101))
_RESOLUTIONS, _LONGEST_MILLIONS = frozenset({"4", "8"}), 3
UNCLEAR_LETTER = "unclear_letter"
"""The rule of a number of which nothing says whether it is in millions or in metres."""
_APART, _RATED = kinds_where("stands_apart"), kinds_where("is_rated")
_RELATIVE = kinds_where("is_relative")


def read_quantity(passage: Passage, number: Number) -> Quantity:
    """The quantity that a number states."""
    money = currency_before(passage, number.span.start_char)
    if money is not None:
        return _with_rate(passage, _in_dollars(passage, _money(number, money)))
    start, meant = number.span.start_char, _letter_meant(passage, number)
    if meant == "unclear":
        return replace(bare_quantity(number), rule=UNCLEAR_LETTER)
    number = _without_unit_letter(number, meant)
    quantity = bare_quantity(number)
    end = quantity.number_end
    if meant == "kilometre":
        letter = Span(end, end + 1)
        return _measured_in(passage, quantity, UnitMatch(unit_called(meant), letter))
    hedge = passage.match(_HEDGED, end)
    end = hedge.end() if hedge else end
    match = unit_after(
        passage, end, is_digits=not number.is_spelled, value=number.value, start=start
    )
    nation = passage.match(_NATION, end) if match is None else None
    if nation is not None:
        match = unit_after(passage, nation.end(), is_digits=False, value=number.value)
    # "half a mile", "0.25 of a percentage point"
    is_part = number.form == "fraction" or (number.form == "digits" and 0 < number.value < 1)
    if match is None and (is_part or number.form == "vague"):
        link = passage.match(_PART_OF if number.form == "digits" else _ARTICLE, end)
        link = passage.match(_OF, end) if number.form == "vague" else link
        if link is not None:
            match = unit_after(passage, link.end(), is_digits=False, value=number.value)
    if match is None and _is_in_unknown_currency(passage, quantity):
        return replace(_with_rate(passage, replace(quantity, kind="money")), rule="lost_sign")
    if match is not None:
        measured = _measured_in(passage, quantity, match)
        return _below_zero(passage, measured) or _with_rate(passage, measured)
    cold = _below_zero(passage, quantity)
    if cold is not None:
        return cold
    scale = passage.match(_ON_SCALE, end)
    if scale is not None:
        return _on_scale(passage, quantity, scale)
    if number.form == "fraction" and abs(number.value) < 1:
        return replace(quantity, kind="share", rule="fraction")
    if _MAGNITUDE.search(passage.before(number.span.start_char, _MAGNITUDE_WINDOW)):
        return replace(quantity, kind="magnitude", unit=_OF_MAGNITUDE, rule="magnitude")
    return _with_rate(passage, _counting(passage, quantity))


def _is_in_unknown_currency(passage: Passage, quantity: Quantity) -> bool:
    """Whether a sum has lost its sign ("over ?6,100") or has one that many share ("4,000/-")."""
    if quantity.form != "digits":
        return False
    start, end = quantity.number_start, quantity.number_end
    if passage.match(_SHILLINGS, end):
        return True
    is_mangled = _LOST_SIGN.search(passage.text[max(passage.start, start - 2) : start])
    return bool(is_mangled and _LIKE_MONEY.fullmatch(passage.text[start:end]))


def _below_zero(passage: Passage, quantity: Quantity) -> Quantity | None:
    """A temperature that is negative in words: "ten below zero", "5 degrees below zero"."""
    if not (quantity.is_bare or quantity.kind == "temperature" or _is_degree(quantity)):
        return None
    found = passage.match(_BELOW_ZERO, quantity.span.end_char)
    if found is None or quantity.low < 0:
        return None
    return replace(
        quantity,
        span=Span(quantity.span.start_char, found.end()),
        low=-quantity.low,
        kind="temperature",
        unit=quantity.unit or unit_called("degree"),
        rule="below_zero",
    )


def _is_degree(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.canonical == "degree"


def _on_scale(passage: Passage, quantity: Quantity, scale: re.Match[str]) -> Quantity:
    """A bare number on a scale named after it: "6.1 on the Richter scale"."""
    if scale["name"] in _QUAKE_SCALES:
        return replace(quantity, kind="magnitude", unit=_OF_MAGNITUDE, rule="magnitude")
    named = unit_after(passage, scale.start("name") - 1, is_digits=True, value=quantity.low)
    if named is None or named.span.end_char != scale.end("name"):
        return quantity
    return replace(
        quantity, kind=named.unit.kind, unit=named.unit, unit_span=named.span, rule="on_scale"
    )


def bare_quantity(number: Number) -> Quantity:
    """The quantity of a number alone."""
    return Quantity(
        span=number.span,
        number_start=number.span.start_char,
        number_end=number.span.end_char,
        low=number.value,
        high=number.high,
        shape="vague" if number.form == "vague" else "single",
        form=number.form,
        kind="count",
        rule="number",
    )


def _money(number: Number, sign: CurrencyMatch) -> Quantity:
    quantity = bare_quantity(number)
    return replace(
        quantity,
        span=Span(sign.start, number.span.end_char),
        low=-quantity.low if sign.is_negative else quantity.low,
        kind="money",
        unit=sign.unit,
        unit_span=sign.span,
        rule="currency_before",
    )


def _in_dollars(passage: Passage, quantity: Quantity) -> Quantity:
    """An amount in a bare "$", with the country named after it: "$31.20 US"."""
    if quantity.unit is None or not quantity.unit.is_assumed:
        return quantity
    named = named_dollar(passage, quantity.span.end_char)
    if named is None or quantity.unit.canonical != "USD":
        return quantity
    span = Span(quantity.span.start_char, named.span.end_char)
    return replace(quantity, span=span, unit=named.unit)


def _letter_meant(passage: Passage, number: Number) -> str | None:
    """What the letter behind a number is, where it is a unit: "100m sprint", "5 m", "5t", "a 5k".

    None for a magnitude, or where there is no letter; "unclear" where nothing says which it is; for
    a unit that is read as any other is, how it was found.
    """
    if number.letter is None or len(number.letter.strip()) > 1:
        return None
    end = number.span.end_char
    after = unit_after(passage, end, is_digits=True, value=number.value)
    if number.letter.startswith((" ", "\u00a0")):
        return None if after is not None and after.unit.kind == "money" else "spaced"
    if number.letter == "t":
        return "tonne"
    is_money = _MANGLED.search(passage.before(number.span.start_char, 1)) or (
        passage.match(_SHILLINGS, end)
    )
    if after is not None or is_money:
        return None
    plain, sign = number.without_letter or number, number.letter.lower()
    written = passage.text[plain.span.start_char : plain.span.end_char]
    if _is_model(written, number.letter, has_noun=counted_after(passage, end) is not None):
        return "unclear"
    if number.letter not in _TWO_MEANINGS:
        return None
    if number.letter == "m" and passage.match(_LENGTH_CUE, end):
        return "metre"
    if sense_beside(passage, plain.span.end_char) and counted_after(passage, end) is None:
        return "stated"
    if sign == "k" and plain.value not in _RACES:
        return None
    meaning = sure_meaning(sign, passage, number.span.start_char, end, plain.value)
    if meaning is None:
        return "unclear" if sign == "m" else None
    return meaning if meaning in {"metre", "kilometre"} else None


def _is_model(digits: str, letter: str, *, has_noun: bool) -> bool:
    """Whether digits and a letter name a thing: "a 5500M chip", "in 4K"."""
    if letter == "M":
        return digits.isdigit() and len(digits) > _LONGEST_MILLIONS
    return letter.lower() == "k" and digits in _RESOLUTIONS and (letter == "K" or not has_noun)


def _without_unit_letter(number: Number, meant: str | None) -> Number:
    """The number without a letter that is a unit."""
    return number if meant is None or number.without_letter is None else number.without_letter


def _measured_in(passage: Passage, quantity: Quantity, match: UnitMatch) -> Quantity:
    unit, end = match.unit, match.span.end_char
    rule = f"unit_{unit.kind}"
    if unit.kind == "duration":
        old = passage.match(_OLD, end)
        if old is not None:
            unit, end, rule = Unit(f"{unit.canonical} of age", "age"), old.end(), "years_old"
    if match.span.of(passage.text).lower() == "times" and not passage.match(_COMPARED, end):
        unit = replace(unit, kind="count")
    if unit.canonical == "degree" and _is_about_weather(passage, quantity):
        unit = replace(unit, kind="temperature")
    return replace(
        quantity,
        span=Span(quantity.span.start_char, end),
        kind=unit.kind,
        unit=unit,
        unit_span=Span(match.span.start_char, end),
        per=unit.per,
        rule=rule,
    )


def _is_about_weather(passage: Passage, quantity: Quantity) -> bool:
    if quantity.low < 0:
        return True
    end = quantity.number_end
    around = passage.before(end, _WEATHER_BEFORE) + passage.after(end, _WEATHER_AFTER)
    return any(word in _WEATHER for word in _WORD.findall(around.lower()))


def _counting(passage: Passage, quantity: Quantity) -> Quantity:
    """A count, with its noun if one is found: "24 sorties", "hundreds of vendors"."""
    end = quantity.number_end
    if quantity.shape == "vague":
        link = passage.match(_OF, end)
        counted = counted_after(passage, link.end()) if link else None
    else:
        size = passage.match(_SIZE, end) or passage.match(_HEDGED, end)
        end = size.end() if size else end
        counted = counted_after(passage, end, is_one=_is_one_thing(passage, quantity))
    if counted is None or _is_verb(passage, quantity, counted):
        return _or_so_many(passage, quantity)
    span = Span(quantity.span.start_char, counted.span.end_char)
    unit = plural_unit(counted.head_surface)
    where = Span(counted.span.end_char - len(counted.head_surface), counted.span.end_char)
    if (
        unit is not None
        and unit.kind in _APART
        and passage.text[end : end + 1] != "-"
        and not is_other_thing(passage, quantity.number_start, where, quantity.low)
    ):
        return replace(
            quantity, span=span, kind=unit.kind, unit=unit, unit_span=where, rule="unit_apart"
        )
    return replace(
        quantity, span=span, counted=counted, unit_span=counted.span, rule="counted_noun"
    )


def _is_verb(passage: Passage, quantity: Quantity, counted: Counted) -> bool:
    """Whether what looks counted is what the number does: "where zero indicates a tie"."""
    is_word = counted.span.start_char == counted.span.end_char - len(counted.head_surface)
    if not is_word or quantity.shape != "single" or quantity.form != "words":
        return False
    if denominator_after(passage, counted.span.end_char) is not None:
        return False  # "forty people a day"
    opens = _OPENS_CLAUSE.search(passage.before(quantity.span.start_char, _BEFORE_ONE))
    return bool(opens and passage.match(_OBJECT, counted.span.end_char))


def _is_one_thing(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number is the one of a single thing: "one goal", "3 goals, 1 assist"."""
    if quantity.low != 1 or quantity.form not in {"words", "digits"}:
        return False
    if quantity.form == "words":
        return True
    start, end = quantity.number_start, quantity.number_end
    is_plain = passage.text[start:end] == "1" and passage.match(_SMALL_NOUN, end) is not None
    if start > passage.start and passage.text[start - 1] not in " (\n":
        return False
    before = _NOT_ONE_BEFORE.search(passage.before(start, _BEFORE_ONE))
    is_label = before is not None and (
        before["word"][0].isupper() or before["word"].lower() in _LABELS
    )
    return is_plain and not is_label


def _or_so_many(passage: Passage, quantity: Quantity) -> Quantity:
    """A bare number whose noun comes first: "a day or two", "another pick or three"."""
    if quantity.form != "words":
        return quantity
    noun = _NOUN_OR.search(passage.text, passage.start, quantity.number_start)
    if noun is None:
        return quantity
    where, word = Span(*noun.span("noun")), noun["noun"].lower()
    unit = plural_unit(f"{word}s")
    if unit is not None and unit.kind in _APART:
        return replace(quantity, kind=unit.kind, unit=unit, unit_span=where, rule="or_so_many")
    return replace(
        quantity, counted=Counted(where, word, noun["noun"]), unit_span=where, rule="or_so_many"
    )


def _with_rate(passage: Passage, quantity: Quantity) -> Quantity:
    """A quantity per something: "$87 a barrel", "24 sorties a day", "30 miles an hour"."""
    if quantity.per is not None or quantity.kind not in _RATED:
        return quantity
    recorded = passage.match(_RECORDED, quantity.span.end_char)
    per = denominator_after(passage, recorded.end() if recorded else quantity.span.end_char)
    if per is None:
        return quantity
    span = Span(quantity.span.start_char, per.end)
    return replace(speed_or_rate(quantity, per.canonical), span=span, rule="rate")


def speed_or_rate(quantity: Quantity, per: str) -> Quantity:
    """The quantity per something: a length is then a speed, another amount a rate."""
    is_speed = quantity.kind == "length" and per in {"hour", "second", "minute"}
    keeps_kind = quantity.kind in _RELATIVE
    kind: FigureKind = "speed" if is_speed else quantity.kind if keeps_kind else "rate"
    return replace(quantity, kind=kind, per=per)
