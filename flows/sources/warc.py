"""WARC: the pages of a web archive, one document per stored response, as a stream.

Responses, resources and conversions that hold HTML or plain text become documents; requests,
revisits, pictures and failed fetches do not. Where a record's stated length is wrong, the reader
looks for the beginning of the next record, so that one wrong record costs no other.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from flows.sources.compression import DAMAGED
from flows.sources.http_message import EncodingUnknown, HttpMessage, headers_of, parse_http
from flows.sources.records import REPEATED_ID, broken_document, sha256_of, too_large
from transforms.documents import DocumentKind, RawDocument, article_id_of
from transforms.text import Issue, storable

logger = logging.getLogger(__name__)

_FIRST_PIECE, _PIECE = 1 << 12, 1 << 20  # bytes; a record much shorter than it states costs little
_LONGEST_LINE = 1 << 16
_MOST_HEADER_LINES = 200
_NEXT = b"\r\n\r\nWARC/1."
_MAGIC = b"WARC/"
_HOLDING = ("response", "resource", "conversion")
_KINDS: Mapping[str, DocumentKind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "page",
}


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: its headers in lower case, and its block; None when that is too long.

    problem: what is wrong with its framing.
    """

    number: int
    headers: Mapping[str, str]
    block: bytes | None
    problem: str | None = None


def read_warc(source_path: str, stream: BinaryIO, document_bytes: int) -> Iterator[RawDocument]:
    """One document per page in the archive, in its order, identified by the record's own id."""
    seen: set[str] = set()
    passed: Counter[str] = Counter()
    number = 0
    for record in _records(_Tape(stream), document_bytes):
        number = record.number
        document = _document(source_path, record, document_bytes, passed)
        if document is not None:
            if document.article_id in seen:
                document = _repeated(document, number)
            seen.add(document.article_id)
            yield document
    if number == 0:
        yield broken_document(source_path, "not_a_warc", "no WARC record could be found in it")
    elif passed:
        said = ", ".join(f"{count} {what}" for what, count in sorted(passed.items()))
        logger.info("%s: %d records, of which these are not pages: %s", source_path, number, said)
        if not seen:
            yield broken_document(source_path, "empty", f"the archive holds no page, but {said}")


def _document(
    source_path: str, record: WarcRecord, document_bytes: int, passed: Counter[str]
) -> RawDocument | None:
    """The document of a record; None, counted in ``passed``, when it holds no page."""
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    kind_of_record = record.headers.get("warc-type", "")
    if record.problem is not None:
        return _broken(source_path, record, "warc_damaged", record.problem)
    if kind_of_record not in _HOLDING:
        passed[kind_of_record or "untyped"] += 1
        return None
    if record.block is None:
        return _broken(source_path, record, "too_large", too_large(document_bytes))
    try:
        message = _message(record, document_bytes)
    except EncodingUnknown as error:
        return _broken(source_path, record, "content_encoding", str(error))
    except DAMAGED as error:
        detail = f"its compressed content breaks: {error}"
        return _broken(source_path, record, "damaged_file", detail)
    if not 200 <= message.status < 300:
        passed[f"HTTP {message.status}"] += 1
        return None
    kind = _KINDS.get(message.content_type) or _sniffed(message)
    if kind is None:
        passed[message.content_type or "of unknown type"] += 1
        return None
    if len(message.body) > document_bytes:
        return _broken(source_path, record, "too_large", too_large(document_bytes))
    source_id = _record_id(record) or url or f"record:{record.number}"
    return RawDocument(
        article_id_of(source_path, source_id),
        source_path,
        source_id,
        sha256_of(message.body),
        kind,
        message.body,
        url=storable(url) if url else None,
        charset=message.charset,
    )


def _message(record: WarcRecord, longest: int) -> HttpMessage:
    block = record.block or b""
    content_type = record.headers.get("content-type", "")
    if record.headers.get("warc-type") == "response" and block[:5] == b"HTTP/":
        return parse_http(block, longest)
    return HttpMessage(200, {"content-type": content_type}, block)


def _sniffed(message: HttpMessage) -> DocumentKind | None:
    """HTML that was sent without a type."""
    start = message.body[:512].lstrip().lower()
    is_html = start.startswith((b"<!doctype html", b"<html"))
    return "html" if is_html and not message.content_type else None


def _record_id(record: WarcRecord) -> str:
    return storable(record.headers.get("warc-record-id", "").strip("<> ").removeprefix("urn:uuid:"))


def _broken(source_path: str, record: WarcRecord, code: str, detail: str) -> RawDocument:
    url = record.headers.get("warc-target-uri", "").strip("<> ")
    said = f"record {record.number}{f' ({url[:200]})' if url else ''}: {detail}"
    source_id = _record_id(record) or f"record:{record.number}"
    return broken_document(source_path, code, said, source_id=source_id)


def _repeated(document: RawDocument, number: int) -> RawDocument:
    source_id = f"{document.source_id}#{number}"
    detail = f"record {number} repeats the id {document.source_id!r}; the first was kept"
    return RawDocument(
        article_id_of(document.source_path, source_id),
        document.source_path,
        source_id,
        document.content_sha256,
        document.kind,
        document.payload,
        Issue("sources", "error", REPEATED_ID, detail),
    )


