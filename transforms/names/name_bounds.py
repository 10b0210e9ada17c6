"""Name bounds: where the names of firms, ships and storms begin and end, and what is no name.

Pure. What the tagger read is put right: firms joined by "&" are one ("Orde & Merk"), the word that
says that a firm is one belongs to its name ("Merk Media"), a ship has the name behind "trawler", a
storm the one behind "Hurricane". Prizes and diseases are no names (U1 of the guidelines).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from transforms.lexicon import words_in_role, words_of
from transforms.models import Stretch
from transforms.names.known_names import heads
from transforms.text import Span, tokenize

_VESSELS = words_in_role("naming_nouns", "vessel")
_STORMS = words_in_role("naming_nouns", "storm")
_PRIZES = words_in_role("naming_nouns", "prize")
_CALENDAR = words_of("calendar_words") | words_of("months")
_TITLES = words_of("titles")
_LONGEST_SHIP = 3
"""Words of the longest name that is taken for a ship's."""
_SHOWN = 0.7
"""Confidence of a name that only the noun in front of it shows; set by hand."""
_FULL_NAME = 2
_LONGEST_PARTNER = 2
"""Words of the longest name on one side of "&" in the name of a firm."""


def bound_names(words: Sequence[str], stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of a sentence with names as long as they should be, without what is none."""
    kept = [one for one in stretches if not _is_disease(words, one)]
    kept = _joined(words, [_with_tail(words, one, kept) for one in kept])
    for shown in (*_ships(words), *_storms(words, kept)):
        inside = [one for one in kept if one.first <= shown.last and shown.first <= one.last]
        if all(shown.first <= one.first and one.last <= shown.last for one in inside):
            kept = [one for one in kept if one not in inside] + [shown]
    return sorted(kept, key=lambda one: one.first)


def is_prize(words: Sequence[str], stretch: Stretch) -> bool:
    """Whether what was read is a prize.

    >>> is_prize("the Lantern Prize".split(), Stretch(1, 2, "event", 0.8))
    True
    """
    is_last = words[stretch.last].lower() in _PRIZES and stretch.first < stretch.last
    return is_last and stretch.kind in ("event", "work", "product", "org")


def _is_disease(words: Sequence[str], stretch: Stretch) -> bool:
    return tuple(w.lower() for w in words[stretch.first : stretch.last + 1]) in _diseases()


@cache
def _diseases() -> frozenset[tuple[str, ...]]:
    names = words_in_role("naming_nouns", "disease")
    return frozenset(tuple(tokenize(name, Span(0, len(name))).words) for name in names)


def _with_tail(words: Sequence[str], stretch: Stretch, others: Sequence[Stretch]) -> Stretch:
    """Take in the word behind a firm that says so: the "Media" of "Merk Media"."""
    end = stretch.last + 1
    if stretch.kind != "org" or end >= len(words) or any(one.first == end for one in others):
        return stretch
    is_tail = heads("tail").get(words[end]) == "org" or words[end] in heads("legal")
    is_tail = is_tail and words[end + 1 : end + 2] != ["-"]
    return replace(stretch, last=end) if is_tail else stretch


def _joined(words: Sequence[str], stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, firms on both sides of "&" put together: "Orde & Merk", "Merk & Sons"."""
    joined: list[Stretch] = []
    for stretch in stretches:
        before = joined[-1] if joined else None
        if before and _are_partners(words, before, stretch):
            confidence = max(before.confidence, stretch.confidence)
            joined[-1] = Stretch(before.first, stretch.last, "org", confidence)
        else:
            joined.append(stretch)
    firsts = {one.first for one in joined}
    return [one if one.last + 2 in firsts else _with_sons(words, one) for one in joined]


def _are_partners(words: Sequence[str], left: Stretch, right: Stretch) -> bool:
    """Whether "&" joins two names into a firm's: short ones, not in a row, no people in full."""
    is_row = left.first > 0 and words[left.first - 1] == ","
    if is_row or words[left.last + 1 : right.first] != ["&"]:
        return False
    both = (left, right)
    are_short = all(_length(one) <= _LONGEST_PARTNER for one in both)
    in_full = any(one.kind == "person" and _length(one) >= _FULL_NAME for one in both)
    return are_short and not in_full and {one.kind for one in both} <= {"org", "person"}


def _with_sons(words: Sequence[str], stretch: Stretch) -> Stretch:
    """Take in "& Sons" behind a name."""
    end = stretch.last + 2
    if end >= len(words) or words[end - 1] != "&" or stretch.kind not in ("org", "person"):
        return stretch
    return replace(stretch, last=end, kind="org") if words[end].istitle() else stretch


def _length(stretch: Stretch) -> int:
    return stretch.last - stretch.first + 1


def _ships(words: Sequence[str]) -> Iterator[Stretch]:
    """Names behind a noun for a ship: "the trawler Anna Maria"."""
    for at, word in enumerate(words[:-1]):
        if word not in _VESSELS:
            continue
        last = at
        while last + 1 < len(words) and last - at < _LONGEST_SHIP and words[last + 1].istitle():
            last += 1
        named = words[at + 1 : last + 1]
        if named and named[0].lower() not in _CALENDAR | _TITLES:
            yield Stretch(at + 1, last, "facility", _SHOWN)


def _storms(words: Sequence[str], stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Storms by the noun that begins their names: "Typhoon Anna"."""
    inside = {at for one in stretches for at in range(one.first + 1, one.last + 1)}
    for at, word in enumerate(words[:-1]):
        is_noun = word.istitle() and word.lower() in _STORMS and at not in inside
        if is_noun and words[at + 1].istitle() and words[at + 1].lower() not in _CALENDAR:
            yield Stretch(at, at + 1, "event", _SHOWN)
