"""Trees: an ensemble of oblivious decision trees, which ask the same question on a whole level.

Answers are sums of whole numbers, so that every machine gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]

_UNIT = 1 << 16  # of a leaf
_AT_ONCE = 2048  # rows


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees over named columns.

    columns:  names of the columns that they ask for.
    asked:    shape (trees, levels), the column of each question.
    bounds:   same shape; the answer is yes above it.
    leaves:   shape (trees, 2 ** levels), log-odds in units of 1 / 65,536; the first level is the
              lowest bit of a leaf's number.
    start:    log-odds without any tree, in the same units.
    """

    columns: tuple[str, ...]
    asked: npt.NDArray[np.int32]
    bounds: Numbers
    leaves: npt.NDArray[np.int32]
    start: int

    def shares(self, rows: Mapping[str, Sequence[float] | npt.NDArray[np.generic]]) -> Numbers:
        """Probability of each row, between 0 and 1.

        rows: the columns, all of one length.

        Raises:
            KeyError: a column is missing.
        """
        table = np.column_stack([np.asarray(rows[name], np.float32) for name in self.columns])
        bits = 1 << np.arange(self.asked.shape[1])
        trees = np.arange(len(self.asked))
        odds = np.empty(len(table), np.int64)
        for first in range(0, len(table), _AT_ONCE):
            some = table[first : first + _AT_ONCE]
            leaf = (some[:, self.asked] > self.bounds) @ bits
            odds[first : first + _AT_ONCE] = self.leaves[trees, leaf].sum(axis=1, dtype=np.int64)
        shares: Numbers = (1 / (1 + np.exp(-(odds + self.start) / _UNIT))).astype(np.float32)
        return shares

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Self:
        """The trees that stand under a name in a file of several."""
        return cls(
            tuple(str(column) for column in arrays[f"{name}.columns"]),
            arrays[f"{name}.asked"].astype(np.int32),
            arrays[f"{name}.bounds"].astype(np.float32),
            arrays[f"{name}.leaves"].astype(np.int32),
            int(arrays[f"{name}.start"]),
        )


@cache
def load_trees(file: str) -> Mapping[str, Trees]:
    """The ensembles of a shipped file, by name."""
    with (files("transforms.models") / f"{file}.npz").open("rb") as stream:
        arrays = dict(np.load(stream, allow_pickle=False))
    names = dict.fromkeys(key.partition(".")[0] for key in arrays)
    return {name: Trees.of(arrays, name) for name in names}
