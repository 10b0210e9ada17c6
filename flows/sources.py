"""Sources: the files under data/raw as a stream of raw documents.

Formats: ``.txt`` pages and ``.jsonl`` / ``.ndjson`` records, plain or ``.gz`` or ``.zst``. Streams:
one document is in memory at a time. A file that cannot be read as its name promises becomes a
document with a problem, so that it is counted and shown; files and folders whose names begin with
a dot are none of ours.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from transforms.document import (
    RawDocument,
    article_id_of,
    parse_record_line,
    record_id_of,
    storable,
)
from transforms.issue import Issue, Quarantined

PAGES = (".txt",)
RECORDS = (".jsonl", ".ndjson")
Known = Mapping[str, str]
"""content_sha256 to article_id of the records of one file that the ledger already holds."""


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _gzip(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


def _zstd(path: Path) -> BinaryIO:
    return io.BufferedReader(pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))


OPENERS: Mapping[str, Callable[[Path], BinaryIO]] = {".gz": _gzip, ".zst": _zstd}
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, pa.ArrowException)


class Unreadable(Exception):
    """The operating system refused a file or folder; what is known of it must not be retracted."""


def raw_files(raw: Path) -> Iterator[Path]:
    """Files under ``raw``, in name order; linked folders are not followed.

    A folder that may not be listed is yielded itself, and is then refused by ``read_file``.
    """
    try:
        with os.scandir(raw) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield raw
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from raw_files(Path(entry.path))
        else:
            yield Path(entry.path)


def source_path_of(path: Path, raw: Path) -> str:
    """The path relative to ``raw`` with forward slashes, as text that any table can hold."""
    return storable(path.relative_to(raw).as_posix())


def is_supported(name: str) -> bool:
    """Whether a file of this name is read.

    >>> is_supported("feed.jsonl.gz"), is_supported("page.html")
    (True, False)
    """
    return _form_of(Path(name))[1] in PAGES + RECORDS


def read_file(
    path: Path, raw: Path, *, document_bytes: int, known: Known | None = None
) -> Iterator[RawDocument]:
    """Documents of one file, in file order.

    Args:
        document_bytes: a longer document is not read to its end but given a problem.
        known: lets an unchanged record pass without being parsed again.

    Raises:
        Unreadable: the operating system refused the file.
    """
    source_path = source_path_of(path, raw)
    opener, form = _form_of(path)
    try:
        if path.is_dir():  # raw_files yields a folder only when it may not be listed
            raise Unreadable(f"{path}: the folder may not be listed")
        path.stat()  # a file that is gone by now, or a link to nowhere, is refused here
        if not path.is_file():
            # opening a pipe or a device could wait for ever
            yield broken_document(source_path, "not_a_file", f"{path.name} is not a regular file")
        elif form in PAGES:
            with opener(path) as stream:
                yield _page(source_path, stream, document_bytes)
        elif form in RECORDS:
            with opener(path) as stream:
                yield from _records(source_path, stream, document_bytes, known or {})
        else:
            detail = f"{path.name}: .txt and .jsonl are read, plain or .gz or .zst"
            yield broken_document(source_path, "unsupported_format", detail)
    except (*DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise Unreadable(f"{path}: {error.strerror}") from error
        detail = f"{path.name} ends or breaks early: {error}"
        yield broken_document(source_path, "damaged_file", detail)


def _form_of(path: Path) -> tuple[Callable[[Path], BinaryIO], str]:
    """How to open the file, and the suffix that names its form."""
    *_, before, last = ["", "", *(suffix.lower() for suffix in path.suffixes)]
    return (OPENERS[last], before) if last in OPENERS else (_plain, last)


def _page(source_path: str, stream: BinaryIO, document_bytes: int) -> RawDocument:
    payload = stream.read(document_bytes + 1)
    if len(payload) > document_bytes:
        detail = f"more than {document_bytes} bytes (setting document_bytes)"
        return broken_document(source_path, "too_large", detail)
    return RawDocument(
        article_id_of(source_path, None), source_path, None, _sha256(payload), "page", payload
    )


def _records(
    source_path: str, stream: BinaryIO, document_bytes: int, known: Known
) -> Iterator[RawDocument]:
    """One document per non-blank line; a repeated id is kept aside, not merged."""
    seen: dict[str, int] = {}
    is_empty = True
    for number, line in enumerate(_lines(stream, document_bytes), start=1):
        is_empty = is_empty and line is not None and not line.strip()
        if line is None:
            detail = f"line {number} has more than {document_bytes} bytes (setting document_bytes)"
            yield broken_document(source_path, "too_large", detail, source_id=f"line:{number}")
        elif line.strip():
            sha256 = _sha256(line)
            article_id = known.get(sha256)
            if article_id is not None and article_id not in seen:
                # an unchanged record: its id is known without parsing, its text is not needed
                seen[article_id] = 1
                yield RawDocument(article_id, source_path, None, sha256, "record", line)
            else:
                yield _record(source_path, line, sha256, number, seen)
    if is_empty:
        yield broken_document(source_path, "empty", "the file holds no record")


def _record(
    source_path: str, line: bytes, sha256: str, number: int, seen: dict[str, int]
) -> RawDocument:
    try:
        record_id = record_id_of(parse_record_line(line))
    except Quarantined as problem:
        detail = f"line {number}: {problem.issue.detail}"
        broken = Issue(problem.issue.stage, "error", problem.issue.code, detail)
        # the line's number is part of its identity: the same broken line may occur twice
        source_id = f"line:{number}"
        return RawDocument(
            article_id_of(source_path, source_id),
            source_path,
            source_id,
            sha256,
            "record",
            line,
            broken,
        )
    source_id = record_id or f"sha256:{sha256[:16]}"
    article_id = article_id_of(source_path, source_id)
    seen[article_id] = seen.get(article_id, 0) + 1
    if seen[article_id] == 1:
        return RawDocument(article_id, source_path, source_id, sha256, "record", line)
    detail = f"line {number} repeats the id {source_id!r}; the first record was kept"
    repeated = Issue("sources", "error", "record_id_repeated", detail)
    source_id = f"{source_id}#{seen[article_id]}"
    return RawDocument(
        article_id_of(source_path, source_id),
        source_path,
        source_id,
        sha256,
        "record",
        line,
        repeated,
    )


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Lines without their ends; None for each line longer than ``longest`` bytes."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield None


def broken_document(
    source_path: str, code: str, detail: str, *, source_id: str | None = None
) -> RawDocument:
    """A document that cannot be read; its hash is of the reason, so that it is not redone."""
    issue = Issue("sources", "error", code, storable(detail))
    sha256 = _sha256(f"{code}\n{issue.detail}".encode())
    article_id = article_id_of(source_path, source_id)
    return RawDocument(article_id, source_path, source_id, sha256, "page", b"", issue)


def _sha256(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()
