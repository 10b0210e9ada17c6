"""Batches: chunks of similar length as arrays of numbers, in an order that a seed decides."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

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


class Batch(NamedTuple):
    """Chunks in one stream: ids of all their tokens, the labels, and each chunk's length."""

    positions: list[int]
    ids: Tensor
    labels: Tensor
    lengths: list[int]


def batches(
    ids: Sequence[np.ndarray],
    labels: Sequence[Sequence[int]],
    size: int,
    shuffle: random.Random | None = None,
) -> Iterator[Batch]:
    """Every chunk once, ``size`` at a time; shuffled, with chunks of like length together."""
    order = list(range(len(ids)))
    if shuffle is not None:
        shuffle.shuffle(order)
        pool = size * 20
        order = [
            at
            for start in range(0, len(order), pool)
            for at in sorted(order[start : start + pool], key=lambda k: len(ids[k]))
        ]
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    if shuffle is not None:
        shuffle.shuffle(groups)
    for group in groups:
        yield Batch(
            group,
            torch.from_numpy(np.concatenate([ids[at] for at in group])),
            torch.tensor([label for at in group for label in labels[at]]),
            [len(ids[at]) for at in group],
        )
