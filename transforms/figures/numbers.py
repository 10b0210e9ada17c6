"""Numbers: number expressions and the values that they state.

Pure. Digits with separators and magnitudes ("1,200", "3.5m", "$1.2bn"), spelled numbers ("two and
a half million", "a dozen"), fractions. ``quantities`` and ``rejections`` decide which of them are
figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from transforms.figures.currencies import currency_surfaces
from transforms.figures.notation import digits_at
from transforms.figures.passage import Passage
from transforms.figures.vocabulary import figure_words, number_words
from transforms.lexicon import either
from transforms.text import Span

NumberForm = Literal["digits", "words", "fraction", "vague", "year"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression; ``value`` exactly as stated, magnitude words applied.

    form:   digits, words, fraction, vague ("hundreds"), or year ("nineteen eighty-four").
    high:   for a vague plural, ten times its value; a convention of NewsQuant, not a fact.
    letter: magnitude letter after digits ("m" of "37m"), which may turn out to be a unit;
            ``without_letter`` is the number that then remains.
    """

    span: Span
    value: float
    is_spelled: bool
    form: NumberForm = "digits"
    high: float | None = None
    letter: str | None = None
    without_letter: Number | None = None


_UNITS, _TENS, _SCALES = number_words("unit"), number_words("ten"), number_words("scale")
_LETTERS, _VAGUE, _GLYPHS = number_words("letter"), number_words("vague"), number_words("glyph")
_DENOMINATORS, _PARTS = number_words("denominator"), number_words("part")
_SMALL = _UNITS | _TENS
_FEW = [word for word, value in _UNITS.items() if 1 <= value <= 9]
_TEENS = [word for word, value in _UNITS.items() if 10 <= value <= 19]

# Parts of the patterns below.
_SCALE, _SMALL_WORD, _PART = either(_SCALES), either(_SMALL), either(_PARTS)
_VAGUE_WORD, _GLYPH = either(_VAGUE), "".join(_GLYPHS)
_WORD = rf"(?:{_SMALL_WORD}|{_SCALE})"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# A dash stands for a minus only behind a blank that no number stands before: "it fell to –5C".
_SIGN = _compiled(
    r"(?<![\w)\].%-])[-−](?=[.\d])|(?<=[^\d%][ (])–(?=\d)"
    rf"|\b(?<!plus or )(?:minus|negative)[ -](?=[.\d]|(?:{_SMALL_WORD})\b)"
)
# What may follow digits, first a fraction, then a magnitude:
# "2½", "3 1/2", "1/2";
_FRACTION_AFTER = _compiled(
    rf"[ ]?(?P<glyph>[{_GLYPH}])"
    r"|[ -](?P<mixed>\d{1,2}[/⁄]\d{1,2})(?![\d/])"
    r"|[/⁄](?P<over>\d{1,3})(?:(?:rds?|ths?)\b)?(?![\d/.])"
)
# "1.35 ± 0.05": what follows is no number of its own.
_UNCERTAINTY = re.compile(r"[ ]?(?:±|\+/[-−])[ ]?\d{1,20}(?:[.]\d{1,20})?(?![\d])")
# "50 MUSD", "3.5 bnEUR"
_BEFORE_CODE = (
    rf"(?=(?:{either(one.surface for one in currency_surfaces('glued') if len(one.code) == 3)})\b)"
)

