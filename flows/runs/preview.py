"""Preview: a few articles as a run would read them, without a dataset.

Only the page is read: headline, date, byline and body. Names, quotes and figures are not, so no
model runs and it takes a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flows.settings import Settings
from flows.sources import Unreadable, raw_files, read_file
from transforms.annotate import frame
from transforms.documents import RawDocument, read_document
from transforms.text import Quarantined

_MOST_LOOKED_AT = 30
"""Documents that may be looked at for one that can be read."""
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """One document. What is not found is empty.

    start:   the first characters of its body.
    problem: why it cannot be read.
    """

    source_path: str
    headline: str = ""
    date: str = ""
    byline: str = ""
    start: str = ""
    problem: str = ""


def previews(settings: Settings, count: int, characters: int = 200) -> list[Preview]:
    """Articles of different files first, in the order of the files.

    If none of the first documents can be read, they are given with the reason.

    Args:
        settings: for the raw folder, the columns and the limit of a document.
        characters: of each body.
    """
    waiting = [_documents(settings, path) for path in islice(raw_files(settings.raw), _MOST_FILES)]
    looked_at = 0
    good: list[Preview] = []
    bad: list[Preview] = []
    while waiting and len(good) < count and looked_at < _MOST_LOOKED_AT:
        documents = waiting.pop(0)
        raw = next(documents, None)
        if raw is None:
            continue
        looked_at += 1
        waiting.append(documents)
        shown = _preview(raw, characters)
        (bad if shown.problem else good).append(shown)
    return good or bad[:count]


def _documents(settings: Settings, path: Path) -> Iterator[RawDocument]:
    try:
        yield from read_file(
            path,
            settings.raw,
            document_bytes=settings.document_bytes,
            columns_of=settings.columns_of,
        )
    except Unreadable:
        return


def _preview(raw: RawDocument, characters: int) -> Preview:
    where = raw.source_path if raw.source_id is None else f"{raw.source_path}, {raw.source_id}"
    try:
        framed = frame(read_document(raw))
    except Quarantined as refused:
        return Preview(where, problem=str(refused))
    page = framed.page
    body = " ".join(span.of(page.text) for span in page.spans_of("body"))
    headline = page.headline.of(page.text) if page.headline else framed.document.title
    return Preview(
        where,
        headline=headline or "",
        date=str(framed.date.published_date or ""),
        byline=", ".join(page.byline),
        start=" ".join(body.split())[:characters],
    )
