"""Scores: how much of a page's story was found, by the measure of each collection.

aeb: precision and recall of runs of four words, means over pages, and F1 of the two means.
fundus: F1 of the longest common subsequence of words without case (ROUGE-L), mean over pages.
traf: F1 over all passages that must and must not stand in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

_WORD = re.compile(r"\w+")
_RUN = 4  # words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is right for a page: the whole story, or passages in it and passages beside it."""

    body: str | None = None
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def aeb(pages: Sequence[tuple[Wanted, str]]) -> float:
    """F1 of runs of four words; pages: what is right, and the text that was found."""
    precision, recall = [], []
    for wanted, found in pages:
        right, given = _runs(wanted.body or ""), _runs(found)
        shared = (right & given).total()
        if given:
            precision.append(shared / given.total())
        if right:
            recall.append(shared / right.total())
    return _harmonic(fmean(precision or [0.0]), fmean(recall or [0.0]))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words with their number; a shorter text is one run."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def fundus(pages: Sequence[tuple[Wanted, str]]) -> float:
    """Mean ROUGE-L; pages: what is right, and the text that was found."""
    return fmean(_rouge(wanted.body or "", found) for wanted, found in pages)


def _rouge(right: str, given: str) -> float:
    one, other = _WORD.findall(right.lower()), _WORD.findall(given.lower())
    if not one or not other:
        return 0.0
    common = _common_subsequence(one, other)
    return _harmonic(common / len(other), common / len(one))


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence, by bit vectors (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << at
    whole = (1 << len(one)) - 1
    row = whole
    for word in other:
        met = row & places.get(word, 0)
        row = ((row + met) | (row - met)) & whole
    return len(one) - row.bit_count()


def traf(pages: Sequence[tuple[Wanted, str]]) -> float:
    """F1 of passages; pages: what is right, and the text that was found."""
    hit = got = want = 0
    for wanted, found in pages:
        text = _even(found)
        inside = sum(_even(passage) in text for passage in wanted.inside)
        hit += inside
        got += inside + sum(_even(passage) in text for passage in wanted.outside)
        want += len(wanted.inside)
    return 2 * hit / max(got + want, 1)


def _even(text: str) -> str:
    return " ".join(text.split())


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


SCORES = {"aeb": aeb, "fundus": fundus, "traf": traf}
