"""JSON lines: each line as one record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from flows.sources.column_census import ColumnCensus
from flows.sources.records import (
    Columns,
    Known,
    RecordFile,
    absent_columns,
    as_json,
    broken_document,
    mapped,
    noted,
    sha256_of,
    too_large,
)
from transforms.documents import RawDocument, parse_record_line
from transforms.text import Quarantined

_MOST_KEYS = 1_000
"""Keys of a file that are remembered, so that the nearest to one that is missing can be named."""


def read_json_lines(
    source_path: str,
    stream: BinaryIO,
    document_bytes: int,
    known: Known,
    columns: Columns,
    census: ColumnCensus,
) -> Iterator[RawDocument]:
    """One document per non-blank line.

    What a mapping names may be a key of the last line alone, so only then is it known to be
    missing: the last line that can be read carries what is said of the file.
    """
    lines = _Lines(RecordFile(source_path, known, "line"), document_bytes, columns)
    held: list[RawDocument] = []  # the last one that can be read, and the broken ones behind it
    is_empty = True
    for number, line in enumerate(lines_of(stream, document_bytes), start=1):
        if line is not None and not line.strip():
            continue
        is_empty = False
        document = lines.document(number, line)
        if document.problem is None or not held:
            yield from held
            held.clear()
        if held or (document.problem is None and lines.unseen):
            held.append(document)
        else:
            yield document
    if is_empty:
        yield broken_document(source_path, "empty", "the file holds no record: take it out")
        return
    census.saw(columns, lines.keys)
    for document in held[:1]:
        yield noted(document, absent_columns(columns, lines.keys))
    yield from held[1:]


class _Lines:
    """The lines of one file: each becomes a document, and their keys are collected.

    unseen: columns of the mapping that no line had so far.
    """

    def __init__(self, records: RecordFile, longest: int, columns: Columns) -> None:
        self._records, self._longest, self._columns = records, longest, columns
        self.unseen = set(columns.values())
        self.keys: set[str] = set()

    def document(self, number: int, line: bytes | None) -> RawDocument:
        """The document of a line; None is one that is too long."""
        if line is None:
            return self._records.broken(number, "too_large", too_large(self._longest))
        # A change of the mapping changes what the line says, as a change of the line does.
        sha256 = sha256_of(line + as_json(self._columns) if self._columns else line)
        # While a column is still looked for, also lines that are known must be parsed.
        known = None if self.unseen else self._records.unchanged(line, sha256)
        return known or self._parsed(number, line, sha256)

    def _parsed(self, number: int, line: bytes, sha256: str) -> RawDocument:
        try:
            record = parse_record_line(line)
        except Quarantined as problem:
            issue = problem.issue
            return self._records.broken(
                number, issue.code, issue.detail, stage=issue.stage, sha256=sha256
            )
        if self._columns:
            self.keys |= record.keys() & self.unseen
            if len(self.keys) < _MOST_KEYS:
                self.keys |= record.keys()
            self.unseen -= record.keys()
            record = mapped(record, self._columns)
            line = as_json(record)
        return self._records.record(record, line, sha256, number)


def lines_of(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Lines without their ends; None for each line longer than ``longest`` bytes."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield None
