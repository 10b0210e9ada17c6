"""Documents: from the bytes of one raw document to text and what its source states about it.

Pure: bytes in, frozen dataclasses out. A page is a whole file; a record is one line of JSON whose
``text`` is body and whose other fields are metadata.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from transforms.issue import Issue, Quarantined
from transforms.text import check_text, decode

RecordField = Literal["id", "text", "title", "url", "outlet", "published_at", "byline", "language"]
TEXT_FIELDS = ("title", "url", "outlet", "published_at", "language")
KNOWN_FIELDS = {"id", "text", "byline", *TEXT_FIELDS}


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as found, not yet understood.

    kind:    "page" for a file that is one document, "record" for one line of JSON.
    problem: why it cannot be an article, when the reader already knows.
    """

    article_id: str
    source_path: str
    source_id: str | None
    content_sha256: str
    kind: Literal["page", "record"]
    payload: bytes
    problem: Issue | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded document. ``text`` never changes after this; all spans refer to it."""

    article_id: str
    source_path: str
    source_id: str | None
    content_sha256: str
    kind: Literal["page", "record"]
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    byline: tuple[str, ...] = ()
    language: str | None = None
    issues: tuple[Issue, ...] = ()


def article_id_of(source_path: str, source_id: str | None) -> str:
    """16 hex digits that stay the same as long as file and record id do.

    >>> article_id_of("a/b.txt", None) == article_id_of("a/b.txt", "")
    False
    """
    identity = source_path if source_id is None else f"{source_path}\n{source_id}"
    return hashlib.blake2b(identity.encode("utf-8"), digest_size=8).hexdigest()


def read_document(raw: RawDocument) -> Document:
    """Decode a raw document.

    Raises:
        Quarantined: it cannot become an article; the issue says why.
    """
    if raw.problem is not None:
        raise Quarantined(raw.problem)
    return _read_page(raw) if raw.kind == "page" else _read_record(raw)


def _read_page(raw: RawDocument) -> Document:
    decoded = decode(raw.payload)
    folders = raw.source_path.split("/")[:-1]
    return Document(
        article_id=raw.article_id,
        source_path=raw.source_path,
        source_id=raw.source_id,
        content_sha256=raw.content_sha256,
        kind="page",
        text=decoded.text,
        outlet=folders[-1] if folders else None,
        issues=decoded.issues,
    )


def _read_record(raw: RawDocument) -> Document:
    record = parse_record_line(raw.payload)
    text = record.get("text")
    if not isinstance(text, str):
        raise Quarantined(_problem("record_text_missing", "the record has no string in `text`"))
    issues = list(check_text(text))
    values: dict[str, str | None] = {}
    for name in TEXT_FIELDS:
        value = record.get(name)
        values[name] = storable(value.strip()) or None if isinstance(value, str) else None
        if value is not None and not isinstance(value, str):
            issues.append(_ignored(name, value))
    byline = _byline(record.get("byline"))
    if byline is None:
        issues.append(_ignored("byline", record["byline"]))
    if record.get("id") is None:
        issues.append(
            Issue("document", "warning", "record_id_missing", "identified by its content instead")
        )
    if unknown := sorted(set(record) - KNOWN_FIELDS):
        detail = storable(f"fields without a meaning here: {', '.join(unknown)}")
        issues.append(Issue("document", "info", "record_fields_unknown", detail))
    return Document(
        article_id=raw.article_id,
        source_path=raw.source_path,
        source_id=raw.source_id,
        content_sha256=raw.content_sha256,
        kind="record",
        text=text,
        byline=byline or (),
        issues=tuple(issues),
        **values,
    )


def parse_record_line(line: bytes) -> Mapping[str, object]:
    """The JSON object on one line.

    Raises:
        Quarantined: the line is not UTF-8, not JSON or not an object.
    """
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        start = line[:60].decode("utf-8", "replace")
        raise Quarantined(
            _problem("record_not_json", f"not one JSON object ({error}): {start!r}")
        ) from error
    if not isinstance(record, dict):
        detail = f"one JSON object per line is needed, found {type(record).__name__}"
        raise Quarantined(_problem("record_not_object", detail))
    return record


def record_id_of(record: Mapping[str, object]) -> str | None:
    """The record's own id as text; None when it has none that can identify it."""
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return storable(str(value).strip()) or None


def storable(text: str) -> str:
    """The text with lone surrogates spelled out, since no file format can hold them.

    >>> storable("caf\\udce9")
    'caf\\\\udce9'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _byline(value: object) -> tuple[str, ...] | None:
    """Authors of a byline field, a string or a list of strings; None when it is neither."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (storable(value.strip()),) if value.strip() else ()
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(storable(name.strip()) for name in value if name.strip())
    return None


def _ignored(name: str, value: object) -> Issue:
    detail = f"`{name}` is not text but {type(value).__name__}; it was not used"
    return Issue("document", "warning", "record_field_not_text", detail)


def _problem(code: str, detail: str) -> Issue:
    return Issue("document", "error", code, detail)
