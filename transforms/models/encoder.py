"""Encoder: vectors of words, each from all that stands around it.

Pure. The pretrained network that an engine rests on reads windows of whole paragraphs, one at a
time: no vector depends on another window, on padding or on threads. ``training/encoder`` made the
files and says how their numbers are rounded. Names and quotes ask for the same windows, so a
document is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt
import onnxruntime

from transforms.models.engine_names import Network
from transforms.models.network import Scores, one_thread
from transforms.models.wordpiece import OPENING, SEPARATOR, WordPieces

WIDTH = 384
"""Values of a vector."""
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


class PieceTable:
    """The vectors that word pieces begin with; the encoders of all engines share them.

    table: a row of whole numbers per piece, each in steps of its row's own.
    """

    def __init__(self, pieces: WordPieces, table: npt.NDArray[np.int8], steps: Scores) -> None:
        self.pieces = pieces
        self._table, self._steps = table, steps

    @classmethod
    def of(cls, pieces: Sequence[str], path: str) -> Self:
        """The table of a list of pieces; the .npz file holds ``table`` and ``steps``."""
        with np.load(path, allow_pickle=False) as held:
            return cls(WordPieces(pieces), held["table"], held["steps"])

    def rows(self, numbers: Sequence[int]) -> Scores:
        """One row per piece."""
        found: Scores = self._table[numbers].astype(np.float32) * self._steps[numbers, None]
        return found


class Encoder:
    """An engine's network over the table of pieces."""

    def __init__(self, content: bytes, table: PieceTable) -> None:
        self._session = onnxruntime.InferenceSession(
            content, one_thread(), providers=["CPUExecutionProvider"]
        )
        self._table = table
        self._last: tuple[tuple[Window, ...], Scores] | None = None

    def vectors(self, windows: tuple[Window, ...]) -> Scores:
        """One row per word and marker of the windows in order; shared, so never changed.

        The last windows' are remembered: names and quotes of a document both ask for them.
        """
        if self._last is None or self._last[0] != windows:
            found = np.concatenate([np.empty((0, WIDTH), np.float32), *map(self._read, windows)])
            found.flags.writeable = False
            self._last = windows, found
        return self._last[1]

    def _read(self, window: Window) -> Scores:
        pieces, firsts = pieces_of(window, self._table.pieces)
        [rows] = self._session.run(None, {"rows": self._table.rows(pieces)[None]})
        found: Scores = rows[0][firsts]
        return found


@cache
def load_piece_table() -> PieceTable:
    """The shipped table, loaded once per process."""
    folder = files("transforms.models")
    pieces = (folder / "encoder_pieces.txt").read_text("utf-8").splitlines()
    with as_file(folder / "encoder_pieces.npz") as path:
        return PieceTable.of(pieces, str(path))


@cache
def load_encoder(network: Network) -> Encoder:
    """The shipped encoder "accurate" or "fast", loaded once per process."""
    content = (files("transforms.models") / f"{network}_encoder.onnx").read_bytes()
    return Encoder(content, load_piece_table())
