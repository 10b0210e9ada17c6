"""Numbers: number expressions and the values they state.

Pure. Digits with separators and magnitudes ("1,200", "3.5m", "$1.2bn"), spelled numbers ("two and
a half million", "a dozen"), fractions. Which of them are figures, ``figures`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from transforms.lexicon import read_lexicon
from transforms.spelled import number_words, read_words
from transforms.text.span import Span

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


def _either(words: dict[str, float]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SCALES, _LETTERS, _VAGUE = number_words("scale"), number_words("letter"), number_words("vague")
_GLYPHS, _DENOMINATORS = number_words("glyph"), number_words("denominator")
_SMALL = {**number_words("unit"), **number_words("ten")}
_CODES = sorted(
    row["surface"]
    for row in read_lexicon("currencies")
    if row["place"] != "word" and row["surface"][-1].isalpha()
)

# A code that touches its digits ("RM5m") is the one kind of letter a number may follow.
_AFTER_CODE = "|".join(rf"(?<=(?<!\w){re.escape(code)})(?=[\d.])" for code in _CODES)
_OPENING = rf"(?:(?<![\w.⁄])(?<!\d[,/])|{_AFTER_CODE})"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)|\d{1,3}(?:[ ]\d{3})*[ ]000(?!\d)"
    r"|\d{1,20}(?!\d))(?:\.\d{1,20}(?!\d))?"
    r"|\.\d{1,20}(?!\d)"
)
_WORD = rf"(?:{_either(_SMALL)}|{_either(_SCALES)})"
_SMALL_WORD = rf"(?:{_either(_SMALL)})"
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w)\].%-])[-−](?=[.\d])"
    rf"|\b(?<!plus or )(?:minus|negative)[ -](?=[.\d]|{_SMALL_WORD}\b))?"
    rf"(?:{_OPENING}(?:(?P<digits>{_DIGITS})(?:[ ]?(?P<glyph>[{''.join(_GLYPHS)}])"
    r"|[ -](?P<mixed>\d{1,2}[/⁄]\d{1,2})(?![\d/])|[/⁄](?P<over>\d{1,3})(?![\d/.]))?"
    r"(?:[ ]?[×x][ ]?10(?:\^(?=[-−–]?\d)|(?=[-−–]))(?P<power>[-−–]?\d{1,2})(?!\d)"
    rf"|(?P<scale>(?:[ \u00a0-]?(?:{_either(_SCALES)})\b)+)"
    rf"|(?P<gap>[ \u00a0]?)(?P<letter>(?:{_either(_LETTERS)}))\b(?!['’.-]\w))?)"
    rf"|(?<!\w)(?P<lone>[{''.join(_GLYPHS)}])(?P<lone_scale>[ ](?:{_either(_SCALES)})\b)?"
    rf"|\b(?P<vague>(?:{_either(_VAGUE)})\b(?<!scores(?![ ]of))"
    rf"(?:[ ]of[ ](?:{_either(_VAGUE)})\b)*)"
    rf"|\b(?P<part>(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -]"
    rf"(?:{_either(_DENOMINATORS)})\b(?![ -]\w*(?:final|place|largest))|half\b)"
    rf"(?P<part_scale>(?:(?:[ ]of)?[ ]an?[ ]|[ -])(?:{_either(_SCALES)})\b)?"
    rf"|\b(?P<couple>a[ ]couple[ ](?:of[ ])?(?:{_either(_SCALES)}))\b"
    rf"|\b(?P<words>(?:an?(?=[ ](?:{_either(_SCALES)})\b)|{_WORD}\b)"
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
