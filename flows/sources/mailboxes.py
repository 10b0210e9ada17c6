"""Mailboxes: each message of an mbox file as one record, as newsletters are often kept.

A line that begins with "From " after an empty line opens a message if it states a time or one
word, or if a header follows; else it is a sentence that was not escaped. What comes before the
first such line is a message if it begins with a header. Attachments are left out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO

from flows.sources.mail_messages import records_of
from flows.sources.records import Known, RecordFile, broken_document, too_large
from transforms.documents import RawDocument

_LINE = 1 << 20
# As programs write it: "From jo@post Thu Sep  5 04:00:00 2024", or with the sender alone.
_TIMED = re.compile(rb"From (?:\S.* [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d|\S*\s*\Z)")
# What programs write first into a message; a sentence with a colon is no header.
_HEADER = re.compile(
    rb"(?:return-path|received|delivered-to|message-id|from|to|date|subject|sender|reply-to"
    rb"|mime-version|content-[a-z-]+|list-[a-z-]+|dkim-signature|status|x-[a-z0-9-]+): ",
    re.IGNORECASE,
)
_BEGINNING = re.compile(rb"From |[!-9;-~]+:")  # what RFC 5322 allows as the name of a header


def read_mailbox(
    source_path: str, stream: BinaryIO, document_bytes: int, known: Known
) -> Iterator[RawDocument]:
    """One document per message, in file order."""
    records = RecordFile(source_path, known, "message")
    lines = iter(partial(stream.readline, _LINE), b"")
    first = next((line for line in lines if line.strip()), b"").removeprefix(codecs.BOM_UTF8)
    begins_with_one = _BEGINNING.match(first) is not None
    number = 0
    for number, message in enumerate(_messages(chain([first], lines), document_bytes), start=1):
        if message is None:
            yield records.broken(number, "too_large", too_large(document_bytes))
            continue
        if number == 1 and not begins_with_one:
            detail = 'it begins with neither a "From " line nor a header'
            yield records.broken(number, "message_unreadable", detail)
            continue
        yield from _read(records, message, number, document_bytes)
    if not number:
        yield broken_document(source_path, "empty", "the file holds no message")


def read_message(
    source_path: str, stream: BinaryIO, document_bytes: int, known: Known
) -> Iterator[RawDocument]:
    """The message of a file that holds one, and the messages within it."""
    payload = stream.read(document_bytes + 1)
    if len(payload) > document_bytes:
        yield broken_document(source_path, "too_large", too_large(document_bytes))
        return
    payload = payload.removeprefix(codecs.BOM_UTF8).lstrip()
    if not payload:
        yield broken_document(source_path, "empty", "the file holds no message")
    elif not _BEGINNING.match(payload):
        detail = "it does not begin with a header, as a message does"
        yield broken_document(source_path, "message_unreadable", detail)
    else:
        if payload.startswith(b"From "):
            payload = payload.partition(b"\n")[2]
        records = RecordFile(source_path, known, "message")
        yield from _read(records, payload, 1, document_bytes)


def _read(
    records: RecordFile, message: bytes, number: int, document_bytes: int
) -> Iterator[RawDocument]:
    try:
        for record, notes in records_of(message):
            yield records.made(record, number, document_bytes, notes)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # the e-mail package raises many things at broken headers
        yield records.broken(number, "message_unreadable", f"no message to read: {error}")


def _messages(lines: Iterable[bytes], longest: int) -> Iterator[bytes | None]:
    """Messages without their "From " lines; None for one longer than ``longest`` bytes."""
    parts: list[bytes] | None = None
    size = 0
    after_blank = True
    for line, following in _with_next(lines):
        if after_blank and _opens_message(line, following):
            if parts is not None:
                yield b"".join(parts) if size <= longest else None
            parts, size = [], 0
        elif parts is not None or line.strip():
            parts = parts if parts is not None else []
            size += len(line)
            if size <= longest:
                parts.append(line[1:] if line.startswith(b">From ") else line)
            else:
                parts.clear()
        after_blank = line in (b"\n", b"\r\n")
    if parts is not None:
        yield b"".join(parts) if size <= longest else None


def _opens_message(line: bytes, following: bytes) -> bool:
    if not line.startswith(b"From "):
        return False
    return _TIMED.match(line) is not None or _HEADER.match(following) is not None


def _with_next(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Each line with the one below it, which is empty below the last one."""
    waiting: bytes | None = None
    for line in lines:
        if waiting is not None:
            yield waiting, line
        waiting = line
    if waiting is not None:
        yield waiting, b""
