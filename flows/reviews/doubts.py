"""Doubts: the least certain rows of the chosen articles, each with its sentence and its place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import catalog
from flows.errors import UsageError, nearest
from transforms.corrected import FIELDS
from transforms.corrections import CorrectionKind, anchor_of
from transforms.text import Span

KINDS: Mapping[str, CorrectionKind | None] = {
    "quotes": "quote", "figures": "figure", "entities": None, "dates": "date", "zones": "zone",
}  # fmt: skip
"""What can be reviewed, to the kind of its corrections; entities have decisions instead."""
ENTITY_COLUMNS = ("action", "value")
_AROUND = 200
_FIRST_LINE = 200
"""Characters of an article's first line that its day is anchored to."""
_LETTERS = {"quotes": ("quote", "q"), "figures": ("figure", "f"), "entities": ("name", "e")}


class ReviewError(UsageError):
    """A review cannot be written or taken as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Rows to be reviewed.

    of:      one of ``KINDS``.
    columns: those that the program fills.
    rows:    their values, the least certain row first.
    """

    of: str
    version: int
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that a person fills."""
        kind = KINDS[self.of]
        return ENTITY_COLUMNS if kind is None else ("verdict", *FIELDS[kind])


def doubts(
    processed: Path, of: str, filters: Mapping[str, str], *, limit: int, site: str
) -> Doubts:
    """The least certain rows of the articles that the filters leave.

    site: address of the site that links lead to.

    Raises:
        ReviewError: nothing of that name can be reviewed.
        NoDataset, QueryError: as of an export.
    """
    if of not in KINDS:
        raise ReviewError(f"no review of {of!r}{nearest(of, KINDS)}; there are: {', '.join(KINDS)}")
    with catalog.open(processed) as connection:
        catalog.choose(connection, filters)
        answer = catalog.to_review(connection, of)
        found = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows[:limit]]
        names = [row["article_id"] for row in found]
        texts = dict(
            connection.execute(
                "select article_id, text from articles"
                " where article_id in (select unnest(?::varchar[]))",
                [names],
            ).fetchall()
        )
        rows = [_shown(of, row, texts[row["article_id"]], site) for row in found]
    hidden = ("start_char", "end_char", "article_id")
    own = [name for name in answer.columns if name not in (*hidden, "id", "published_date",
                                                           "outlet", "why", "doubt")]  # fmt: skip
    columns = ("link", "published_date", "outlet", "sentence", "words", *own, "why", "doubt")
    version = int(catalog.folder(processed).name)
    return Doubts(of, version, (*columns, *hidden, "id", "mark"), rows)


def _shown(of: str, row: dict[str, Any], text: str, site: str) -> dict[str, Any]:
    start, end = row["start_char"], row["end_char"]
    if end is None:
        end = min(start + _FIRST_LINE, max(text.find("\n", start), start + 1))
    span = Span(start, min(end, len(text)))
    sentence = text[max(0, start - _AROUND) : start] + "»" + span.of(text) + "«"
    sentence += text[end : end + _AROUND]
    return row | {
        "start_char": span.start_char,
        "end_char": span.end_char,
        "doubt": float(row["doubt"]),
        "words": span.of(text),
        "sentence": " ".join(sentence.split()),
        "link": site.rstrip("/") + _address(of, row),
        "mark": mark_of(row["article_id"], text, span),
    }


def _address(of: str, row: Mapping[str, Any]) -> str:
    address = f"/articles/{row['article_id']}"
    kind, letter = _LETTERS.get(of, ("", "?"))
    index = str(row["id"]).rpartition("/")[2]
    if index[:1] == letter and index[1:].isdigit():
        return f"{address}?{kind}={row['id']}#{index}"
    return address


def mark_of(article_id: str, text: str, span: Span) -> str:
    """12 hex digits by which a place of a sheet is known to be the same in the dataset."""
    anchor = anchor_of(text, span)
    said = "\n".join((article_id, anchor.before, anchor.words, anchor.after, str(span.start_char)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
