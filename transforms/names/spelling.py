"""Spelling: how many slips of the pen lie between two words.

Pure.
"""

from __future__ import annotations


def edit_distance(left: str, right: str, *, limit: int) -> int:
    """Damerau-Levenshtein distance (optimal string alignment), or ``limit + 1`` if it is more.

    A slip is one letter too many, too few or replaced, or two neighbouring letters exchanged.

    >>> edit_distance("vladmir", "vladimir", limit=2), edit_distance("john", "jane", limit=2)
    (1, 3)
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    if left == right:
        return 0
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        older, before, row = before, row, [i] + [0] * len(right)
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row[j] = cost
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
