"""Rejections: numbers that are no figures, each by a rule with a name.

Pure. This module holds the shapes that are recognised by themselves: dates, clock times, telephone
numbers, models. What needs a quantity's neighbourhood is in ``naming``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.lexicon import read_lexicon, words_of
from transforms.text.span import Span

_MONTHS = "|".join(
    sorted(
        (row["surface"].title() for row in read_lexicon("months") if row["language"] == "en"),
        key=len,
        reverse=True,
    )
)
_MONTH = rf"(?:{_MONTHS}|{_MONTHS.upper()})\b\.?"
_ZONES = "|".join(row["surface"] for row in read_lexicon("time_zones") if len(row["surface"]) > 1)
_STREETS = "|".join(sorted(words_of("street_words"), key=len, reverse=True)).title()
_CODES = "|".join(row["surface"] for row in read_lexicon("currencies") if row["place"] == "glued")
# "PS2.7m" is a pound sign that a feed has mangled; "PS5" is a console.
_POUNDS = r"PS\d{1,3}(?:,\d{3}|\.\d|\d?(?:bn|m|k)\b)"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_PATTERNS = (
    ("url", r"\b(?:https?://|www\.)\S{1,2000}"),
    ("email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"),
    ("isbn", r"\bISBN(?:-1[03])?:?[ ]?[\d-]{9,17}[\dX]?"),
    ("date", r"\b\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.][0-3]?\d(?!\d)(?:T[\d:.]+Z?)?"),
    ("date", r"(?<![\d/.-])\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:19|20)?\d\d(?![\d/.-]*\d)"),
    (
        "date",
        rf"\b{_DAY}(?:[ ]?(?:[-–]|and|to)[ ]?{_DAY})?[ -](?:of )?{_MONTH}(?:,?[ -]\d{{4}}\b)?",
    ),
    (
        "date",
        rf"\b{_MONTH}[ -]{_DAY}(?!\d|[.,]\d{{3}}|[:.]\d)(?:(?:[ ]?[-–][ ]?|[ ]to[ ])\d{{1,2}}\b)?"
        r"(?:,? (?:19|20)\d\d\b)?",
    ),
    ("date", rf"\b{_MONTH},?[ ](?:of )?(?:1[5-9]|20)\d\d\b"),
    (
        "clock_time",
        r"\b[0-2]?\d(?:[:.][0-5]\d)?(?:[ ]?[-–][ ]?[0-2]?\d(?:[:.][0-5]\d)?)?"
        r"[ ]?[apAP](?:\.[ ]?[mM]\b\.?|[mM]\b)",
    ),
    ("clock_time", rf"\b[0-2]?\d[:.]?[0-5]\d[ ]?(?:{_ZONES}|hrs)\b"),
    ("clock_time", r"(?<![\d:.])[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])"),
    ("clock_time", r"\b(?:\d{1,2}|[a-zA-Z]{3,6})[ ]o['’]clock\b"),
    ("time_zone", r"\b(?:GMT|UTC)[ ]?[+−-][ ]?\d{1,2}(?::\d\d)?"),
    ("decade", r"(?<![\w.,$£€])(?:mid-|early-|late-)?(?:1[0-9]|20)?\d0['’]?s\b|['’]\d0s\b"),
    ("season", r"\b(?:1[5-9]|20)\d\d[-–/](?:\d\d|(?:1[5-9]|20)\d\d)(?![\d-])"),
    ("phone", r"\+\d[\d ().-]{6,20}\d\b"),
    ("phone", r"(?<![\w.,$£€-])\(?\d{2,5}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?![\w%])"),
    ("phone", r"(?<![\w.,$£€-])[2-9]\d{2}-\d{4}(?![\w-])"),
    (
        "code",
        r"(?<![\w.,$£€-])\d{1,6}-\d{1,6}-\d[\d-]{0,20}|(?<![\w.,$£€-])(?:19|20)\d\d-\d{3,8}\b",
    ),
    ("version", r"(?<![\w.])v?\d{1,4}(?:\.\d{1,5}){2,5}(?![\w])"),
    ("version", r"\b[vV](?:er(?:sion)?)?\.?[ ]?\d{1,3}(?:\.\d{1,4})?\b"),
    ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}\b"),
    (
        "address",
        r"(?<![\w.,$£€])\d{1,5}(?:[-–]\d{1,5})?[ ](?:[NSEW]\.?[ ])?"
        rf"(?:(?:[A-Z][a-z’']{{1,20}}|\d{{1,3}}(?:st|nd|rd|th))[ ]){{1,3}}(?:{_STREETS})\b",
    ),
    (
        "counter",
        r"\b(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Ss]lide|[Pp]age|[Pp]art)s?[ ]"
        r"\d{1,3}[ ]?(?:of|/)[ ]?\d{1,3}\b"
        r"|\(\d{1,3}[ ]?(?:of|/)[ ]?\d{1,3}\)",
    ),
    ("copyright", r"(?:©|\([cC]\)|\b[Cc]opyright)[ ]?(?:©[ ]?)?\d{4}(?:[ ]?[-–][ ]?\d{4})?"),
    ("label", r"(?<!\w)#[ ]?\d{1,9}\b|№[ ]?\d{1,9}\b"),
    (
        "model",
        rf"(?<!\$)\b(?!(?:{_CODES})[\d.]|{_POUNDS})[A-Z][A-Za-z]{{0,15}}-?\d[\w]{{0,15}}(?:-[A-Z\d][\w]{{0,15}})*",
    ),
    ("name", r"\bGroup of (?:\d{1,2}|Five|Seven|Eight|Ten|Twenty)\b"),
    ("model", r"\b[a-z]{1,3}[A-Z][A-Za-z]{0,15}[ -]?\d{1,4}\b"),
    ("ordinal", r"(?<![\w.,])\d{1,3}(?:,\d{3})?(?:st|nd|rd|th)\b"),
    ("fixed_phrase", r"\b(?:24/7|9/11|50-50|50/50|7/7|20/20)\b"),
)
_SHAPES = re.compile("|".join(f"(?P<r{index}>{body})" for index, (_, body) in enumerate(_PATTERNS)))
_DIGITS = re.compile(r"\d+|o['’]clock")
# Characters around a digit that a shape may take, and the length of the longest (a URL).
_MARGIN, _LONGEST = 40, 2000
_NAMES = {f"r{index}": name for index, (name, _) in enumerate(_PATTERNS)}


def find_rejected_shapes(text: str, span: Span) -> Iterator[tuple[Span, str]]:
    """Stretches of ``span`` that hold numbers but no figures, with the name of the rule.

    >>> [(where.of("on 3 May at 5:30am"), rule)
    ...  for where, rule in find_rejected_shapes("on 3 May at 5:30am", Span(0, 18))]
    [('3 May', 'date'), ('5:30am', 'clock_time')]
    """
    for window in _windows(text, span):
        for match in _SHAPES.finditer(text, window.start_char, window.end_char):
            name = next(group for group in _NAMES if match[group] is not None)
            yield Span(*match.span()), _NAMES[name]


def _windows(text: str, span: Span) -> Iterator[Span]:
    """Disjoint stretches around the digits, cut at blanks; only there a shape can stand."""
    start = end = span.start_char
    is_open = False
    for digit in _DIGITS.finditer(text, span.start_char, span.end_char):
        at = digit.start()
        if not is_open or end < at - _MARGIN:
            if is_open:
                yield Span(start, end)
            floor = max(end, at - _LONGEST)
            start = max(floor, text.rfind(" ", floor, max(floor, at - _MARGIN)) + 1)
            is_open = True
        after = text.find(" ", digit.end() + _MARGIN, digit.end() + _LONGEST)
        end = min(span.end_char, after if after >= 0 else digit.end() + _LONGEST)
    if is_open:
        yield Span(start, end)
