"""Sources: the files under data/raw as a stream of raw documents.

The suffix says the form: pages of text or HTML, JSON lines, Parquet, WARC archives, RSS and Atom
feeds, mailboxes; all but Parquet may be ``.gz`` or ``.zst``. Streams: one document is in memory
at a time. A file that cannot be read as its name promises becomes a document with a problem, so
that it is counted and shown; files and folders whose names begin with a dot are none of ours.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

from flows.sources.compression import DAMAGED, form_of
from flows.sources.feeds import read_feed
from flows.sources.mailboxes import read_mailbox
from flows.sources.parquet import read_parquet
from flows.sources.records import (
    Columns,
    Known,
    broken_document,
    read_json_lines,
    sha256_of,
    too_large,
)
from flows.sources.warc import read_warc
from transforms.documents import DocumentKind, RawDocument, article_id_of
from transforms.text import storable

logger = logging.getLogger(__name__)

__all__ = ["Unreadable", "broken_document", "is_supported", "raw_files", "read_file"]

PAGES: Mapping[str, DocumentKind] = {
    ".txt": "page",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
PARQUET = (".parquet", ".pq")


class Unreadable(Exception):
    """The operating system refused a file or folder; what is known of it must not be retracted."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a reader is told beside the bytes."""

    source_path: str
    document_bytes: int
    known: Known = field(default_factory=dict)
    columns: Columns = field(default_factory=dict)


_Reader: TypeAlias = Callable[[_Told, BinaryIO], Iterator[RawDocument]]
_STREAMED: Mapping[str, _Reader] = {
    **dict.fromkeys(
        (".jsonl", ".ndjson"),
        lambda told, stream: read_json_lines(
            told.source_path, stream, told.document_bytes, told.known, told.columns
        ),
    ),
    ".warc": lambda told, stream: read_warc(told.source_path, stream, told.document_bytes),
    **dict.fromkeys(
        (".rss", ".atom", ".xml"),
        lambda told, stream: read_feed(told.source_path, stream, told.document_bytes, told.known),
    ),
    ".mbox": lambda told, stream: read_mailbox(
        told.source_path, stream, told.document_bytes, told.known
    ),
}
READ = (
    ".txt, .html, .jsonl, .warc, .rss, .atom, .xml and .mbox are read, plain or .gz or .zst,"
    " and .parquet"
)


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

    >>> [is_supported(name) for name in ("feed.jsonl.gz", "page.HTML", "news.warc.gz", "a.docx")]
    [True, True, True, False]
    """
    form = form_of(Path(name))[1]
    return form in PAGES or form in _STREAMED or Path(name).suffix.lower() in PARQUET


def read_file(
    path: Path,
    raw: Path,
    *,
    document_bytes: int,
    known: Known | None = None,
    columns: Columns | None = None,
) -> Iterator[RawDocument]:
    """Documents of one file, in file order.

    Args:
        document_bytes: a longer document is not read to its end but given a problem.
        known: lets an unchanged record pass without being parsed again.
        columns: names of our fields in JSON lines and Parquet files, where they differ.

    Raises:
        Unreadable: the operating system refused the file.
    """
    told = _Told(source_path_of(path, raw), document_bytes, known or {}, columns or {})
    try:
        if path.is_dir():  # raw_files yields a folder only when it may not be listed
            raise Unreadable(f"{path}: the folder may not be listed")
        path.stat()  # a file that is gone by now, or a link to nowhere, is refused here
        if path.is_file():
            yield from _documents(path, told)
        else:
            # opening a pipe or a device could wait for ever
            detail = f"{path.name} is not a regular file"
            yield broken_document(told.source_path, "not_a_file", detail)
    except (*DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise Unreadable(f"{path}: {error.strerror}") from error
        detail = f"{path.name} ends or breaks early: {error}"
        yield broken_document(told.source_path, "damaged_file", detail)
    except MemoryError:
        raise
    except Exception as error:  # a defect of ours must not stop the other files
        logger.exception("%s: reading failed", told.source_path)
        detail = f"a defect in the reader ({type(error).__name__}: {error}); please report it"
        yield broken_document(told.source_path, "reading_failed", detail)


def _documents(path: Path, told: _Told) -> Iterator[RawDocument]:
    opener, form = form_of(path)
    if path.suffix.lower() in PARQUET:
        yield from read_parquet(
            told.source_path, path, told.document_bytes, told.known, told.columns
        )
    elif form in PARQUET:
        detail = f"{path.name}: Parquet is compressed inside and cannot be read packed; unpack it"
        yield broken_document(told.source_path, "unsupported_format", detail)
    elif form in PAGES:
        with opener(path) as stream:
            yield _page(told, stream, PAGES[form])
    elif form in _STREAMED:
        with opener(path) as stream:
            yield from _STREAMED[form](told, stream)
    else:
        detail = f"{path.name}: {READ}"
        yield broken_document(told.source_path, "unsupported_format", detail)


def _page(told: _Told, stream: BinaryIO, kind: DocumentKind) -> RawDocument:
    payload = stream.read(told.document_bytes + 1)
    if len(payload) > told.document_bytes:
        return broken_document(told.source_path, "too_large", too_large(told.document_bytes))
    article_id = article_id_of(told.source_path, None)
    return RawDocument(article_id, told.source_path, None, sha256_of(payload), kind, payload)
