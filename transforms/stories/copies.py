"""Copies: whether one of two bodies was made from the other, judging by their words.

Pure. Editors cut copies, change single words, and give them another lede or the name of another
agency. Reports of one kind (closing prices, earthquakes, match results) share their sentences, too,
but state other facts. So the numbers and names of the shared stretches must agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from transforms.lexicon import read_lexicon
from transforms.stories.shingles import SIZE, WORD, Hashes, folded, plain, shingles_of

Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = tuple[int, ...]

_LONGEST_GAP, _LONGEST_JUDGED = 6, 16
"""Most words changed in one place, between runs that both bodies have: up to the first number the
change belongs to the shared stretch, up to the second the facts in it are compared."""
_MOST_SHIFT = 3
"""Most words that such a change may add or take away."""
_FEWEST_FACTS, _FEW_NUMBERS = 3, 5
_FACTS_BEHIND, _NUMBERS_BEHIND, _ALL_NUMBERS_BEHIND, _DENSE = 0.32, 0.55, 0.85, 0.03
"""Measured on the development half of ``benchmarks.stories``: the share of facts that agree lies at
most 0.28 below the share of other words in copies, and 0.35 to 1 below in reports of one kind. Few
numbers count only if nearly all of them differ."""
_NUMBER_WORDS = frozenset(
    row["surface"]
    for row in read_lexicon("number_words")
    if row["role"] in ("unit", "ten") and row["surface"] != "one"
)
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?:“”\"•\n]")


@dataclass(frozen=True, slots=True)
class Body:
    """The words of one article's body, prepared for comparison.

    Attributes:
        words: folded, in text order.
        shingles: one hash per run of three words, in text order.
        distinct: the same hashes, sorted, each once.
        first: where each distinct hash stands first.
        numbers: places of the words that are numbers, in digits or spelled.
        names: places of the words that are capitalised within a sentence.
    """

    words: tuple[str, ...]
    shingles: Hashes
    distinct: Hashes
    first: NDArray[np.int64]
    numbers: tuple[int, ...]
    names: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a shorter and a longer body have in common.

    Attributes:
        shorter, longer: share of each body's words that stand in shared stretches, 0..1.
        region: whether each word of the longer body stands in a shared stretch.
        words: of the shorter body's words in shared stretches, how many the longer has in the same
            place.
        numbers, names: the same of the words that state facts.
    """

    shorter: float
    longer: float
    region: Flags
    words: Agreement
    numbers: Agreement
    names: Agreement

    @property
    def states_the_same(self) -> bool:
        """Whether facts differ hardly more often than other words.

        Editors change words of every kind; a report of the same kind differs in its facts alone.
        """
        facts = self.numbers.plus(self.names)
        rest = self.words.minus(facts).share
        if facts.of >= _FEWEST_FACTS and rest - facts.share >= _FACTS_BEHIND:
            return False
        few = self.numbers.of < _FEW_NUMBERS
        if self.numbers.of < (max(_FEWEST_FACTS, _DENSE * self.words.of) if few else _FEW_NUMBERS):
            return True
        return rest - self.numbers.share < (_ALL_NUMBERS_BEHIND if few else _NUMBERS_BEHIND)


class Gap(NamedTuple):
    """Changed words: where one body has ``first`` to ``end``, the other has the other two.

    Places of words; the ends are not included.
    """

    first: int
    end: int
    other_first: int
    other_end: int


class Agreement(NamedTuple):
    """How many words are the same in both bodies, and of how many."""

    same: int
    of: int

    @property
    def share(self) -> float:
        """Share of the words that are the same, 0..1; 1 if there are no words."""
        return self.same / self.of if self.of else 1.0

    def plus(self, other: Agreement) -> Agreement:
        """The sum of two counts."""
        return Agreement(self.same + other.same, self.of + other.of)

    def minus(self, other: Agreement) -> Agreement:
        """The count without another, whose words are among these."""
        return Agreement(self.same - other.same, self.of - other.of)


def body_of(parts: Iterable[str]) -> Body:
    """A body prepared for comparison, from its parts, such as its zones."""
    words: list[str] = []
    numbers: list[int] = []
    names: list[int] = []
    for part in map(plain, parts):
        end = len(part)
        for found in WORD.finditer(part):
            word, kind = _read(found[0])
            start, last, end = found.start(), end, found.end()
            if kind == "number":
                numbers.append(len(words))
            elif kind == "name" and last <= start and not _SENTENCE_END.search(part, last, start):
                names.append(len(words))
            words.append(word)
    shingles = shingles_of(words)
    distinct, first = np.unique(shingles, return_index=True)
    return Body(
        words=tuple(words),
        shingles=shingles,
        distinct=distinct,
        first=first,
        numbers=tuple(numbers),
        names=tuple(names),
    )


