"""Network: a shipped head reads one document; its scores become stretches of tokens.

Pure. A model is an ONNX file made by ``training`` (``training/encoder/head_file.py`` says what the
file holds): feature ids and flags per token go in, log-probabilities of labels come out. Sentences
stand in one stream with blank rows between them, so no score depends on another sentence, on
padding, or on which documents share a batch. One thread and fixed chunks make the bytes repeatable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime

from transforms.models.labels import Labels

Ids = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]

_CHUNK = 512
"""Tokens in one pass: few enough for the processor's cache, and memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens of one sentence that name something of a type.

    Attributes:
        first, last: token numbers in the sentence, both included.
        kind: the type.
        confidence: 0..1; from the network: the least probability that one of the tokens gives the
            type, rounded to two decimals.
    """

    first: int
    last: int
    kind: str
    confidence: float


def one_thread() -> onnxruntime.SessionOptions:
    """Options of a session whose bytes do not depend on the machine's load."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


class SequenceModel:
    """A loaded model.

    Attributes:
        labels: what the columns of the scores mean.
        columns: number of feature ids per token; id 0 is the blank.
        flags: number of further values per token; the encoder's vector comes first.
        gap: blank rows between sentences: as many as one layer of the network sees to each side.
    """

    def __init__(self, content: bytes) -> None:
        self._session = onnxruntime.InferenceSession(
            content, one_thread(), providers=["CPUExecutionProvider"]
        )
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.labels = Labels(json.loads(metadata["labels"]))
        self.columns = int(metadata["columns"])
        self.flags = int(metadata["flags"])
        self.gap = int(metadata["gap"])

    def scores(self, ids: Ids, flags: Scores, lengths: Sequence[int]) -> Scores:
        """Log-probabilities, shape (tokens, labels), of one document.

        Args:
            ids: shape (tokens, columns), the sentences one after another.
            flags: shape (tokens, flags).
            lengths: tokens of each sentence; they sum to the number of tokens.
        """
        found = np.empty((len(ids), len(self.labels.names)), np.float32)
        for start, stop, rows in _chunks(lengths, self.gap):
            size = int(rows[-1]) + 1 + self.gap
            stream = np.zeros((size, self.columns), np.int32)
            stream[rows] = ids[start:stop]
            marks = np.zeros((size, self.flags), np.float32)
            marks[rows] = flags[start:stop]
            keep = np.zeros((size, 1), np.float32)
            keep[rows] = 1.0
            [out] = self._session.run(None, {"ids": stream, "flags": marks, "keep": keep})
            found[start:stop] = out[rows]
        return found


@cache
def load_model(name: str) -> SequenceModel:
    """The shipped model ``models/<name>.onnx``, loaded once per process."""
    return SequenceModel((files("transforms.models") / f"{name}.onnx").read_bytes())


def _chunks(lengths: Sequence[int], gap: int) -> Iterator[tuple[int, int, npt.NDArray[np.int64]]]:
    """Token ranges of whole sentences with the row of each token in the chunk's stream."""
    start = stop = 0
    sentence = 0
    shifts: list[int] = []
    for at, length in enumerate(lengths):
        shifts += [(sentence + 1) * gap] * length
        sentence += 1
        stop += length
        if stop > start and (stop - start >= _CHUNK or at + 1 == len(lengths)):
            yield start, stop, np.arange(stop - start) + np.asarray(shifts)
            start, sentence, shifts = stop, 0, []


def decode(scores: Scores, lengths: Sequence[int], labels: Labels) -> list[list[Stretch]]:
    """The stretches of every sentence, on the best of the paths that the labels allow."""
    found: list[list[Stretch]] = [[] for _ in lengths]
    if not len(scores):
        return found
    path = scores.argmax(axis=1)
    starts = np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))])
    if broken := _broken(path, starts, labels):
        rows = np.concatenate([np.arange(starts[at], starts[at + 1]) for at in broken])
        best = labels.best_paths(scores[rows], [lengths[at] for at in broken])
        path[rows] = np.concatenate(best)
    inside = np.flatnonzero(path)  # label 0 is "O"
    if not len(inside):
        return found
    own = path[inside]
    firsts = np.flatnonzero(labels.begins[own])
    sure = np.minimum.reduceat(_mass(scores[inside], own), firsts)
    heads, tails = inside[firsts], inside[labels.ends[own]]
    sentences = np.searchsorted(starts, heads, side="right") - 1
    shifts = starts[sentences]
    for sentence, head, tail, label, mass in zip(
        sentences.tolist(),
        (heads - shifts).tolist(),
        (tails - shifts).tolist(),
        own[firsts].tolist(),
        sure.tolist(),
        strict=True,
    ):
        found[sentence].append(Stretch(head, tail, labels.names[label][2:], round(mass, 2)))
    return found


def _mass(scores: Scores, own: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """The probability that each token is in a stretch of the type of its label."""
    mass: npt.NDArray[np.float32] = masses_of(scores)[np.arange(len(own)), (own - 1) // 4]
    return np.minimum(mass, 1.0)


def masses_of(scores: Scores) -> Scores:
    """The probability that each token is in a stretch of each type, shape (tokens, types).

    The types come in the order of ``Labels.columns_of``.
    """
    types = (scores.shape[1] - 1) // 4
    masses: Scores = np.exp(scores[:, 1:]).reshape(len(scores), types, 4).sum(axis=2)
    return masses


def _broken(
    best: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], labels: Labels
) -> list[int]:
    """Sentences whose best labels, token by token, make no allowed path.

    In all other sentences the best labels are the best path, and need no search.
    """
    wrong = np.zeros(len(best), bool)
    wrong[1:] = ~labels.may_follow[best[:-1], best[1:]]
    heads = starts[:-1][np.diff(starts) > 0]
    tails = starts[1:][np.diff(starts) > 0] - 1
    wrong[heads] = ~labels.may_open[best[heads]]
    wrong[tails] |= ~labels.may_close[best[tails]]
    numbers = np.searchsorted(starts, np.flatnonzero(wrong), side="right") - 1
    return [int(number) for number in np.unique(numbers)]
