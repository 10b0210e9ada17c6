"""Markup: what the markup of a source states about its text, as evidence for later stages.

Pure values. A reader of markup (HTML) gives a text and what tags and metadata say of it: the kind
of every line, who wrote it, when it was published. Later stages do not guess these again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from transforms.text import Issue, Span, Zone

MarkupSource = Literal["json_ld", "html_meta", "time", "page_text", "htmldate", "file_properties"]
DateSource = Literal[
    "metadata",
    "json_ld",
    "html_meta",
    "time",
    "page_text",
    "htmldate",
    "page_header",
    "byline",
    "dateline",
    "url",
    "file_name",
    "file_properties",
    "copyright",
    "curated",
]


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date in the metadata of a page.

    value:     as written there.
    is_update: whether the page was changed then, not published.
    evidence:  labels of what speaks for it, as in ``date_weights.tsv``.
    """

    value: str
    source: MarkupSource
    is_update: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedName:
    """A place of a page that is said to name authors.

    text:     as written there, with whatever stands around the names.
    evidence: the label of the place, as in ``author_weights.tsv``.
    """

    text: str
    evidence: str


class PageOfFile(NamedTuple):
    """The text of a page of a file, or a part of it. page: its number, from 1."""

    page: int
    span: Span


@dataclass(frozen=True, slots=True)
class MarkedUp:
    """The text taken from a page's markup, and what the markup states about it.

    zones:  disjoint, in text order, one or more lines each; they cover every non-blank line.
    byline: authors, as the markup names them.
    names:  all that the markup says of authors, from which the byline was chosen.
    pages:  the pages of a file of pages, to the paragraph, in text order.
    """

    text: str
    zones: tuple[Zone, ...]
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    language: str | None = None
    dates: tuple[StatedDate, ...] = ()
    names: tuple[StatedName, ...] = ()
    pages: tuple[PageOfFile, ...] = ()
    issues: tuple[Issue, ...] = ()
