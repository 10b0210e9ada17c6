"""Archive tape: the bytes of a web archive, read forward, with what was read too far taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from flows.sources.compression import DAMAGED

LONGEST_LINE = 1 << 16  # bytes of a line of a header
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """One record: its headers in lower case, and its block; None when that is too long.

    problem: why nothing of it can be read.
    note:    what is wrong with its framing though its block was found.
    """

    number: int
    headers: Mapping[str, str]
    block: bytes | None
    problem: str | None = None
    note: str | None = None


class Held:
    """The bytes of a record's block, kept as long as there are at most so many."""

    def __init__(self, most: int) -> None:
        self._most, self._parts = most, bytearray()
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Let the block end with ``piece``."""
        self.size += len(piece)
        if self.size <= self._most:
            self._parts += piece

    def cut(self, size: int) -> None:
        """Let the block end that many bytes earlier; they were among the last that were added."""
        if self.size <= self._most:
            del self._parts[len(self._parts) - size :]
        self.size -= size

    def ends_with(self, mark: bytes) -> bool:
        """Whether the bytes that are kept end so."""
        return self._parts.endswith(mark)

    def whole(self) -> bytes | None:
        """The block; None if it is too long."""
        return bytes(self._parts) if self.size <= self._most else None


class Tape:
    """A stream that takes back what was read too far.

    What was taken back is a place in a buffer, not a copy, so that a file of a hundred thousand
    damaged records is read in a time that grows with its length.

    error: why the stream ended early, if it did; what came before that was given out.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._back, self._at = stream, b"", 0
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, fewer only at the end or where bytes were put back."""
        if self._at < len(self._back):
            piece = self._back[self._at : self._at + size]
            self._at += len(piece)
            return piece
        piece = self._more(size)
        while len(piece) < size and (more := self._more(size - len(piece))):
            piece += more
        return piece

    def readline(self) -> bytes:
        """The next line, or as much of it as a line of a header may have."""
        while True:
            end = self._back.find(b"\n", self._at, self._at + LONGEST_LINE) + 1
            if end or len(self._back) - self._at >= LONGEST_LINE:
                return self.read((end or self._at + LONGEST_LINE) - self._at)
            more = self._more(LONGEST_LINE)
            if not more:
                return self.read(len(self._back) - self._at) if self._at < len(self._back) else b""
            self._back, self._at = self._back[self._at :] + more, 0

    def put_back(self, piece: bytes) -> None:
        """Let the next read begin with ``piece``."""
        start = self._at - len(piece)
        if start >= 0 and self._back.startswith(piece, start):
            self._at = start
        else:
            self._back, self._at = piece + self._back[self._at :], 0

    def pass_to(self, mark: bytes, block: Held | None = None) -> int:
        """Pass over what comes before a mark, or all that is left; the number of bytes.

        block: gets the bytes that are passed over.
        """
        passed = 0
        while (found := self._back.find(mark, self._at)) < 0:
            kept = max(self._at, len(self._back) - len(mark) + 1)
            passed += self._passed(kept, block)
            rest, more = self._back[kept:], self._more(_PIECE)
            self._back, self._at = rest + more, 0
            if not more:
                return passed + self._passed(len(rest), block)
        return passed + self._passed(found, block)

    def _passed(self, end: int, block: Held | None) -> int:
        if block is not None:
            block.add(self._back[self._at : end])
        passed, self._at = end - self._at, end
        return passed

    def _more(self, size: int) -> bytes:
        """The next bytes of the stream as they come; none after its end or a damage."""
        if self.error is not None:
            return b""
        try:
            # At once, all that was asked for would be lost with the damage behind it.
            return bytes(self._stream.read1(size))  # type: ignore[attr-defined]  # of buffered streams
        except DAMAGED as error:
            self.error = error
            return b""
