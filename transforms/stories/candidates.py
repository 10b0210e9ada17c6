"""Candidates: which bodies may be copies of one another, judging by samples of their shingles.

Pure. The pairs depend on the set of bodies alone, not on the order in which articles came, nor on
earlier runs. A body stands for all articles that have exactly its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.stories.samples import Rows, Samples
from transforms.stories.shingles import Hashes

Flags: TypeAlias = NDArray[np.bool_]
Keys: TypeAlias = NDArray[np.uint64]
Chosen: TypeAlias = Callable[[Rows, Rows], Flags]
"""Of the earlier and the later body of each pair, as places in ``Bucketed``, which pairs count."""

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
_KEYS_AT_ONCE = 1 << 20
"""Hashes whose pairs are held in memory together, about 130 bytes each."""
_HALF = np.uint64(32)
_LOWER_HALF = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of bodies as rows of ``Samples``, and how many hashes each shares, or shares more."""

    longer: Rows
    shorter: Rows
    shared: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.longer)

    def where(self, chosen: Flags | Rows) -> Pairs:
        """Some of the pairs, in the order that is asked for."""
        return Pairs(self.longer[chosen], self.shorter[chosen], self.shared[chosen])

    def ends(self) -> Rows:
        """The rows that stand in a pair, each once, in ascending order."""
        return np.unique(np.concatenate([self.longer, self.shorter]))

    def frame(self, names: pl.Series) -> pl.DataFrame:
        """A frame as ``PAIRS``, those that share most first."""
        found = pl.DataFrame(
            [names.gather(self.longer), names.gather(self.shorter), pl.Series(self.shared)],
            schema=PAIRS,
        )
        return found.sort("shared", "longer", "shorter", descending=[True, False, False])


class Bucketed:
    """Bodies by hash, the longest first; those that share a hash are a bucket.

    Attributes:
        place: rank of each body, by length.
        start: where its bucket begins.
        near:  how many neighbours a body of the bucket is paired with.
    """

    def __init__(self, keys: Keys) -> None:
        begins = np.ones(len(keys), np.bool_)
        begins[1:] = keys[1:] >> _HALF != keys[:-1] >> _HALF
        starts = np.flatnonzero(begins)
        sizes = np.diff(starts, append=len(keys))
        near = np.where(sizes > _FULL_BUCKET, _NEIGHBOURS_IN_FULL, _NEIGHBOURS)
        self.place = (keys & _LOWER_HALF).astype(np.int64)
        self.start = np.repeat(starts, sizes)
        self.near = np.repeat(near, sizes)

    def pairs(self, chosen: Chosen | None = None) -> Iterator[Keys]:
        """Pairs of ranks, as one number each, once for each bucket that pairs them.

        Bodies of a bucket are paired with those nearest in length and with the longest: a phrase
        that thousands use makes few pairs, and a family of thousands stays connected.
        """
        after = np.arange(len(self.place)) - self.start
        later = np.flatnonzero(after > self.near)
        yield self._made(self.start[later], later, chosen)
        for lag in range(1, _NEIGHBOURS + 1):
            later = np.flatnonzero((after >= lag) & (self.near >= lag))
            yield self._made(later - lag, later, chosen)

    def _made(self, earlier: Rows, later: Rows, chosen: Chosen | None) -> Keys:
        if chosen is not None:
            wanted = chosen(earlier, later)
            earlier, later = earlier[wanted], later[wanted]
        return _joined(self.place[earlier], self.place[later])


def candidate_pairs(bodies: pl.DataFrame) -> pl.DataFrame:
    """Pairs of bodies whose samples share enough to be worth a comparison.

    Args:
        bodies: one row per body: fingerprint, word_count, shingles (its sample).

    Returns:
        A frame as ``PAIRS``, those that share most first.
    """
    samples = Samples(bodies)
    everyone = np.arange(len(samples))
    return pairs_with(samples, np.ones(len(samples), np.bool_), everyone).frame(samples.names)


def pairs_with(samples: Samples, there: Flags, rows: Rows) -> Pairs:
    """The candidate pairs that one of these bodies stands in, among those that are there.

    Memory does not grow with the pairs of a phrase: ends are looked at some at a time.
    """
    found = [_pairs_of(samples, there, some) for some in _shares(samples, rows[there[rows]])]
    return _stacked(found)


