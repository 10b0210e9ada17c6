"""CSV lines: which lines make a row, also where a quotation mark was opened and never closed.

A cell in quotation marks may hold line ends, so a mark that is not closed takes the rows below it
into its cell. Such a row does not parse strictly, or goes on to the end of the file: it is then
ended before the first line in it that reads as a row by itself.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

_PIECE = 1 << 20
_AFTER_CR = re.compile(rb"(?<=\r)(?!\n)")
_MOST_AGAIN = 16
"""Times that the bytes of a file may be looked at again for open marks. A file that asks for more
is not written with line ends in its cells; from there on each line of it is a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet.

    content: its bytes; empty if it is longer than a document may be.
    line:    the line on which it begins, counted from 1.
    lines:   how many lines it has.
    opened:  the line with a quotation mark that is not closed, if there is one.
    is_cut:  whether the row was ended there, since the next line reads as a row.
    strays:  whether it has a quotation mark that is neither doubled nor at an end of its cell.
    holds_rows: whether all its lines but the first read as rows.
    """

    content: bytes
    line: int
    lines: int = 1
    opened: int | None = None
    is_cut: bool = False
    strays: bool = False
    holds_rows: bool = False


def sheet_lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Lines with their ends, which may be carriage returns alone; None for one that is too long."""
    parts: list[bytes] = []
    size = 0
    while piece := stream.readline(_PIECE):
        for part in filter(None, _AFTER_CR.split(piece)):
            size += len(part)
            if size <= longest:
                parts.append(part)
            if part.endswith((b"\n", b"\r")):
                yield b"".join(parts) if size <= longest else None
                parts, size = [], 0
    if size:
        yield b"".join(parts) if size <= longest else None


def stays_open(line: bytes, separators: bytes, is_open: bool = False) -> bool:
    """Whether a quotation mark is open at the end of a line, as one was before it or not.

    A mark opens a cell only at its beginning; a doubled one inside closes and opens again.

    >>> [stays_open(line, b",") for line in (b'1,"Rain', b'1,A 5" pipe', b'1,"Rain"')]
    [True, False, False]
    """
    before = separators + b'\r\n"'
    at = line.find(b'"')
    while at >= 0:
        begins = at == 0 or line[at - 1] in before
        is_open = not is_open and begins
        at = line.find(b'"', at + 1)
    return is_open


class Rows:
    """The rows of a sheet, one after another.

    separator: between two cells.
    longest:   bytes of a row.
    is_sound:  whether lines parse strictly as one row.
    is_row:    whether a line, at whose end a mark is open or not, reads as a row by itself.
    line:      the number of the first line.
    """

    def __init__(
        self,
        lines: Iterator[bytes | None],
        separator: str,
        longest: int,
        is_sound: Callable[[bytes], bool],
        is_row: Callable[[bytes, bool], bool],
        line: int,
    ) -> None:
        self._lines, self._separator, self._longest = lines, separator.encode(), longest
        self._is_sound, self._is_row, self._line = is_sound, is_row, line
        self._again: deque[bytes] = deque()
        self._read = self._reread = 0

    def __iter__(self) -> Iterator[Row]:
        for line in self._each():
            yield self._row(line)

    def _each(self) -> Iterator[bytes | None]:
        """The lines, those that were put back first."""
        while True:
            if self._again:
                line: bytes | None = self._again.popleft()
                self._reread += len(line or b"")
            else:
                try:
                    line = next(self._lines)
                except StopIteration:
                    return
                self._read += len(line or b"")
            self._line += 1
            yield line

    def _row(self, first: bytes | None) -> Row:
        begin = self._line - 1
        if first is None:
            return Row(b"", begin)
        lines, size = [first], len(first)
        is_open, was_cut = stays_open(first, self._separator), False
        if is_open and self._reread > _MOST_AGAIN * self._read:
            return Row(first, begin, opened=begin, is_cut=True)
        while is_open and size <= self._longest:
            line = next(self._each(), b"")
            if line is None:
                was_cut, size = True, self._longest + 1
            elif not line:
                break
            else:
                lines.append(line)
                size += len(line)
                is_open = stays_open(line, self._separator, is_open)
        whole = b"".join(lines)
        if not is_open and size <= self._longest and self._is_sound(whole):
            holds_rows = len(lines) > 2 and all(self._reads_as_row(one) for one in lines[1:])
            return Row(whole, begin, len(lines), holds_rows=holds_rows)
        return self._ended_early(lines, begin) or self._as_it_is(
            whole,
            begin,
            len(lines),
            is_open=is_open and not was_cut,
            is_too_long=size > self._longest,
        )

    def _reads_as_row(self, line: bytes) -> bool:
        return self._is_row(line, stays_open(line, self._separator))

    def _ended_early(self, lines: list[bytes], begin: int) -> Row | None:
        """The row up to the first line in it that reads as a row; the lines from there come again.

        None if there is no such line.
        """
        rows = (index for index in range(1, len(lines)) if self._reads_as_row(lines[index]))
        if (count := next(rows, 0)) == 0:
            return None
        self._again.extendleft(reversed(lines[count:]))
        self._line -= len(lines) - count
        opened, is_open = begin, False
        for number, line in enumerate(lines[:count], start=begin):
            was_open, is_open = is_open, stays_open(line, self._separator, is_open)
            opened = number if is_open and not was_open else opened
        return Row(b"".join(lines[:count]), begin, count, opened=opened, is_cut=True)

    def _as_it_is(
        self, whole: bytes, begin: int, count: int, *, is_open: bool, is_too_long: bool
    ) -> Row:
        """A row that does not parse strictly, is never closed or too long, and holds no other."""
        if not is_too_long:
            return Row(whole, begin, count, opened=begin if is_open else None, strays=not is_open)
        while is_open and (line := next(self._each(), b"")):
            count += 1
            is_open = stays_open(line, self._separator, is_open)
        return Row(b"", begin, count, opened=begin if is_open else None)
