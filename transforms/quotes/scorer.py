"""Scorer: the probability that each candidate, or nobody, is who a source means.

Pure. A logistic model: every feature has a weight, of its own kind of question and one that all
kinds share; the sums become probabilities over the candidates and "nobody". The weights are learnt
by ``training.speakers``; ``models/speakers.json`` holds them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Protocol

import numpy as np

from transforms.names import NamedMention
from transforms.quotes.asked import Asked


class Choice(NamedTuple):
    """Who is meant; None to abstain. probability: of this one, or of the best that there was."""

    one: NamedMention | None
    probability: float


class Choose(Protocol):
    """Answers a question."""

    def __call__(self, asked: Asked, /) -> Choice:
        """The one who is meant."""


class Scorer:
    """A fitted model.

    weights:  by "kind feature" and, for all kinds, "* feature".
    sureness: the lowest probability with which an answer is given.
    """

    def __init__(self, weights: Mapping[str, float], sureness: float) -> None:
        self._weights = weights
        self._sureness = sureness

    def __call__(self, asked: Asked, /) -> Choice:
        """The most probable candidate, unless nobody or too little speaks for them."""
        if not asked.candidates:
            return Choice(None, 1.0)
        *chances, nobody = self.probabilities(asked)
        best = int(np.argmax(chances))
        chance = chances[best]
        is_sure = chance >= self._sureness and chance > nobody
        return Choice(asked.candidates[best].one if is_sure else None, chance)

    def probabilities(self, asked: Asked) -> list[float]:
        """One per candidate, then that of nobody; they add up to 1."""
        kind = asked.question.kind
        rows = [candidate.features for candidate in asked.candidates] + [asked.nobody]
        sums = np.array([self._sum(kind, features) for features in rows], np.float64)
        raised = np.exp(sums - sums.max())
        chances: list[float] = (raised / raised.sum()).tolist()
        return chances

    def _sum(self, kind: str, features: Iterable[str]) -> float:
        return sum(
            self._weights.get(name, 0.0)
            for feature in sorted(features)
            for name in columns(kind, feature)
        )


def columns(kind: str, feature: str) -> tuple[str, str]:
    """The names of a feature's two weights.

    >>> columns("thing", "nearest_0")
    ('thing nearest_0', '* nearest_0')
    """
    return f"{kind} {feature}", f"* {feature}"


@cache
def shipped_scorer() -> Scorer:
    """The scorer of the shipped weights."""
    rest = json.loads((files("transforms.models") / "speakers.json").read_text("utf-8"))
    return Scorer(rest["weights"], rest["sureness"])