# Behind a sign of money a letter is one also before a hyphen: "£1.4m-a-year", but "5m-wide".
_PRICED = "|".join(
    rf"(?<=[$£€?\ufffd]{digits})" for digits in (r"\d", r"\d\d", r"\d\d\d", r"\d\.\d", r"\d\d\.\d")
)
# "1.99×10−30", "3 million", "57million", "3.5m".
_MAGNITUDE_AFTER = _compiled(
    r"[ ]?[×x][ ]?10(?:\^(?=[-−–]?\d)|(?=[-−–]))(?P<power>[-−–]?\d{1,2})(?!\d)"
    rf"|(?P<scale>(?:(?:[ \u00a0]{{0,2}}|-)(?:{_SCALE})\b)+)"
    rf"|(?P<letter>[ \u00a0]?{either(_LETTERS)}\b(?!['’.-]\w)"
    rf"|(?:{_PRICED}){either(_LETTERS)}(?=-[a-z]))"
    rf"|[ \u00a0]?(?P<joined>{either(_LETTERS)}){_BEFORE_CODE}"
)
_LONE_GLYPH = _compiled(rf"(?<!\w)(?P<glyph>[{_GLYPH}])(?:[ ](?P<scale>{_SCALE})\b)?")
_VAGUE_PLURAL = _compiled(
    rf"\b(?:{_VAGUE_WORD})\b(?<!scores(?![ ]of))(?:[ ]of[ ](?:{_VAGUE_WORD})\b)*"
)
_SPELLED_FRACTION = _compiled(
    rf"\b(?P<part>(?:an?|{either(_FEW)})[ -]{either(_DENOMINATORS)}\b"
    r"(?![ -]\w*(?:final|place|largest))|half\b|quarter(?=[ -](?:million|billion|trillion)\b))"
    rf"(?:(?:(?:[ ]of)?[ ]an?[ ]|-an?-|[ -])(?P<scale>{_SCALE})\b)?"
)
# "two and three-quarter miles", "one and one-half"
_MIXED = _compiled(
    rf"\b(?P<whole>{_SMALL_WORD}(?:[ -]{either(_FEW)})?)[ -]and[ -](?P<above>{either(_FEW)})[ -]"
    rf"(?P<below>{either(_DENOMINATORS)})\b(?:[ -](?P<scale>{_SCALE})\b)?"
)
_YEAR = _compiled(
    rf"\b(?P<century>eighteen|nineteen|twenty)[ -](?:o[ho]?[ -](?P<early>{either(_FEW)})"
    rf"|(?P<tens>{either(_TENS)})(?:[ -](?P<few>{either(_FEW)}))?|(?P<teens>{either(_TEENS)}))\b"
    r"(?![ -]?[-–]|[ ](?:hundred|thousand|million)\b)"
)
_BEFORE_YEAR = _compiled(rf"\b{either(figure_words('before_year'))}[ ]\Z")
_BEFORE_QUARTERS = _compiled(rf"\b{either(figure_words('before_quarters'))}[ ]\Z")
_COUPLE = _compiled(rf"\ba[ ]couple[ ](?:of[ ])?(?P<scale>{_SCALE})\b")
_WORDS = _compiled(
    rf"\b(?:an?(?=[ ](?:{_SCALE})\b)|{_WORD}\b)"
    rf"(?:[ -](?:{_WORD}|and(?=[ -](?:(?:{_SMALL_WORD})|an?[ -](?:{_PART}))\b)"
    rf"|(?<=and[ -])an?(?=[ -](?:{_PART})\b)|(?<=[ -]a[ -])(?:{_PART})"
    rf"|point(?=[ ](?:{_SMALL_WORD})\b))\b){{0,24}}"
)
_WINDOW = 16  # characters that are read for the word before
# No quantity in the news is larger; a longer string of number words is noise.
_LARGEST = 1e60
_STARTS = re.compile(rf"[{_GLYPH}]|(?P<word>[^\W\d_]+)|\d+|[-−–.](?=[.\d])")
_DIGIT = re.compile(rf"[\d{_GLYPH}]")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
# The same without "½", which is a letter to ``re``.
_OPENING_WORD = re.compile(rf"(?![{_GLYPH}])[^\W\d_]+")
_MINUS = re.compile("[−–]")
_BAR = re.compile("[/⁄]")


def may_hold_number(passage: Passage) -> bool:
    """Whether a passage can hold a number at all; quick, for the many sentences that hold none."""
    piece = passage.text[passage.start : passage.end]
    if _DIGIT.search(piece) is not None:
        return True
    return not _NUMBER_WORDS.isdisjoint(_LETTERS_ONLY.findall(piece.lower()))


def find_numbers(passage: Passage) -> Iterator[Number]:
    """Number expressions of a passage, left to right, never overlapping.

    Digits inside a word ("F16") or of more than 20 places are not numbers, nor is anything too
    large to be a quantity.

    >>> [number.value for number in find_numbers(Passage("1.2 million or two and a half", 0, 29))]
    [1200000.0, 2.5]
    """
    end = passage.start
    for start in _STARTS.finditer(passage.text, passage.start, passage.end):
        # Most words open no number; looking them up is ten times as fast as trying the patterns.
        if start.start() < end or (start["word"] and start["word"].lower() not in _OPENERS):
            continue
        found = _number_at(passage, start.start())
        if found is not None:
            end = found.end
            yield from (number for number in found.numbers if abs(number.value) < _LARGEST)


