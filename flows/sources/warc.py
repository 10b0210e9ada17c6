"""WARC: the pages of a web archive, one document per stored response, as a stream.

Responses, resources and conversions that hold HTML or plain text become documents; requests,
revisits, pictures, failed fetches and what the archiving program wrote of itself do not. Where a
record's stated length is wrong, the record ends where the next one begins, so that nothing is lost
but the belief in the length.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from flows.sources.archive_tape import LONGEST_LINE, ArchiveRecord, Held, Tape
from flows.sources.compression import DAMAGED
from flows.sources.http_message import EncodingUnknown, HttpMessage, headers_of, parse_http
from flows.sources.old_archives import MAGIC as ARC_MAGIC
from flows.sources.old_archives import arc_records
from flows.sources.records import REPEATED_ID, broken_document, sha256_of, too_large
from transforms.documents import DocumentKind, RawDocument, article_id_of
from transforms.text import Issue, storable

logger = logging.getLogger(__name__)

_FIRST_PIECE, _PIECE = 1 << 12, 1 << 20  # bytes; a record much shorter than it states costs little
_MOST_HEADER_LINES = 200
_NEXT = b"\r\n\r\nWARC/1."
_MAGIC = b"WARC/"
_BLANK = b"\r\n\r\n"  # what stands after a block
_HOLDING = ("response", "resource", "conversion")
_OWN = ("metadata:", "urn:")  # addresses under which Wget and wpull keep their logs and arguments
_KINDS: Mapping[str, DocumentKind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "page",
}


def read_warc(source_path: str, stream: BinaryIO, document_bytes: int) -> Iterator[RawDocument]:
    """One document per page in the archive, in its order, identified by the record's own id.

    An archive of the older form ARC has no ids: a page of it is known by its time and address.
    Revisits, which say that a page was found unchanged, and captures that repeat the bytes of an
    earlier one of the same address are counted in the log; the latter are documents too.

    Raises:
        DAMAGED: the file breaks, after what came before was given out.
    """
    tape = Tape(stream)
    seen: set[str] = set()
    captures: set[tuple[str | None, str]] = set()
    passed: Counter[str] = Counter()
    number = 0
    for record in _records_of(tape, document_bytes):
        number = record.number
        document = _document(source_path, record, document_bytes, passed)
        if document is not None:
            if document.article_id in seen:
                document = _repeated(document, number)
            seen.add(document.article_id)
            capture = (document.url, document.content_sha256)
            passed["captures like an earlier one"] += capture in captures
            captures.add(capture)
            yield document
    if tape.error is not None:
        raise tape.error
    yield from _summary(source_path, number, len(seen), +passed)


def _records_of(tape: Tape, longest: int) -> Iterator[ArchiveRecord]:
    """The records of an archive of either form."""
    start = tape.read(len(ARC_MAGIC))
    tape.put_back(start)
    return arc_records(tape, longest) if start == ARC_MAGIC else _records(tape, longest)


def _summary(
    source_path: str, records: int, documents: int, passed: Counter[str]
) -> Iterator[RawDocument]:
    if records == 0:
        yield broken_document(source_path, "not_a_warc", "no WARC record could be found in it")
    elif passed:
        said = ", ".join(f"{count} {what}" for what, count in sorted(passed.items()))
        logger.info(
            "%s: %d records, %d pages; among them %s", source_path, records, documents, said
        )
        if not documents:
            yield broken_document(source_path, "empty", f"the archive holds no page, but {said}")


def _document(
    source_path: str, record: ArchiveRecord, document_bytes: int, passed: Counter[str]
) -> RawDocument | None:
    """The document of a record; None, counted in ``passed``, when it holds no page."""
    kind_of_record = record.headers.get("warc-type", "")
    problem = record.problem or (None if kind_of_record else record.note)
    if problem is not None:
        return _broken(source_path, record, "warc_damaged", problem)
    if kind_of_record not in _HOLDING:
        passed[f"{kind_of_record or 'untyped'}{' of a wrong length' if record.note else ''}"] += 1
        return None
    if kind_of_record == "resource" and _address(record).lower().startswith(_OWN):
        passed["of the archive itself"] += 1
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
    if not message.body and record.note:
        return _broken(source_path, record, "warc_damaged", record.note)
    return _page(source_path, record, message, kind)


def _page(
    source_path: str, record: ArchiveRecord, message: HttpMessage, kind: DocumentKind
) -> RawDocument:
    url = _address(record) or None
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
        notes=tuple(_notes(record, message)),
    )


def _notes(record: ArchiveRecord, message: HttpMessage) -> Iterator[Issue]:
    """What is odd about a page that could be read."""
    cut = record.headers.get("warc-truncated")
    for code, detail in (
        ("warc_damaged", record.note),
        ("page_cut", message.cut or (cut and f"its archive says that it was cut ({cut[:40]})")),
    ):
        if detail:
            said = storable(f"record {record.number}: {detail}")
            yield Issue("sources", "warning", code, said)


def _message(record: ArchiveRecord, longest: int) -> HttpMessage:
    block = record.block or b""
    content_type = record.headers.get("content-type", "")
    is_http = block[:5] == b"HTTP/" or content_type.lower().startswith("application/http")
    if record.headers.get("warc-type") == "response" and is_http:
        return parse_http(block, longest)
    return HttpMessage(200, {"content-type": content_type}, block)


def _sniffed(message: HttpMessage) -> DocumentKind | None:
    """HTML that was sent without a type."""
    start = message.body[:512].lstrip().lower()
    is_html = start.startswith((b"<!doctype html", b"<html"))
    return "html" if is_html and not message.content_type else None


def _address(record: ArchiveRecord) -> str:
    return record.headers.get("warc-target-uri", "").strip("<> ")


def _record_id(record: ArchiveRecord) -> str:
    return storable(record.headers.get("warc-record-id", "").strip("<> ").removeprefix("urn:uuid:"))


def _broken(source_path: str, record: ArchiveRecord, code: str, detail: str) -> RawDocument:
    url = _address(record)
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


def _records(tape: Tape, longest: int) -> Iterator[ArchiveRecord]:
    """Records one after another; other bytes between them give a record with a problem."""
    number = 0
    while line := tape.readline():
        if not line.strip():
            continue
        number += 1
        if not line.startswith(_MAGIC):
            lost = len(line) + _pass_to_next(tape)
            yield ArchiveRecord(
                number, {}, None, f"{lost} bytes that are no record were passed over"
            )
            continue
        headers, ended = _headers(tape)
        if not ended:
            _pass_to_next(tape)
            yield ArchiveRecord(number, headers, None, "its header has no end")
            continue
        block, note = _block(tape, headers.get("content-length", "").strip(), longest)
        yield ArchiveRecord(number, headers, block, note=note)


def _headers(tape: Tape) -> tuple[Mapping[str, str], bool]:
    """The header lines of a record, and whether the empty line after them was there."""
    lines: list[bytes] = []
    while len(lines) < _MOST_HEADER_LINES and (line := tape.readline()):
        if not line.strip():
            return headers_of(lines), True
        lines.append(line)
    return headers_of(lines), False


def _block(tape: Tape, stated: str, longest: int) -> tuple[bytes | None, str | None]:
    """The block of a record and what is wrong with its length.

    A block beyond ``longest`` (and some room for HTTP headers) is passed over.
    """
    block = Held(longest + LONGEST_LINE)
    if not (stated.isascii() and stated.isdigit() and len(stated) < 19):
        _pass_to_next(tape, block)
        return block.whole(), f"its header has no length that can be read: {stated[:40]!r}"
    tail, left, size = b"", int(stated), _FIRST_PIECE
    while left:
        piece = tape.read(min(size, left))
        size = min(2 * size, _PIECE)
        if not piece:
            return block.whole(), (
                f"the file ends {left} bytes before the record's stated length of {stated}"
            )
        block.add(piece)
        left -= len(piece)
        # A record that begins inside this one shows that the length is wrong.
        if _gave_back_next(tape, tail, piece, block):
            return block.whole(), f"the next record begins before its stated length of {stated}"
        tail = (tail + piece)[-len(_NEXT) + 1 :]
    return _after(tape, tail, block, stated)


def _after(tape: Tape, tail: bytes, block: Held, stated: str) -> tuple[bytes | None, str | None]:
    """The block when what follows it was read, and what is wrong with its length."""
    after = tape.read(len(_BLANK) + len(_MAGIC))
    rest = after.lstrip(b"\r\n")
    if not rest.startswith(_MAGIC[: len(rest)]):
        block.add(after)
        if _gave_back_next(tape, tail, after, block):
            return block.whole(), f"the next record begins before its stated length of {stated}"
        lost = len(after) + _pass_to_next(tape, block)
        return block.whole(), f"its stated length of {stated} bytes is too short by {lost}"
    tape.put_back(rest)
    if rest == after and block.ends_with(_BLANK):
        block.cut(len(_BLANK))  # the length counts the blank lines
    return block.whole(), None


def _gave_back_next(tape: Tape, tail: bytes, piece: bytes, block: Held) -> bool:
    """Give back the record that begins in what was read last, if one does; the block ends there."""
    joined = tail + piece
    begin = joined.find(_NEXT)
    if begin < 0 or not _is_header(joined[begin + len(_BLANK) :], tape):
        return False
    tape.put_back(joined[begin + len(_BLANK) :])
    block.cut(len(joined) - begin)
    return True


def _is_header(start: bytes, tape: Tape) -> bool:
    """Whether a record's header follows, not a page that happens to quote its first line."""
    if len(start) < 512:
        more = tape.read(512)
        tape.put_back(more)
        start += more
    lines = start[:512].split(b"\r\n")
    return len(lines) > 2 and lines[1].lower().startswith((b"warc-", b"content-"))


def _pass_to_next(tape: Tape, block: Held | None = None) -> int:
    """Pass over what comes before the next record; the number of bytes.

    block: gets these bytes, without the blank lines at their end.
    """
    passed = tape.pass_to(b"\n" + _MAGIC, block)
    end = tape.read(1)
    if block is not None:
        block.add(end)
        if block.ends_with(_BLANK):
            block.cut(len(_BLANK))
    return passed + len(end)
