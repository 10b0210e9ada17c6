"""Numbers: number expressions and the values they state.

Pure. Digits with separators and magnitudes ("1,200", "3.5m", "$1.2bn"), spelled numbers ("two and
a half million", "a dozen"), fractions. Which of them are figures, ``figures`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from transforms.figures.currencies import currency_surfaces
from transforms.figures.vocabulary import either, number_words
from transforms.text import Span

_TOKEN = re.compile(r"[^\W\d_]+")
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25}


_UNITS, _TENS, _SCALES = number_words("unit"), number_words("ten"), number_words("scale")


@dataclass(frozen=True, slots=True)
class Words:
    """One number inside a run of number words; offsets into the run."""

    start: int
    end: int
    value: float


@dataclass(slots=True)
class _Reading:
    """The number read so far: ``total`` is closed by a scale word, ``group`` is still open.

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
        decimals = float(f"0.{self.decimals}") if self.decimals else 0.0
        return self.total + (self.group or 0.0) + decimals

    def take(self, word: str) -> bool:
        """Add a word; False where it cannot continue this number."""
        if self.decimals is not None and word in _UNITS and _UNITS[word] < 10:
            self.decimals += str(int(_UNITS[word]))
            return True
        if word in _SCALES:
            return self._scale(_SCALES[word])
        small = _UNITS.get(word, _TENS.get(word))
        if self.decimals is not None or small is None or small >= self.room:
            return False
        if self.group == 0:
            return False
        self.group = (self.group or 0.0) + small
        self.room = 10 if word in _TENS else 0
        self.ends_in_scale = False
        return True

    def add_part(self, part: float) -> None:
        """Add "and a half": half of the unit, or of the scale word just before."""
        if self.ends_in_scale and self.group is None:
            self.total += part * self.scale
        else:
            self.group = (self.group or 0.0) + part

    def _scale(self, scale: float) -> bool:
        if scale == 100:
            if self.group is None:
                self.group = 1.0
            if self.group >= 100 or self.group == 0:
                return False
            self.group, self.room = self.group * 100, 100
        elif self.ends_in_scale and self.group is None:
            self.total *= scale
        elif scale < self.scale:
            decimals = float(f"0.{self.decimals}") if self.decimals else 0.0
            group = 1.0 if self.group is None else self.group + decimals
            self.total += group * scale
            self.group, self.room, self.scale, self.decimals = None, 1e3, scale, None
        else:
            return False
        self.ends_in_scale = True
        return True


def read_words(run: str) -> Iterator[Words]:
    """The numbers in a run of number words, left to right.

    >>> [found.value for found in read_words("twenty-eight thousand six hundred forty-two")]
    [28642.0]
    >>> [found.value for found in read_words("two and three")]
    [2.0, 3.0]
    """
    tokens = [(match.start(), match.end(), match[0].lower()) for match in _TOKEN.finditer(run)]
    index = 0
    while index < len(tokens):
        reading, first, last = _Reading(), index, index
        index = _read_one(tokens, index, reading)
        last = index - 1
        if last < first:
            index = first + 1
            continue
        yield Words(tokens[first][0], tokens[last][1], reading.value)


def _read_one(tokens: list[tuple[int, int, str]], index: int, reading: _Reading) -> int:
    """Read one number from ``index``; returns the index after its last word."""
    words = [word for _, _, word in tokens[index : index + 4]]
    if words[0] in {"a", "an"}:
        if len(words) < 2 or not reading.take("one"):
            return index
        reading.room = 0
        index += 1
    start = index
    while index < len(tokens):
        word = tokens[index][2]
        following = [word for _, _, word in tokens[index + 1 : index + 3]]
        if word == "and" and _adds_part(following):
            reading.add_part(_PARTS[following[1]])
            index += 3
            if (
                index < len(tokens)
                and tokens[index][2] in _SCALES
                and reading.take(tokens[index][2])
            ):
                index += 1
            return index
        if word == "and":
            if not reading.ends_in_scale or not following or not _takes(reading, following[0]):
                return index
        elif word == "point":
            if index == start or reading.decimals is not None or not following:
                return index
            reading.decimals = ""
        elif not reading.take(word):
            return index
        index += 1
    return index


def _adds_part(following: list[str]) -> bool:
    return len(following) == 2 and following[0] in {"a", "an"} and following[1] in _PARTS


def _takes(reading: _Reading, word: str) -> bool:
    small = _UNITS.get(word, _TENS.get(word))
    return small is not None and small < reading.room