class _Opening(NamedTuple):
    """Where an expression starts, where its number does, and the factor 1 or -1 of its sign."""

    start: int
    at: int
    sign: float


class _Found(NamedTuple):
    """The numbers of one expression, and one past its last character."""

    end: int
    numbers: tuple[Number, ...]


_Form = Callable[[Passage, _Opening], _Found | None]


def _number_at(passage: Passage, start: int) -> _Found | None:
    """The expression at ``start``, in the first form that fits."""
    sign = passage.match(_SIGN, start)
    opening = _Opening(start, sign.end(), -1.0) if sign else _Opening(start, start, 1.0)
    word = passage.match(_OPENING_WORD, opening.at)
    forms = _DIGIT_FORMS if word is None else _WORD_FORMS.get(word[0].lower(), ())
    for form in forms:
        found = form(passage, opening)
        if found is not None:
            return found
    return None


def _digits(passage: Passage, opening: _Opening) -> _Found | None:
    """ "1,200", "-5", "2½ million", "3 1/2", "1/2", "1.99×10−30", "3.5m"."""
    digits = digits_at(passage, opening.at)
    if digits is None:
        return None
    value, end = digits
    form: NumberForm = "digits"
    fraction = passage.match(_FRACTION_AFTER, end)
    if fraction is not None:
        end = fraction.end()
        if fraction["over"]:
            value, form = _quotient(value, fraction["over"]), "fraction"
        elif fraction["glyph"]:
            value += _GLYPHS[fraction["glyph"]]
        else:
            above, below = _BAR.split(fraction["mixed"])
            value += _quotient(float(above), below)
    value *= opening.sign
    uncertainty = passage.match(_UNCERTAINTY, end)
    end = uncertainty.end() if uncertainty else end
    plain = Number(Span(opening.start, end), value, False, form)
    magnitude = passage.match(_MAGNITUDE_AFTER, end)
    if magnitude is None:
        return _Found(end, (plain,))
    span = Span(opening.start, magnitude.end())
    letter = magnitude["letter"]
    if letter:
        scaled = _times(value, _LETTERS[letter.strip().lower()])
        number = Number(span, scaled, False, form, letter=letter, without_letter=plain)
    else:
        number = Number(span, _magnified(value, magnitude), False, form)
    return _Found(span.end_char, (number,))


def _magnified(value: float, magnitude: re.Match[str]) -> float:
    """The value under a power of ten or the scale words after it."""
    if magnitude["power"]:
        return value * 10.0 ** int(_MINUS.sub("-", magnitude["power"]))
    if magnitude["joined"]:
        return _times(value, _LETTERS[magnitude["joined"].lower()])
    for word in magnitude["scale"].lower().replace("-", " ").split():
        value = _times(value, _SCALES[word])
    return value


def _times(value: float, factor: float) -> float:
    """The product as people reckon it: 64.1 times a billion is 64,100,000,000."""
    zeros = round(math.log10(factor)) if factor > 1 else 0
    is_power = factor == 10.0**zeros
    return float(f"{value:.12f}e{zeros}") if is_power else value * factor


def _quotient(above: float, below: str) -> float:
    """The value of "3/4"; 0 for a zero denominator, which no fraction has."""
    return above / float(below) if float(below) else 0.0


def _glyph(passage: Passage, opening: _Opening) -> _Found | None:
    """ "½", "¾ million"."""
    found = passage.match(_LONE_GLYPH, opening.at)
    if found is None:
        return None
    scale = _SCALES[found["scale"].lower()] if found["scale"] else 1.0
    value = opening.sign * _GLYPHS[found["glyph"]] * scale
    return _Found(
        found.end(), (Number(Span(opening.start, found.end()), value, False, "fraction"),)
    )


def _vague(passage: Passage, opening: _Opening) -> _Found | None:
    """ "hundreds", "tens of thousands"."""
    found = passage.match(_VAGUE_PLURAL, opening.at)
    if found is None:
        return None
    low = 1.0
    for word in found[0].lower().split(" of "):
        low *= _VAGUE[word]
    return _Found(found.end(), (Number(Span(*found.span()), low, True, "vague", high=10 * low),))


