"""Single: one text, read in this process, without a dataset."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import PurePath
from typing import Any, cast, get_args

from flows.catalog import Article as Article
from flows.errors import UsageError
from transforms.annotate import annotate
from transforms.documents import DocumentKind, RawDocument, article_id_of, read_document
from transforms.models import DEFAULT_ENGINE, Engine
from transforms.tables import TABLES, build_rows
from transforms.text import Quarantined
from transforms.version import EXTRACTOR_VERSION

_SHOWN = {table.name: table for table in TABLES if table.is_public and table.ordinal}


class Unreadable(UsageError):
    """The text cannot become an article; the message says why."""


def read(text: str | bytes, *, name: str = "text.txt", engine: Engine = DEFAULT_ENGINE) -> Article:
    """What a run would find in one document: its zones, names, quotes and figures.

    text:   a plain text, or a web page with its markup.
    name:   what its file would be called; ``.html`` says that it is a page with markup.
    engine: what reads names and quotes: accurate, fast or rules.

    The first call loads the models, about a second. What depends on other articles (copies, one
    id for several spellings, habits of an outlet) a single text does not show.

    Raises:
        Unreadable: the text cannot become an article, or there is no such engine.

    >>> from broadsheet import read
    >>> article = read("The bridge is safe, Mayor Ana Sorel said.", engine="rules")
    >>> [(quote["quote_text"], quote["speaker_name"]) for quote in article.quotes]
    [('The bridge is safe', 'Ana Sorel')]
    """
    if engine not in get_args(Engine):
        raise Unreadable(f"no engine {engine!r}; there are: {', '.join(get_args(Engine))}")
    payload = text.encode() if isinstance(text, str) else text
    try:
        document = read_document(_raw(payload, name))
        rows = cast("dict[str, Any]", build_rows(annotate(document, engine), EXTRACTOR_VERSION))
    except Quarantined as refused:
        raise Unreadable(f"{refused.issue.code}: {refused.issue.detail}") from refused
    [row] = rows["articles"]
    return Article(
        row=row,
        zones=[
            zone | {"surface": row["text"][zone["start_char"] : zone["end_char"]]}
            for zone in row["zones"]
        ],
        tables={name: _ordered(name, rows.get(name, [])) for name in _SHOWN},
    )


def _ordered(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row[_ordinals()[name]])


@cache
def _ordinals() -> dict[str, str]:
    return {name: str(table.ordinal) for name, table in _SHOWN.items()}


def _raw(payload: bytes, name: str) -> RawDocument:
    kind: DocumentKind = (
        "html" if PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml") else "page"
    )
    digest = hashlib.sha256(payload).hexdigest()
    return RawDocument(article_id_of(name, None), name, None, digest, kind, payload)
