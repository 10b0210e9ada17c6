"""Small documents with rows in every table, staged as an extraction would stage them.

Each row of a document carries its revision, so that a reader notices a mixture of two versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tests.support.defaults import with_defaults
from transforms.tables import ARTICLES, DOCUMENTS, ENTITIES, Table
from transforms.tables.schema import FIGURES, ISSUES, QUOTES, REJECTED_NUMBERS

MENTIONS = 3
VERSION = "test"


@dataclass(frozen=True)
class Doc:
    """A document of a test: its number, day and revision."""

    number: int
    day: date | None = date(2024, 2, 22)
    revision: int = 0
    state: str = "article"

    @property
    def article_id(self) -> str:
        """16 hex digits."""
        return f"{self.number:016x}"


def stage(folder: Path, docs: Iterable[Doc]) -> Path:
    """Write the rows of the documents as one batch folder."""
    folder.mkdir(parents=True)
    docs = list(docs)
    articles = [doc for doc in docs if doc.state == "article"]
    rows: dict[Table, list[dict[str, Any]]] = {
        DOCUMENTS: [_document(doc) for doc in docs],
        ARTICLES: [_article(doc) for doc in articles],
        ENTITIES: [_mention(doc, index) for doc in articles for index in range(MENTIONS)],
        QUOTES: [_quote(doc) for doc in articles],
        FIGURES: [_figure(doc) for doc in articles if doc.number % 2],
        REJECTED_NUMBERS: [_rejected(doc) for doc in articles],
        ISSUES: [_issue(doc) for doc in docs if doc.state == "quarantined"],
    }
    for table, added in rows.items():
        if added:
            frame = table.frame(with_defaults(table, row) for row in added)
            frame.write_parquet(folder / f"{table.name}.parquet")
    return folder


def text_of(doc: Doc) -> str:
    """The article's text; it begins with its revision, once for each mention."""
    return f"{doc.revision:06d} " * MENTIONS + f"says Ann Lee of {doc.number:06d}"


def _document(doc: Doc) -> dict[str, Any]:
    return {
        "article_id": doc.article_id, "source_path": f"{doc.number}.txt", "source_id": None,
        "content_sha256": f"{doc.revision:064x}", "state": doc.state,
        "reason": "empty" if doc.state == "quarantined" else None,
        "published_date": doc.day if doc.state == "article" else None,
        "extractor_version": VERSION,
    }  # fmt: skip


def _article(doc: Doc) -> dict[str, Any]:
    text = text_of(doc)
    return {
        "article_id": doc.article_id, "source_path": f"{doc.number}.txt",
        "content_sha256": f"{doc.revision:064x}", "text": text,
        "outlet": f"outlet-{doc.number % 3}",
        "byline": [], "credits": [], "published_date": doc.day, "date_conflict": False,
        "date_candidates": [],
        "zones": [{"kind": "body", "start_char": 0, "end_char": len(text)}],
        "word_count": MENTIONS + 5,
        "date_source": "file_name" if doc.day else None, "extractor_version": VERSION,
    }  # fmt: skip


def _child(doc: Doc, kind: str, index: int) -> dict[str, Any]:
    return {
        "article_id": doc.article_id, "published_date": doc.day, "extractor_version": VERSION,
        "start_char": 7 * index, "end_char": 7 * index + 6, "surface": f"{doc.revision:06d}",
        "confidence": 1.0,
        "sentence_index": 0, "zone": "body",
        f"{kind}_index": index,
    }  # fmt: skip


def _mention(doc: Doc, index: int) -> dict[str, Any]:
    return _child(doc, "mention", index) | {
        "mention_id": f"{doc.article_id}/e{index}", "entity_type": "person",
        "entity_id": f"{doc.revision:016x}", "canonical_name": f"{doc.revision:06d}",
        "form": "full_name", "link_reason": "same_name",
    }  # fmt: skip


def _quote(doc: Doc) -> dict[str, Any]:
    row = _child(doc, "quote", 0) | {
        "quote_id": f"{doc.article_id}/q0", "quote_type": "indirect", "attribution_kind": "speech",
        "segments": [{"start_char": 0, "end_char": 6}], "quote_text": f"{doc.revision:06d}",
        "speaker_form": "none", "speaker_resolution": "unresolved", "speaker_confidence": 0.0,
        "cue_negated": False, "attribution_chain": [], "is_headline": False, "method": "test",
    }  # fmt: skip
    return {name: value for name, value in row.items() if name in QUOTES.polars_schema}


def _figure(doc: Doc) -> dict[str, Any]:
    return _child(doc, "figure", 0) | {
        "figure_id": f"{doc.article_id}/f0", "value": float(doc.revision), "bound": "exact",
        "is_approximate": False, "kind": "count", "unit_assumed": False, "rule_id": "test",
    }  # fmt: skip


def _rejected(doc: Doc) -> dict[str, Any]:
    row = _child(doc, "rejected", 0) | {"rejected_id": f"{doc.article_id}/r0", "reason": "code"}
    return {name: value for name, value in row.items() if name in REJECTED_NUMBERS.polars_schema}


def _issue(doc: Doc) -> dict[str, Any]:
    return {
        "issue_id": f"{doc.article_id}/i0", "article_id": doc.article_id, "issue_index": 0,
        "source_path": f"{doc.number}.txt", "stage": "text", "severity": "error", "code": "empty",
        "detail": "there is no text",
    }  # fmt: skip


def rows_of(version: Path, table: str) -> pl.DataFrame:
    """All rows of one table of a version."""
    return pl.read_parquet(f"{version}/{table}/**/*.parquet", hive_partitioning=False)
