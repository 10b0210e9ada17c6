"""Labels: stretches of tokens as one label per token (BILOU), and the paths that are allowed.

Pure. The labels are "O", and "B-", "I-", "L-" and "U-" with a type: begin, inside and last token of
a stretch of several, and unit, a stretch of one token.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from transforms.models.viterbi import Matrix, best_paths

_OPENS = "BUO"
_CLOSES = "LUO"


class Labels:
    """The labels of a model in column order: "O", then B, I, L and U of one type after another.

    Attributes:
        may_follow: shape (labels, labels): whether label j may come directly after label i.
        may_open, may_close: whether a sentence may start or end with a label.
        begins, ends: whether a stretch begins or ends with a label.
        columns_of: the columns of each type, side by side, as a slice.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._number = {name: at for at, name in enumerate(self.names)}
        self.may_open = np.array([name[0] in _OPENS for name in self.names])
        self.may_close = np.array([name[0] in _CLOSES for name in self.names])
        self.begins = np.array([name[0] in "BU" for name in self.names])
        self.ends = np.array([name[0] in "LU" for name in self.names])
        self.may_follow = np.array(
            [[_may_follow(left, right) for right in self.names] for left in self.names]
        )
        self.columns_of = {
            name[2:]: slice(at, at + 4) for at, name in enumerate(self.names) if name[0] == "B"
        }

    def encode(self, length: int, stretches: Iterable[tuple[int, int, str]]) -> list[int]:
        """Label numbers of a sentence; a stretch is (first, last, type).

        >>> labels = labels_for(["person"])
        >>> [labels.names[n] for n in labels.encode(4, [(0, 1, "person"), (3, 3, "person")])]
        ['B-person', 'L-person', 'O', 'U-person']
        """
        path = [self._number["O"]] * length
        for first, last, kind in stretches:
            if first == last:
                path[first] = self._number[f"U-{kind}"]
                continue
            path[first] = self._number[f"B-{kind}"]
            path[first + 1 : last] = [self._number[f"I-{kind}"]] * (last - first - 1)
            path[last] = self._number[f"L-{kind}"]
        return path

    def stretches(self, path: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """The (first, last, type) that an allowed path stands for, left to right."""
        first = 0
        for at, number in enumerate(path):
            name = self.names[number]
            if name[0] in "BU":
                first = at
            if name[0] in "LU":
                yield first, at, name[2:]

    def best_paths(self, scores: Matrix, lengths: Sequence[int]) -> list[list[int]]:
        """The best allowed path through each sentence; scores and lengths as for ``best_paths``."""
        return best_paths(
            scores,
            lengths,
            _forbidding(self.may_follow),
            _forbidding(self.may_open),
            _forbidding(self.may_close),
        )


def _forbidding(is_allowed: npt.NDArray[np.bool_]) -> Matrix:
    """Zero where something is allowed, minus infinity elsewhere."""
    return np.where(is_allowed, 0.0, -np.inf)


def labels_for(kinds: Iterable[str]) -> Labels:
    """The labels of a scheme with these types."""
    return Labels(["O", *(f"{part}-{kind}" for kind in kinds for part in "BILU")])


def _may_follow(left: str, right: str) -> bool:
    if left[0] in _CLOSES:
        return right[0] in _OPENS
    return right[0] in "IL" and left[2:] == right[2:]
