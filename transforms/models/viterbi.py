"""Decoding: the best path of labels through the scores of every chunk.

Pure. Viterbi over all chunks of a text at once, so that its steps number as the longest chunk.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.floating]


def best_paths(
    scores: Matrix, lengths: Sequence[int], transitions: Matrix, starts: Matrix
) -> list[list[int]]:
    """Label numbers of every chunk; of equal paths the one with the lower numbers.

    scores:      (tokens, labels), the chunks one after another.
    lengths:     tokens of each chunk, none of them 0.
    transitions: (labels, labels), what going from one to the other adds.
    starts:      (labels,), what beginning with one adds.

    >>> switch = np.array([[0.0, -9.0], [-9.0, 0.0]])
    >>> best_paths(np.array([[2.0, 0], [0, 1], [0, 3]]), [2, 1], switch, np.zeros(2))
    [[0, 0], [1]]
    """
    if not lengths:
        return []
    order = sorted(range(len(lengths)), key=lambda at: (-lengths[at], at))
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[order]
    ends = np.array(lengths)[order]
    total = scores[firsts].astype(np.float64) + starts
    back = []
    final = np.zeros(len(order), np.int64)
    for step in range(1, int(ends[0]) + 1):
        alive = int(np.searchsorted(-ends, -step, side="left"))  # chunks longer than ``step``
        stop = len(total)
        if alive < stop:
            final[alive:stop] = total[alive:stop].argmax(axis=1)
        if not alive:
            break
        routes = total[:alive, :, None] + transitions
        back.append(routes.argmax(axis=1))
        total = routes.max(axis=1) + scores[firsts[:alive] + step]
    paths: list[list[int]] = [[] for _ in order]
    for row, at in enumerate(order):
        number = int(final[row])
        path = [number]
        for step in range(lengths[at] - 2, -1, -1):
            number = int(back[step][row, number])
            path.append(number)
        paths[at] = path[::-1]
    return paths
