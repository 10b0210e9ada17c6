"""Page: which lines of a scraped page are headline, byline, date, caption, body or boilerplate.

Pure: text in, zones out. Offsets count code points of the text as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.span import Span

ZoneKind = Literal[
    "headline", "subheading", "byline", "date", "dateline", "caption", "body", "boilerplate"
]


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the page with one function. Zones are disjoint and in text order."""

    kind: ZoneKind
    span: Span


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its anatomy.

    zones:          one per non-blank line (a dateline is cut from the body line it opens).
    byline:         names as written, without "By".
    dateline_place: "MOSCOW" of "MOSCOW (Reuters) —", as written.
    agency:         canonical wire agency that wrote the article, from dateline, byline or last line;
                    a photo credit is not one.
    """

    text: str
    zones: tuple[Zone, ...]
    headline: Span | None = None
    byline: tuple[str, ...] = ()
    dateline_place: str | None = None
    agency: str | None = None

    def spans_of(self, *kinds: ZoneKind) -> tuple[Span, ...]:
        """Spans of the zones of these kinds, in text order."""
        return tuple(zone.span for zone in self.zones if zone.kind in kinds)


def parse_page(text: str) -> Page:
    """Find the zones of a plain-text page and what its header states."""
    raise NotImplementedError


def parse_record(text: str, *, byline: tuple[str, ...] = ()) -> Page:
    """Zones of a structured record's text, all of which is body.

    Only a dateline that opens the text is cut from it.
    """
    raise NotImplementedError
