"""Affected: the bodies whose families may be others after some articles came, went or changed.

Pure. Two bodies that nothing ties decide nothing about each other, and neither does a tie to an
excerpt that went into another story. So what a change touches is found from the bodies that came,
from the stories of those that went, and from pairs whose samples share more than before; and then
from tie to tie. Everything else is as a comparison of all bodies would find it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from transforms.stories.candidates import Flags, Pairs, differing, is_enough, pairs_with
from transforms.stories.samples import Rows, Samples

Tied: TypeAlias = Callable[[Pairs], Sequence[bool]]
"""Whether the texts of each pair have so much in common that one may be a copy of the other."""


@dataclass(frozen=True, slots=True)
class BodyChange:
    """What happened to the bodies of ``Samples``; one value for each of them.

    came, went: bodies that no article had before, or has now.
    seeds:      bodies that are there and whose articles came, went or changed, or stand in the
                story of such an article.
    story:      number of the story that a body was in before; below zero if nobody knows.
    """

    came: Flags
    went: Flags
    seeds: Flags
    story: NDArray[np.int64]


def what_changes(samples: Samples, change: BodyChange, tied: Tied) -> tuple[Rows, Pairs]:
    """The bodies whose families may have changed, and the candidate pairs among them."""
    search = _Search(samples, change, tied)
    search.follow_pairs_that_differ()
    return search.closed()


class _Search:
    """Bodies known to be affected, and the candidate pairs that were looked up for them."""

    def __init__(self, samples: Samples, change: BodyChange, tied: Tied) -> None:
        self._samples, self._change, self._tied = samples, change, tied
        self._there = ~change.went
        self._inside = (change.seeds | change.came) & self._there
        self._searched = np.zeros(len(samples), np.bool_)
        self._found: list[Pairs] = []

    def follow_pairs_that_differ(self) -> None:
        """Take in what other bodies, between which one came or went, now share.

        Within a story the order of comparisons counts. Between two stories only a pair that was no
        candidate before says something new.
        """
        change = self._change
        if self._inside.sum() == self._there.sum():
            return
        pairs = differing(self._samples, change.came, change.went)
        changed = change.came | change.went
        pairs = pairs.where(~(changed[pairs.longer] | changed[pairs.shorter]))
        story = change.story[pairs.longer]
        is_of_one = (story >= 0) & (story == change.story[pairs.shorter])
        self._inside[pairs.where(is_of_one).ends()] = True
        more = pairs.where(~is_of_one & (pairs.shared > 0))
        if not len(more):
            return
        now = pairs_with(self._samples, self._there, more.ends())
        mine, theirs = _matched(now, more)
        new = now.where(mine)
        before = new.shared - more.shared[theirs]
        self._take_in(new.where(~is_enough(self._samples, new, before)))

    def closed(self) -> tuple[Rows, Pairs]:
        """Go from tie to tie until no body outside is tied to one inside."""
        while (fresh := self._inside & ~self._searched).any():
            found = pairs_with(self._samples, self._there, np.flatnonzero(fresh))
            known = self._searched[found.longer] | self._searched[found.shorter]
            self._searched |= fresh
            self._found.append(found.where(~known))
            border = self._inside[found.longer] != self._inside[found.shorter]
            self._take_in(found.where(border))
        pairs = _together(self._found)
        within = self._inside[pairs.longer] & self._inside[pairs.shorter]
        return np.flatnonzero(self._inside), pairs.where(within)

    def _take_in(self, pairs: Pairs) -> None:
        """Take in both bodies of the pairs that are tied."""
        if len(pairs):
            tied = np.array(self._tied(pairs), np.bool_)
            self._inside[pairs.where(tied).ends()] = True


def _matched(one: Pairs, other: Pairs) -> tuple[Rows, Rows]:
    """Where the pairs stand that both have."""
    ones, others = (pairs.longer << 32 | pairs.shorter for pairs in (one, other))
    _, mine, theirs = np.intersect1d(ones, others, assume_unique=True, return_indices=True)
    return mine, theirs


def _together(found: Sequence[Pairs]) -> Pairs:
    none = Pairs(*(np.empty(0, np.int64) for _ in range(3)))
    every = [none, *found]
    return Pairs(
        np.concatenate([pairs.longer for pairs in every]),
        np.concatenate([pairs.shorter for pairs in every]),
        np.concatenate([pairs.shared for pairs in every]),
    )
