"""Bounds: what a modifier says about a quantity: "more than", "about", "or more".

Pure. Bound and approximation are two things: "about 24" is exact in bound and approximate.
"""

from __future__ import annotations

import re

from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.reading import Limit, Modifier
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, one_of, read_lexicon, words_of
from transforms.text import Span

_LIMITS: dict[str, Limit | None] = {"": None, "gt": "gt", "ge": "ge", "lt": "lt", "le": "le"}


def _read(side: str) -> dict[str, tuple[Limit | None, bool]]:
    return {
        row["surface"]: (one_of(_LIMITS, "modifiers", row, "bound"), bool(row["approximate"]))
        for row in read_lexicon("modifiers")
        if row["side"] == side
    }


_BEFORE, _AFTER = _read("before"), _read("after")
_MAX_WORDS = max(len(surface.split()) for surface in _BEFORE)
WINDOW = 60
# Words that may stand between a modifier and its number without changing either.
_TRAILING = re.compile(
    r"(?:[ \u00a0]+(?:the|an?|another|just|only)(?=[ \u00a0]*\Z))?[ \u00a0-]*\Z", re.I
)
# "around the 5-acre park", "well above the $8 expected": a preposition, not a modifier.
_PREPOSITIONS = frozenset(
    row["surface"] for row in read_lexicon("modifiers") if row["preposition"] == "yes"
)
# "for over five years": longer than that.
_BEFORE_LONGER = figure_words("before_longer")
# "over 70 years later": more than 70
_SINCE_THEN = re.compile(r"[ ](?:ago|later|earlier)\b")
_AGE_OF = re.compile(r"\b(?:the[ ]age|ages?)[ ]of[ ]\Z", re.IGNORECASE)
_THE = re.compile(r"[ \u00a0]the[ \u00a0]*\Z", re.IGNORECASE)
_NOUN, _NO_NOUN = re.compile(r"[ ](?P<word>[a-z]+)"), words_of("noun_stops")
_WORD = re.compile(r"[^\s()\[\]“”\"]+")
_RIGHT = re.compile(
    rf"(?:,? |[ ]?-|)(?P<surface>{either(_AFTER)})(?!\w)",
    re.IGNORECASE,
)


def modifier_of(passage: Passage, quantity: Quantity) -> Modifier | None:
    """The modifier before a quantity, else the one after its number or its end.

    passage: what may be read; it starts behind the quantity before, if there is one.
    """
    limit = _age_limit(passage, quantity)
    if limit is not None:
        return limit
    found = _before(passage, quantity.span.start_char)
    if found is not None and _governs_another(passage, quantity, found):
        return None
    if found is not None:
        # before a duration "over" may mean during
        is_over = quantity.kind == "duration" and found.span.of(passage.text).lower() == "over"
        is_since = passage.match(_SINCE_THEN, quantity.span.end_char) is not None
        is_during = is_over and not is_since and _says_when(passage, found.span.start_char)
        return None if is_during else found
    for end in (quantity.number_end, quantity.span.end_char):
        right = passage.match(_RIGHT, end)
        if right is not None:
            bound, approximate = _AFTER[right["surface"].lower()]
            return Modifier(Span(*right.span("surface")), bound, approximate)
    return None


def _age_limit(passage: Passage, quantity: Quantity) -> Modifier | None:
    """The bound of an age that "the age of" parts from it: "children under the age of 10"."""
    if quantity.kind != "age":
        return None
    age = _AGE_OF.search(passage.before(quantity.span.start_char, WINDOW))
    return _before(passage, quantity.span.start_char - len(age[0])) if age else None


def _governs_another(passage: Passage, quantity: Quantity, found: Modifier) -> bool:
    """Whether a preposition governs the noun behind a measure, or parts two numbers.

    "A row over a £4m contract", "blood pressure of 120 over 80".
    """
    text, start = passage.text, found.span.start_char
    if found.span.of(text).lower() not in _PREPOSITIONS:
        return False
    if (
        quantity.is_bare
        and text[passage.start : start].isspace()
        and text[passage.start - 1].isdigit()
    ):
        return True
    has_article = text[found.span.end_char : quantity.span.start_char].lower() in {" a ", " an "}
    noun = passage.match(_NOUN, quantity.span.end_char) if has_article else None
    # "about a 5% rise" is a hedge, "about a £5m debt" is not
    measures = quantity.unit is not None and (quantity.kind == "money" or found.bound is not None)
    return noun is not None and measures and noun["word"] not in _NO_NOUN


def _says_when(passage: Passage, at: int) -> bool:
    """Whether an "over" says how long something takes: "lend it €5bn over three years"."""
    left = _WORD.findall(passage.text[max(0, at - WINDOW) : at].lower())
    if not left or left[-1].endswith((".", "!", "?")):
        return False
    return left[-1] not in _BEFORE_LONGER


def _before(passage: Passage, at: int) -> Modifier | None:
    window = passage.before(at, WINDOW)
    begin = at - len(window)
    trimmed = _TRAILING.search(window)
    end = trimmed.start() if trimmed else len(window)
    words = list(_WORD.finditer(window, 0, end))[-_MAX_WORDS:]
    for first in range(len(words)):
        phrase = " ".join(word[0].lower() for word in words[first:])
        if phrase in _BEFORE and words[-1].end() == end:
            if phrase in _PREPOSITIONS and _THE.search(window):
                return None
            bound, approximate = _BEFORE[phrase]
            where = Span(begin + words[first].start(), begin + end)
            return _with_outer(passage, Modifier(where, bound, approximate))
    return None


def _with_outer(passage: Passage, inner: Modifier) -> Modifier:
    """Join a hedge with the bound before it: "at least about 5" is both."""
    if inner.is_approximate and inner.bound is None:
        outer = _before(passage, inner.span.start_char)
        if outer is not None and outer.bound is not None:
            return Modifier(outer.span.envelope(inner.span), outer.bound, True)
    return inner
