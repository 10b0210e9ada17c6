"""Windows: what the encoder reads at once, with the features and labels of its words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from training.attribution.vocabulary import Vocabulary
from training.names.examples import Example
from transforms.models import WordPieces, pieces_of
from transforms.quotes import Chunk

WORDS = 180
"""Words after which a window of sentences ends, as in ``transforms.models.windows_of``."""


@dataclass(frozen=True, slots=True)
class Window:
    """One window.

    pieces:  numbers of its pieces.
    firsts:  per word the position of its first piece; a paragraph's marker is a separator.
    ids, flags, targets: per word, as the head of its task takes them.
    lengths: words of each stretch that the head reads at once.
    """

    pieces: list[int]
    firsts: list[int]
    ids: np.ndarray
    flags: np.ndarray
    targets: np.ndarray
    lengths: list[int]


def attribution_window(
    chunk: Chunk, labels: Sequence[int], vocabulary: Vocabulary, pieces: WordPieces
) -> Window:
    """The window of a chunk."""
    words = [None if token.span is None else token.word for token in chunk]
    found, firsts = pieces_of(words, pieces)
    flags = np.zeros((len(chunk), 0), np.float32)
    return Window(
        found, firsts, vocabulary.ids(chunk), flags, np.array(labels, np.int64), [len(chunk)]
    )


def name_windows(
    sentences: Sequence[Example], pieces: WordPieces, rng: random.Random
) -> Iterator[Window]:
    """The sentences of a document in windows; they do not say where a paragraph ends: chance does.

    Markers have no row: names are read sentence by sentence.
    """
    limit = WORDS if rng.random() < 0.7 else rng.randint(10, WORDS)
    held: list[Example] = []
    for sentence in sentences:
        if held and sum(len(one.words) for one in held) + len(sentence.words) > limit:
            yield _name_window(held, pieces, rng)
            held = []
        held.append(sentence)
    if held:
        yield _name_window(held, pieces, rng)


def _name_window(held: Sequence[Example], pieces: WordPieces, rng: random.Random) -> Window:
    words: list[str | None] = [None]
    share = rng.random()
    for sentence in held:
        if len(words) > 1 and rng.random() < share:
            words.append(None)
        words += sentence.words
    found, firsts = pieces_of(words, pieces)
    return Window(
        found,
        [first for first, word in zip(firsts, words, strict=True) if word is not None],
        np.concatenate([one.ids for one in held]),
        np.concatenate([one.flags for one in held]),
        np.concatenate([one.targets for one in held]),
        [len(one.words) for one in held],
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as arrays: pieces (windows, pieces), the rest with one row per word."""

    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    ids: Tensor
    flags: Tensor
    targets: Tensor
    lengths: list[int]


def batch_of(windows: Sequence[Window]) -> Batch:
    """The windows side by side; ``firsts`` counts in all pieces, blanks included."""
    pieces, mask, firsts = spread(windows)
    return Batch(
        pieces,
        mask,
        firsts,
        torch.from_numpy(np.concatenate([one.ids for one in windows]).astype(np.int64)),
        torch.from_numpy(np.concatenate([one.flags for one in windows])),
        torch.from_numpy(np.concatenate([one.targets for one in windows])),
        [length for one in windows for length in one.lengths],
    )


class _Pieced(Protocol):
    @property
    def pieces(self) -> list[int]: ...
    @property
    def firsts(self) -> list[int]: ...


def spread(windows: Sequence[_Pieced]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces and mask (windows, pieces); the first piece of every word, counted in all of them."""
    size = max(len(window.pieces) for window in windows)
    pieces = torch.zeros((len(windows), size), dtype=torch.long)
    mask = torch.zeros((len(windows), size), dtype=torch.bool)
    for row, window in enumerate(windows):
        pieces[row, : len(window.pieces)] = torch.tensor(window.pieces)
        mask[row, : len(window.pieces)] = True
    firsts = [row * size + first for row, one in enumerate(windows) for first in one.firsts]
    return pieces, mask, torch.tensor(firsts)


def batches(windows: Sequence[Window], pieces: int, rng: random.Random) -> list[list[Window]]:
    """All windows, those of like length together, about ``pieces`` pieces to a batch, shuffled."""
    ordered = sorted(windows, key=lambda window: len(window.pieces))
    found: list[list[Window]] = [[]]
    for window in ordered:
        if found[-1] and len(window.pieces) * (len(found[-1]) + 1) > pieces:
            found.append([])
        found[-1].append(window)
    rng.shuffle(found)
    return found
