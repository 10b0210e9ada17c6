"""HTML positions: where each block of a page stands, and what stands beside it.

Evidence of evidence, as in ``html_evidence``. Distances are in blocks or in words; one that does
not exist is ``_FAR``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.page.html_blocks import Block
from transforms.page.html_elements import Floats, Indices
from transforms.page.html_evidence import Evidence, ReadBlocks

_FAR = 9999
_PARAGRAPH = 8  # words; the story begins and ends with a longer block, if it has one
_REACH = 3  # blocks before and after one that are its neighbours
_WINDOWS = (2, 5, 12)  # blocks before and after


def of_place(read: ReadBlocks) -> Evidence:
    """Where each block stands in the page, from the headline and from the story that is told."""
    order = np.arange(len(read.blocks))
    after = np.cumsum(read.lengths)
    whole = max(read.lengths.sum(), 1.0)
    told = read.told.sum()
    head = read.headline
    columns: Evidence = {
        "place blocks": order / len(order),
        "place words": (after - read.lengths) / whole,
        "place of words": np.full(len(order), whole),
        "place of told": np.full(len(order), told),
        "place of share": np.full(len(order), told / whole),
        "place headline": order - head if head is not None else np.full(len(order), -_FAR),
        "place words of headline": (
            after - after[head] if head is not None else np.full(len(order), -_FAR)
        ),
    }
    return columns | _from_story(read, order, after) | _below_heading(read, order)


def _from_story(read: ReadBlocks, order: Indices, after: Floats) -> Evidence:
    """Distances to the first, the last, the next and the previous block that is told."""
    long = read.voted & (read.lengths > _PARAGRAPH)
    told = np.flatnonzero(long if long.any() else read.voted)
    if not len(told):
        told = np.array([-_FAR])
    before, behind = np.searchsorted(told, order, "left"), np.searchsorted(told, order, "right")
    previous = np.where(before > 0, told[np.maximum(before - 1, 0)], -1)
    following = np.where(behind < len(told), told[np.minimum(behind, len(told) - 1)], -1)
    previous, following = np.maximum(previous, -1), np.maximum(following, -1)
    first, last = max(told[0], 0), max(told[-1], 0)
    columns: Evidence = {
        "story first": order - told[0],
        "story last": order - told[-1],
        "story words of first": after - after[first],
        "story words of last": after - after[last],
    }
    for name, other in (("previous", previous), ("next", following)):
        between = np.abs(after - after[other]) - np.where(
            other < order, read.lengths, read.lengths[other]
        )
        columns[f"story {name}"] = np.where(other >= 0, np.abs(order - other), _FAR)
        columns[f"story words of {name}"] = np.where(other >= 0, between, _FAR)
        columns[f"story steps of {name}"] = np.array(
            [
                _steps(block, read.blocks, to)
                for block, to in zip(read.blocks, other.tolist(), strict=True)
            ]
        )
    return columns


def _steps(block: Block, blocks: Sequence[Block], other: int) -> int:
    """Levels up from a block to an element that is around another one too."""
    if other < 0:
        return _FAR
    steps, at = 0, block.home
    holders = blocks[other].holders
    while at is not None and at.number not in holders:
        steps, at = steps + 1, at.outer
    return steps


def _below_heading(read: ReadBlocks, order: Indices) -> Evidence:
    """The heading above each block: how far, of which level, and whether it is told."""
    above = previous_heading(read.is_heading)
    levels = np.array(
        [
            int(block.tag[1]) if h else 0
            for block, h in zip(read.blocks, read.is_heading, strict=True)
        ]
    )
    has = above >= 0
    return {
        "heading blocks": np.where(has, order - above, -1),
        "heading level": np.where(has, levels[above], 0),
        "heading told": np.where(has, read.vote[above], -1),
        "heading is headline": has & (above == read.headline),
    }


def previous_heading(is_heading: npt.NDArray[np.bool_]) -> Indices:
    """Index of the heading above each block, -1 where there is none."""
    order = np.arange(len(is_heading))
    latest = np.maximum.accumulate(np.where(is_heading, order, -1))
    return np.concatenate(([-1], latest[:-1]))


def of_neighbours(read: ReadBlocks, boilerplate: Floats) -> Evidence:
    """What the blocks before and after each one are like.

    boilerplate: the column of the mark.
    """
    columns: Evidence = {}
    parents = np.array([block.parent for block in read.blocks])
    stopped = np.array([block.text.endswith(tuple('.!?…"”')) for block in read.blocks])
    for away in (*range(-_REACH, 0), *range(1, _REACH + 1)):
        for name, values in (
            ("told", read.vote), ("words", read.lengths), ("linked", read.linked),
            ("is_heading", read.is_heading), ("is_stopped", stopped), ("mark", boilerplate),
        ):  # fmt: skip
            columns[f"beside {away} {name}"] = shifted(values, away)
        columns[f"beside {away} is_sibling"] = shifted(parents, away) == parents
    for reach in _WINDOWS:
        words = around(read.lengths, reach)
        columns[f"within {reach} told"] = (around(read.told, reach) - read.told) / np.maximum(
            words - read.lengths, 1
        )
        columns[f"within {reach} linked"] = around(read.linked * read.lengths, reach) / np.maximum(
            words, 1
        )
    return columns


def shifted(values: npt.NDArray[Any], away: int) -> Floats:
    """The value of the block so many behind each one (before, if negative), -1 beyond the page."""
    values = np.asarray(values, float)
    found = np.full(len(values), -1.0)
    if away > 0:
        found[:-away] = values[away:]
    else:
        found[-away:] = values[:away]
    return found


def around(values: Floats, reach: int) -> Floats:
    """Sum over the blocks that are at most ``reach`` away, each one's own included."""
    summed = np.concatenate(([0.0], np.cumsum(values)))
    order = np.arange(len(values))
    return summed[np.minimum(order + reach + 1, len(values))] - summed[np.maximum(order - reach, 0)]
