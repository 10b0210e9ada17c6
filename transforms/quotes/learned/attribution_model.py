"""The shipped attribution model: network, vocabulary, links and calibration, loaded once.

Pure. Each of the two engines that learnt has one: ``models/<engine>_attribution.onnx`` holds the
network, ``models/<engine>_attribution.json`` all the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Self

import numpy as np

from transforms.models import (
    Encoder,
    Ids,
    Network,
    Scores,
    SequenceModel,
    best_paths,
    load_encoder,
    load_model,
)
from transforms.quotes.learned.confidence import ConfidenceInputs, confidence_of
from transforms.quotes.learned.features import (
    CLOSING,
    OPENING,
    Chunk,
    FeatureToken,
    WordClasses,
    window_of,
)
from transforms.quotes.learned.linker import PartLinker

UNKNOWN, FIRST = 1, 2
AFFIX = 3
_FOREIGN = {mark: "$" for mark in "€£¥"} | {mark: "" for mark in "‘’'«»„"}
_MARKS = {OPENING: "“", CLOSING: "”"}


class Vocabulary:
    """Numbers of words, of their beginnings and endings; 0 is the blank, 1 an unknown one."""

    def __init__(
        self, words: Sequence[str], prefixes: Sequence[str], suffixes: Sequence[str]
    ) -> None:
        self.words = _numbered(words)
        self.prefixes = _numbered(prefixes)
        self.suffixes = _numbered(suffixes)

    def ids(self, chunk: Chunk) -> Ids:
        """One row of numbers per token: word, prefix, suffix, then its ``values``."""
        return np.array([self._row(token) for token in chunk], np.int32)

    def _row(self, token: FeatureToken) -> tuple[int, ...]:
        word = token.word
        if word in _FOREIGN:  # the training texts are American, and so are the marks in them
            word = _FOREIGN[word] if word in "€£¥" else _MARKS.get(token.quotation, word)
        return (
            self.words.get(word, UNKNOWN),
            self.prefixes.get(word[:AFFIX], UNKNOWN),
            self.suffixes.get(word[-AFFIX:], UNKNOWN),
            *token.values,
        )


def _numbered(entries: Sequence[str]) -> dict[str, int]:
    return {entry: number for number, entry in enumerate(entries, FIRST)}


class AttributionModel:
    """Everything that was learnt in training.

    word_classes: what the lexicons knew of a word when the model was trained.
    transitions:  what a step from label to label adds to the score of a path; (labels, labels).
    starts:       what beginning with a label adds; (labels,).
    calibration:  weights of the features of an attribution's confidence, "" the constant.
    """

    def __init__(
        self,
        encoder: Encoder,
        network: SequenceModel,
        vocabulary: Vocabulary,
        word_classes: WordClasses,
        linker: PartLinker,
        transitions: Sequence[Sequence[float]],
        starts: Sequence[float],
        calibration: Mapping[str, float],
    ) -> None:
        self.encoder = encoder
        self.network = network
        self.vocabulary = vocabulary
        self.word_classes = word_classes
        self.linker = linker
        self._transitions = np.array(transitions, np.float64)
        self._starts = np.array(starts, np.float64)
        self._calibration = calibration

    def confidence(self, inputs: ConfidenceInputs) -> float:
        """How likely an attribution is right, 0..1."""
        return confidence_of(inputs, self._calibration)

    @classmethod
    def of(cls, encoder: Encoder, network: SequenceModel, rest: Mapping[str, Any]) -> Self:
        """The model of two networks and the rest of it, which is laid out as in the JSON file."""
        words = {int(number): members for number, members in rest["word_classes"].items()}
        return cls(
            encoder,
            network,
            Vocabulary(**rest["vocabulary"]),
            WordClasses(words),
            PartLinker(**rest["links"]),
            **rest["path"],
            calibration=rest["calibration"],
        )

    def vectors(self, chunks: Sequence[Chunk]) -> Scores:
        """The encoder's vectors, one row per token of the chunks."""
        return self.encoder.vectors(tuple(window_of(chunk) for chunk in chunks))

    def scores(self, chunks: Sequence[Chunk]) -> Scores:
        """Scores of labels, one row per token of the chunks in order."""
        ids = np.concatenate([self.vocabulary.ids(chunk) for chunk in chunks])
        flags = self.vectors(chunks)
        return self.network.scores(ids, flags, [len(chunk) for chunk in chunks])

    def sureness(self, scores: Scores, labels: Sequence[int]) -> list[float]:
        """Per token the probability of its label."""
        shifted = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
        chosen = shifted[np.arange(len(labels)), np.asarray(labels, np.int64)]
        sure: list[float] = (chosen / shifted.sum(axis=1)).tolist()
        return sure

    def best_paths(self, scores: Scores, chunks: Sequence[Chunk]) -> list[list[int]]:
        """Label numbers of the tokens of every chunk."""
        lengths = [len(chunk) for chunk in chunks]
        return best_paths(scores, lengths, self._transitions, self._starts)


@cache
def load_attribution_model(network: Network) -> AttributionModel:
    """The shipped model "accurate" or "fast"."""
    name = f"{network}_attribution"
    rest = json.loads((files("transforms.models") / f"{name}.json").read_text("utf-8"))
    return AttributionModel.of(load_encoder(network), load_model(name), rest)
