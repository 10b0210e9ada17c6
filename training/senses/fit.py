"""Fit: learn the weights of the scorer of senses, sign by sign, by maximum likelihood in numpy.

The two meanings of a sign weigh the same, however often each was found: which is meant is for the
words around to say.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from training.senses.examples import Example

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Weights: TypeAlias = dict[str, tuple[float, ...]]

STEPS = 30
PENALTY, MARK_PENALTY = 0.5, 2.0
LEAST = 4  # examples that have a mark which is learnt
FOLDS = 5
TARGET = Path("transforms/lexicon/sense_weights.tsv")
_HEAD = """\
# Weights of the scorer of senses: what speaks for the first meaning of a sign (above 0) or for the
# second (below). sign: as in SIGNS of transforms/figures/senses.py. feature: as named there.
# weights: one, or one for each cell of a vector.
# Made by training/senses and never edited. Source: own work. Licence: Apache-2.0.
"""


def fit(examples: Sequence[Example]) -> Weights:
    """The weights of one sign."""
    columns = _columns(examples)
    width = 1 + sum(size for _, size in columns.values())
    table = np.zeros((len(examples), width))
    table[:, 0] = 1.0
    for row, one in enumerate(examples):
        for name, values in one.features.items():
            if name in columns:
                at, size = columns[name]
                table[row, at : at + size] = values
    right = np.array([float(one.is_first) for one in examples])
    weight = _balanced(examples)
    penalty = np.full(width, PENALTY)
    penalty[0] = 0.01
    for at, size in columns.values():
        if size == 1:
            penalty[at] = MARK_PENALTY
    learnt = _solve(table, right, weight, penalty)
    found = {name: tuple(learnt[at : at + size]) for name, (at, size) in columns.items()}
    return {"bias": (float(learnt[0]),)} | {
        name: tuple(round(float(cell), 3) for cell in cells) for name, cells in found.items()
    }


def _columns(examples: Sequence[Example]) -> dict[str, tuple[int, int]]:
    """Where each feature begins in the table, and its size; rare marks have no place."""
    met = Counter(name for one in examples for name in one.features)
    sizes = {name: len(values) for one in examples for name, values in one.features.items()}
    columns, at = {}, 1
    for name in sorted(sizes):
        if sizes[name] > 1 or met[name] >= LEAST:
            columns[name] = (at, sizes[name])
            at += sizes[name]
    return columns


def _balanced(examples: Sequence[Example]) -> Floats:
    total = {side: sum(e.weight for e in examples if e.is_first is side) for side in (True, False)}
    count = sum(one.weight for one in examples)
    return np.array([one.weight * count / (2 * total[one.is_first]) for one in examples])


def _solve(table: Floats, right: Floats, weight: Floats, penalty: Floats) -> Floats:
    """Newton's steps to the weights that make the examples likeliest under the penalty."""
    learnt = np.zeros(table.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ learnt, -30, 30)))
        slope = table.T @ (weight * (right - likely)) - penalty * learnt
        curve = (table * (weight * likely * (1 - likely))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        learnt = learnt + step
        if float(np.abs(step).max()) < 1e-4:
            break
    return learnt


def left_out(examples: Sequence[Example]) -> Iterator[tuple[Example, float]]:
    """Each example with the likelihood that weights learnt without its text give it."""
    folds = [zlib.crc32(one.text.encode()) % FOLDS for one in examples]
    for fold in range(FOLDS):
        weights = fit([e for e, own in zip(examples, folds, strict=True) if own != fold])
        for one, own in zip(examples, folds, strict=True):
            if own == fold:
                yield one, score(weights, one)


def score(weights: Weights, one: Example) -> float:
    """How likely the first meaning is, as ``transforms.figures.likelihood`` says it."""
    total = weights["bias"][0] + sum(
        float(np.dot(weights[name], values))
        for name, values in one.features.items()
        if name in weights
    )
    return float(1 / (1 + np.exp(-np.clip(total, -50, 50))))


def write(learnt: Mapping[str, Weights], target: Path = TARGET) -> None:
    """Write the weights of all signs."""
    lines = [
        f"{sign}\t{name}\t{' '.join(f'{cell:.3g}' for cell in cells)}\n"
        for sign, weights in learnt.items()
        for name, cells in weights.items()
    ]
    target.write_text(f"{_HEAD}sign\tfeature\tweights\n{''.join(lines)}", encoding="utf-8")
