"""Bounds: what a modifier says about a quantity: "more than", "about", "or more".

Pure. Bound and approximation are two things: "about 24" is exact in bound and approximate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from transforms.figures.vocabulary import either
from transforms.lexicon import read_lexicon
from transforms.text import Span

Limit = Literal["gt", "ge", "lt", "le"]
_LIMITS: dict[str, Limit] = {"gt": "gt", "ge": "ge", "lt": "lt", "le": "le"}


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier as written; ``bound`` None when it only approximates."""

    span: Span
    bound: Limit | None
    is_approximate: bool


def _read(side: str) -> dict[str, tuple[Limit | None, bool]]:
    return {
        row["surface"]: (_LIMITS.get(row["bound"]), bool(row["approximate"]))
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
# "around the 5-acre park", "well above the $8 expected": a preposition, no modifier.
_PREPOSITIONS = frozenset(
    {"about", "around", "over", "under", "above", "below", "near", "beyond", "well above",
     "well below", "just above", "just below", "close to"}
)  # fmt: skip
# "for over five years": longer than that.
_BEFORE_LONGER = frozenset(
    {"for", "after", "lasted", "lasts", "lasting", "took", "takes", "take", "of", "is", "was", "in",
     "spent", "with", "by", "and", "just", "well", "age", "aged", "years", "now", "at", "a", "be"}
)  # fmt: skip
_THE = re.compile(r"[ \u00a0]the[ \u00a0]*\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\s()\[\]“”\"]+")
_RIGHT = re.compile(
    rf"(?:,? |[ ]?-|)(?P<surface>{either(_AFTER)})(?!\w)",
    re.IGNORECASE,
)


def modifier_of(
    text: str, quantity: Span, number_end: int, floor: int, limit: int, *, kind: str = ""
) -> Modifier | None:
    """The modifier before a quantity, else the one after its number or its end.

    floor, limit: first character and one past the last that may be read.
    kind:         the quantity's kind; before a duration "over" may mean during.
    """
    found = _before(text, quantity.start_char, floor)
    if found is not None:
        is_during = kind == "duration" and found.span.of(text).lower() == "over"
        return None if is_during and _says_when(text, found.span.start_char, floor) else found
    for end in (number_end, quantity.end_char):
        right = _RIGHT.match(text, end, limit)
        if right is not None:
            bound, approximate = _AFTER[right["surface"].lower()]
            return Modifier(Span(*right.span("surface")), bound, approximate)
    return None


def _says_when(text: str, at: int, floor: int) -> bool:
    """Whether an "over" tells the time something takes: "lend it €5bn over three years"."""
    left = _WORD.findall(text[max(0, floor - WINDOW, at - WINDOW) : at].lower())
    if not left or left[-1].endswith((".", "!", "?")):
        return False
    return left[-1] not in _BEFORE_LONGER


def _before(text: str, at: int, floor: int) -> Modifier | None:
    begin = max(floor, at - WINDOW)
    window = text[begin:at]
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
            return _with_outer(text, Modifier(where, bound, approximate), floor)
    return None


def _with_outer(text: str, inner: Modifier, floor: int) -> Modifier:
    """Join a hedge with the bound before it: "at least about 5" is both."""
    if inner.is_approximate and inner.bound is None:
        outer = _before_bound(text, inner.span.start_char, floor)
        if outer is not None:
            return Modifier(outer.span.envelope(inner.span), outer.bound, True)
    return inner


def _before_bound(text: str, at: int, floor: int) -> Modifier | None:
    found = _before(text, at, floor)
    return found if found is not None and found.bound is not None else None
