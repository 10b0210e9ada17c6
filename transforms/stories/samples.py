"""Samples: the sampled shingles of all bodies in one array, searched by hash.

Pure. A search reads the array once, so that it costs nanoseconds a hash. Which bodies have a hash
in common with one that changed is thus found without an index, which every commit would rewrite.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.stories.shingles import SAMPLED_BELOW, Hashes

Rows: TypeAlias = NDArray[np.int64]
"""Places of bodies in ``Samples``."""

_AT_ONCE = 1 << 18
"""Hashes looked at in one step: what is made on the way stays in the processor's cache."""
_SPARSE, _FEWEST_BITS, _MOST_BITS = 64, 16, 24
"""Slots of the table that a search asks first, for each wanted hash; its least and largest size."""


class Samples:
    """One row per body: its fingerprint, its length and its sample.

    names:       fingerprints, each once.
    word_counts: words of each body.
    sizes:       hashes of each sample.
    order:       the rows by length, the longest first.
    rank:        the place of each row in that order.
    """

    def __init__(self, signatures: pl.DataFrame) -> None:
        """From rows of ``_signatures``; articles of the same words count once."""
        once = signatures.select(pl.col("fingerprint").is_first_distinct()).to_series()
        bodies = signatures.select("fingerprint", "word_count")
        shingles = signatures["shingles"]
        if not once.all():
            bodies, shingles = bodies.filter(once), shingles.filter(once)
        self.names = bodies["fingerprint"]
        self.word_counts = bodies["word_count"].to_numpy()
        self.sizes = shingles.list.len().to_numpy().astype(np.int64)
        by_length = bodies.with_row_index("row").sort(
            "word_count", "fingerprint", descending=[True, False]
        )
        self.order = by_length["row"].to_numpy().astype(np.int64)
        self.rank = np.empty(len(self.order), np.int64)
        self.rank[self.order] = np.arange(len(self.order))
        self._ends = np.cumsum(self.sizes)
        self._hashes: Hashes = shingles.explode(empty_as_null=False).to_numpy().view(np.uint32)

    def __len__(self) -> int:
        return len(self.names)

    def flags(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Whether each body has one of these fingerprints."""
        return self.names.is_in([*names]).to_numpy()

    def of(self, rows: Rows) -> Hashes:
        """The hashes of some bodies, sorted, each once."""
        return np.unique(self._hashes[self._places(rows)])

    def comparable(self, rows: Rows) -> NDArray[np.int64]:
        """How many hashes of each body every longer text with these words would sample, too."""
        owners = np.repeat(np.arange(len(rows)), self.sizes[rows])
        is_small = self._hashes[self._places(rows)] < SAMPLED_BELOW
        return np.bincount(owners[is_small], minlength=len(rows))

    def having(self, wanted: Hashes) -> tuple[Hashes, Rows]:
        """Every hash of a sample that is among the wanted ones, and the row of the body.

        wanted: sorted, each once.
        """
        if 2 * len(wanted) > len(self._hashes):
            places = np.arange(len(self._hashes))
        else:
            places = self._likely(wanted)
        found = self._hashes[places]
        at = np.searchsorted(wanted, found)
        at[at == len(wanted)] = 0
        is_wanted = wanted[at] == found if len(wanted) else np.zeros(len(found), np.bool_)
        rows = np.searchsorted(self._ends, places[is_wanted], side="right")
        return found[is_wanted], rows.astype(np.int64)

    def _likely(self, wanted: Hashes) -> Rows:
        """Where the last bits of a hash are those of a wanted one: few places more than wanted."""
        bits = min(max(_FEWEST_BITS, (len(wanted) * _SPARSE).bit_length()), _MOST_BITS)
        mask = np.uint32((1 << bits) - 1)
        table = np.zeros(1 << bits, np.bool_)
        table[wanted & mask] = True
        found = [
            np.flatnonzero(table[self._hashes[start : start + _AT_ONCE] & mask]) + start
            for start in range(0, len(self._hashes), _AT_ONCE)
        ]
        return np.concatenate([np.empty(0, np.int64), *found])

    def _places(self, rows: Rows) -> Rows:
        """The places of these bodies' hashes, a body after the other."""
        sizes = self.sizes[rows]
        ends = np.cumsum(sizes)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        return within + np.repeat(self._ends[rows] - sizes, sizes)