@lru_cache(maxsize=1 << 17)
def _read(surface: str) -> tuple[str, Literal["number", "name", ""]]:
    """The folded word, and the kind of fact that it states if it does not begin a sentence."""
    word = folded(surface)
    if word in _NUMBER_WORDS or _DIGIT.search(word):
        return word, "number"
    return word, "name" if surface[0].isupper() else ""


def containment(one: Body, other: Body) -> float:
    """Of the body with fewer distinct shingles, the share that the other body has, too; 0..1.

    Bodies of fewer than three words have no shingles: they contain only bodies of the same words.

    >>> containment(body_of(["a b c d"]), body_of(["A, b, c. Then e f g"]))
    0.5
    """
    if one.words == other.words:
        return 1.0
    fewer, more = sorted((one.distinct, other.distinct), key=len)
    return float(_is_in(fewer, more).mean()) if len(fewer) else 0.0


def likeness(shorter: Body, longer: Body) -> Likeness:
    """Compare two bodies, the one with fewer words first."""
    mine, gaps = _stretches(shorter, longer)
    theirs, _ = _stretches(longer, shorter)
    judged = mine.copy()
    for gap in gaps:
        judged[gap.first : gap.end] = True
    return Likeness(
        shorter=float(mine.mean()) if len(shorter) else 0.0,
        longer=float(theirs.mean()) if len(longer) else 0.0,
        region=theirs,
        words=_agreeing(shorter, judged, longer, gaps),
        numbers=_facts("number", shorter, judged, longer, gaps),
        names=_facts("name", shorter, judged, longer, gaps),
    )


def _is_in(wanted: Hashes, there: Hashes) -> Flags:
    """Whether each wanted hash is among the others, which are sorted, each once."""
    if not len(there):
        return np.zeros(len(wanted), np.bool_)
    place = np.searchsorted(there, wanted)
    place[place == len(there)] = 0
    return np.asarray(there[place] == wanted)


def _stretches(body: Body, other: Body) -> tuple[Flags, list[Gap]]:
    """Whether each word stands in a stretch that both bodies have, and the changes between them."""
    if not len(body.shingles) or not len(other.distinct):
        return np.zeros(len(body), np.bool_), []
    place = np.searchsorted(other.distinct, body.shingles)
    place[place == len(other.distinct)] = 0
    here = np.flatnonzero(other.distinct[place] == body.shingles)
    there = other.first[place[here]]
    gap, step = np.diff(here), np.diff(there)
    apart = (gap > SIZE) & (gap <= SIZE + _LONGEST_JUDGED)
    changed = np.flatnonzero(apart & (step > 0) & (abs(step - gap) <= _MOST_SHIFT))
    bridged = changed[gap[changed] <= SIZE + _LONGEST_GAP]
    edges = np.zeros(len(body) + SIZE, np.int64)
    edges[here] += 1  # one run begins in one place
    edges[here + SIZE] -= 1
    edges[here[bridged] + SIZE] += 1
    edges[here[bridged + 1]] -= 1
    gaps = [
        Gap(int(here[at]) + SIZE, int(here[at + 1]), int(there[at]) + SIZE, int(there[at + 1]))
        for at in changed
    ]
    return np.asarray(np.cumsum(edges)[: len(body)] > 0), gaps


def _agreeing(body: Body, judged: Flags, other: Body, gaps: list[Gap]) -> Agreement:
    """How many of the judged words the other body has in the same place, and of how many."""
    words, changed = int(judged.sum()), 0
    for first, end, other_first, other_end in gaps:
        theirs = other.words[other_first:other_end]
        changed += sum(word not in theirs for word in body.words[first:end])
    return Agreement(words - changed, words)


def _facts(
    kind: Literal["number", "name"], body: Body, judged: Flags, other: Body, gaps: list[Gap]
) -> Agreement:
    """Like ``_agreeing``, for one kind of fact; gaps where the other body has none do not count."""
    mine, theirs = (one.numbers if kind == "number" else one.names for one in (body, other))
    stated = int(judged[list(mine)].sum()) if mine else 0
    changed = lost = 0
    for first, end, other_first, other_end in gaps:
        facts = _within(mine, first, end)
        others = {other.words[at] for at in _within(theirs, other_first, other_end)}
        same = sum(body.words[at] in others for at in facts)
        lost += max(0, len(facts) - same - max(0, len(others) - same))
        changed += min(len(facts) - same, max(0, len(others) - same))
    return Agreement(stated - changed - lost, stated - lost)


def _within(places: Places, first: int, end: int) -> Places:
    return places[bisect_left(places, first) : bisect_left(places, end)]
