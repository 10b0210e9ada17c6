"""Tagger: run a shipped window network over one document and decode labels into stretches.

Pure. A model is an ONNX file made by ``training`` (``training/names/tagger_file.py`` says what it
must hold): feature ids and flags per token in, log-probabilities of labels out. Sentences stand in
one stream with blank rows between them, so no score depends on another sentence, on padding, or on
which documents share a batch; one thread and fixed chunks make the bytes repeatable.
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

_CHUNK = 512  # tokens a pass: stays in the cache, bounds memory for a document of any length


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch of tokens of one sentence with its type.

    first, last: token numbers in the sentence, both included.
    confidence:  0..1, the least probability mass that its tokens give the type, on two decimals.
    """

    first: int
    last: int
    kind: str
    confidence: float


class SequenceModel:
    """A loaded model.

    labels:  what the columns of the scores mean.
    columns: feature ids a token must have; id 0 is the blank.
    flags:   numbers (usually 0 or 1) a token must have besides.
    gap:     blank rows between sentences: as far as one layer of the network sees.
    """

    def __init__(self, content: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )
        told = self._session.get_modelmeta().custom_metadata_map
        self.labels = Labels(json.loads(told["labels"]))
        self.columns = int(told["columns"])
        self.flags = int(told["flags"])
        self.gap = int(told["gap"])

    def scores(self, ids: Ids, flags: Scores, lengths: Sequence[int]) -> Scores:
        """Log-probabilities, shape (tokens, labels), of one document.

        ids, flags: shape (tokens, columns) and (tokens, flags), the sentences one after another.
        lengths:    tokens of each sentence; they sum to the number of tokens.
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

    def tag(self, ids: Ids, flags: Scores, lengths: Sequence[int]) -> list[list[Tagged]]:
        """The stretches of every sentence, in order; arguments as for ``scores``."""
        return decode(self.scores(ids, flags, lengths), lengths, self.labels)


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


def decode(scores: Scores, lengths: Sequence[int], labels: Labels) -> list[list[Tagged]]:
    """The stretches on the best path of every sentence that the label scheme allows."""
    found: list[list[Tagged]] = [[] for _ in lengths]
    if not len(scores):
        return found
    path = scores.argmax(axis=1)
    starts = np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))])
    for at in _broken(path, starts, labels):
        first, last = int(starts[at]), int(starts[at + 1])
        path[first:last] = labels.best_path(scores[first:last])
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
        found[sentence].append(Tagged(head, tail, labels.names[label][2:], round(mass, 2)))
    return found


def _mass(scores: Scores, own: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """The probability that each token is in a stretch of the type of its label."""
    by_type = np.exp(scores[:, 1:]).reshape(len(scores), -1, 4).sum(axis=2)
    mass: npt.NDArray[np.float32] = by_type[np.arange(len(own)), (own - 1) // 4]
    return np.minimum(mass, 1.0)


def _broken(
    best: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], labels: Labels
) -> list[int]:
    """Sentences whose tokenwise best labels break the scheme; elsewhere they are the best path."""
    wrong = np.zeros(len(best), bool)
    wrong[1:] = ~labels.may_follow[best[:-1], best[1:]]
    heads = starts[:-1][np.diff(starts) > 0]
    tails = starts[1:][np.diff(starts) > 0] - 1
    wrong[heads] = ~labels.may_open[best[heads]]
    wrong[tails] |= ~labels.may_close[best[tails]]
    numbers = np.searchsorted(starts, np.flatnonzero(wrong), side="right") - 1
    return [int(number) for number in np.unique(numbers)]
