"""Rejections: numbers that are not figures, each rejected by a rule with a name.

Pure. Dates, clock times, telephone numbers and models are recognised by their shape alone. The
other rules look at a quantity in its sentence and say that it names, dates or places something
rather than states how much; ``rejection_of`` returns the name of the first rule that applies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from transforms.figures.bare_numbers import (
    is_citation,
    is_denominator,
    is_half_century,
    is_mark_of_play,
    is_parting,
    is_reign,
    is_round,
    refers_back,
)
from transforms.figures.certainty import is_uncertain
from transforms.figures.counted import Counted, counted_after
from transforms.figures.currencies import currency_surfaces
from transforms.figures.currency_letters import letter_before
from transforms.figures.name_numbers import (
    is_compound_name,
    is_figure_of_speech,
    is_labelled,
    is_name_part,
    is_title,
)
from transforms.figures.notation import OF_MANY
from transforms.figures.number_context import NumberContext
from transforms.figures.passage import Passage
from transforms.figures.quantities import UNCLEAR_LETTER
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_MONTHS = either(
    row["surface"].title() for row in read_lexicon("months") if row["language"] == "en"
)
_MONTH = rf"(?:{_MONTHS}|{_MONTHS.upper()})\b\.?"
_ZONES = either(row["surface"] for row in read_lexicon("time_zones") if len(row["surface"]) > 1)
_STREETS = either(words_of("street_words")).title()
_PERSONS = either({f"{noun}s" for noun in words_of("person_nouns")} | {"staff", "people", "firms"})
_CODES = either(
    one.surface
    for one in currency_surfaces("before", "glued")
    if one.surface.rstrip(".").isalpha() and one.surface != "PS"
)
# "PS2.7m" is a pound sign that a feed has mangled; "PS5" is a console.
_SLUGS = either(figure_words("slug"))
_BORES, _GUNS = either(figure_words("bore")), either(figure_words("gun"))
_POUNDS = r"PS\d{1,3}(?:,\d{3}|\.\d|\d?(?:bn|m|k)\b)"
_SHORT_YEAR_AFTER = "|".join(
    rf"(?<=\b{word} )"
    for word in ("in", "In", "of", "since", "Since", "from", "by", "until", "and")
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
# A cell of a table, and what parts two.
_CELL, _PARTS_CELLS = r"\d{1,5}(?:\.\d{1,3})?%?", r"[ \t]+(?:[—–-][ \t]+)?"
_PATTERNS = (
    (
        "table",
        # three numbers in a row with nothing between: "5 1 17 27", but "12 500 000 people"
        r"(?<![\w.,$£€/:-])(?<![$£€][ ])(?!\d{1,3}(?:[ ]\d{3})+(?![ \t]*\d))"
        rf"{_CELL}(?:{_PARTS_CELLS}{_CELL}){{2,}}(?![\w/:%-]|[.,]\d)",
    ),
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
    # "in ’16", "the class of ‘68"
    ("year", r"(?<![\w])’\d\d(?![\w%’]|[.,]\d)"),
    ("year", rf"(?:{_SHORT_YEAR_AFTER})[‘']\d\d(?![\w%’']|[.,]\d)"),
    ("season", r"\b(?:1[5-9]|20)\d\d[-–/](?:\d\d|(?:1[5-9]|20)\d\d)(?![\d-])"),
    ("phone", r"\+\d[\d ().-]{6,20}\d\b"),
    (
        "phone",
        # "12 500 000 people" is a number
        rf"(?<![\w.,$£€-])(?![1-9]\d{{0,2}}(?:[ ]\d{{3}}){{2,}}(?:{OF_MANY}|(?<=000)\b))"
        r"\(?\d{2,5}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?![\w%])",
    ),
    ("phone", r"(?<![\w.,$£€-])[2-9]\d{2}-\d{4}(?![\w-])"),
    # a dialling code with its nought: "058-48600"
    ("phone", r"(?<![\w.,$£€-])0\d{1,4}-\d{4,8}(?![\w%-])"),
    # "a 2+2 meeting", "the 5+1 talks"
    ("label", r"(?<![\w.,+$£€])\d{1,2}(?:\+\d{1,2}){1,3}(?=[ ][a-z]{3})"),
    (
        "code",
        r"(?<![\w.,$£€-])\d{1,6}-\d{1,6}-\d[\d-]{0,20}|(?<![\w.,$£€-])(?:19|20)\d\d-\d{3,8}\b",
    ),
    (
        "version",
        # "1.250.000 euros" is a number
        r"(?<![\w.])(?![1-9]\d{0,2}(?:\.\d{3})+\.000\b)(?<![€$£₹])(?<![€$£₹][ ])"
        r"v?\d{1,4}(?:\.\d{1,5}){2,5}(?![\w])",
    ),
    ("version", r"\b[vV](?:er(?:sion)?)?\.?[ ]?\d{1,3}(?:\.\d{1,4})?\b"),
    ("postcode", r"\b[A-Z]{2}[ ]\d{5}(?:-\d{4})?(?=[.,;)\n]|\Z)"),
    # volume and pages of a journal: "2015; 28: 685-690"
    ("footnote", r"\b(?:19|20)\d\d;[ ]?\d{1,4}(?:\(\d{1,3}\))?:[ ]?\d{1,5}(?:[-–]\d{1,5})?"),
    ("label", r"(?<![\w.,])[257]\.1(?=[ -](?:surround|channel|audio|sound|speaker))"),
    ("model", r"(?<![\w.,-])7[0-8]7(?=[ -](?:M[Aa][Xx]|jetliner|program|programme|Dreamliner)\b)"),
    ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}\b"),
    (
        "address",
        r"(?<![\w.,$£€])(?<!\b[Tt]he )(?<!\b[Aa]ll )(?<!\b[Ss]ome )(?<!\bthose )(?<!\bthese )"
        r"\d{1,5}[A-Za-z]?(?:[-–]\d{1,5})?[ ](?:[NSEW]\.?[ ])?"
        rf"(?:(?:[A-Z][a-z’']{{1,20}}|\d{{1,3}}(?:st|nd|rd|th))[ ]){{1,3}}(?:{_STREETS})\b"
        rf"(?![ ](?:{_PERSONS})\b)",
    ),
    (
        "counter",
        r"\b(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Ss]lide|[Pp]age|[Pp]art)s?[ ]"
        r"\d{1,3}[ ]?(?:of|/)[ ]?\d{1,3}\b"
        r"|\(\d{1,3}[ ]?(?:of|/)[ ]?\d{1,3}\)",
    ),
    ("copyright", r"(?:©|\([cC]\)|\b[Cc]opyright)[ ]?(?:©[ ]?)?\d{4}(?:[ ]?[-–][ ]?\d{4})?"),
    ("label", r"(?<!\w)#[ ]?\d{1,9}\b|№[ ]?\d{1,9}\b"),
    # "section 3(2)", "a 401(k) plan", "18 U.S.C. 1001", "347 F.2d 12"
    ("label", r"(?<![\w.,$£€])\d{1,4}(?:\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\))+"),
    (
        "label",
        r"(?<![\w.,])\d{1,3}[ ](?:U\.?S\.?C?|F|S\.[ ]?Ct|Fed|C\.F\.R|CFR)\.?[ ]?(?:[23]d[ ])?"
        r"§*[ ]?\d{1,5}\b",
    ),
    ("label", r"(?:(?<=§)|(?<=§ )|(?<=§§ ))\d{1,5}(?:\.\d{1,4})?\b"),
    # "UPDATE 2-Norvik cuts rates", as an agency numbers its versions
    ("label", rf"(?<![\w-])(?:{_SLUGS})[ ]\d{{1,2}}(?=-[A-Z])"),
    ("footnote", r"\[[ ]?\d{1,3}(?:[ ]?[,–-][ ]?\d{1,3}){0,9}[ ]?\](?![ ][a-z]+s\b)"),
    # the calibre of a gun, in inches or millimetres: ".22 rifle", "12-bore"
    ("model", rf"(?<![\w.])(?:0?\.\d\d{{1,2}}|\d{{1,2}})(?:[ -](?:{_BORES}))+\b"),
    ("model", rf"(?<![\w.])0?\.\d\d{{1,2}}(?=[ -](?:{_GUNS})\b)"),
    # "a 737-800"
    ("model", r"(?<=\b[Aa] )\d{3}-\d00(?:ER|LR|s)?\b|\b7[0-9]7-\d{1,3}(?:ER|LR|s)?\b"),
    (
        "coordinate",
        r"(?<![\w.])\d{1,3}(?:\.\d{1,8})?°[ ]?(?:\d{1,2}(?:\.\d+)?[′'’][ ]?)?"
        r"(?:\d{1,2}(?:\.\d+)?(?:″|”|\"|′′|'')[ ]?)?[NSEW]\b",
    ),
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
_MONTH_AND_DAY = re.compile(rf"{_MONTH}[ ]\d{{1,2}}")
# English writes a day behind "on", and no day behind "in".
_IN_MONTH, _MONTH_WINDOW = re.compile(r"\b(?:in|during|throughout)[ ]\Z", re.IGNORECASE), 12
_SINCE_MONTH = re.compile(r"\bsince[ ]\Z", re.IGNORECASE)
_HAVE_DIED = re.compile(
    r"[ ](?:have|had)[ ](?:also[ ]|now[ ])?"
    rf"(?:been[ ](?:{either(words_of('casualty_verbs'))})|died|drowned)\b"
)
_DIGITS = re.compile(r"\d+|o['’]clock")
# Characters around a digit that a shape may take, and the length of the longest (a URL).
_MARGIN, _LONGEST = 40, 2000
_NAMES = {f"r{index}": name for index, (name, _) in enumerate(_PATTERNS)}


def find_rejected_shapes(passage: Passage) -> Iterator[tuple[Span, str]]:
    """Stretches that hold numbers but no figures, with the name of the rule that says so.

    >>> text = "on 3 May at 5:30am"
    >>> [(where.of(text), rule) for where, rule in find_rejected_shapes(Passage(text, 0, 18))]
    [('3 May', 'date'), ('5:30am', 'clock_time')]
    """
    for window in _windows(passage):
        for match in _SHAPES.finditer(passage.text, window.start_char, window.end_char):
            name = _NAMES[next(group for group in _NAMES if match[group] is not None)]
            if name == "date" and _is_month_and_count(passage, match):
                continue
            if name != "model" or letter_before(passage, match.start() + 1) is None:
                yield Span(*match.span()), name


def _is_month_and_count(passage: Passage, date: re.Match[str]) -> bool:
    """Whether a month and a day are a month and so many: "In May 20 miners were trapped"."""
    if _MONTH_AND_DAY.fullmatch(date[0]) is None:
        return False
    counted = counted_after(passage, date.end())
    if counted is None or not _are_counted(counted):
        return False
    left = passage.before(date.start(), _MONTH_WINDOW)
    return bool(
        _IN_MONTH.search(left)
        or (_SINCE_MONTH.search(left) and passage.match(_HAVE_DIED, counted.span.end_char))
    )


def _are_counted(counted: Counted) -> bool:
    """Whether a noun is of those that come in numbers: people and things, not theories."""
    is_one_word = counted.span.end_char - counted.span.start_char == len(counted.head_surface)
    is_known = counted.head in words_of("person_nouns") or (
        counted.head_surface.lower() in words_of("undated_nouns")
    )
    return counted.head_surface.islower() and (is_one_word or is_known)


def _windows(passage: Passage) -> Iterator[Span]:
    """Disjoint stretches around the digits, cut at blanks: a shape can stand only there."""
    text, start, end = passage.text, passage.start, passage.start
    is_open = False
    for digit in _DIGITS.finditer(text, start, passage.end):
        at = digit.start()
        if not is_open or end < at - _MARGIN:
            if is_open:
                yield Span(start, end)
            floor = max(end, at - _LONGEST)
            start = max(floor, text.rfind(" ", floor, max(floor, at - _MARGIN)) + 1)
            is_open = True
        after = text.find(" ", digit.end() + _MARGIN, digit.end() + _LONGEST)
        end = min(passage.end, after if after >= 0 else digit.end() + _LONGEST)
    if is_open:
        yield Span(start, end)


_CODE_RIGHT = re.compile(r"[^\W\d_]|_|[.,:/@]\d|[@/]\w|['’]s?\d")
_ZIP = re.compile(r"[ ](?:(?:ZIP|zip|Zip)(?:[ ]?[Cc]ode)?|(?:postal|area)[ ]?[Cc]ode)\b")
_CODE_LEFT = re.compile(r"[#@/:_\\=&][-+]?\Z|\d[.,:/]\Z|[.][\w]*\Z|\w[)]\Z|_\d+[-–]\Z")
_OF = re.compile(r"[ ]of\b")
# "Three's a crowd", "one's own": a word of its own that counts nothing.
_CLITICS = ("’s ", "'s ")
_NOT_A_COUNT = words_of("before_pronoun_one")
_BEFORE_SOME_DAY = figure_words("before_some_day") | {""}
_AFTER_ONE = words_of("after_pronoun_one")
_OCCASION = re.compile(r"[ ](?:point|time|stage|moment)\b")
# "from one room to another", "one step at a time"
_AND_ANOTHER = re.compile(
    r"[ ](?:(?:to|after|or|and|from)[ ](?:another|the[ ](?:next|other))|at[ ]a[ ]time)\b"
)
_SIDES, _BESIDE_SIDE = frozenset({"side", "hand"}), frozenset({"on", "to"})
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening", "weekend", "summer", "winter"})
_WORD_AFTER = re.compile(r"[ ](?P<word>[^\W\d_]+)")
_VAGUE_BEFORE = re.compile(r"\b(?:several|few|many|couple of|some odd)[ -]\Z", re.IGNORECASE)
_SHARE_AFTER = re.compile(
    r"[ ](?:of|an?|the|its|their|his|her|our|my|as|that|those|these|all)\b|-(?:of|an?)\b"
)
# No ordinal is written so: "a two-thirds majority", "a one-third stake".
_SURE_SHARE = re.compile(
    r"one-|(?!one\b)\w+[ -](?:third|fourth|fifth|sixth|seventh|eighth|tenth)s\Z"
)
_SHARE_END = re.compile(
    r"\s*(?:[.,;:)”\"]|\Z)|[ ](?:in|to|from|since|by|this|last|more|less|and|or)\b"
)
_LIST_MARKER = re.compile(r"[.)](?:\s|\Z)")
_CAPITAL_NEXT = re.compile(r"[.][ ]+[A-Z]")
_BAR = re.compile("[/⁄]")
_COMMON_PARTS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 25, 32, 50, 64, 100})


def rejection_of(context: NumberContext) -> str | None:
    """The first rule that rejects this number, or None."""
    for name, rule in _RULES:
        if rule(context):
            return name
    return None


def _is_code(context: NumberContext) -> bool:
    if context.quantity.unit is not None:
        return False
    if _ZIP.match(context.right):
        return True
    right = context.right if context.quantity.counted is None else context.right[:1].strip(" -")
    plain = context.surface.replace(",", "")
    padded = len(plain) > 1 and plain.startswith("0") and plain.isdigit()
    is_long = (
        plain == context.surface
        and len(plain) >= 9
        and plain.isdigit()
        and context.quantity.counted is None
    )
    is_glued = context.quantity.form != "words" and bool(_CODE_RIGHT.match(right))
    return padded or is_long or is_glued or bool(_CODE_LEFT.search(context.left.split(" ")[-1]))


def _is_one(context: NumberContext) -> bool:
    """Whether "one" is a pronoun: "one of the men", "which one", "one day he would"."""
    quantity = context.quantity
    if quantity.form == "words" and quantity.unit is None and context.right.startswith(_CLITICS):
        return True
    if quantity.form != "words" or quantity.low != 1 or quantity.shape != "single":
        return False
    if context.surface.lower() != "one":
        return False
    if _OF.match(context.right) or context.right.startswith(
        ("-on-", "-off", "-time", "-way", "-to-", "’s", "'s")
    ):
        return True
    if quantity.counted is not None and _is_any_one(context):
        return True
    if context.previous.lower() == "at" and _OCCASION.match(context.right):
        return True
    if quantity.counted is None and quantity.unit is None:
        return context.modifier is None
    if context.previous.lower() in _NOT_A_COUNT and context.modifier is None:
        return True
    following = _WORD_AFTER.match(context.right)
    if following is not None and following["word"].lower() in _AFTER_ONE:
        return True
    return quantity.unit is not None and _is_some_day(context)


def _is_any_one(context: NumberContext) -> bool:
    """Whether "one" picks any of several: "from one room to another", "one night last May"."""
    counted = context.quantity.counted
    end = context.quantity.span.end_char
    if counted is None or context.modifier is not None:
        return False
    if context.passage.match(_AND_ANOTHER, end):
        return True
    noun = counted.head_surface.lower()
    if noun in _SIDES:
        return context.previous.lower() in _BESIDE_SIDE
    return noun in _TIMES_OF_DAY and context.previous.lower() in _BEFORE_SOME_DAY


def _is_some_day(context: NumberContext) -> bool:
    """Whether "one day" is some day: no modifier, and the sentence goes on without it."""
    unit = context.quantity.unit
    if unit is None or unit.canonical not in {"day", "night"} or context.modifier is not None:
        return False
    goes_on = bool(context.right[len(context.unit_surface) + 1 :].strip(" .!?"))
    return context.previous.lower() in _BEFORE_SOME_DAY and goes_on


def _is_vague_quantifier(context: NumberContext) -> bool:
    return context.quantity.form == "words" and bool(_VAGUE_BEFORE.search(context.left))


def _is_not_a_share(context: NumberContext) -> bool:
    """Whether a fraction word or bar states no part of a whole: "first half", "a third goal".

    A reading of two numbers looks like an improper fraction: "a blood pressure of 140/90".
    """
    quantity = context.quantity
    is_improper = quantity.form == "fraction" and abs(quantity.low) >= 1
    if not is_improper and (quantity.kind != "share" or quantity.rule != "fraction"):
        return False
    bar = _BAR.search(context.surface)
    if bar is not None:
        below = context.surface[bar.end() :].rstrip("dhrst")
        return not (below.isdigit() and int(below) in _COMMON_PARTS)
    if is_improper:
        return False
    lower = context.surface.lower()
    if _SURE_SHARE.match(lower):
        return False
    if context.previous.lower() in _NOT_A_COUNT:
        return True
    if _SHARE_AFTER.match(context.right):
        return False
    hedged = context.modifier is not None or context.previous.lower() == "by"
    if lower == "half" or lower.endswith((" half", "-half")):
        return not hedged
    if lower.endswith(("s", "¼", "½", "¾")) or context.surface[:1].isdigit():
        return False
    return not (hedged or _SHARE_END.match(context.right))


def _is_list_marker(context: NumberContext) -> bool:
    if context.quantity.form != "digits" or context.quantity.unit is not None:
        return False
    if not context.surface.isdigit() or len(context.surface) > 2:
        return False
    opens = not context.left.strip(" (•*-") and len(context.left) < 4
    if opens and _LIST_MARKER.match(context.right):
        return True
    follows_stop = context.left.rstrip()[-1:] in {".", "!", "?", ":"}
    return follows_stop and _CAPITAL_NEXT.match(context.right) is not None


def _is_unclear(context: NumberContext) -> bool:
    """Whether nothing says if "5m" is in millions or in metres: a guess would be far off."""
    return context.quantity.rule == UNCLEAR_LETTER


UNCERTAIN = "uncertain"
"""The reason of a number that is more likely to be wrong as a figure than right."""
_RULES: tuple[tuple[str, Callable[[NumberContext], bool]], ...] = (
    ("unclear_unit", _is_unclear),
    ("list_marker", _is_list_marker),
    ("compound_name", is_compound_name),
    ("label", is_labelled),
    ("name", is_name_part),
    ("name", is_title),
    ("figure_of_speech", is_figure_of_speech),
    ("pronoun_one", _is_one),
    ("refers_back", refers_back),
    ("label", is_round),
    ("figure_of_speech", is_parting),
    ("footnote", is_citation),
    ("score", is_mark_of_play),
    ("denominator", is_denominator),
    ("year", is_reign),
    ("score", is_half_century),
    ("vague_quantifier", _is_vague_quantifier),
    ("no_share", _is_not_a_share),
    ("code", _is_code),
    (UNCERTAIN, is_uncertain),
)
