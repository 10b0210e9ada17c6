"""Mailboxes: each message of an mbox file as one record, as newsletters are often kept.

A line that begins with "From " after an empty line opens a message if it states a time or one
word, or if a header follows; else it is a sentence that was not escaped. What comes before the
first such line is a message if it begins with a header. Attachments are left out.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from itertools import chain
from typing import BinaryIO

from flows.sources.records import Known, RecordFile, broken_document, too_large
from transforms.documents import RawDocument
from transforms.text import storable

_LINE = 1 << 20
# As programs write it: "From jo@post Thu Sep  5 04:00:00 2024", or with the sender alone.
_TIMED = re.compile(rb"From (?:.*\d\d:\d\d|\S*\s*\Z)")
_HEADER = re.compile(rb"[!-9;-~]+:")
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
        try:
            record = _record(message)
        except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
            # the e-mail package raises many things at broken headers
            yield records.broken(number, "message_unreadable", f"no message to read: {error}")
        else:
            yield records.made(record, number, document_bytes)
    if not number:
        yield broken_document(source_path, "empty", "the file holds no message")


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


def _record(payload: bytes) -> dict[str, object]:
    message = email.message_from_bytes(payload, policy=email.policy.default)
    record: dict[str, object | None] = {
        "id": _header(message, "message-id").strip("<> ") or None,
        "title": _header(message, "subject") or None,
        "outlet": _header(message, "list-id").partition("<")[0].strip('" ') or None,
        "published_at": _date(_header(message, "date")),
        "byline": [name for name, _ in getaddresses([_header(message, "from")]) if name] or None,
    }
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        kind = "html" if body.get_content_subtype() == "html" else "text"
        record[kind] = storable(str(body.get_content()))
    return {name: value for name, value in record.items() if value is not None}


def _header(message: EmailMessage, name: str) -> str:
    return storable(" ".join(str(message.get(name, "")).split()))


def _date(stated: str) -> str | None:
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated or None
