"""Zones: the stretches of a page, each with one function, and where a mention may stand.

Pure values: this module imports no finder, so that the tables can name its types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text.span import Span

ZoneKind = Literal[
    "headline", "subheading", "byline", "date", "dateline", "caption", "body", "boilerplate"
]
MentionZone = Literal[ZoneKind, "credit"]
"""Where a mention stands: in a zone, or in the credit of a picture within its caption."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the page with one function. Zones are disjoint and in text order."""

    kind: ZoneKind
    span: Span


@dataclass(frozen=True, slots=True)
class PictureCredit:
    """One credit: "(AP Photo/Ann Lee)" is its span, "Ann Lee" whom it names."""

    span: Span
    named: Span
