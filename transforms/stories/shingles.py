"""Shingles: a text as the set of its runs of three words, and a sample of the set to keep.

Pure. Hashes are the same on every machine and in every process, because datasets keep them. The
sample holds all hashes below a bound (FracMinHash, Irber et al. 2022), so that the sample of a
short excerpt lies within the sample of the long text; samples of a fixed size do not promise that.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint32]

WORD = re.compile(r"\d[\d.,:]*\d|(?:[^\W\d_]\.){2,}|\w+(?:'\w+)*")
"""A number with its separators, initials with their dots, or a word."""
SIZE = 3
"""Words of a shingle. Runs of five find no text with every fourth word changed; runs of two are
shared by chance."""
SAMPLED_BELOW = 1 << 29
"""Hashes have 31 bits, so one in four is sampled."""
FEWEST_SAMPLED, MOST_SAMPLED = 32, 2048
"""Bounds of a sample: enough to recognise a brief of sixty words, and few enough for a megabyte."""
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_SHIFT = np.uint64(29)
_FINAL = np.uint64(0xBF58476D1CE4E5B9)
_TO_31_BITS = np.uint64(33)
_MARKS = (("’", "'"), ("ʼ", "'"), ("\u00ad", ""), ("\u200b", ""), ("\ufeff", ""))


def plain(text: str) -> str:
    """The text with one spelling of each mark and letter, so that equal words compare as equal.

    >>> plain("the co\u00adalition’s")
    "the coalition's"
    """
    if text.isascii():
        return text
    for mark, same in _MARKS:  # several times as fast as str.translate
        text = text.replace(mark, same)
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """A word of ``WORD`` without case and without the dots of initials.

    >>> folded("U.S."), folded("US"), folded("3.2")
    ('us', 'us', '3.2')
    """
    return word.casefold() if word[0].isdigit() else word.replace(".", "").casefold()


def words_of(parts: Iterable[str]) -> list[str]:
    """The folded words of the parts of a text, in order."""
    return [folded(word) for part in parts for word in WORD.findall(plain(part))]


def fingerprint(words: Sequence[str]) -> str:
    """16 hex digits: equal for the same words whatever their case, marks and spacing.

    >>> fingerprint(words_of(["“It’s over,”"])) == fingerprint(words_of(["It's", "over …"]))
    True
    """
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def shingles_of(words: Sequence[str]) -> Hashes:
    """One hash per run of three words, in text order; none for fewer than three words."""
    if len(words) < SIZE:
        return np.empty(0, np.uint32)
    hashes = np.array([_hash(word) for word in words], np.uint64)
    runs = len(words) - SIZE + 1
    mixed = np.zeros(runs, np.uint64)
    for place in range(SIZE):
        mixed = (mixed ^ hashes[place : place + runs]) * _MIX[place]
        mixed ^= mixed >> _SHIFT
    mixed *= _FINAL
    return (mixed >> _TO_31_BITS).astype(np.uint32)


def sampled(shingles: Hashes) -> Hashes:
    """The sample of a text's shingles to keep, sorted, each once.

    >>> len(sampled(shingles_of(["word"] * 500))), len(sampled(shingles_of([])))
    (1, 0)
    """
    distinct = np.unique(shingles)
    below = int(np.searchsorted(distinct, SAMPLED_BELOW))
    return distinct[: min(max(below, FEWEST_SAMPLED), MOST_SAMPLED)]


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
