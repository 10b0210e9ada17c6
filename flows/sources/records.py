"""Records: what files that hold many documents with fields share.

Every record becomes one JSON object, whatever format it was written in, so that one reader
understands them all. A record that repeats an id is quarantined, not merged with the first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from flows.errors import nearest
from transforms.documents import RawDocument, article_id_of, record_id_of, text_problem
from transforms.text import Issue, storable

REPEATED_ID = "record_id_repeated"
"""Code of the problem of a record whose id an earlier one of its file has."""

Known: TypeAlias = Mapping[str, str]
"""content_sha256 to article_id of the records of one file that the ledger already holds."""
Columns: TypeAlias = Mapping[str, str]
"""Field of a record to the column or key that holds it in the files, where the two differ."""


# The frame of a page: its declaration, its head and the tags around its body.
_FRAME = re.compile(
    r"<!doctype[^<>]*>|<head\b[^<>]*>.*?</head\s*>|</?(?:html|head|body)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)


class RecordFile:
    """The records of one file, one after another: gives each its identity.

    notes: what is odd about the file; the next record that can be read carries it.
    """

    def __init__(self, source_path: str, known: Known, noun: str) -> None:
        self.source_path, self._known, self._noun = source_path, known, noun
        self._seen: dict[str, int] = {}
        self.notes: list[Issue] = []

    def unchanged(self, payload: bytes, sha256: str) -> RawDocument | None:
        """The record, if the ledger holds it: then it need not be parsed to know its id."""
        article_id = self._known.get(sha256)
        if article_id is None or article_id in self._seen:
            return None
        self._seen[article_id] = 1
        return RawDocument(article_id, self.source_path, None, sha256, "record", payload)

    def record(
        self, record: Mapping[str, object], payload: bytes, sha256: str, number: int
    ) -> RawDocument:
        """The document of a record, identified by its id or else by its content."""
        stated = record_id_of(record)
        source_id = stated or f"sha256:{sha256[:16]}"
        article_id = article_id_of(self.source_path, source_id)
        self._seen[article_id] = self._seen.get(article_id, 0) + 1
        problem = text_problem(record)
        if problem is not None:
            place = f"{self._noun} {number}" + (f" (id {stated!r})" if stated else "")
            problem = replace(problem, detail=storable(f"{place}: {problem.detail}"))
            # The place is part of what is said: a record that moved is one that changed.
            sha256 = sha256_of(f"{sha256}\n{problem.detail}".encode())
        if self._seen[article_id] > 1:
            detail = f"{self._noun} {number} repeats the id {source_id!r}; the first was kept"
            problem = Issue("sources", "error", REPEATED_ID, detail)
            source_id = f"{source_id}#{self._seen[article_id]}"
            article_id = article_id_of(self.source_path, source_id)
        return RawDocument(
            article_id, self.source_path, source_id, sha256, "record", payload, problem
        )

    def made(
        self,
        record: Mapping[str, object],
        number: int,
        longest: int,
        notes: Iterable[Issue] = (),
    ) -> RawDocument:
        """The document of a record that was not written in JSON; its JSON is what is hashed.

        notes: what was odd about it.
        """
        payload = as_json(record)
        if len(payload) > longest:
            return self.broken(number, "too_large", too_large(longest))
        said = (*self.notes, *notes)
        sha256 = _with_notes(sha256_of(payload), said)
        if known := self.unchanged(payload, sha256):
            self.notes.clear()
            return known
        document = self.record(record, payload, sha256, number)
        if document.problem is None:
            self.notes.clear()
        return replace(document, notes=said)

    def broken(
        self, number: int, code: str, detail: str, *, stage: str = "sources", sha256: str = ""
    ) -> RawDocument:
        """A record that cannot be read; its number is its identity, as two may be broken alike."""
        source_id = f"{self._noun}:{number}"
        issue = Issue(stage, "error", code, storable(f"{self._noun} {number}: {detail}"))
        return RawDocument(
            article_id_of(self.source_path, source_id),
            self.source_path,
            source_id,
            sha256 or sha256_of(f"{code}\n{issue.detail}".encode()),
            "record",
            b"",
            issue,
        )


def noted(document: RawDocument, notes: Sequence[Issue]) -> RawDocument:
    """The document with more that is odd about it; another note makes it another document.

    Else a run that finds the document unchanged would keep what was said of it before.
    """
    sha256 = _with_notes(document.content_sha256, notes)
    return replace(document, content_sha256=sha256, notes=(*document.notes, *notes))


def _with_notes(sha256: str, notes: Sequence[Issue]) -> str:
    said = "\n".join(f"{note.code}\t{note.detail}" for note in notes)
    return sha256_of(f"{sha256}\n{said}".encode()) if notes else sha256


def absent_columns(columns: Columns, names: Iterable[str]) -> list[Issue]:
    """An issue for each mapped column that a file, whose columns have these names, does not have.

    It is no error: one mapping may serve a folder of several feeds.
    """
    held = set(names)
    return [
        Issue(
            "sources",
            "info",
            "column_absent",
            storable(
                f"the file has no column `{column}`, which [tool.broadsheet.columns] names for"
                f" {field}{nearest(column, sorted(held))}"
            ),
        )
        for field, column in columns.items()
        if column not in held
    ]


def mapped(record: Mapping[str, object], columns: Columns) -> Mapping[str, object]:
    """The record with its columns under the names of our fields.

    A column that is not there leaves the field of its own name, so that one mapping serves a
    folder of several feeds.

    >>> mapped({"content": "Rain.", "title": "Wet"}, {"text": "content", "title": "head"})
    {'text': 'Rain.', 'title': 'Wet'}
    """
    found = {field: column for field, column in columns.items() if column in record}
    fields = {field: record[column] for field, column in found.items()}
    taken = set(found.values()) | set(fields)
    return fields | {name: value for name, value in record.items() if name not in taken}


def broken_document(
    source_path: str, code: str, detail: str, *, source_id: str | None = None
) -> RawDocument:
    """A document that cannot be read; its hash is that of the reason, so that it is not redone."""
    issue = Issue("sources", "error", code, storable(detail))
    sha256 = sha256_of(f"{code}\n{issue.detail}".encode())
    article_id = article_id_of(source_path, source_id)
    return RawDocument(article_id, source_path, source_id, sha256, "page", b"", issue)


def with_stated(document: RawDocument, stated: Mapping[str, str]) -> RawDocument:
    """The document with what lies beside it and states its fields; they are a part of its hash."""
    if not stated or document.problem is not None:
        return document
    sha256 = sha256_of(f"{document.content_sha256}\n".encode() + as_json(stated))
    return replace(document, content_sha256=sha256, stated=tuple(sorted(stated.items())))


def too_large(longest: int) -> str:
    """The detail of an issue: a document is larger than the setting allows."""
    return f"more than {longest} bytes (setting document_bytes)"


def as_fragment(markup: str) -> str:
    """What stands in the body of a page, as markup that is all text; any other markup as it is.

    >>> as_fragment("<html><head><title>Wet</title></head><body><p>Rain.</p></body></html>")
    '<p>Rain.</p>'
    """
    return _FRAME.sub("", markup)


def column_missing(names: Sequence[str]) -> str:
    """The detail of an issue: no column of a table, under these names, holds a text."""
    found = ", ".join(names)[:500] or "none"
    return (
        f"no column `text` or `html`; the columns are: {found}."
        " Name the one that holds the text in [tool.broadsheet.columns]"
    )


def as_json(record: Mapping[str, object]) -> bytes:
    """One JSON object, the same bytes for the same fields."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=_as_text)
    return text.encode("utf-8", "backslashreplace")


def _as_text(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat() if isoformat else value)


def sha256_of(payload: bytes) -> str:
    """The SHA-256 in hex, by which a changed document is known."""
    return hashlib.sha256(payload).hexdigest()
