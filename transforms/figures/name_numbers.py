"""Name numbers: numbers that are part of a name or stand for one: "Channel 4", "Ground Zero".

Pure. A capital is evidence only where English would not write one anyway: not at the head of a
sentence or a quotation, nor in a headline that capitalises all its words.
"""

from __future__ import annotations

import re

from transforms.figures.counted import singular
from transforms.figures.number_context import NumberContext, is_title_case
from transforms.figures.numbers import Number
from transforms.figures.passage import Passage
from transforms.figures.quantities import read_quantity
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_LABELS = words_of("number_labels")
_CALENDAR = frozenset(
    row["surface"] for row in read_lexicon("months") if row["language"] == "en"
) | words_of("calendar_words")
_ORDINARY = words_of("noun_stops") | words_of("sentence_words")
# "12 Killed In Fire", as a headline has it
_BEFALLEN = words_of("casualty_verbs") | {"dead", "missing", "held", "hurt", "feared", "die"}
_OPEN_PREFIXES = words_of("number_prefixes")
_BEFORE_HYPHEN = re.compile(r"(?P<prefix>[^\W\d_]+)[-–]\Z")
_CAPITAL_AFTER = re.compile(r"[ ](?P<word>[A-Z][^\W\d_]+)")
# "the world No 3", "No. 10", but "no 10 people"
_NUMBERED = re.compile(r"\b(?:Nos?\.?|nos?\.)[ \u00a0]?\Z")
_CALLED_NUMBER = re.compile(r"\bnumbers?[ \u00a0]\Z", re.IGNORECASE)
# After these a capital opens a sentence, a title or an item of a list.
_OPENS = (".", ":", ";", "!", "?", "“", "‘", '"', "'", "(", "[", "—", "–", "-", "•", "*", "/", "|")
_POSSESSIVE = ("’s", "'s", "s’", "s'")
_LISTED = re.compile(r",?[ ](?:and|or|to|&)[ ]|,[ ]|[ ]?[-–/][ ]?")
# "the hall can seat 900": a verb
_CAN = re.compile(r"\b(?:can|could|will|would|may|might|must|should)[ ][a-z]+[ ]\Z")
_MARKS = tuple("“”‘’\"'")
_DIALLING = figure_words("dialling")
_SHORTEST_PHONE, _LONGEST_PHONE = 3, 6
_LARGEST_NAME, _WINDOW = 10_000, 60
_ZERO_NAME = re.compile(rf"\b(?:{either(figure_words('before_zero'))})[ -]\Z", re.IGNORECASE)
_AFTER_ZERO = re.compile(rf"[ -](?:{either(figure_words('after_zero'))})\b", re.IGNORECASE)
_CAPITAL_JOINED = re.compile(r"-(?P<word>[A-Z][a-z]+)\b")
# "nine-to-five", "five-a-side", "thirty-something", "by the dozen"
_IDIOM = re.compile(rf"-(?:{either(figure_words('number_idiom'))})s?\b")
_BY_THE = re.compile(r"\b(?:by the|baker[’']s)[ ]\Z", re.IGNORECASE)
_LOTS = frozenset({"dozen", "hundred", "thousand", "million"})
_PEOPLES = {row["surface"] for row in read_lexicon("countries")}
_FIGURES = frozenset({"figure", "figures", "digit", "digits"})
_FEWEST_FIGURES, _MOST_FIGURES = 3, 12


def is_compound_name(context: NumberContext) -> bool:
    """Whether a hyphen joins the number to the word before it: "Covid-19", "high-five"."""
    prefix = _BEFORE_HYPHEN.search(context.left)
    return prefix is not None and prefix["prefix"].lower() not in _OPEN_PREFIXES


# "phase 2b trials", "Flat 2b"
_LETTERED = re.compile(r"\d{1,3}[a-z]")


def is_labelled(context: NumberContext) -> bool:
    """Whether the word before makes the number a name: "page 24", "Windows 10", "No 3"."""
    quantity = context.quantity
    if _LETTERED.fullmatch(context.surface) and context.previous.lower() in _LABELS:
        return True
    if quantity.unit is not None or quantity.form not in {"digits", "words"}:
        return False
    if quantity.rule in {"age_cue", "gapped"}:
        return False
    if quantity.shape == "score":
        # "Case 22-506" and "pages 4-6", but "finished the season 8-5"
        word = context.previous.lower()
        is_plural = word not in _LABELS and singular(word) in _LABELS
        return is_plural or (word in _LABELS and context.previous[:1].isupper())
    if _NUMBERED.search(context.left):
        return quantity.form == "digits"
    alone = quantity.stands_alone
    if _CALLED_NUMBER.search(context.left):
        return alone or quantity.low == 1
    previous = context.previous.lower()
    if _is_dialled(context):
        return True
    if _CAN.search(context.left):
        return False
    if previous not in _LABELS:
        return alone and singular(previous) in _LABELS
    return alone or (context.previous[:1].isupper() and not context.is_first)


def is_capital_name(passage: Passage, number: Number) -> bool:
    """Whether a spelled number has a capital that only a name gives it: "the Big Four".

    It is read before any quantity: "Uranium One in three deals" states no share.
    """
    start = number.span.start_char
    if number.form == "digits" or not passage.text[start].isupper() or is_title_case(passage):
        return False
    before = passage.before(start, _WINDOW)
    quantity = read_quantity(passage, number)
    unit = quantity.unit_span.of(passage.text) if quantity.unit and quantity.unit_span else ""
    if not before.strip() or before.rstrip()[-1] in _OPENS:
        # "Seven Network rose", "Six Day War": what follows has a capital of its own
        return bool(unit[:1].isupper() or (quantity.is_bare and _opens_proper(passage, number)))
    # "Two years ago" without a stop before it
    return not unit.islower()


