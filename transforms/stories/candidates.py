"""Candidates: which bodies may be copies of one another, judging by samples of their shingles.

Pure. The pairs depend on the set of bodies alone, not on the order in which articles came, nor on
earlier runs. A body stands for all articles that have exactly its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.stories.shingles import SAMPLED_BELOW

Keys: TypeAlias = NDArray[np.uint64]

PAIRS = {"longer": pl.String(), "shorter": pl.String(), "shared": pl.UInt32()}
"""Two fingerprints, and how many hashes of their samples were found to agree."""
_FULL_BUCKET = 64
"""Bodies with one shingle; one that more bodies have is a phrase, or its family shares others."""
_NEIGHBOURS, _NEIGHBOURS_IN_FULL = 16, 3
"""How many bodies nearest in length a body is paired with for one shingle, and for one that more
than ``_FULL_BUCKET`` bodies have."""
_FEWEST_SHARED = 2
_LEAST_SHARED = 0.08
"""Share of the smaller sample; a copy with 30 % of its words changed still shares a third."""
_HALF = np.uint64(32)
_LOWER_HALF = np.uint64((1 << 32) - 1)


def candidate_pairs(bodies: pl.DataFrame) -> pl.DataFrame:
    """Pairs of bodies whose samples share enough to be worth a comparison.

    Bodies that share a hash are paired with those nearest in length and with the longest: a phrase
    that thousands use makes few pairs, and a family of thousands stays connected. Time and memory
    are linear in the samples.

    Args:
        bodies: one row per body: fingerprint, word_count, shingles (its sample).

    Returns:
        A frame as ``PAIRS``, those that share most first.
    """
    ordered = bodies.sort("word_count", "fingerprint", descending=[True, False])
    lengths = ordered["shingles"].list.len().to_numpy()
    hashes = ordered["shingles"].explode(empty_as_null=False).to_numpy().astype(np.uint64)
    places = np.repeat(np.arange(ordered.height, dtype=np.uint64), lengths)
    small = places[hashes < SAMPLED_BELOW].astype(np.int64)
    comparable = np.bincount(small, minlength=ordered.height)
    pairs, shared = _counted(np.sort(hashes << _HALF | places))
    first, second = (pairs >> _HALF).astype(np.int64), (pairs & _LOWER_HALF).astype(np.int64)
    least = _LEAST_SHARED * np.minimum(comparable[first], comparable[second])
    enough = shared >= np.maximum(_FEWEST_SHARED, least)
    names = ordered["fingerprint"]
    found = pl.DataFrame(
        [names.gather(first[enough]), names.gather(second[enough]), pl.Series(shared[enough])],
        schema=PAIRS,
    )
    return found.sort("shared", "longer", "shorter", descending=[True, False, False])


def _counted(keys: Keys) -> tuple[Keys, NDArray[np.uint32]]:
    """Every pair of places, as one number, and how many shingles gave the pair."""
    made = pl.concat([pl.Series("pair", pairs, pl.UInt64) for pairs in _made(keys)])
    counted = made.to_frame().group_by("pair").agg(shared=pl.len().cast(pl.UInt32))
    return counted["pair"].to_numpy(), counted["shared"].to_numpy()


def _made(keys: Keys) -> Iterator[Keys]:
    """Pairs of bodies that have a shingle in common; keys are hash and place, sorted."""
    begins = np.ones(len(keys), np.bool_)
    begins[1:] = keys[1:] >> _HALF != keys[:-1] >> _HALF
    starts = np.flatnonzero(begins)
    sizes = np.diff(starts, append=len(keys))
    shared = np.repeat(sizes > 1, sizes)
    start, size = np.repeat(starts, sizes)[shared], np.repeat(sizes, sizes)[shared]
    leader, place, at = (
        (keys & _LOWER_HALF)[start],
        (keys & _LOWER_HALF)[shared],
        np.flatnonzero(shared),
    )
    rank = at - start
    near = np.where(size > _FULL_BUCKET, _NEIGHBOURS_IN_FULL, _NEIGHBOURS)
    far = rank > near
    yield leader[far] << _HALF | place[far]
    for lag in range(1, _NEIGHBOURS + 1):
        later = np.flatnonzero((rank >= lag) & (near >= lag))
        yield place[later - lag] << _HALF | place[later]


def connected(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected groups of a graph, each sorted, in order of their first members.

    >>> connected([("b", "c"), ("d", "e"), ("a", "c")])
    [['a', 'b', 'c'], ['d', 'e']]
    """
    joined = UnionFind()
    for one, other in pairs:
        joined.join(one, other)
    groups: dict[str, list[str]] = {}
    for name in sorted(joined.names()):
        groups.setdefault(joined.root(name), []).append(name)
    return list(groups.values())


class UnionFind:
    """Names joined into groups; the root of a group is its least name."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def names(self) -> Iterable[str]:
        """Every name that was joined or asked about."""
        return self._parent.keys()

    def root(self, name: str) -> str:
        """The least name of the group; a name never joined is a group of its own."""
        parent = self._parent.setdefault(name, name)
        while parent != name:
            above = self._parent[parent]
            self._parent[name] = above
            name, parent = parent, above
        return name

    def join(self, one: str, other: str) -> None:
        """Make one group of the two."""
        least, more = sorted((self.root(one), self.root(other)))
        self._parent[more] = least


def touched(before: pl.DataFrame, after: pl.DataFrame, changed: set[str]) -> list[list[str]]:
    """The groups of bodies whose families may differ between two states of the corpus.

    A family never reaches beyond a group of connected pairs. So a group keeps its families if its
    bodies and pairs are the same before and after, and none of its articles came, went or changed.

    Args:
        before, after: the candidate pairs of the two states.
        changed: fingerprints of articles that came, went or changed.
    """
    ends = ["longer", "shorter"]
    differing = pl.concat(
        [before.join(after, on=ends, how="anti"), after.join(before, on=ends, how="anti")]
    )
    marked = changed | set(differing["longer"]) | set(differing["shorter"])
    joined = UnionFind()
    for one, other in pl.concat([before, after]).select(ends).unique().iter_rows():
        joined.join(one, other)
    roots = {joined.root(name) for name in marked}
    groups: dict[str, list[str]] = {root: [] for root in sorted(roots)}
    for name in sorted(joined.names()):
        if (root := joined.root(name)) in roots:
            groups[root].append(name)
    return list(groups.values())
