"""Spelling: how many slips of the pen lie between two words, and which words sound alike.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SOUNDS = (
    ("sch", "s"), ("shch", "s"), ("tch", "s"), ("sh", "s"), ("kh", "h"), ("ch", "h"), ("gh", "h"),
    ("dj", "j"), ("zh", "j"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ts", "s"), ("tz", "s"),
    ("x", "ks"), ("ck", "k"), ("c", "k"), ("q", "k"), ("g", "h"), ("w", "v"), ("z", "s"),
)  # fmt: skip
"""Letters that transliterations of Arabic and Slavic names write for one another, and one letter
for them; own work, coarser than any one language needs, so that it only serves to ask."""
_ALIKE = re.compile("|".join(letters for letters, _ in _SOUNDS))
_INITIAL_Y = re.compile(r"\by(?=[aeiou])")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]+")
_VOWEL_CLASSES = str.maketrans("eyo", "iiu")


def edit_distance(left: str, right: str, *, limit: int) -> int:
    """Damerau-Levenshtein distance (optimal string alignment), or ``limit + 1`` if it is more.

    A slip is one letter too many, too few or replaced, or two neighbouring letters exchanged.

    >>> edit_distance("vladmir", "vladimir", limit=2), edit_distance("john", "jane", limit=2)
    (1, 3)
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    if left == right:
        return 0
    left, right = _differing(left, right)
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        older, before, row = before, row, [i] + [0] * len(right)
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row[j] = cost
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _differing(left: str, right: str) -> tuple[str, str]:
    """What is left of two words without the letters with which both begin, and both end."""
    shorter = min(len(left), len(right))
    begin = 0
    while begin < shorter and left[begin] == right[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[begin : len(left) - end], right[begin : len(right) - end]


def sound_of(words: Iterable[str]) -> tuple[str, str]:
    """Consonants and vowels of a name, each letter for all that sound much like it.

    A row of vowels counts as its first; the vowel that opens the name counts among the consonants.

    words: case-folded and without accents.

    >>> sound_of(["mohamed", "rashidi"]), sound_of(["muhammad", "rashidi"])
    (('mhmdrsd', 'uaiaii'), ('mhmdrsd', 'uaaaii'))
    """
    name = _INITIAL_Y.sub("j", " ".join(words))
    name = _ALIKE.sub(lambda found: dict(_SOUNDS)[found[0]], name).replace(" ", "")
    name = _DOUBLED.sub(r"\1", name)
    consonants = _DOUBLED.sub(r"\1", _VOWELS.sub("", name))
    opening = "a" if _VOWELS.match(name) else ""
    vowels = "".join(row[0] for row in _VOWELS.findall(name))
    return opening + consonants, vowels.translate(_VOWEL_CLASSES)


_LONGEST_NAME = 40
"""Letters; longer words are no names, and have a million ways to lose two letters."""


def slip_keys(word: str, slips: int) -> set[str]:
    """What is left of a word when up to so many letters are dropped.

    Words with so many slips between them share one, so that a word's neighbours among many can be
    looked up. A word that is longer than any name has itself alone.

    >>> sorted(slip_keys("roe", 1)), slip_keys("vladmir", 1) & slip_keys("vladimir", 1)
    (['oe', 're', 'ro', 'roe'], {'vladmir'})
    """
    keys = {word}
    for _ in range(slips if len(word) <= _LONGEST_NAME else 0):
        keys |= {key[:at] + key[at + 1 :] for key in keys for at in range(len(key))}
    return keys