def _spelled_fraction(passage: Passage, opening: _Opening) -> _Found | None:
    """ "half", "two-thirds", "a quarter", "half a million", "a half-billion"."""
    found = passage.match(_SPELLED_FRACTION, opening.at)
    if found is None:
        return None
    count, _, name = found["part"].lower().replace("-", " ").rpartition(" ")
    if name.endswith("s") and _are_things(passage, opening.at, count, name):
        return None
    value = opening.sign * _SMALL.get(count, 1.0) / _DENOMINATORS[name]
    span = Span(opening.start, found.end())
    if found["scale"]:
        scaled = Number(span, value * _SCALES[found["scale"].lower()], True, "words")
        return _Found(span.end_char, (scaled,))
    return _Found(span.end_char, (Number(span, value, True, "fraction"),))


def _are_things(passage: Passage, at: int, count: str, name: str) -> bool:
    """Whether parts are counted, not added up: "all four quarters", "after two quarters"."""
    if math.gcd(int(_SMALL.get(count, 1)), int(_DENOMINATORS[name])) > 1:
        return True
    return name == "quarters" and bool(_BEFORE_QUARTERS.search(passage.before(at, _WINDOW)))


def _mixed(passage: Passage, opening: _Opening) -> _Found | None:
    """ "one and one-half", "two and three-quarter million"."""
    found = passage.match(_MIXED, opening.at)
    if found is None:
        return None
    [whole, *more] = list(_spelled_numbers(found["whole"]))
    if more:
        return None
    value = whole.value + _SMALL[found["above"].lower()] / _DENOMINATORS[found["below"].lower()]
    value *= _SCALES[found["scale"].lower()] if found["scale"] else 1.0
    number = Number(Span(opening.start, found.end()), opening.sign * value, True, "words")
    return _Found(found.end(), (number,))


def _year(passage: Passage, opening: _Opening) -> _Found | None:
    """ "in nineteen eighty-four", "since twenty-twenty"."""
    found = passage.match(_YEAR, opening.at)
    if found is None or not _BEFORE_YEAR.search(passage.before(opening.at, _WINDOW)):
        return None
    words = [found[part] for part in ("tens", "few", "early", "teens") if found[part]]
    value = 100 * _SMALL[found["century"].lower()] + sum(_SMALL[word.lower()] for word in words)
    return _Found(found.end(), (Number(Span(*found.span()), value, True, "year"),))


def _couple(passage: Passage, opening: _Opening) -> _Found | None:
    """ "a couple of hundred"."""
    found = passage.match(_COUPLE, opening.at)
    if found is None:
        return None
    value = 2 * _SCALES[found["scale"].lower()]
    return _Found(found.end(), (Number(Span(*found.span()), value, True, "words"),))


def _words(passage: Passage, opening: _Opening) -> _Found | None:
    """ "twelve", "minus five", "two and a half million"; "two and three" are two numbers."""
    found = passage.match(_WORDS, opening.at)
    if found is None:
        return None
    numbers: list[Number] = []
    begin, sign = opening.start, opening.sign
    for part in _spelled_numbers(found[0]):
        begin = opening.at + part.start if numbers else begin
        span = Span(begin, opening.at + part.end)
        numbers.append(Number(span, sign * part.value, True, "words"))
        sign = 1.0
    return _Found(found.end(), tuple(numbers))


# Tried in this order where an expression starts, behind its sign.
_DIGIT_FORMS: tuple[_Form, ...] = (_digits, _glyph)
# The words that may open each form; the forms in the order in which they are tried.
_OPENED: tuple[tuple[_Form, frozenset[str]], ...] = (
    (_vague, frozenset(_VAGUE)),
    (_mixed, frozenset(_SMALL)),
    (_year, frozenset({"eighteen", "nineteen", "twenty"})),
    (_spelled_fraction, frozenset({"a", "an", "half", "quarter", *_FEW})),
    (_couple, frozenset({"a"})),
    (_words, frozenset({"a", "an", *_SMALL, *_SCALES})),
)
_WORD_FORMS: dict[str, tuple[_Form, ...]] = {
    word: tuple(form for form, openers in _OPENED if word in openers)
    for word in frozenset().union(*(openers for _, openers in _OPENED))
}
_OPENERS = _WORD_FORMS.keys() | {"minus", "negative"}
# "a" and "an" open a number only before one of the other words.
_NUMBER_WORDS = frozenset(_WORD_FORMS.keys() | _DENOMINATORS.keys()) - {"a", "an"}