def differing(samples: Samples, came: Flags, went: Flags) -> Pairs:
    """Pairs that share more hashes, or fewer, than before some bodies came and others went."""
    changed = came | went
    keys, rows = _keys(samples, np.flatnonzero(changed))
    whole = _changes_wholly(keys, ~came[rows], ~went[rows])
    passed = np.cumsum(changed[rows])
    counts = []
    for there, sign in ((~came, -1), (~went, 1)):
        union = np.flatnonzero(there[rows])
        buckets = Bucketed(keys[union])

        def chosen(earlier: Rows, later: Rows, union: Rows = union,
                   start: Rows = buckets.start) -> Flags:  # fmt: skip
            """Nothing came or went between the two, or one is the longest and the other stays."""
            one, other = union[earlier], union[later]
            between = passed[other] - passed[one] + changed[rows[one]] > 0
            leads = earlier == start[later]
            return whole[other] | np.where(leads, changed[rows[other]], between)

        counts.append(_counted(buckets.pairs(chosen)).with_columns(pl.col("shared") * sign))
    summed = pl.concat(counts).group_by("pair").agg(pl.col("shared").sum())
    return _as_rows(samples, summed.filter(pl.col("shared") != 0))


def is_enough(samples: Samples, pairs: Pairs, shared: NDArray[np.int64]) -> Flags:
    """Whether so many hashes make a pair a candidate."""
    ends = pairs.ends()
    sizes = np.zeros(len(samples), np.int64)
    sizes[ends] = samples.comparable(ends)
    least = _LEAST_SHARED * np.minimum(sizes[pairs.longer], sizes[pairs.shorter])
    return np.asarray(shared >= np.maximum(_FEWEST_SHARED, least))


def _changes_wholly(keys: Keys, before: Flags, after: Flags) -> Flags:
    """For each key whether its bucket gets another leader or pairs other neighbours."""
    begins = np.ones(len(keys), np.bool_)
    begins[1:] = keys[1:] >> _HALF != keys[:-1] >> _HALF
    bucket = np.cumsum(begins) - 1
    sizes, leaders = [], []
    for there in (before, after):
        size = np.bincount(bucket[there], minlength=int(begins.sum()))
        leader = np.full(len(size), -1)
        found = np.flatnonzero(there)
        leader[bucket[found[::-1]]] = found[::-1]
        sizes.append(size > _FULL_BUCKET)
        leaders.append(leader)
    return np.asarray(((sizes[0] != sizes[1]) | (leaders[0] != leaders[1]))[bucket])


def _shares(samples: Samples, rows: Rows) -> Iterator[Rows]:
    """The rows in order of length, so many together that their pairs fit into memory."""
    ordered = samples.order[np.sort(samples.rank[rows])]
    ends = np.cumsum(samples.sizes[ordered])
    cuts = np.searchsorted(ends, np.arange(_KEYS_AT_ONCE, ends[-1:].sum(), _KEYS_AT_ONCE))
    return (some for some in np.split(ordered, cuts) if len(some))


def _pairs_of(samples: Samples, there: Flags, rows: Rows) -> Pairs:
    keys, owners = _keys(samples, rows)
    buckets = Bucketed(keys[there[owners]])
    wanted = np.zeros(len(samples), np.bool_)
    wanted[samples.rank[rows]] = True
    place = buckets.place

    def chosen(earlier: Rows, later: Rows) -> Flags:
        return np.asarray(wanted[place[earlier]] | wanted[place[later]])

    counted = _counted(buckets.pairs(chosen)).filter(pl.col("shared") >= _FEWEST_SHARED)
    pairs = _as_rows(samples, counted)
    return pairs.where(is_enough(samples, pairs, pairs.shared))


def _keys(samples: Samples, rows: Rows) -> tuple[Keys, Rows]:
    """Hash and rank of every body that has a hash of these ones, sorted, and its row."""
    hashes, owners = samples.having(samples.of(rows))
    keys = np.sort(_joined(hashes, samples.rank[owners]))
    return keys, samples.order[(keys & _LOWER_HALF).astype(np.int64)]


def _counted(pairs: Iterable[Keys]) -> pl.DataFrame:
    """Every pair, as one number, and how many hashes gave it."""
    made = pl.concat([pl.Series("pair", some, pl.UInt64) for some in pairs])
    return made.to_frame().group_by("pair").agg(shared=pl.len().cast(pl.Int64))


def _as_rows(samples: Samples, counted: pl.DataFrame) -> Pairs:
    pairs = counted["pair"].to_numpy()
    first, second = (pairs >> _HALF).astype(np.int64), (pairs & _LOWER_HALF).astype(np.int64)
    return Pairs(samples.order[first], samples.order[second], counted["shared"].to_numpy())


def _joined(one: Rows | Hashes, other: Rows) -> Keys:
    """Two numbers below 2³² as one."""
    return one.astype(np.uint64) << _HALF | other.astype(np.uint64)


def _stacked(found: list[Pairs]) -> Pairs:
    """Pairs found from either end, each once."""
    none = np.empty(0, np.int64)
    longer = np.concatenate([none, *(pairs.longer for pairs in found)])
    shorter = np.concatenate([none, *(pairs.shorter for pairs in found)])
    shared = np.concatenate([none, *(pairs.shared for pairs in found)])
    if len(found) > 1:
        _, once = np.unique(_joined(longer, shorter), return_index=True)
        longer, shorter, shared = longer[once], shorter[once], shared[once]
    return Pairs(longer, shorter, shared)
