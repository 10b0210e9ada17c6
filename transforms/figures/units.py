"""Units: what unit of measurement or currency is written beside a number.

Pure. The lexicons decide what is a unit; this module only reads what stands at a place in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.figures.currencies import currency_surfaces
from transforms.figures.figure import FigureKind
from transforms.figures.kinds import kind_of
from transforms.figures.vocabulary import either
from transforms.lexicon import read_lexicon, words_of
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


def _unit_of(row: dict[str, str]) -> Unit:
    canonical, _, per = row["canonical"].partition("/")
    factor = float(row["si_factor"]) if row["si_factor"] else None
    return Unit(canonical, kind_of(row["kind"]), per or None, factor, row["si_unit"] or None)


def _with_plural(surface: str) -> tuple[str, ...]:
    if len(surface) > 2 and surface[-1:].isalpha() and not surface.endswith("s"):
        return surface, f"{surface}s"
    return (surface,)


def _read_units() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    plain: dict[str, Unit] = {}
    cased: dict[str, Unit] = {}
    glued: dict[str, Unit] = {}
    for row in read_lexicon("units"):
        unit = _unit_of(row)
        if row["needs_glue"]:
            glued[row["surface"]] = unit
        elif row["needs_case"]:
            cased[row["surface"]] = unit
        else:
            for surface in _with_plural(row["surface"]):
                plain.setdefault(surface, unit)
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
        means = row["means"]
        unit = Unit(means, "money") if means.isupper() else _PLAIN.get(means) or _CASED[means]
        senses.setdefault(row["surface"], {})[row["beside"]] = unit
    return senses


_SENSES = _read_senses()
_MONEY_CUES = words_of("money_cues")
_DENOMINATORS = {row["surface"]: row["canonical"] for row in read_lexicon("denominators")}

_LETTERS = r"[^\W\d_]"
_BODY = re.compile(
    r"(?P<gap>[ \u00a0]{0,2}|[ ]?-[ ]?)(?P<body>%(?:[ -]points?\b)?"
    r"|['’](?=\d{1,2}[\"”″])|[‰\"”″′¢€£]"
    r"|[°º](?:[ ]?[CFcf]\b)?"
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
# "$3bn a year earlier" is no rate.
_THEN = re.compile(r"[ ](?:earlier|ago|later|before|after|previously|prior|on)\b")
# "owed 1,300 people a second thought"
_NOUN_NEXT = re.compile(
    r"[ ](?!and|or|in|on|at|to|for|from|of|by|with|when|while|after|before|as|than|through)[a-z]{3}"
)
_WHOSE = {one.surface: one.code for one in currency_surfaces("behind")}
_WHOSE_DOLLAR = re.compile(
    rf"[ \u00a0]?(?P<name>{either(_WHOSE)})"
    r"(?=[ ](?:a|an|per|from|in|to|on|at|and|or|for|by|this|last|each|of|as|with)\b|[,.;)/]|\s*\Z)"
)
_WORD = re.compile(r"[ /-][^ /-]+\Z")
_SIGNS = either(_BEFORE)
_CURRENCY_BEFORE = re.compile(rf"(?P<minus>(?<![\w)])[-−])?(?P<surface>{_SIGNS})[ \u00a0]{{0,2}}\Z")
_PER = re.compile(
    r"(?P<link>[ -](?:an?|per|each|every|for every|for each|out of every)[ -]|[ ]?/[ ]?)"
    r"(?P<count>(?:\d{1,3}(?:,\d{3})+|10{0,9})(?:[ ]|\b))?"
    rf"(?P<noun>{_LETTERS}{{1,20}}(?:[ ](?:foot|met(?:re|er)|mile)\b)?)?"
)
# "$3bn a year earlier" is no rate.
_THEN = re.compile(r"[ ](?:earlier|ago|later|before|after|previously|prior|on)\b")
# "owed 1,300 people a second thought"
_NOUN_NEXT = re.compile(
    r"[ ](?!and|or|in|on|at|to|for|from|of|by|with|when|while|after|before|as|than|through)[a-z]{3}"
)
_DOLLARS = {
    "us": "USD", "usd": "USD", "cdn": "CAD", "cad": "CAD", "canadian": "CAD", "aud": "AUD",
    "australian": "AUD", "nzd": "NZD", "hkd": "HKD", "sgd": "SGD",
}  # fmt: skip
_WHOSE_DOLLAR = re.compile(
    r"[ \u00a0]?(?P<name>US|U\.S\.|USD|C[Dd][Nn]|CAD|AUD|NZD|HKD|SGD|Canadian|Australian)"
    r"(?=[ ](?:a|an|per|from|in|to|on|at|and|or|for|by|this|last|each|of|as|with)\b|[,.;)/]|\s*\Z)"
)
_WORD = re.compile(r"\w+")
_LONGEST_QUOTATION = 400
_SIGN = re.compile(rf"{_LETTERS}{{1,2}}(?![\w/²³])")
_SENSE_WINDOW = 100


def unit_after(
    text: str, at: int, limit: int, *, is_digits: bool, value: float
) -> UnitMatch | None:
    """The unit or currency that follows a number ending at ``at``, the longest that fits.

    value: the number; "pounds" are money for large numbers, or beside a word like "fined".
    """
    found = _BODY.match(text, at, limit)
    if found is None:
        return None
    body, start, gap = found["body"], found.start("body"), found["gap"]
    if body[0] in '”"' and _is_quoted(text, at, body[0]):
        return None
    sign = _SIGN.match(body)
    sense = _sense_of(text, at, limit, sign[0]) if sign is not None else None
    if sign is not None and sense is not None and not _in_word(text, start + sign.end(), limit):
        return UnitMatch(sense, Span(start, start + sign.end()))
    while body:
        unit = _lookup(text, at, body, gap=gap, is_digits=is_digits, value=value)
        if unit is not None and not _in_word(text, start + len(body), limit):
            return UnitMatch(unit, Span(start, start + len(body)))
        shorter = _LAST_WORD.search(body)
        body = body[: shorter.start()] if shorter else body[:-1] if body.endswith(".") else ""
    return None


def _sense_of(text: str, at: int, limit: int, sign: str) -> Unit | None:
    """What a short sign means beside the nearest word that tells: "2.5 F" of a capacitor."""
    senses = _SENSES.get(sign)
    if senses is None:
        return None
    begin = max(0, at - _SENSE_WINDOW)
    begin = max(begin, text.rfind("\n", begin, at) + 1, text.rfind(". ", begin, at) + 1)
    near = [
        (abs(word.start() - at), senses[word[0].lower()])
        for word in _WORD.finditer(text, begin, min(limit, at + _SENSE_WINDOW))
        if word[0].lower() in senses
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _is_quoted(text: str, at: int, mark: str) -> bool:
    """Whether a mark after a number closes a quotation that opened before it."""
    before = text[max(0, at - _LONGEST_QUOTATION) : at]
    return before.count("“") > before.count("”") if mark == "”" else before.count(mark) % 2 == 1


def _in_word(text: str, end: int, limit: int) -> bool:
    """Whether what looks like a unit goes on: letters after it, digits after its last letter."""
    if end >= limit:
        return False
    # "90,000 K-1 visas"
    is_name = text[end] == "-" and text[end + 1 : end + 2].isdigit()
    follows = text[end].isalpha() or text[end] == "_" or is_name
    return follows or (text[end - 1].isalpha() and text[end].isdigit())


def _lookup(
    text: str, at: int, body: str, *, gap: str, is_digits: bool, value: float
) -> Unit | None:
    key = body.lower().replace("-", " ")
    money = _AFTER.get(body) or _AFTER.get(key)
    if money is not None and (money.as_written is None or body in _AFTER):
        short = (
            len(body) == 1
            and body.isalpha()
            and gap != ""
            and not (body == "p" and gap == " " and is_digits)
        )
        enough = abs(value) >= money.least or _has_money_cue(text, at)
        if not short and enough:
            return money.unit
    if gap == "" and is_digits and body in _GLUED:
        return _GLUED[body]
    if is_digits and body in _CASED:
        return _CASED[body]
    if len(body) <= 2 and not is_digits and body.isalpha():
        return None
    return _PLAIN.get(key)


def _has_money_cue(text: str, at: int) -> bool:
    left = text[max(0, at - 60) : at].lower()
    return any(word in _MONEY_CUES for word in _WORD.findall(left))


def currency_before(text: str, at: int, floor: int) -> tuple[UnitMatch, bool] | None:
    """The currency sign or code right before ``at``, and whether a minus stands before it."""
    begin = max(floor, at - 8)
    window = text[begin:at]
    found = _CURRENCY_BEFORE.search(window)
    if found is None:
        return None
    surface = found["surface"]
    start = begin + found.start("surface")
    in_word = surface[0].isalpha() and start > floor and text[start - 1].isalnum()
    if in_word and surface[-1] not in "$¥":
        return None
    if in_word:
        # "CANADA$5": the letters before the sign belong to a word, the sign stands alone.
        surface, start = surface[-1], start + len(surface) - 1
    where = Span(start, start + len(surface))
    return UnitMatch(_BEFORE[surface], where), bool(found["minus"])


def named_dollar(text: str, at: int, limit: int) -> UnitMatch | None:
    """The country that follows an amount in a bare "$": "$31.20 US", "$5 million Canadian"."""
    found = _WHOSE_DOLLAR.match(text, at, limit)
    if found is None:
        return None
    return UnitMatch(Unit(_WHOSE[found["name"]], "money"), Span(*found.span("name")))


def denominator_after(text: str, at: int, limit: int) -> tuple[str, int] | None:
    """The canonical denominator of a rate that follows a quantity, and where it ends.

    "a day" -> ("day", …); "per 100,000 people" -> ("100000 people", …).
    """
    found = _PER.match(text, at, limit)
    if found is None or not (found["noun"] or found["count"]):
        return None
    link, noun = found["link"].strip(" -"), (found["noun"] or "")
    if found["count"]:
        count = found["count"].strip().replace(",", "")
        if link in {"a", "an"} or (link == "/" and not noun):
            return None
        return (
            (f"{count} {noun}", found.end())
            if noun
            else (count, found.start("count") + len(found["count"].rstrip()))
        )
    key = noun.lower()
    if link != "per" and _THEN.match(text, found.end(), limit):
        return None
    if key == "second" and link == "a" and _NOUN_NEXT.match(text, found.end(), limit):
        return None
    if key not in _DENOMINATORS and " " in key:
        key = key.split(" ")[0]
    end = found.start("noun") + len(key)
    if key in _DENOMINATORS and not (link == "/" and len(key) == 1 and key not in {"h", "s"}):
        return _DENOMINATORS[key], end
    if link in {"per", "/"} and not found["count"]:
        unit = unit_after(text, found.start("noun"), limit, is_digits=True, value=1.0)
        if unit is not None and unit.unit.per is None and unit.unit.kind != "money":
            return unit.unit.canonical, unit.span.end_char
    if link == "per" and key.isalpha() and noun.islower():
        return key, end
    return None


def plural_unit(word: str) -> Unit | None:
    """The unit a plural noun names, for a unit that stands apart: "three full days".

    >>> plural_unit("days").canonical, plural_unit("Days"), plural_unit("goals")
    ('day', None, None)
    """
    return _PLAIN.get(word) if word.endswith("s") or word == "feet" else None