def _opens_proper(passage: Passage, number: Number) -> bool:
    """Whether one capitalised word follows that names no people: "Five Star leader"."""
    after = passage.match(_CAPITAL_AFTER, number.span.end_char)
    if after is None or after["word"].isupper():
        return False
    return after["word"] not in _PEOPLES


def continues_label(context: NumberContext, label: Span) -> bool:
    """Whether a bare number is listed with a label before it: "channels 4, 5 and 6"."""
    quantity = context.quantity
    if quantity.unit is not None or quantity.counted is not None or quantity.rule == "gapped":
        return False
    gap = context.passage.text[label.end_char : quantity.span.start_char]
    return _LISTED.fullmatch(gap) is not None


def _is_dialled(context: NumberContext) -> bool:
    """ "call 999", "text 85258": digits alone, behind what one does with a telephone."""
    digits = context.surface
    is_number = digits.isdigit() and _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE
    if not is_number or context.quantity.counted is not None or context.modifier is not None:
        return False
    return context.previous.lower() in _DIALLING


def is_name_part(context: NumberContext) -> bool:
    """Whether a bare number stands beside a capitalised word: "Channel 4", "787 Dreamliner"."""
    quantity = context.quantity
    if quantity.unit is not None or quantity.form != "digits" or quantity.low >= _LARGEST_NAME:
        return False
    if (
        "." in context.surface.removesuffix(".0")
        or quantity.shape == "score"
        or quantity.rule == "gapped"
    ):
        return False
    if context.modifier is not None:
        return False
    if context.surface.endswith(".0") and context.previous[:1].isupper():
        return quantity.stands_alone  # "Norvik 2.0"
    return _opens_name(context) or _ends_name(context) or _is_joined_to_name(context)


def _opens_name(context: NumberContext) -> bool:
    """ "787 Dreamliner", "7 Days"."""
    after = _CAPITAL_AFTER.match(context.right)
    if not context.quantity.stands_alone or after is None:
        return False
    word = after["word"].lower()
    if word in _CALENDAR:
        return False
    return word not in _BEFALLEN or not is_title_case(context.passage)


def _ends_name(context: NumberContext) -> bool:
    """ "Channel 4", "Vision 30"; a possessive has the number instead: "to Brandt’s 12"."""
    word = context.previous
    if not word[:1].isupper() or word.lower() in _ORDINARY | _CALENDAR:
        return False
    if context.is_first and not _is_named(context.passage.text, word):
        return False
    if word.endswith(_POSSESSIVE):
        return False
    counted = context.quantity.counted
    if counted is None or context.quantity.stands_alone:
        return True
    if _is_named_so(context.passage.text, word, context.surface):
        return True
    return counted.head_surface[:1].isupper() and not is_title_case(context.passage)


def _is_named(text: str, word: str) -> bool:
    """Whether a word has its capital inside a sentence too, so that it names something."""
    return re.search(rf"[a-z],?[ ]{re.escape(word)}\b", text) is not None


def _is_named_so(text: str, word: str, number: str) -> bool:
    """Whether a text also has the name with its number and no noun: "Lantern 2, …"."""
    name = rf"\b{re.escape(word)}[ ]{re.escape(number)}"
    return (
        re.search(rf"{name}(?:[.,;:!?)”\"’]|[ ](?:and|is|was|on|in|for|at|to)\b)", text) is not None
    )


def is_title(context: NumberContext) -> bool:
    """Whether a number opens a title: “60 Minutes”, or her book The 7 Habits."""
    if not context.unit_surface[:1].isupper() or is_title_case(context.passage):
        return False
    if context.previous == "The" and not context.is_first:
        return context.left.endswith("The ") and context.quantity.unit is None
    after = context.passage.text[context.quantity.span.end_char :][:2].lstrip(".,")[:1]
    is_marked = context.left[-1:] in _MARKS and after in _MARKS
    return bool(is_marked and after)


def _is_joined_to_name(context: NumberContext) -> bool:
    """ "7-Eleven"; in a title any word may have the capital: "a 5-Star Hotel"."""
    joined = _CAPITAL_JOINED.match(context.right)
    if joined is None or joined["word"].lower() in _CALENDAR:
        return False
    return not is_title_case(context.passage)


def is_figure_of_speech(context: NumberContext) -> bool:
    """Whether a number counts nothing: "net zero", "a zero-sum game", "a six-figure fee"."""
    quantity = context.quantity
    if quantity.form == "words" and quantity.low == 0 and quantity.shape == "single":
        return bool(_ZERO_NAME.search(context.left) or _AFTER_ZERO.match(context.right))
    is_plain = quantity.unit is None and quantity.shape == "single" and quantity.low > 1
    if _IDIOM.match(context.right):
        return is_plain
    if context.surface.lower() in _LOTS and _BY_THE.search(context.left):
        return is_plain and quantity.counted is None
    counted = quantity.counted
    if counted is None or counted.head_surface.lower() not in _FIGURES:
        return False
    is_size = quantity.shape == "single" and _FEWEST_FIGURES <= quantity.low <= _MOST_FIGURES
    return is_size and context.unit_surface.lower() in _FIGURES