class _Tape:
    """A stream that takes back what was read too far.

    What was taken back is a place in a buffer, not a copy, so that a file of a hundred thousand
    damaged records is read in a time that grows with its length.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._back, self._at = stream, b"", 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, fewer only at the end or where bytes were put back."""
        if self._at < len(self._back):
            piece = self._back[self._at : self._at + size]
            self._at += len(piece)
            return piece
        return self._stream.read(size)

    def readline(self) -> bytes:
        """The next line, or as much of it as a line of a header may have."""
        if self._at >= len(self._back):
            return self._stream.readline(_LONGEST_LINE)
        end = self._back.find(b"\n", self._at, self._at + _LONGEST_LINE) + 1
        if end:
            return self.read(end - self._at)
        start = self.read(len(self._back))
        return start + self._stream.readline(_LONGEST_LINE)

    def put_back(self, piece: bytes) -> None:
        """Let the next read begin with ``piece``."""
        start = self._at - len(piece)
        if start >= 0 and self._back.startswith(piece, start):
            self._at = start
        else:
            self._back, self._at = piece + self._back[self._at :], 0

    def skip_to(self, mark: bytes) -> int:
        """Pass over what comes before a mark, or all that is left; the number of bytes."""
        passed = 0
        while (found := self._back.find(mark, self._at)) < 0:
            kept = max(self._at, len(self._back) - len(mark) + 1)
            passed += kept - self._at
            rest, more = self._back[kept:], self._stream.read(_PIECE)
            self._back, self._at = rest + more, 0
            if not more:
                self._at = len(rest)
                return passed + len(rest)
        passed += found - self._at
        self._at = found
        return passed


def _records(tape: _Tape, longest: int) -> Iterator[WarcRecord]:
    """Records one after another; other bytes between them give a record with a problem."""
    number = 0
    while line := tape.readline():
        if not line.strip():
            continue
        number += 1
        if not line.startswith(_MAGIC):
            lost = len(line) + _skip_to_next(tape)
            yield WarcRecord(number, {}, None, f"{lost} bytes that are no record were passed over")
            continue
        headers, ended = _headers(tape)
        stated = headers.get("content-length", "").strip()
        if not ended or not (stated.isascii() and stated.isdigit() and len(stated) < 19):
            _skip_to_next(tape)
            detail = f"its header has no length that can be read: {stated[:40]!r}"
            yield WarcRecord(number, headers, None, detail)
            continue
        block, problem = _block(tape, int(stated), longest)
        yield WarcRecord(number, headers, block, problem)


def _headers(tape: _Tape) -> tuple[Mapping[str, str], bool]:
    """The header lines of a record, and whether the empty line after them was there."""
    lines: list[bytes] = []
    while len(lines) < _MOST_HEADER_LINES and (line := tape.readline()):
        if not line.strip():
            return headers_of(lines), True
        lines.append(line)
    return headers_of(lines), False


def _block(tape: _Tape, length: int, longest: int) -> tuple[bytes | None, str | None]:
    """The block of a record and what is wrong with its length.

    A block beyond ``longest`` (and some room for HTTP headers) is passed over.
    """
    kept: list[bytes] | None = [] if length <= longest + _LONGEST_LINE else None
    tail, left, size = b"", length, _FIRST_PIECE
    while left:
        piece = tape.read(min(size, left))
        size = min(2 * size, _PIECE)
        if not piece:
            return None, f"the file ends {left} bytes before the record's stated length of {length}"
        # A record that begins inside this one shows that the length is wrong.
        joined = tail + piece
        begin = joined.find(_NEXT)
        if begin >= 0 and _is_header(joined[begin + 4 :], tape):
            tape.put_back(joined[begin + 4 :])
            return None, f"the next record begins before its stated length of {length} bytes"
        left -= len(piece)
        tail = joined[-len(_NEXT) + 1 :]
        if kept is not None:
            kept.append(piece)
    after = tape.read(4)
    if after and after.strip(b"\r\n"):
        tape.put_back(after)
        lost = _skip_to_next(tape)
        return None, f"its stated length of {length} bytes is too short by {lost}"
    if _MAGIC[:1] in after:
        tape.put_back(after.lstrip(b"\r\n"))
    return (b"".join(kept) if kept is not None else None), None


def _is_header(start: bytes, tape: _Tape) -> bool:
    """Whether a record's header follows, not a page that happens to quote its first line."""
    if len(start) < 512:
        more = tape.read(512)
        tape.put_back(more)
        start += more
    lines = start[:512].split(b"\r\n")
    return len(lines) > 2 and lines[1].lower().startswith((b"warc-", b"content-"))


def _skip_to_next(tape: _Tape) -> int:
    """Pass over what comes before the next record; the number of bytes."""
    passed = tape.skip_to(b"\n" + _MAGIC)
    return passed + len(tape.read(1))
