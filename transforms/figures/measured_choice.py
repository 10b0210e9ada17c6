"""Measured choice: which of the phrases a quantity measures, or none of them.

Pure. A logistic model: every sign has a weight, of its own kind of quantity and one that all kinds
share. The weights are learnt by ``training.measuring``; ``measured_weights.tsv`` holds them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol

from transforms.figures.measured_signs import FigureAsked, FigureCandidate, likeness
from transforms.figures.reading import Measured
from transforms.lexicon import read_lexicon


class FigureChoose(Protocol):
    """Answers a question."""

    def __call__(self, asked: FigureAsked, /) -> Measured | None:
        """What is measured; None where nothing says so."""


class FigureScorer:
    """A fitted model.

    weights:  by "kind sign" and, for all kinds, "* sign".
    sureness: the lowest probability with which an answer is given.
    """

    def __init__(self, weights: Mapping[str, float], sureness: float) -> None:
        self._weights = weights
        self._sureness = sureness

    def __call__(self, asked: FigureAsked, /) -> Measured | None:
        """The most probable phrase, unless too little speaks for it."""
        if not asked.candidates:
            return None
        chances = self.probabilities(asked)[:-1]
        best = max(range(len(chances)), key=chances.__getitem__)
        return asked.candidates[best].measured if chances[best] >= self._sureness else None

    def probabilities(self, asked: FigureAsked) -> list[float]:
        """One per candidate, then that of none; they add up to 1."""
        sums = [
            *(self._sum(cells_of(asked, candidate)) for candidate in asked.candidates),
            self._sum(cells_of(asked, None)),
        ]
        highest = max(sums)
        raised = [math.exp(one - highest) for one in sums]
        total = sum(raised)
        return [one / total for one in raised]

    def _sum(self, cells: Iterator[tuple[str, float]]) -> float:
        weights = self._weights
        return sum(weights.get(name, 0.0) * value for name, value in cells)


def cells_of(asked: FigureAsked, candidate: FigureCandidate | None) -> Iterator[tuple[str, float]]:
    """The names of weights and what each is multiplied by; None for the answer "none"."""
    signs = asked.nobody if candidate is None else candidate.signs
    for sign in sorted(signs):
        yield f"{asked.kind} {sign}", 1.0
        yield f"* {sign}", 1.0
    if candidate is None:
        return
    for name, word in (("like", candidate.head.of(asked.text).lower()), ("verb", candidate.verb)):
        for index, value in enumerate(likeness(word)):
            yield f"{asked.kind} {name}{index}", value
            yield f"* {name}{index}", value


@cache
def shipped_scorer() -> FigureScorer:
    """The scorer of the shipped weights."""
    rows = read_lexicon("measured_weights")
    weights = {row["sign"]: float(row["weight"]) for row in rows}
    return FigureScorer(weights, weights.pop("sureness"))
