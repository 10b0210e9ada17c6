"""Units: what unit of measurement or currency is written beside a number.

Pure. Lexicons decide what a unit is; this module only reads what stands at a place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from transforms.figures.currencies import currency_surfaces
from transforms.figures.currency_letters import letter_before
from transforms.figures.figure import FigureKind
from transforms.figures.kinds import kind_of
from transforms.figures.passage import Passage
from transforms.figures.senses import is_other_thing, sure_meaning
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, number_of, one_of, read_lexicon, words_of
from transforms.text import Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the lexicon.

    per:       canonical denominator of a compound unit ("hour" of "mile/hour").
    si_factor: multiply a value by it to get it in ``si_unit``; None where there is no fixed factor.
    """

    canonical: str
    kind: FigureKind
    per: str | None = None
    si_factor: float | None = None
    si_unit: str | None = None
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit as written; ``span`` covers the unit alone."""

    unit: Unit
    span: Span


@dataclass(frozen=True, slots=True)
class CurrencyMatch(UnitMatch):
    """A currency sign before a number; ``start`` is where its minus or the sign itself begins."""

    start: int
    is_negative: bool


def unit_of_row(row: dict[str, str]) -> Unit:
    """The unit of a row of ``units.tsv``."""
    canonical, _, per = row["canonical"].partition("/")
    factor = number_of("units", row, "si_factor") if row["si_factor"] else None
    return Unit(canonical, kind_of("units", row), per or None, factor, row["si_unit"] or None)


def _with_plural(surface: str) -> tuple[str, ...]:
    if len(surface) > 2 and surface[-1:].isalpha() and not surface.endswith("s"):
        return surface, f"{surface}s"
    return (surface,)


def _read_units() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    plain: dict[str, Unit] = {}
    cased: dict[str, Unit] = {}
    glued: dict[str, Unit] = {}
    tables = {"": plain, "exact": cased, "glued": glued}
    for row in read_lexicon("units"):
        unit, table = unit_of_row(row), one_of(tables, "units", row, "written")
        surfaces = _with_plural(row["surface"]) if table is plain else (row["surface"],)
        for surface in surfaces:
            table.setdefault(surface, unit)
    return plain, cased, glued


@dataclass(frozen=True, slots=True)
class _CurrencyWord:
    unit: Unit
    least: float
    as_written: str | None


def _read_currencies() -> tuple[dict[str, Unit], dict[str, _CurrencyWord]]:
    before: dict[str, Unit] = {}
    after: dict[str, _CurrencyWord] = {}
    for one in currency_surfaces("before", "glued", "word"):
        unit = Unit(one.code, "money", is_assumed=one.is_assumed)
        if one.place != "word":
            before[one.surface] = unit
        if one.place != "before":
            as_written = one.surface if one.needs_case else None
            word = _CurrencyWord(unit, one.least, as_written)
            surfaces = _with_plural(one.surface) if one.place == "word" else (one.surface,)
            for surface in surfaces:
                after.setdefault(surface if as_written else surface.lower(), word)
    return before, after


_PLAIN, _CASED, _GLUED = _read_units()
_BEFORE, _AFTER = _read_currencies()


def _read_senses() -> dict[str, dict[str, Unit]]:
    senses: dict[str, dict[str, Unit]] = {}
    for row in read_lexicon("unit_senses"):
        is_money = row["means"].isupper()
        unit = (
            Unit(row["means"], "money")
            if is_money
            else one_of(_CASED | _PLAIN, "unit_senses", row, "means")
        )
        senses.setdefault(row["surface"], {})[row["beside"]] = unit
    return senses


_SENSES = _read_senses()
_MONEY_CUES = words_of("money_cues")
_DENOMINATORS = {row["surface"]: row["canonical"] for row in read_lexicon("denominators")}

_LETTERS = r"[^\W\d_]"
_BODY = re.compile(
    r"(?P<gap>[ \u00a0]{0,2}|[ ]?-[ ]?)(?P<body>%(?:[ -]points?\b)?"
    r"|['’](?=\d{1,2}[\"”″])|[‰\"”″′¢€£]"
    r"|[°º](?:[ ]?[CFcf]\b)?|[lL]/100km\b"
    rf"|{_LETTERS}{{1,20}}(?:/{_LETTERS}{{1,3}}\d?|(?:\.{_LETTERS}){{1,2}}\.?)?[²³23]?(?!\d)"
    rf"(?:[ -]{_LETTERS}{{1,20}}[²³23]?(?!\d)){{0,3}})"
)
_LAST_WORD = re.compile(r"[ /-][^ /-]+\Z")
_SIGNS = either(_BEFORE)
_CURRENCY_BEFORE = re.compile(rf"(?P<minus>(?<![\w)])[-−])?(?P<surface>{_SIGNS})[ \u00a0]{{0,2}}\Z")
_PER = re.compile(
    r"(?P<link>[ -](?:an?|per|each|every|for every|for each|out of every)[ -]|[ ]?/[ ]?)"
    r"(?P<count>(?:\d{1,3}(?:,\d{3})+|10{0,9})(?:[ ]|\b))?"
    rf"(?P<noun>{_LETTERS}{{1,20}}(?:[ ](?:foot|met(?:re|er)|mile)\b)?)?"
)
# "$3bn a year earlier" is not a rate.
_THEN = re.compile(r"[ ](?:earlier|ago|later|before|after|previously|prior|on)\b")
# "12 per 100,000 in 2015"
_NO_NOUNS = words_of("noun_stops") | words_of("prepositions")
# "owed 1,300 people a second thought"
_NOUN_NEXT = re.compile(
    r"[ ](?!and|or|in|on|at|to|for|from|of|by|with|when|while|after|before|as|than|through)[a-z]{3}"
)
_WHOSE = {one.surface: one.code for one in currency_surfaces("behind")}
_WHOSE_DOLLAR = re.compile(
    rf"[ \u00a0]?(?P<name>{either(_WHOSE)})"
    r"(?=[ ](?:a|an|per|from|in|to|on|at|and|or|for|by|this|last|each|of|as|with)\b|[,.;)/]|\s*\Z)"
)
_WORD = re.compile(r"\w+")
# "($1 = 0.78 pounds)"
_EXCHANGED = re.compile(r"(?:[$€£¥][ ]?1|\b1[ ][a-z]{3,12})[ ]?=[ ]?[\d.,]+\Z")
_EPONYMS = figure_words("eponym")
# "1080p" is a screen, unless something costs that.
_LINES_OF_A_SCREEN = frozenset({144, 240, 360, 480, 540, 576, 720, 1080, 1440, 2160, 4320})
_LONGEST_QUOTATION = 400
_SIGN = re.compile(rf"{_LETTERS}{{1,2}}(?![\w/²³])")
_SIGN_AFTER = re.compile(rf"(?:[ \u00a0]{{0,2}}|[ ]?-[ ]?)(?P<sign>{_SIGN.pattern})")
# "Fig. 3c", "add 10c to the price"
_NOT_WARM, _NEAR = _MONEY_CUES | words_of("number_labels"), 40
_SENSE_WINDOW, _LONGEST_SIGN, _CODE_LENGTH = 100, 8, 3
# Single letters that may stand below a slash: "km/h", "m/s".
_LETTERS_BELOW = frozenset({"h", "s"})


def unit_after(
    passage: Passage, at: int, *, is_digits: bool, value: float, start: int | None = None
) -> UnitMatch | None:
    """The unit or currency that follows a number ending at ``at``, the longest that fits.

    value: the number; "pounds" are money for large numbers, or beside a word like "fined".
    start: where the number begins; where it is given, "two feet" that somebody stands on are none.
    """
    found = passage.match(_BODY, at)
    if found is None:
        return None
    body, begin, gap = found["body"], found.start("body"), found["gap"]
    if body[0] in '”"' and _is_quoted(passage.text, at, body[0]):
        return None
    sign = _SIGN.match(body)
    beside = sense_beside(passage, at)
    if beside is not None:
        return beside
    if start is not None and is_digits and gap == "" and sign is not None and sign[0] == "c":
        return _cents_or_degrees(passage, start, Span(begin, begin + 1), value)
    while body:
        unit = _lookup(passage.text, at, body, gap=gap, is_digits=is_digits, value=value)
        where = Span(begin, begin + len(body))
        if (
            unit is not None
            and not _in_word(passage, where.end_char)
            and not (gap.isspace() and _opens_compound(passage, where, unit))
        ):
            is_other = (
                start is not None
                and gap.isspace() | (gap == "")
                and is_other_thing(passage, start, where, value)
            )
            return None if is_other else UnitMatch(unit, where)
        shorter = _LAST_WORD.search(body)
        body = body[: shorter.start()] if shorter else body[:-1] if body.endswith(".") else ""
    return None


def _cents_or_degrees(passage: Passage, start: int, sign: Span, value: float) -> UnitMatch | None:
    """What a small c behind a number is: "11c a share", "a mild 11c"."""
    meaning = sure_meaning("c", passage, start, sign.end_char, value)
    near = passage.before(start, _NEAR) + passage.after(sign.end_char, _NEAR)
    words = [word.lower() for word in _WORD.findall(near)]
    is_warm = meaning == "celsius"
    if meaning is None or (is_warm and not _NOT_WARM.isdisjoint(words)):
        return None
    unit = _PLAIN["celsius"] if meaning == "celsius" else _AFTER["cent"].unit
    return UnitMatch(unit, sign)


def sense_beside(passage: Passage, at: int) -> UnitMatch | None:
    """The unit that a short sign behind a number means, where a word of the sentence says so."""
    sign = passage.match(_SIGN_AFTER, at)
    if sign is None or _in_word(passage, sign.end()):
        return None
    sense = _sense_of(passage, at, sign["sign"])
    return UnitMatch(sense, Span(*sign.span("sign"))) if sense is not None else None


def _sense_of(passage: Passage, at: int, sign: str) -> Unit | None:
    """What a short sign means beside the nearest word that says so: "2.5 F" of a capacitor."""
    senses = _SENSES.get(sign)
    if senses is None:
        return None
    text, begin = passage.text, max(0, at - _SENSE_WINDOW)
    begin = max(begin, text.rfind("\n", begin, at) + 1, text.rfind(". ", begin, at) + 1)
    near = [
        (abs(word.start() - at), senses[word[0].lower()])
        for word in _WORD.finditer(text, begin, min(passage.end, at + _SENSE_WINDOW))
        if word[0].lower() in senses
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _is_quoted(text: str, at: int, mark: str) -> bool:
    """Whether a mark after a number closes a quotation that opened before it."""
    before = text[max(0, at - _LONGEST_QUOTATION) : at]
    return before.count("“") > before.count("”") if mark == "”" else before.count(mark) % 2 == 1


def _in_word(passage: Passage, end: int) -> bool:
    """Whether what looks like a unit is part of a longer word: letters or digits follow it."""
    if end >= passage.end:
        return False
    text = passage.text
    # "90,000 K-1 visas"
    is_name = text[end - 1].isalpha() and text[end] == "-" and text[end + 1 : end + 2].isdigit()
    follows = text[end].isalpha() or text[end] == "_" or is_name
    return follows or (text[end - 1].isalpha() and text[end].isdigit())


def _opens_compound(passage: Passage, sign: Span, unit: Unit) -> bool:
    """Whether a letter opens a word with a hyphen: "3 C-sections", but "a 5 m-wide strip"."""
    follows = passage.text[sign.end_char : min(sign.end_char + 2, passage.end)]
    is_letter = sign.end_char - sign.start_char == 1 and unit.kind != "length"
    return is_letter and follows[:1] == "-" and follows[1:].isalpha()


def _lookup(
    text: str, at: int, body: str, *, gap: str, is_digits: bool, value: float
) -> Unit | None:
    key = body.lower().replace("-", " ")
    money = _AFTER.get(body) or _AFTER.get(key)
    is_code = body.isupper() and len(body) == _CODE_LENGTH
    if is_code and not is_digits:
        return None  # "five RMB clearing banks"
    if money is not None and (money.as_written is None or body in _AFTER):
        short = (
            len(body) == 1
            and body.isalpha()
            and gap != ""
            and not (body == "p" and gap == " " and is_digits)
        ) or (body == "p" and value in _LINES_OF_A_SCREEN and not _has_money_cue(text, at))
        enough = abs(value) >= money.least or _has_money_cue(text, at)
        if not short and enough:
            return money.unit
    if gap == "" and is_digits and body in _GLUED:
        return _GLUED[body]
    if is_digits and body in _CASED:
        return _CASED[body]
    if len(body) <= 2 and not is_digits and body.isalpha():
        return None
    unit = _PLAIN.get(key)
    return None if unit is not None and _is_name(text, at, body, unit) else unit


def _is_name(text: str, at: int, body: str, unit: Unit) -> bool:
    """Whether a unit's name is a person's: "two Newtons" among words in small letters."""
    if not body.istitle() or unit.canonical not in _EPONYMS or len(body) < 4:
        return False
    end = text.find("\n", at)
    beside = text[
        max(0, at - 60, text.rfind("\n", 0, at)) : min(at + 60, end if end >= 0 else at + 60)
    ]
    words: list[str] = [word for word in _WORD.findall(beside) if len(word) > 3 and word.isalpha()]
    return 2 * sum(word.istitle() for word in words) < len(words)


def _has_money_cue(text: str, at: int) -> bool:
    left = text[max(0, at - 60) : at].lower()
    return _EXCHANGED.search(left) is not None or any(
        word in _MONEY_CUES for word in _WORD.findall(left)
    )


def currency_before(passage: Passage, at: int) -> CurrencyMatch | None:
    """The currency sign or code right before ``at``, with a minus before it."""
    window = passage.before(at, _LONGEST_SIGN)
    found = _CURRENCY_BEFORE.search(window)
    if found is None:
        return _letter_of_money(passage, at)
    surface = found["surface"]
    start = at - len(window) + found.start("surface")
    in_word = surface[0].isalpha() and start > passage.start and passage.text[start - 1].isalnum()
    if in_word and surface[-1] not in "$¥":
        return None
    if in_word:
        # "CANADA$5": the letters before the sign belong to a word, the sign stands alone.
        surface, start = surface[-1], start + len(surface) - 1
    is_negative = found["minus"] is not None
    return CurrencyMatch(
        _BEFORE[surface],
        Span(start, start + len(surface)),
        start=start - len(found["minus"]) if is_negative else start,
        is_negative=is_negative,
    )


def _letter_of_money(passage: Passage, at: int) -> CurrencyMatch | None:
    code = letter_before(passage, at)
    if code is None:
        return None
    unit = Unit(code, "money", is_assumed=True)
    return CurrencyMatch(unit, Span(at - 1, at), start=at - 1, is_negative=False)


def named_dollar(passage: Passage, at: int) -> UnitMatch | None:
    """The country that follows an amount in a bare "$": "$31.20 US", "$5 million Canadian"."""
    found = passage.match(_WHOSE_DOLLAR, at)
    if found is None:
        return None
    return UnitMatch(Unit(_WHOSE[found["name"]], "money"), Span(*found.span("name")))


class Denominator(NamedTuple):
    """What a rate is counted by, and one past its last character."""

    canonical: str
    end: int


def denominator_after(passage: Passage, at: int) -> Denominator | None:
    """The denominator of a rate that follows a quantity: "a day", "per 100,000 people".

    >>> denominator_after(Passage("$87 a barrel", 0, 12), 3)
    Denominator(canonical='barrel', end=12)
    """
    found = passage.match(_PER, at)
    if found is None or not (found["noun"] or found["count"]):
        return None
    return _LINKS.get(found["link"].strip(" -"), _after_each)(passage, found)


def _after_article(passage: Passage, found: re.Match[str]) -> Denominator | None:
    """ "87 a barrel", but not "1,300 people a second thought"."""
    if found["count"] or _is_comparison(passage, found):
        return None
    is_other = found["noun"].lower() == "second" and passage.match(_NOUN_NEXT, found.end())
    return None if is_other else _listed(found)


def _after_each(passage: Passage, found: re.Match[str]) -> Denominator | None:
    """ "5 each week", "2 for every 100 people"."""
    if found["count"]:
        return _so_many(found)
    return None if _is_comparison(passage, found) else _listed(found)


def _after_per(passage: Passage, found: re.Match[str]) -> Denominator | None:
    """ "12 per 100,000 people", "80 per sq m", "3 per vote": after "per" any noun may follow."""
    if found["count"]:
        return _so_many(found)
    return _listed(found) or _unit_below(passage, found) or _any_noun(found)


def _after_slash(passage: Passage, found: re.Match[str]) -> Denominator | None:
    """ "35 µg/m3", "120 km/h"; a lone letter such as "/d" is not a noun."""
    if found["count"]:
        return _so_many(found) if found["noun"] else None
    if _is_comparison(passage, found):
        return None
    key = _noun_of(found)
    listed = _listed(found) if len(key) > 1 or key in _LETTERS_BELOW else None
    return listed or _unit_below(passage, found)


_LINKS: dict[str, Callable[[Passage, re.Match[str]], Denominator | None]] = {
    "a": _after_article, "an": _after_article, "per": _after_per, "/": _after_slash,
}  # fmt: skip


def _is_comparison(passage: Passage, found: re.Match[str]) -> bool:
    """Whether the noun is a time that a comparison names: "$3bn a year earlier"."""
    return passage.match(_THEN, found.end()) is not None


def _noun_of(found: re.Match[str]) -> str:
    """The noun in lower case; of two words that are not a known denominator, the first."""
    noun: str = found["noun"].lower()
    return noun if noun in _DENOMINATORS else noun.split(" ")[0]


def _so_many(found: re.Match[str]) -> Denominator:
    """A number of things: "100000 people"; without a noun the number alone."""
    count = found["count"].rstrip()
    plain = count.replace(",", "")
    if found["noun"] and found["noun"].lower() not in _NO_NOUNS:
        return Denominator(f"{plain} {found['noun']}", found.end())
    return Denominator(plain, found.start("count") + len(count))


def _listed(found: re.Match[str]) -> Denominator | None:
    """A noun of ``denominators.tsv``."""
    noun = _noun_of(found)
    canonical = _DENOMINATORS.get(noun)
    return Denominator(canonical, found.start("noun") + len(noun)) if canonical else None


def _unit_below(passage: Passage, found: re.Match[str]) -> Denominator | None:
    """A unit of measurement."""
    match = unit_after(passage, found.start("noun"), is_digits=True, value=1.0)
    if match is None or match.unit.per is not None or match.unit.kind == "money":
        return None
    return Denominator(match.unit.canonical, match.span.end_char)


def _any_noun(found: re.Match[str]) -> Denominator | None:
    """Any word in lower case."""
    noun = _noun_of(found)
    if not noun.isalpha() or not found["noun"].islower():
        return None
    return Denominator(noun, found.start("noun") + len(noun))


def plural_unit(word: str) -> Unit | None:
    """The unit a plural noun names, for a unit that stands apart: "three full days".

    >>> plural_unit("days").canonical, plural_unit("Days"), plural_unit("goals")
    ('day', None, None)
    """
    return _PLAIN.get(word) if word.endswith("s") or word == "feet" else None


def unit_called(name: str) -> Unit:
    """The unit of a name as ``units.tsv`` spells it.

    >>> unit_called("kilometre").si_factor
    1000.0
    """
    return _PLAIN[name]
