"""Rejections: numbers that are not figures, each rejected by a rule with a name.

Pure. Dates, clock times, telephone numbers and models are recognised by their shape alone. The
other rules look at a quantity in its sentence and say that it names, dates or places something
rather than states how much; ``rejection_of`` returns the name of the first rule that applies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from transforms.figures.currencies import currency_surfaces
from transforms.figures.currency_letters import letter_before
from transforms.figures.notation import OF_MANY
from transforms.figures.passage import Passage
from transforms.figures.quantities import UNCLEAR_LETTER, Quantity
from transforms.figures.reading import Modifier
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_MONTHS = either(
    row["surface"].title() for row in read_lexicon("months") if row["language"] == "en"
)
_MONTH = rf"(?:{_MONTHS}|{_MONTHS.upper()})\b\.?"
_ZONES = either(row["surface"] for row in read_lexicon("time_zones") if len(row["surface"]) > 1)
_STREETS = either(words_of("street_words")).title()
_CODES = either(
    one.surface
    for one in currency_surfaces("before", "glued")
    if one.surface.rstrip(".").isalpha() and one.surface != "PS"
)
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
    (
        "phone",
        # "12 500 000 people" is a number
        rf"(?<![\w.,$£€-])(?![1-9]\d{{0,2}}(?:[ ]\d{{3}}){{2,}}(?:{OF_MANY}|(?<=000)\b))"
        r"\(?\d{2,5}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?![\w%])",
    ),
    ("phone", r"(?<![\w.,$£€-])[2-9]\d{2}-\d{4}(?![\w-])"),
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


def find_rejected_shapes(passage: Passage) -> Iterator[tuple[Span, str]]:
    """Stretches that hold numbers but no figures, with the name of the rule that says so.

    >>> text = "on 3 May at 5:30am"
    >>> [(where.of(text), rule) for where, rule in find_rejected_shapes(Passage(text, 0, 18))]
    [('3 May', 'date'), ('5:30am', 'clock_time')]
    """
    for window in _windows(passage):
        for match in _SHAPES.finditer(passage.text, window.start_char, window.end_char):
            name = _NAMES[next(group for group in _NAMES if match[group] is not None)]
            if name != "model" or letter_before(passage, match.start() + 1) is None:
                yield Span(*match.span()), name


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


_WINDOW = 60


@dataclass(frozen=True, slots=True)
class NumberContext:
    """A quantity and the text on either side of it, within its sentence.

    surface:  the number as written.
    previous: the word right before it, "" if none.
    is_first: that word opens the sentence.
    """

    quantity: Quantity
    surface: str
    left: str
    right: str
    previous: str
    is_first: bool
    unit_surface: str
    modifier: Modifier | None


_LABELS = words_of("number_labels")
_STOPS = words_of("noun_stops")
_CALENDAR = frozenset(
    row["surface"] for row in read_lexicon("months") if row["language"] == "en"
) | words_of("calendar_words")
_ORDINARY = _STOPS | words_of("sentence_words")
_PREVIOUS = re.compile(r"(?P<word>[^\W\d_][\w&.’'-]*|S&P)[ \u00a0]+(?:No\.?[ ]?)?\Z")
_BEFORE_HYPHEN = re.compile(r"(?P<prefix>[^\W\d_]+)[-–]\Z")
_OPEN_PREFIXES = words_of("number_prefixes")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d(?:(?: to | and | or |-|–)(?:1[5-9]|20)\d\d)?\Z|21\d\d\Z")
_YEAR_CUES = words_of("year_cues")
# "10 % below 2000 levels": what is compared with that of a year.
_OF_A_YEAR = figure_words("of_a_year")
_CODE_RIGHT = re.compile(r"[^\W\d_]|_|[.,:/@]\d|[@/]\w|['’]s?\d")
_ZIP = re.compile(r"[ ](?:(?:ZIP|zip|Zip)(?:[ ]?[Cc]ode)?|(?:postal|area)[ ]?[Cc]ode)\b")
_CODE_LEFT = re.compile(r"[#@/:_\\=&][-+]?\Z|\d[.,:/]\Z|[.][\w]*\Z")
_CAPITAL_AFTER = re.compile(r"[ ](?P<word>[A-Z][^\W\d_]+)")
_OF = re.compile(r"[ ]of\b")
# "Three's a crowd", "one's own": a word of its own that counts nothing.
_CLITICS = ("’s ", "'s ")
_NOT_A_COUNT = words_of("before_pronoun_one")
_BEFORE_SOME_DAY = figure_words("before_some_day") | {""}
_AFTER_ONE = words_of("after_pronoun_one")
_OCCASION = re.compile(r"[ ](?:point|time|stage|moment)\b")
_WORD_AFTER = re.compile(r"[ ](?P<word>[^\W\d_]+)")
_VAGUE_BEFORE = re.compile(r"\b(?:several|few|many|couple of|some odd)[ -]\Z", re.IGNORECASE)
_SHARE_AFTER = re.compile(
    r"[ ](?:of|an?|the|its|their|his|her|our|my|as|that|those|these|all)\b|-(?:of|an?)\b"
)
_SHARE_END = re.compile(
    r"\s*(?:[.,;:)”\"]|\Z)|[ ](?:in|to|from|since|by|this|last|more|less|and|or)\b"
)
_LIST_MARKER = re.compile(r"[.)](?:\s|\Z)")
_CAPITAL_NEXT = re.compile(r"[.][ ]+[A-Z]")
_BAR = re.compile("[/⁄]")
_COMMON_PARTS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 25, 32, 50, 64, 100})


def context_of(passage: Passage, quantity: Quantity, modifier: Modifier | None) -> NumberContext:
    """What the rules read of a quantity and the words beside it."""
    start, end = quantity.span.start_char, quantity.number_end
    left = passage.before(start, _WINDOW)
    previous = _PREVIOUS.search(left)
    is_first = (
        previous is not None
        and len(left) == start - passage.start
        and not left[: previous.start()].strip(" “\"'‘(")
    )
    unit_span = quantity.unit_span
    return NumberContext(
        quantity=quantity,
        surface=passage.text[quantity.number_start : end],
        left=left,
        right=passage.after(end, _WINDOW),
        previous=previous["word"] if previous else "",
        is_first=is_first,
        unit_surface=unit_span.of(passage.text) if unit_span else "",
        modifier=modifier,
    )


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


def _is_compound_name(context: NumberContext) -> bool:
    """Whether a hyphen joins the number to the word before it: "Covid-19", "high-five"."""
    prefix = _BEFORE_HYPHEN.search(context.left)
    return prefix is not None and prefix["prefix"].lower() not in _OPEN_PREFIXES


def _is_year(context: NumberContext) -> bool:
    quantity, previous = context.quantity, context.previous.lower()
    if quantity.form == "year":
        return True
    if quantity.form != "digits" or not _YEARS.match(context.surface):
        return False
    if quantity.unit is not None:
        # "World Cup 2018 day five": the unit is not a plural, so it belongs to what follows.
        plural = context.unit_surface.endswith("s")
        return quantity.kind == "duration" and not plural and context.right.startswith(" ")
    if quantity.low >= 2100 and previous not in _YEAR_CUES:
        return False
    if quantity.counted is None:
        return previous != "than"
    if quantity.counted.head_surface in _OF_A_YEAR:
        return True
    if context.right.startswith("-") or context.modifier is not None:
        return False
    is_recent = 1900 <= quantity.low < 2050 and quantity.low % 100 != 0
    return is_recent or previous in _YEAR_CUES


def _is_labelled(context: NumberContext) -> bool:
    """Whether the word before makes the number a name: "page 24", "Windows 10"."""
    if context.quantity.unit is not None or context.quantity.form not in {"digits", "words"}:
        return False
    if context.quantity.shape == "score" or context.quantity.rule == "age_cue":
        return False
    if context.previous.lower() not in _LABELS:
        return False
    alone = context.quantity.counted is None or context.quantity.rule == "listed"
    return alone or (context.previous[:1].isupper() and not context.is_first)


def _is_name_part(context: NumberContext) -> bool:
    """Whether a bare number stands beside a capitalised word: "Channel 4", "787 Dreamliner"."""
    quantity = context.quantity
    if quantity.unit is not None or quantity.form != "digits" or quantity.low >= 10_000:
        return False
    if "." in context.surface:
        return False
    if quantity.shape == "score" or context.modifier is not None:
        return False
    after = _CAPITAL_AFTER.match(context.right)
    if quantity.counted is None and after is not None and after["word"].lower() not in _CALENDAR:
        return True
    word = context.previous
    if not word[:1].isupper() or context.is_first or word.lower() in _ORDINARY | _CALENDAR:
        return False
    return quantity.counted is None or quantity.counted.head_surface[:1].isupper()


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
    if context.previous.lower() in _NOT_A_COUNT:
        return True
    lower = context.surface.lower()
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
    follows_stop = context.left.rstrip()[-1:] in {".", "!", "?"}
    return follows_stop and _CAPITAL_NEXT.match(context.right) is not None


def _is_unclear(context: NumberContext) -> bool:
    """Whether nothing says if "5m" is in millions or in metres: a guess would be far off."""
    return context.quantity.rule == UNCLEAR_LETTER


_RULES: tuple[tuple[str, Callable[[NumberContext], bool]], ...] = (
    ("unclear_unit", _is_unclear),
    ("list_marker", _is_list_marker),
    ("year", _is_year),
    ("compound_name", _is_compound_name),
    ("label", _is_labelled),
    ("name", _is_name_part),
    ("pronoun_one", _is_one),
    ("vague_quantifier", _is_vague_quantifier),
    ("no_share", _is_not_a_share),
    ("code", _is_code),
)
