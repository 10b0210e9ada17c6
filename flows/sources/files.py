"""Files: what lies under data/raw as a stream of raw documents.

The suffix says the form. Forms of ``_STREAMED`` may be packed; those of ``_BY_PATH`` are opened by
their path, because their reader moves about in the file. One document is in memory at a time.
A file that cannot be read as its name promises becomes a document with a problem, so that it is
counted and shown. Files and folders whose names begin with a dot are ignored.
"""

from __future__ import annotations

import errno
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeAlias
from zipfile import BadZipFile, ZipFile

from flows.sources.column_census import ColumnCensus
from flows.sources.compression import DAMAGED, OPENERS, Opener, form_of
from flows.sources.csv_rows import read_rows
from flows.sources.feeds import read_feed
from flows.sources.file_lists import faults_of, is_in, list_at, stated_in_lists
from flows.sources.json_lines import read_json_lines
from flows.sources.mailboxes import read_mailbox, read_message
from flows.sources.parquet import read_parquet
from flows.sources.records import (
    REPEATED_ID,
    Columns,
    Known,
    broken_document,
    sha256_of,
    too_large,
    with_stated,
)
from flows.sources.warc import read_warc
from flows.sources.zip_folders import (
    MOST_FILES,
    ArchiveBroken,
    Member,
    chapters_of,
    members_of,
    open_archive,
    open_member,
)
from flows.sources.zip_lists import faults_inside, lists_among, stated_inside
from transforms.documents import DocumentKind, RawDocument, article_id_of
from transforms.text import storable

logger = logging.getLogger(__name__)

ColumnsOf: TypeAlias = Callable[[str], Columns]
"""The mapping of columns for a file, by its path below the raw folder."""
MOST_BROKEN = 100
"""Documents of one file that cannot be read and have a row each; the others are counted in one."""


class Unreadable(Exception):
    """The operating system refused a file or folder; what is known of it must not be retracted."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a reader is given beside the bytes; see ``read_file``."""

    source_path: str
    document_bytes: int
    known: Known = field(default_factory=dict)
    columns: Columns = field(default_factory=dict)
    columns_of: ColumnsOf | None = None
    census: ColumnCensus = field(default_factory=ColumnCensus)
    stated: Mapping[str, str] = field(default_factory=dict)