class _Spelled(NamedTuple):
    """One number inside a run of number words; offsets into the run."""

    start: int
    end: int
    value: float


@dataclass(slots=True)
class _SpelledNumber:
    """A number read word by word: ``total`` is closed by a scale word, ``group`` is still open.

    room: the largest number the open group may still take: 99 after "hundred", 9 after "twenty".
    decimals: digits after "point".
    """

    total: float = 0.0
    group: float | None = None
    room: float = 1e99
    scale: float = 1e99
    decimals: str | None = None
    ends_in_scale: bool = False

    @property
    def value(self) -> float:
        """What the words state so far."""
        return self.total + (self.group or 0.0) + self._decimals()

    def take(self, word: str) -> bool:
        """Add a word; False where it cannot continue this number."""
        if self.decimals is not None and word in _UNITS and _UNITS[word] < 10:
            self.decimals += str(int(_UNITS[word]))
            return True
        if word in _SCALES:
            return self._scale(_SCALES[word])
        if self.decimals is not None or not self.has_room(word) or self.group == 0:
            return False
        self.group = (self.group or 0.0) + _SMALL[word]
        self.room = 10 if word in _TENS else 0
        self.ends_in_scale = False
        return True

    def has_room(self, word: str) -> bool:
        """Whether the open group can take a small number word."""
        return word in _SMALL and _SMALL[word] < self.room

    def add_part(self, part: float) -> None:
        """Add "and a half": half of the unit, or of the scale word just before."""
        if self.ends_in_scale and self.group is None:
            self.total += part * self.scale
        else:
            self.group = (self.group or 0.0) + part

    def _decimals(self) -> float:
        return float(f"0.{self.decimals}") if self.decimals else 0.0

    def _scale(self, scale: float) -> bool:
        """Multiply the open group, or the total behind another scale word."""
        if scale == 100:
            if self.group is None:
                self.group = 1.0
            if self.group >= 100 or self.group == 0:
                return False
            self.group, self.room = self.group * 100, 100
        elif self.ends_in_scale and self.group is None:
            self.total *= scale
        elif scale < self.scale:
            group = 1.0 if self.group is None else self.group + self._decimals()
            self.total += group * scale
            self.group, self.room, self.scale, self.decimals = None, 1e3, scale, None
        else:
            return False
        self.ends_in_scale = True
        return True


def _spelled_numbers(run: str) -> Iterator[_Spelled]:
    """The numbers in a run of number words, left to right.

    >>> [found.value for found in _spelled_numbers("twenty-eight thousand six hundred forty-two")]
    [28642.0]
    >>> [found.value for found in _spelled_numbers("two and three")]
    [2.0, 3.0]
    """
    tokens = [
        (match.start(), match.end(), match[0].lower()) for match in _LETTERS_ONLY.finditer(run)
    ]
    first = 0
    while first < len(tokens):
        number = _SpelledNumber()
        end = _read_one(tokens, first, number)
        if end > first:
            yield _Spelled(tokens[first][0], tokens[end - 1][1], number.value)
        first = max(end, first + 1)


def _read_one(tokens: list[tuple[int, int, str]], first: int, number: _SpelledNumber) -> int:
    """Read one number from ``first``; returns the index after its last word."""
    words = [word for _, _, word in tokens]
    at = first
    if words[at] in {"a", "an"}:
        if at + 1 == len(words) or not number.take("one"):
            return at
        number.room = 0
        at += 1
    opening = at
    while at < len(words):
        following = words[at + 1 : at + 3]
        if words[at] == "and":
            if _adds_part(following):
                number.add_part(1 / _PARTS[following[1]])
                at += 3
                return at + 1 if _goes_on_in_scale(words, at, number) else at
            if not number.ends_in_scale or not following or not number.has_room(following[0]):
                return at
        elif words[at] == "point":
            if at == opening or number.decimals is not None or not following:
                return at
            number.decimals = ""
        elif not number.take(words[at]):
            return at
        at += 1
    return at


def _adds_part(following: list[str]) -> bool:
    """Whether "a half" or the like follows an "and"."""
    return len(following) == 2 and following[0] in {"a", "an"} and following[1] in _PARTS


def _goes_on_in_scale(words: list[str], at: int, number: _SpelledNumber) -> bool:
    """Whether a scale word follows "and a half": "two and a half million"."""
    return at < len(words) and words[at] in _SCALES and number.take(words[at])
