"""Fits and measures how certain a figure is; numpy alone, in a second.

python -m training.certainty fit        writes transforms/lexicon/figure_certainty.tsv
python -m training.certainty measure    right and wrong by certainty, of rows left out of the fit
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

JUDGED = Path(__file__).with_name("judged.tsv")
TARGET = Path("transforms/lexicon/figure_certainty.tsv")
STEPS, PENALTY, FOLDS, SEED = 50, 0.5, 10, 1
BANDS = (0.0, 0.3, 0.5, 0.8, 0.9, 0.95, 1.0)
_HEAD = """\
# How certain a figure is: the weight of each mark in a logistic sum; a high one speaks for it.
# mark: as transforms/figures/certainty.py names it; "bias" is added for every figure.
# Made by training/certainty and never edited. Source: own work. Licence: Apache-2.0.
"""


class Judged(NamedTuple):
    """A figure that was judged: its marks, and whether value, unit and being a figure are right."""

    marks: frozenset[str]
    is_right: bool


def read_judged() -> list[Judged]:
    """The judged figures, one each."""
    with JUDGED.open(encoding="utf-8") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Judged(frozenset(row["marks"].split()), is_right)
            for row in rows
            for is_right, column in ((True, "right"), (False, "wrong"))
            for _ in range(int(row[column]))
        ]


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """The weight of each mark, by maximum likelihood with a penalty on their squares."""
    marks = sorted({mark for one in judged for mark in one.marks})
    table = np.array([[1.0, *(float(mark in one.marks) for mark in marks)] for one in judged])
    right = np.array([float(one.is_right) for one in judged])
    penalty = np.full(len(marks) + 1, PENALTY)
    penalty[0] = 0.01
    weights: Floats = np.zeros(len(marks) + 1)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - likely) - penalty * weights
        curve = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(penalty)
        weights = weights + np.linalg.solve(curve, slope)
    return {
        mark: round(float(weight), 3)
        for mark, weight in zip(["bias", *marks], weights, strict=True)
    }


def certainty(weights: dict[str, float], marks: frozenset[str]) -> float:
    """How likely a figure with these marks is right."""
    score = weights["bias"] + sum(weights.get(mark, 0.0) for mark in marks)
    return float(1 / (1 + np.exp(-score)))


def left_out(judged: Sequence[Judged]) -> Iterator[tuple[Judged, float]]:
    """Each judged figure with its certainty by weights that were fitted without its fold."""
    folds = np.random.default_rng(SEED).permutation(len(judged)) % FOLDS
    for fold in range(FOLDS):
        weights = fit([one for one, at in zip(judged, folds, strict=True) if at != fold])
        for one, at in zip(judged, folds, strict=True):
            if at == fold:
                yield one, certainty(weights, one.marks)


def measure(judged: Sequence[Judged]) -> Iterator[str]:
    """Lines: for each band of certainty how many rows are in it, and how many of them are right."""
    answers = list(left_out(judged))
    for low, high in pairwise(BANDS):
        inside = [(one, likely) for one, likely in answers if low <= likely < high]
        if inside:
            right = sum(one.is_right for one, _ in inside)
            mean = sum(likely for _, likely in inside) / len(inside)
            yield f"{low:.2f} to {high:.2f}: {right} of {len(inside)} right, certainty {mean:.2f}"
    brier = sum((likely - one.is_right) ** 2 for one, likely in answers) / len(answers)
    yield f"Brier score {brier:.3f}"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["fit", "measure"])
    if parser.parse_args(arguments).command == "measure":
        print("\n".join(measure(read_judged())))
        return
    rows = [f"{mark}\t{weight}" for mark, weight in fit(read_judged()).items()]
    TARGET.write_text("\n".join([f"{_HEAD}mark\tweight", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