def _read_page(kind: DocumentKind, reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    payload = stream.read(reading.document_bytes + 1)
    if len(payload) > reading.document_bytes:
        detail = too_large(reading.document_bytes)
        yield broken_document(reading.source_path, "too_large", detail)
    else:
        article_id = article_id_of(reading.source_path, None)
        yield RawDocument(article_id, reading.source_path, None, sha256_of(payload), kind, payload)


def _read_lines(reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    return read_json_lines(
        reading.source_path, stream, reading.document_bytes, reading.known, reading.columns,
        reading.census,
    )  # fmt: skip


def _read_sheet(is_tsv: bool, reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    return read_rows(
        reading.source_path, stream, reading.document_bytes, reading.known, reading.columns,
        reading.census, is_tsv=is_tsv,
    )  # fmt: skip


def _read_warc(reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    return read_warc(reading.source_path, stream, reading.document_bytes)


def _read_feed(reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    return read_feed(reading.source_path, stream, reading.document_bytes, reading.known)


def _read_mailbox(reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    return read_mailbox(reading.source_path, stream, reading.document_bytes, reading.known)


def _read_message(reading: _Reading, stream: BinaryIO) -> Iterator[RawDocument]:
    return read_message(reading.source_path, stream, reading.document_bytes, reading.known)


def _read_parquet(reading: _Reading, path: Path) -> Iterator[RawDocument]:
    return read_parquet(
        reading.source_path, path, reading.document_bytes, reading.known, reading.columns,
        reading.census,
    )  # fmt: skip


def _read_folder(
    list_members: Callable[[ZipFile], Iterable[Member]], reading: _Reading, path: Path
) -> Iterator[RawDocument]:
    """The documents of the files in an archive, each under its path in it."""
    seen: set[str] = set()
    try:
        with open_archive(path) as archive:
            members = list(islice(list_members(archive), MOST_FILES + 1))
            lists = lists_among(archive, members)
            names = frozenset(member.name for member in members)
            for number, member in enumerate(members, start=1):
                inner = _inside(reading, member)
                if number > MOST_FILES:
                    detail = f"it holds more than {MOST_FILES:,} files; the others were not read"
                    yield broken_document(reading.source_path, "too_large", detail)
                    return
                if member.name in seen:
                    detail = "the archive has a second file of this path; the first was kept"
                    yield broken_document(
                        inner.source_path, REPEATED_ID, detail, source_id=f"#{number}"
                    )
                    continue
                seen.add(member.name)
                if member.name in lists:
                    for code, entry, detail in faults_inside(
                        lists[member.name], member.name, names
                    ):
                        yield broken_document(inner.source_path, code, detail, source_id=entry)
                    continue
                inner = replace(inner, stated=stated_inside(lists, member.name))
                yield from _read_member(archive, member, inner)
    except ArchiveBroken as error:
        yield broken_document(reading.source_path, error.code, str(error))
    else:
        if not seen:
            yield broken_document(reading.source_path, "empty", "there is no file to read in it")


def _inside(reading: _Reading, member: Member) -> _Reading:
    """What the reader of a file in an archive is given."""
    place = f"{reading.source_path}/{member.name}"
    columns = reading.columns_of(place) if reading.columns_of else reading.columns
    return replace(reading, source_path=place, known={}, columns=columns)


def _read_member(archive: ZipFile, member: Member, reading: _Reading) -> Iterator[RawDocument]:
    form = _SAME_AS.get(member.form, member.form)
    name = member.name.rpartition("/")[2]
    if member.is_locked:
        detail = "it has a password; unpack the archive or save it without one"
        yield broken_document(reading.source_path, "encrypted_file", detail)
    elif form not in _STREAMED:
        packed = form in _BY_PATH or form in OPENERS
        detail = "it is packed twice; unpack the archive" if packed else _ADVICE.get(form, READ)
        yield broken_document(reading.source_path, "unsupported_format", f"{name}: {detail}")
    else:
        try:
            with open_member(archive, member) as stream:
                for document in _STREAMED[form](reading, stream):
                    # a list speaks of files, and not of the records in them
                    listed = reading.stated if document.source_id is None else {}
                    yield with_stated(document, {**member.stated, **listed})
        except (*DAMAGED, BadZipFile, NotImplementedError, RuntimeError) as error:
            detail = f"{name} ends or breaks early: {error}"
            yield broken_document(reading.source_path, "damaged_file", detail)


_STREAMED: Mapping[str, Callable[[_Reading, BinaryIO], Iterator[RawDocument]]] = {
    ".txt": partial(_read_page, "page"),
    ".html": partial(_read_page, "html"),
    ".docx": partial(_read_page, "docx"),
    ".odt": partial(_read_page, "odt"),
    ".pdf": partial(_read_page, "pdf"),
    ".jsonl": _read_lines,
    ".csv": partial(_read_sheet, False),
    ".tsv": partial(_read_sheet, True),
    ".warc": _read_warc,
    ".arc": _read_warc,
    ".rss": _read_feed,
    ".atom": _read_feed,
    ".xml": _read_feed,
    ".mbox": _read_mailbox,
    ".eml": _read_message,
}
_BY_PATH: Mapping[str, Callable[[_Reading, Path], Iterator[RawDocument]]] = {
    ".parquet": _read_parquet,
    ".zip": partial(_read_folder, members_of),
    ".epub": partial(_read_folder, chapters_of),
}
_SAME_AS = {".htm": ".html", ".xhtml": ".html", ".ndjson": ".jsonl", ".pq": ".parquet"}
"""Suffixes that mean the same as another one."""
READ = (
    f"{', '.join([*_STREAMED][:-1])} and {[*_STREAMED][-1]} are read, plain or"
    f" {' or '.join(OPENERS)}, and {', '.join(_BY_PATH)}"
)
"""What is read, as a sentence for people."""


_ADVICE = {
    **dict.fromkeys(
        (".rtf", ".doc", ".docm", ".dot", ".wpd", ".pages"),
        "save it as DOCX, ODT or PDF; LibreOffice does that for many at once:"
        " soffice --headless --convert-to docx FILES",
    ),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), "save the sheet as CSV in UTF-8"),
}
"""What to do with a file whose form is known and not read."""


def raw_files(raw: Path) -> Iterator[Path]:
    """Files under ``raw``, in name order.

    A folder that may not be listed is yielded itself, and ``read_file`` refuses it. A link to a
    folder is not followed, because links can form a loop; ``read_file`` gives it a problem.
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

    >>> [is_supported(name) for name in ("feed.jsonl.gz", "page.HTM", "a.pq", "a.pq.gz", "a.doc")]
    [True, True, True, False, False]
    """
    path = Path(name)
    return _form_of(path)[1] in _STREAMED or _suffix_of(path) in _BY_PATH


def read_file(
    path: Path,
    raw: Path,
    *,
    document_bytes: int,
    known: Known | None = None,
    columns: Columns | None = None,
    columns_of: ColumnsOf | None = None,
    census: ColumnCensus | None = None,
) -> Iterator[RawDocument]:
    """Documents of one file, in file order.

    Args:
        document_bytes: a longer document is not read to its end but given a problem.
        known: lets an unchanged record pass without being parsed again.
        columns: field of a record to the column or key that holds it, where the two differ.
        columns_of: the same by path, for the file and, if it is an archive, for the files in it.
        census: counts which of these the file has.

    Raises:
        Unreadable: the operating system refused the file or folder.
    """
    source_path = source_path_of(path, raw)
    if columns_of is not None:
        columns = columns_of(source_path)
    reading = _Reading(
        source_path, document_bytes, known or {}, columns or {}, columns_of,
        ColumnCensus() if census is None else census,
        stated_in_lists(path, raw),
    )  # fmt: skip
    try:
        yield from _regular(path, reading)
    except (*DAMAGED, OSError) as error:
        # EINVAL: a damaged archive names a place before its own beginning
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise Unreadable(f"{path}: {error.strerror}") from error
        detail = f"{path.name} ends or breaks early: {error}"
        yield broken_document(reading.source_path, "damaged_file", detail)
    except (MemoryError, Unreadable):
        raise
    except Exception as error:  # a defect of ours must not stop the other files
        logger.exception("%s: reading failed", reading.source_path)
        detail = f"a defect in the reader ({type(error).__name__}: {error}); please report it"
        yield broken_document(reading.source_path, "reading_failed", detail)


def _regular(path: Path, reading: _Reading) -> Iterator[RawDocument]:
    """The documents of a regular file; what is none is one with a problem."""
    if path.is_dir() and path.is_symlink():
        detail = f"{path.name} is a link to a folder; put the folder itself there"
        yield broken_document(reading.source_path, "linked_folder", detail)
        return
    if path.is_dir():  # raw_files yields such a folder only when it may not be listed
        raise Unreadable(f"{path}: the folder may not be listed")
    path.stat()  # a file that is gone by now, or a link to nowhere, is refused here
    if path.is_file():
        found = (
            _documents(path, reading)
            if (listed := list_at(path)) is None
            else (
                broken_document(reading.source_path, code, detail, source_id=entry)
                for code, entry, detail in faults_of(listed, partial(is_in, path.parent))
            )
        )
        yield from _summed_up(reading.source_path, found)
    else:
        # opening a pipe or a device could wait for ever
        detail = f"{path.name} is not a regular file; take it out of the raw folder"
        yield broken_document(reading.source_path, "not_a_file", detail)


def _documents(path: Path, reading: _Reading) -> Iterator[RawDocument]:
    opener, form = _form_of(path)
    suffix = _suffix_of(path)
    if suffix in _BY_PATH:
        yield from _BY_PATH[suffix](reading, path)
    elif form in _BY_PATH:
        detail = f"{path.name}: {form} files cannot be read packed; unpack it"
        yield broken_document(reading.source_path, "unsupported_format", detail)
    elif form in _STREAMED:
        with opener(path) as stream:
            for document in _STREAMED[form](reading, stream):
                # a list speaks of files, and not of the records in them
                is_file = document.source_id is None
                yield with_stated(document, reading.stated) if is_file else document
    else:
        otherwise = f"{READ}; convert it, or take it out of the raw folder"
        detail = f"{path.name}: {_ADVICE.get(form, otherwise)}"
        yield broken_document(reading.source_path, "unsupported_format", detail)


def _summed_up(source_path: str, documents: Iterable[RawDocument]) -> Iterator[RawDocument]:
    """The documents of a file; of those that cannot be read, one stands for all but the first few.

    A file that is broken throughout would else have a row for each of its hundred thousand records.
    """
    broken = 0
    more: Counter[str] = Counter()
    for document in documents:
        if document.problem is not None and document.problem.code != REPEATED_ID:
            broken += 1
            if broken > MOST_BROKEN:
                more[document.problem.code] += 1
                continue
        yield document
    if more:
        said = ", ".join(f"{code} {count:,}" for code, count in sorted(more.items()))
        detail = f"{more.total():,} more records cannot be read ({said}); {MOST_BROKEN} have rows"
        yield broken_document(source_path, "records_broken", detail, source_id="more broken")


def _form_of(path: Path) -> tuple[Opener, str]:
    """How to open the file, and the form of what it then gives, as a suffix."""
    opener, suffix = form_of(path)
    return opener, _SAME_AS.get(suffix, suffix)


def _suffix_of(path: Path) -> str:
    suffix = path.suffix.lower()
    return _SAME_AS.get(suffix, suffix)
