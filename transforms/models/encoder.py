"""Encoder: vectors of words, each from all that stands around it.

Pure. The pretrained network that the accurate engine rests on reads windows of whole paragraphs,
one at a time: no vector depends on another window, on padding or on threads. ``training/encoder``
made the file and says how its numbers are rounded. Names and quotes ask for the same windows, so a
document is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar

import numpy as np
import onnxruntime

from transforms.models.network import Scores, one_thread
from transforms.models.wordpiece import OPENING, SEPARATOR, WordPieces

WINDOW_WORDS = 180
"""A window takes whole paragraphs up to this many words and markers."""
LONGEST_WINDOW = 350
"""A paragraph that is longer is cut here."""
MOST_PIECES = 500
"""Pieces of a window; words that stand after them share the vector of the last one."""
Window = tuple[str | None, ...]
"""Lower-cased words; None is the marker that opens a paragraph."""
T = TypeVar("T")


def windows_of(paragraphs: Iterable[Sequence[T]]) -> Iterator[tuple[T, ...]]:
    """The paragraphs packed into windows, in order.

    >>> [len(window) for window in windows_of([[1] * 100, [2] * 70, [3] * 30, [4] * 400])]
    [170, 30, 350, 50]
    """
    held: list[T] = []
    for paragraph in paragraphs:
        if held and len(held) + len(paragraph) > WINDOW_WORDS:
            yield tuple(held)
            held = []
        held += paragraph
        while len(held) > LONGEST_WINDOW:
            yield tuple(held[:LONGEST_WINDOW])
            held = held[LONGEST_WINDOW:]
    if held:
        yield tuple(held)


def pieces_of(window: Iterable[str | None], pieces: WordPieces) -> tuple[list[int], list[int]]:
    """The pieces of a window, and per word and marker the position of its first one."""
    opening, separator = pieces.number_of(OPENING), pieces.number_of(SEPARATOR)
    found: list[int] = []
    firsts: list[int] = []
    for word in window:
        if word is None:
            own: Sequence[int] = (separator,) if found else (opening,)
        else:
            own = pieces.ids(word)
            if not found:
                found.append(opening)
        if len(found) + len(own) > MOST_PIECES:
            firsts.append(len(found) - 1)
            continue
        firsts.append(len(found))
        found += own
    return [*found, separator], firsts


class Encoder:
    """The network and its vocabulary, ``pieces``."""

    def __init__(self, content: bytes, pieces: WordPieces) -> None:
        self._session = onnxruntime.InferenceSession(
            content, one_thread(), providers=["CPUExecutionProvider"]
        )
        self.pieces = pieces

    def vectors(self, windows: Sequence[Window]) -> Scores:
        """One row per word and marker of the windows in order."""
        found = []
        for window in windows:
            pieces, firsts = pieces_of(window, self.pieces)
            [rows] = self._session.run(None, {"pieces": np.array([pieces], np.int64)})
            found.append(rows[0][firsts])
        return np.concatenate(found) if found else np.empty((0, 0), np.float32)


@cache
def load_encoder() -> Encoder:
    """The shipped encoder, loaded once per process."""
    folder = files("transforms.models")
    pieces = (folder / "encoder_pieces.txt").read_text("utf-8").splitlines()
    return Encoder((folder / "encoder.onnx").read_bytes(), WordPieces(pieces))


@lru_cache(maxsize=1)
def vectors_of(windows: tuple[Window, ...]) -> Scores:
    """The shipped encoder's vectors, one row per word and marker; shared, so never changed.

    The last document's are remembered: names and quotes both ask for them.
    """
    found = load_encoder().vectors(windows)
    found.flags.writeable = False
    return found
