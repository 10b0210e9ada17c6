"""Copies: whether of two bodies one was made from the other, judged on their words.

Pure. Copies are cut, edited word by word, given another lede and other names of agencies. Reports
of the same kind (closing prices, earthquakes, match results) share their sentences too, but state
other facts; so the numbers and names of the shared stretches must agree.
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
"""Words changed in one place, between runs that both bodies have at the same distance. Longer ones
are not taken for the same stretch, but the facts in them are compared."""
_MOST_SHIFT = 3
"""Words that such a change may add or take away."""
_FEWEST_FACTS, _FEW_NUMBERS = 3, 5
_FACTS_BEHIND, _NUMBERS_BEHIND, _ALL_NUMBERS_BEHIND, _DENSE = 0.32, 0.55, 0.85, 0.03
"""Measured on the development half of benchmarks.stories: facts of copies stay within 0.28 of the
other words, those of reports of a kind lie 0.35 to 1 behind. Few numbers count when all differ."""
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

    shingles: one hash per run of three words, in text order.
    distinct: the same, sorted, each once; ``first`` says where each stands first.
    numbers, names: places of the words that state facts: of numbers, in digits or spelled, and
              of words capitalised within a sentence.
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

    shorter, longer: share of each one's words in stretches that both have.
    region: the longer one's words in those stretches.
    words, numbers, names: of the shorter one's words in those stretches, how many the longer has
            in the same place, and of how many; of all, and of those that state facts.
    """

    shorter: float
    longer: float
    region: Flags
    words: Agreement
    numbers: Agreement
    names: Agreement

    @property
    def states_the_same(self) -> bool:
        """Whether facts were changed no more than other words.

        Editors change words of every sort; a report of the same kind changes its facts alone.
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
    """Words first to end of one body, which stand where the other has other_first to other_end."""

    first: int
    end: int
    other_first: int
    other_end: int


class Agreement(NamedTuple):
    """Of how many words, how many are the same in both bodies."""

    same: int
    of: int

    @property
    def share(self) -> float:
        """Same words as a share; one, if there are none at all."""
        return self.same / self.of if self.of else 1.0

    def plus(self, other: Agreement) -> Agreement:
        """These words and those."""
        return Agreement(self.same + other.same, self.of + other.of)

    def minus(self, other: Agreement) -> Agreement:
        """These words without those, which are among them."""
        return Agreement(self.same - other.same, self.of - other.of)


def body_of(parts: Iterable[str]) -> Body:
    """Prepare the parts of a body, such as its zones."""
    words: list[str] = []
    numbers: list[int] = []
    names: list[int] = []
    for part in map(plain, parts):
        end = len(part)
        for found in WORD.finditer(part):
            word, sort = _read(found[0])
            start, last, end = found.start(), end, found.end()
            if sort == "number":
                numbers.append(len(words))
            elif sort == "name" and last <= start and not _SENTENCE_END.search(part, last, start):
                names.append(len(words))
            words.append(word)
    shingles = shingles_of(words)
    distinct, first = np.unique(shingles, return_index=True)
    return Body(tuple(words), shingles, distinct, first, tuple(numbers), tuple(names))


@lru_cache(maxsize=1 << 17)
def _read(surface: str) -> tuple[str, Literal["number", "name", ""]]:
    """The folded word, and the sort of fact that it states if it does not begin a sentence."""
    word = folded(surface)
    if word in _NUMBER_WORDS or _DIGIT.search(word):
        return word, "number"
    return word, "name" if surface[0].isupper() else ""


def containment(one: Body, other: Body) -> float:
    """Share of the distinct shingles of the body that has fewer which the other has too.

    Bodies of fewer than three words have none and contain nothing but their like.

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
        float(mine.mean()) if len(shorter) else 0.0,
        float(theirs.mean()) if len(longer) else 0.0,
        theirs,
        _agreeing(shorter, judged, longer, gaps),
        _facts(shorter, shorter.numbers, judged, longer, longer.numbers, gaps),
        _facts(shorter, shorter.names, judged, longer, longer.names, gaps),
    )


def _is_in(wanted: Hashes, there: Hashes) -> Flags:
    """Which of the hashes are among those, sorted and each once."""
    if not len(there):
        return np.zeros(len(wanted), np.bool_)
    place = np.searchsorted(there, wanted)
    place[place == len(there)] = 0
    return np.asarray(there[place] == wanted)


def _stretches(body: Body, other: Body) -> tuple[Flags, list[Gap]]:
    """Which words stand in stretches that the other body has too, and the small changes in them."""
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
    """How many of the judged words the other body has in the same place; and of how many."""
    words, changed = int(judged.sum()), 0
    for first, end, other_first, other_end in gaps:
        theirs = other.words[other_first:other_end]
        changed += sum(word not in theirs for word in body.words[first:end])
    return Agreement(words - changed, words)


def _facts(
    body: Body, mine: Places, judged: Flags, other: Body, theirs: Places, gaps: list[Gap]
) -> Agreement:
    """As above, for one sort of fact: where the other has none, a word was changed, not a fact."""
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
