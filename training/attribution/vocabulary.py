"""Vocabulary: the numbers of the words and affixes that the network of attributions knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from transforms.quotes import Chunk

UNKNOWN = 1
AFFIX = 3


class Vocabulary(NamedTuple):
    """Numbers of words, of their beginnings and endings; 0 is padding, 1 an unknown one."""

    words: Mapping[str, int]
    prefixes: Mapping[str, int]
    suffixes: Mapping[str, int]

    @classmethod
    def of(cls, chunks: Sequence[Chunk]) -> Vocabulary:
        """The words seen twice and the affixes seen five times, most frequent first."""
        words = Counter(token.word for chunk in chunks for token in chunk)
        prefixes: Counter[str] = Counter()
        suffixes: Counter[str] = Counter()
        for word, count in words.items():
            prefixes[word[:AFFIX]] += count
            suffixes[word[-AFFIX:]] += count
        return cls(numbered(words, 2), numbered(prefixes, 5), numbered(suffixes, 5))

    def ids(self, chunk: Chunk) -> np.ndarray:
        """One row of numbers per token."""
        return np.array(
            [
                (
                    self.words.get(token.word, UNKNOWN),
                    self.prefixes.get(token.word[:AFFIX], UNKNOWN),
                    self.suffixes.get(token.word[-AFFIX:], UNKNOWN),
                    *token.values,
                )
                for token in chunk
            ],
            dtype=np.int64,
        )


def numbered(counts: Counter[str], fewest: int) -> dict[str, int]:
    """Numbers from 2 of the entries seen often enough, most frequent first."""
    kept = sorted(
        (word for word, n in counts.items() if n >= fewest), key=lambda w: (-counts[w], w)
    )
    return {word: number for number, word in enumerate(kept, start=2)}
