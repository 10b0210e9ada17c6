"""Zones: the stretches of a page, each with one function, and the zones of mentions.

Pure values: this module imports no finder, so tables can use its types.
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
    """The credit of a picture. In "(AP Photo/Ann Lee)" all is its span, "Ann Lee" is ``named``."""

    span: Span
    named: Span