NumberForm = Literal["digits", "words", "fraction", "vague"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression; ``value`` exactly as stated, magnitude words applied.

    form:   digits, words, fraction, or vague ("hundreds").
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


_SCALES, _LETTERS, _VAGUE = number_words("scale"), number_words("letter"), number_words("vague")
_GLYPHS, _DENOMINATORS = number_words("glyph"), number_words("denominator")
_SMALL = {**number_words("unit"), **number_words("ten")}
_CODES = {one.surface for one in currency_surfaces("before", "glued") if one.surface[-1].isalpha()}

# A code that touches its digits ("RM5m") is the one kind of letter a number may follow.
_AFTER_CODE = "|".join(rf"(?<=(?<!\w){re.escape(code)})(?=[\d.])" for code in sorted(_CODES))
_OPENING = rf"(?:(?<![\w.⁄])(?<!\d[,/])|{_AFTER_CODE})"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)|\d{1,3}(?:[ ]\d{3})*[ ]000(?!\d)"
    r"|\d{1,20}(?!\d))(?:\.\d{1,20}(?!\d))?"
    r"|\.\d{1,20}(?!\d)"
)
_WORD = rf"(?:{either(_SMALL)}|{either(_SCALES)})"
_SMALL_WORD = rf"(?:{either(_SMALL)})"
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w)\].%-])[-−](?=[.\d])"
    rf"|\b(?<!plus or )(?:minus|negative)[ -](?=[.\d]|{_SMALL_WORD}\b))?"
    rf"(?:{_OPENING}(?:(?P<digits>{_DIGITS})(?:[ ]?(?P<glyph>[{''.join(_GLYPHS)}])"
    r"|[ -](?P<mixed>\d{1,2}[/⁄]\d{1,2})(?![\d/])|[/⁄](?P<over>\d{1,3})(?![\d/.]))?"
    r"(?:[ ]?[×x][ ]?10(?:\^(?=[-−–]?\d)|(?=[-−–]))(?P<power>[-−–]?\d{1,2})(?!\d)"
    rf"|(?P<scale>(?:[ \u00a0-]?(?:{either(_SCALES)})\b)+)"
    rf"|(?P<gap>[ \u00a0]?)(?P<letter>(?:{either(_LETTERS)}))\b(?!['’.-]\w))?)"
    rf"|(?<!\w)(?P<lone>[{''.join(_GLYPHS)}])(?P<lone_scale>[ ](?:{either(_SCALES)})\b)?"
    rf"|\b(?P<vague>(?:{either(_VAGUE)})\b(?<!scores(?![ ]of))"
    rf"(?:[ ]of[ ](?:{either(_VAGUE)})\b)*)"
    rf"|\b(?P<part>(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -]"
    rf"(?:{either(_DENOMINATORS)})\b(?![ -]\w*(?:final|place|largest))|half\b)"
    rf"(?P<part_scale>(?:(?:[ ]of)?[ ]an?[ ]|[ -])(?:{either(_SCALES)})\b)?"
    rf"|\b(?P<couple>a[ ]couple[ ](?:of[ ])?(?:{either(_SCALES)}))\b"
    rf"|\b(?P<words>(?:an?(?=[ ](?:{either(_SCALES)})\b)|{_WORD}\b)"
    rf"(?:[ -](?:{_WORD}|and(?=[ -](?:{_SMALL_WORD}|an?[ -](?:half|quarter|third))\b)"
    rf"|(?<=and[ -])an?(?=[ -](?:half|quarter|third)\b)|(?<=[ -]a[ -])(?:half|quarter|third)"
    rf"|point(?=[ ]{_SMALL_WORD}\b))\b){{0,24}}))",
    re.IGNORECASE,
)
# No quantity in the news is larger; a longer string of number words is noise.
_LARGEST = 1e60
_STARTS = re.compile(rf"[{''.join(_GLYPHS)}]|(?P<word>[^\W\d_]+)|\d+|[-−.](?=[.\d])")
_OPENERS = frozenset(["a", "an", "minus", "negative", "half", *_SMALL, *_SCALES, *_VAGUE])
# "a" and "an" open a number only before one of the other words.
_NUMBER_WORDS = (_OPENERS | _DENOMINATORS.keys()) - {"a", "an", "minus", "negative"}
_DIGIT = re.compile(rf"[\d{''.join(_GLYPHS)}]")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_MINUS = re.compile("[−–]")
_GROUPING = re.compile(r"[ ,\u00a0\u202f\u2009]")


