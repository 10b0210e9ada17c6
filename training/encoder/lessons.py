"""Lessons: what the accurate engine reads in unlabelled text, and with what probability.

    python -m training.encoder.lessons TEXTS... --to DIR [--part 0/2]

TEXTS are JSON lines with doc_id and text. DIR gets a file per thousand documents: per token the
features that the small networks see, the probabilities of the labels of names, and the scores of
the labels of attributions. ``--part`` reads every second document, for two processes side by side.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np

from training.attribution.corpus import annotated
from transforms.models import load_model
from transforms.names import FLAGS, NameFeatures, shipped_gazetteer
from transforms.quotes import COLUMNS, load_attribution_model
from transforms.text import tokenize

LONGEST_TEXT = 30_000
"""Code points; a longer text is cut."""
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Lesson:
    """Some documents; arrays have one row per token unless they say otherwise.

    name_ids, name_flags:  features of names; the flags as bits of one number.
    name_shares:           the teacher's probabilities (tokens, labels).
    name_lengths:          tokens of each sentence.
    words:                 words of the chunks, markers included, in one string.
    values:                features of attributions besides the word.
    scores:                the teacher's emissions (tokens and markers, labels).
    path:                  the teacher's labels.
    chunk_lengths:         tokens and markers of each chunk.
    """

    name_ids: np.ndarray
    name_flags: np.ndarray
    name_shares: np.ndarray
    name_lengths: np.ndarray
    words: np.ndarray
    values: np.ndarray
    scores: np.ndarray
    path: np.ndarray
    chunk_lengths: np.ndarray

    def save(self, path: Path) -> None:
        """Write the arrays, without pickles."""
        np.savez(path, **{one.name: getattr(self, one.name) for one in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{one.name: stored[one.name] for one in fields(cls)})

    def chunk_words(self) -> list[str]:
        """The words of all chunks."""
        return bytes(self.words).decode().split(_SEPARATOR)


def lesson_of(texts: Iterable[str]) -> Lesson:
    """What the accurate engine makes of some texts."""
    names, model = load_model("accurate_names"), load_attribution_model("accurate")
    features = NameFeatures(shipped_gazetteer())
    parts: dict[str, list[np.ndarray]] = {one.name: [] for one in fields(Lesson)}
    words: list[str] = []
    for text in texts:
        read = annotated("", text[:LONGEST_TEXT], [])
        if not read.chunks:
            continue
        tokens = [tokenize(read.text, one.span).words for one in read.sentences]
        ids, flags = features(tokens)
        lengths = [len(one) for one in tokens]
        scores = model.scores(read.chunks)
        real = [token.span is not None for chunk in read.chunks for token in chunk]
        vectors = model.vectors(read.chunks)[real]
        shares = np.exp(names.scores(ids, np.concatenate([vectors, flags], axis=1), lengths))
        bits = (flags > 0) @ (1 << np.arange(FLAGS))
        path = [label for one in model.best_paths(scores, read.chunks) for label in one]
        words += [token.word for chunk in read.chunks for token in chunk]
        found: dict[str, np.ndarray] = {
            "name_ids": ids.astype(np.int16),
            "name_flags": bits.astype(np.int64),
            "name_shares": shares.astype(np.float16),
            "name_lengths": np.array(lengths, np.int32),
            "values": np.array(
                [token.values for chunk in read.chunks for token in chunk], np.int8
            ).reshape(-1, len(COLUMNS)),
            "scores": scores.astype(np.float16),
            "path": np.array(path, np.int8),
            "chunk_lengths": np.array([len(chunk) for chunk in read.chunks], np.int32),
        }
        for name, array in found.items():
            parts[name].append(array)
    whole = {name: np.concatenate(found) for name, found in parts.items() if found}
    joined = _SEPARATOR.join(word.replace(_SEPARATOR, " ") for word in words)
    return Lesson(words=np.frombuffer(joined.encode(), np.uint8), **whole)


def texts_in(paths: Sequence[Path]) -> Iterator[str]:
    """The texts of JSON lines."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder.lessons")
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--part", default="0/1")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    part, parts = map(int, options.part.split("/"))
    mine = (text for at, text in enumerate(texts_in(options.texts)) if at % parts == part)
    number = 0
    while texts := list(islice(mine, 1000)):
        lesson = lesson_of(texts)
        lesson.save(options.to / f"lesson-{part}-{number:03}.npz")
        print(f"{number}: {len(lesson.name_ids)} tokens", flush=True)
        number += 1


if __name__ == "__main__":
    main()
