"""HTML elements: what the blocks within each element of a page are like, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from transforms.page.html_blocks import Block, Element

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements around a page's blocks, outer ones before those in them.

    outer: index of the element around each, -1 for none.
    home:  index of each block's own element.
    """

    found: tuple[Element, ...]
    outer: Indices
    home: Indices

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Self:
        """The elements around these blocks."""
        found: dict[int, Element] = {}
        for block in blocks:
            at = block.home
            while at is not None and at.number not in found:
                found[at.number] = at
                at = at.outer
        numbers = sorted(found)
        index = {number: at for at, number in enumerate(numbers)}
        elements = tuple(found[number] for number in numbers)
        outer = [index[one.outer.number] if one.outer else -1 for one in elements]
        home = [index[block.home.number] for block in blocks if block.home]
        return cls(elements, np.array(outer, int), np.array(home, int))

    def sums(self, values: Floats) -> Floats:
        """Sums over the blocks within each element.

        values: shape (blocks, columns). Returns shape (elements, columns).
        """
        sums = np.zeros((len(self.found), values.shape[1]))
        np.add.at(sums, self.home, values)
        rows = sums.tolist()
        outer = self.outer.tolist()
        for at in range(len(rows) - 1, 0, -1):
            around = outer[at]
            rows[around] = [one + other for one, other in zip(rows[around], rows[at], strict=True)]
        return np.array(rows)

    def above(self, level: int) -> Indices:
        """The element so many levels above each block's own, -1 where there is none."""
        at = self.home
        for _ in range(level):
            at = np.where(at >= 0, self.outer[at], -1)
        return at

    def nearest(self, chosen: npt.NDArray[np.bool_]) -> tuple[Indices, Indices]:
        """The innermost chosen element around each element, and how many levels up it is.

        It may be the element itself; -1 where none is chosen, and the level counts to the root.
        """
        nearest, steps = [-1] * len(self.found), [0] * len(self.found)
        for at, (around, is_chosen) in enumerate(zip(self.outer.tolist(), chosen, strict=True)):
            if is_chosen:
                nearest[at] = at
            elif around >= 0:
                nearest[at], steps[at] = nearest[around], steps[around] + 1
        return np.array(nearest, int), np.array(steps, int)
