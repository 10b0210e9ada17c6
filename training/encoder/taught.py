"""Taught: windows of unlabelled text with what a larger engine reads in them.

One window teaches both heads: names by the larger engine's probabilities, attributions by its path
and by its probabilities, word by word.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.attribution.vocabulary import AFFIX, UNKNOWN, Vocabulary
from training.encoder.lessons import Lesson
from training.encoder.windows import spread
from transforms.models import WordPieces, pieces_of
from transforms.names import FLAGS

_MARKERS = ("<p>", "<h>")


@dataclass(frozen=True, slots=True)
class TaughtWindow:
    """One window; rows of attributions are words and markers, those of names are words.

    pieces, firsts: as in ``windows.Window``.
    ids, scores, path:      of attributions: features, the teacher's scores and labels.
    name_rows:              which rows are words.
    name_ids, flags, shares: of names: features and the teacher's probabilities.
    lengths:                words of each sentence.
    """

    pieces: list[int]
    firsts: list[int]
    ids: np.ndarray
    scores: np.ndarray
    path: np.ndarray
    name_rows: np.ndarray
    name_ids: np.ndarray
    flags: np.ndarray
    shares: np.ndarray
    lengths: list[int]


@dataclass(frozen=True, slots=True)
class TaughtBatch:
    """Windows as tensors, one row per row of the windows in order."""

    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    ids: Tensor
    scores: Tensor
    path: Tensor
    chunk_lengths: list[int]
    name_rows: Tensor
    name_ids: Tensor
    flags: Tensor
    shares: Tensor
    lengths: list[int]


def taught_windows(
    lesson: Lesson, vocabulary: Vocabulary, pieces: WordPieces
) -> Iterator[TaughtWindow]:
    """The windows of a lesson, in order."""
    words = lesson.chunk_words()
    ends = np.cumsum(lesson.name_lengths).tolist()
    begun = named = sentence = 0
    for length in lesson.chunk_lengths.tolist():
        rows = slice(begun, begun + length)
        own = words[rows]
        is_word = np.array([word not in _MARKERS for word in own])
        stop = named + int(is_word.sum())
        lengths = []
        at = named
        while at < stop:
            end = min(ends[sentence], stop)
            lengths.append(end - at)
            sentence += ends[sentence] <= stop
            at = end
        found, firsts = pieces_of([None if word in _MARKERS else word for word in own], pieces)
        numbers = np.array([_numbers(word, vocabulary) for word in own], np.int64)
        yield TaughtWindow(
            found,
            firsts,
            np.concatenate([numbers, lesson.values[rows].astype(np.int64)], axis=1),
            lesson.scores[rows],
            lesson.path[rows],
            is_word,
            lesson.name_ids[named:stop],
            lesson.name_flags[named:stop],
            lesson.name_shares[named:stop],
            lengths,
        )
        begun, named = begun + length, stop


def _numbers(word: str, vocabulary: Vocabulary) -> tuple[int, int, int]:
    return (
        vocabulary.words.get(word, UNKNOWN),
        vocabulary.prefixes.get(word[:AFFIX], UNKNOWN),
        vocabulary.suffixes.get(word[-AFFIX:], UNKNOWN),
    )


def taught_batch(windows: Sequence[TaughtWindow]) -> TaughtBatch:
    """The windows side by side."""
    pieces, mask, firsts = spread(windows)
    bits = np.concatenate([one.flags for one in windows])
    flags = (bits[:, None] >> np.arange(FLAGS)) & 1

    def joined(name: str, kind: type) -> Tensor:
        return torch.from_numpy(
            np.concatenate([getattr(one, name) for one in windows]).astype(kind)
        )

    return TaughtBatch(
        pieces,
        mask,
        firsts,
        joined("ids", np.int64),
        joined("scores", np.float32),
        joined("path", np.int64),
        [len(one.firsts) for one in windows],
        joined("name_rows", np.bool_),
        joined("name_ids", np.int64),
        torch.from_numpy(flags.astype(np.float32)),
        joined("shares", np.float32),
        [length for one in windows for length in one.lengths],
    )


class TaughtStream:
    """Batches without end from the files of lessons, about ``size`` pieces each."""

    def __init__(
        self,
        paths: Sequence[Path],
        vocabulary: Vocabulary,
        pieces: WordPieces,
        size: int,
        rng: random.Random,
    ) -> None:
        self._paths, self._vocabulary, self._pieces = paths, vocabulary, pieces
        self._size, self._rng = size, rng
        self.rounds = 0.0
        self._batches = self._endless()

    def __next__(self) -> TaughtBatch:
        return next(self._batches)

    def _endless(self) -> Iterator[TaughtBatch]:
        while True:
            for path in self._rng.sample(list(self._paths), len(self._paths)):
                lesson = Lesson.load(path)
                windows = list(taught_windows(lesson, self._vocabulary, self._pieces))
                windows.sort(key=lambda one: len(one.pieces))
                groups: list[list[TaughtWindow]] = [[]]
                for one in windows:
                    if groups[-1] and len(one.pieces) * (len(groups[-1]) + 1) > self._size:
                        groups.append([])
                    groups[-1].append(one)
                self._rng.shuffle(groups)
                for group in groups:
                    yield taught_batch(group)
                    self.rounds += 1 / len(groups) / len(self._paths)
