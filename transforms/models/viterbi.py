"""Viterbi: the best path of labels through the scores of every sentence.

Pure. All sentences advance together, so that the number of steps is the length of the longest one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.floating]


def best_paths(
    scores: Matrix,
    lengths: Sequence[int],
    transitions: Matrix,
    starts: Matrix,
    ends: Matrix | None = None,
) -> list[list[int]]:
    """Label numbers of every sentence; of equal paths the one with the lower numbers.

    Args:
        scores: log-probabilities, shape (tokens, labels), the sentences one after another.
        lengths: tokens of each sentence, none of them 0.
        transitions: shape (labels, labels), what a step from one label to the other adds; ``-inf``
            forbids the step.
        starts: shape (labels,), what beginning with a label adds.
        ends: shape (labels,), what ending with a label adds; None adds nothing.

    >>> switch = np.array([[0.0, -9.0], [-9.0, 0.0]])
    >>> best_paths(np.array([[2.0, 0], [0, 1], [0, 3]]), [2, 1], switch, np.zeros(2))
    [[0, 0], [1]]
    """
    if not lengths:
        return []
    # The longest sentences come first, so that those still running are always the first rows.
    order = sorted(range(len(lengths)), key=lambda at: (-lengths[at], at))
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[order]
    sizes = np.array(lengths)[order]
    closing = np.zeros(scores.shape[1]) if ends is None else ends
    total = scores[firsts].astype(np.float64) + starts
    back = []
    final = np.zeros(len(order), np.int64)
    for step in range(1, int(sizes[0]) + 1):
        running = int(np.searchsorted(-sizes, -step, side="left"))  # sentences longer than ``step``
        stop = len(total)
        if running < stop:
            final[running:stop] = (total[running:stop] + closing).argmax(axis=1)
        if not running:
            break
        routes = total[:running, :, None] + transitions
        back.append(routes.argmax(axis=1))
        total = routes.max(axis=1) + scores[firsts[:running] + step]
    paths: list[list[int]] = [[] for _ in order]
    for row, at in enumerate(order):
        paths[at] = _traced(back[: lengths[at] - 1], row, int(final[row]))
    return paths


def _traced(back: Sequence[npt.NDArray[np.int64]], row: int, last: int) -> list[int]:
    """The labels of one sentence, from its last label back; ``back`` has one entry per step."""
    path = [last]
    for came_from in reversed(back):
        path.append(int(came_from[row, path[-1]]))
    return path[::-1]