def parse_number(surface: str) -> float:
    """The value of a number expression.

    Raises:
        ValueError: ``surface`` is not one number expression.

    Examples:
        >>> parse_number("1.2 million")
        1200000.0
        >>> parse_number("two and a half million")
        2500000.0
    """
    surface = surface.strip()
    numbers = list(find_numbers(surface, Span(0, len(surface)))) if surface else []
    if len(numbers) != 1 or numbers[0].span != Span(0, len(surface)):
        raise ValueError(f"not one number expression: {surface[:60]!r}")
    return numbers[0].value


def may_hold_number(text: str, span: Span) -> bool:
    """Whether a stretch can hold a number at all; quick, for the many sentences that hold none."""
    piece = text[span.start_char : span.end_char]
    if _DIGIT.search(piece) is not None:
        return True
    return not _NUMBER_WORDS.isdisjoint(_LETTERS_ONLY.findall(piece.lower()))


def find_numbers(text: str, span: Span) -> Iterator[Number]:
    """Number expressions inside ``span``, left to right, never overlapping; offsets into ``text``.

    Digits that are part of a word ("F16") or longer than 20 places are no number, nor is anything
    too large to be a quantity.
    """
    end = span.start_char
    for start in _STARTS.finditer(text, span.start_char, span.end_char):
        # Most words open no number; looking them up is ten times as fast as trying the pattern.
        if start.start() < end or (start["word"] and start["word"].lower() not in _OPENERS):
            continue
        match = _NUMBER.match(text, start.start(), span.end_char)
        if match is not None:
            end = match.end()
            yield from (number for number in _read(match) if abs(number.value) < _LARGEST)


def _read(match: re.Match[str]) -> Iterator[Number]:
    if match["digits"] is not None:
        yield from _digits(match)
    elif match["words"] is not None:
        yield from _words(match)
    elif match["vague"] is not None:
        low = 1.0
        for word in match["vague"].lower().split(" of "):
            low *= _VAGUE[word]
        where = Span(match.start("vague"), match.end("vague"))
        yield Number(where, low, True, "vague", high=10 * low)
    elif match["couple"] is not None:
        scale = match["couple"].split()[-1].lower()
        yield Number(Span(*match.span("couple")), 2 * _SCALES[scale], True, "words")
    else:
        yield _fraction(match)


def _digits(match: re.Match[str]) -> Iterator[Number]:
    sign = -1.0 if match["sign"] else 1.0
    value = float(_GROUPING.sub("", match["digits"]))
    form: NumberForm = "digits"
    if match["glyph"]:
        value += _GLYPHS[match["glyph"]]
    elif match["mixed"]:
        value += _quotient(match["mixed"])
    elif match["over"]:
        value, form = _quotient(f"{match['digits']}/{match['over']}"), "fraction"
    if match["power"]:
        value *= 10.0 ** int(_MINUS.sub("-", match["power"]))
    for word in (match["scale"] or "").lower().replace("-", " ").split():
        value *= _SCALES[word]
    if not match["letter"]:
        yield Number(Span(*match.span()), sign * value, False, form)
        return
    plain_end = match.start("gap")
    plain = Number(Span(match.start(), plain_end), sign * value, False, form)
    scaled = sign * value * _LETTERS[match["letter"].lower()]
    letter = match["gap"] + match["letter"]
    yield Number(Span(*match.span()), scaled, False, form, letter=letter, without_letter=plain)


def _quotient(written: str) -> float:
    """The value of "3/4"; 0 for a zero denominator, which no fraction has."""
    above, below = re.split("[/⁄]", written)
    return float(_GROUPING.sub("", above)) / float(below) if float(below) else 0.0


def _fraction(match: re.Match[str]) -> Number:
    where = Span(*match.span())
    sign = -1.0 if match["sign"] else 1.0
    if match["lone"]:
        scale = (match["lone_scale"] or "").strip().lower()
        return Number(
            where, sign * _GLYPHS[match["lone"]] * _SCALES.get(scale, 1.0), False, "fraction"
        )
    counted, _, name = match["part"].lower().replace("-", " ").rpartition(" ")
    value = sign * _SMALL.get(counted, 1.0) / _DENOMINATORS[name]
    if match["part_scale"]:
        return Number(
            where, value * _SCALES[re.split("[ -]", match["part_scale"])[-1].lower()], True, "words"
        )
    return Number(where, value, True, "fraction")


def _words(match: re.Match[str]) -> Iterator[Number]:
    start = match.start("words")
    first = True
    for part in read_words(match["words"]):
        sign = -1.0 if first and match["sign"] else 1.0
        begin = match.start() if first else start + part.start
        yield Number(Span(begin, start + part.end), sign * part.value, True, "words")
        first = False
