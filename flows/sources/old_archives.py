"""ARC: the records of a web archive in the form that WARC replaced.

A record is a line of five or ten words, the address first and the length of what follows last, and
then the response as the server sent it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.sources.archive_tape import LONGEST_LINE, ArchiveRecord, Held, Tape

MAGIC = b"filedesc://"
# Address (which may hold blanks), IP address, time, type, in the second version five words more,
# length. A length that is none is found too, as the line opens a record all the same.
_HEADER = re.compile(
    rb"([a-z][a-z0-9+.-]{0,20}:\S.*?) ([0-9a-fA-F.:]{3,45}) (\d{8,20}) (\S+) (?:(?:\S+ ){5})?"
    rb"(-?\w{1,18})\r?\n?\Z"
)
_PIECE = 1 << 20


def arc_records(tape: Tape, longest: int) -> Iterator[ArchiveRecord]:
    """Records one after another; other bytes between them give a record with a problem.

    longest: bytes of a block; one beyond that (and some room for HTTP headers) is passed over.
    """
    number = 0
    while line := tape.readline():
        if not line.strip():
            continue
        number += 1
        found = _HEADER.match(line)
        if found is None:
            lost = Held(0)
            _pass_to_header(tape, lost)
            detail = f"{len(line) + lost.size} bytes that are no record were passed over"
            yield ArchiveRecord(number, {}, None, detail)
            continue
        address, _, time, kind, length = (
            word.decode("utf-8", "replace") for word in found.groups()
        )
        block, note = _block(tape, length, longest)
        headers = {
            "warc-type": "filedesc" if line.startswith(MAGIC) else "response",
            "warc-record-id": f"{time} {address}",
            "warc-target-uri": address,
            "content-type": kind,
        }
        yield ArchiveRecord(number, headers, block, note=note)


def _block(tape: Tape, stated: str, longest: int) -> tuple[bytes | None, str | None]:
    """What follows a header, and what is wrong with its length."""
    block = Held(longest + LONGEST_LINE)
    is_known = stated.isascii() and stated.isdigit()
    left = int(stated) if is_known else 0
    while left:
        piece = tape.read(min(left, _PIECE))
        if not piece:
            return block.whole(), f"the file ends {left} bytes before its stated length of {stated}"
        block.add(piece)
        left -= len(piece)
    lost = _pass_to_header(tape, block)
    if not is_known:
        return block.whole(), f"its header has no length that can be read: {stated!r}"
    if lost:
        return block.whole(), f"its stated length of {stated} bytes is too short by {lost}"
    return block.whole(), None


def _pass_to_header(tape: Tape, block: Held) -> int:
    """Read on to the line that opens a record; the number of bytes that are more than blank lines.

    block: gets these bytes.
    """
    blank = b""
    passed = 0
    while line := tape.readline():
        if _HEADER.match(line):
            tape.put_back(line)
            break
        if not line.strip():
            blank += line
            continue
        block.add(blank + line)
        passed += len(blank) + len(line)
        blank = b""
    return passed
