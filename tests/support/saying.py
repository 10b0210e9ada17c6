"""Corrections of a text, by the words that they are about."""

from __future__ import annotations

from typing import Any, cast

from transforms.annotate import annotate
from transforms.corrections import (
    Correction,
    CorrectionAction,
    CorrectionKind,
    anchor_of,
)
from transforms.documents import RawDocument, read_document
from transforms.tables import build_rows
from transforms.text import Span

ARTICLE = "0123456789abcdef"


def said(
    text: str, kind: CorrectionKind, action: CorrectionAction, words: str, **values: str
) -> Correction:
    """What Jo says of words of a text; values by field."""
    at = text.index(words)
    anchor = anchor_of(text, Span(at, at + len(words)))
    return Correction(
        "test row 2", kind, ARTICLE, action, anchor, tuple(values.items()), "Jo", "2026-01-02"
    )


def rows_with(text: str, *corrections: Correction) -> dict[str, list[dict[str, Any]]]:
    """The rows of a plain page under the rules and these corrections."""
    raw = RawDocument(
        ARTICLE, "herald/page.txt", None, "f" * 64, "page", text.encode(), corrections=corrections
    )
    rows = build_rows(annotate(read_document(raw), "rules"), "1.0")
    return cast("dict[str, list[dict[str, Any]]]", rows)
