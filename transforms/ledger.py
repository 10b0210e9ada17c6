"""Ledger: the rows that remember a document for the next run: what became of it, and its traits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TypeAlias

from transforms import EXTRACTOR_VERSION
from transforms.documents.reader import Document, RawDocument

Row: TypeAlias = dict[str, object]


def ledger_row(document: Document | RawDocument, state: str) -> Row:
    """The row of ``_documents``, without the date of an article and the reason of a quarantine."""
    return {
        "article_id": document.article_id,
        "source_path": document.source_path,
        "source_id": document.source_id,
        "content_sha256": document.content_sha256,
        "state": state,
        "reason": None,
        "evidence": document.habits.evidence,
        "published_date": None,
        "extractor_version": EXTRACTOR_VERSION,
    }


def traits_rows(document: Document | RawDocument, published: object) -> list[Row]:
    """The row of ``_traits`` for a document that shows any; it counts in quarantine too, for what
    it shows was found before.
    """
    if document.traits is None:
        return []
    row = {"article_id": document.article_id, "published_date": published}
    return [row | asdict(document.traits)]
