"""Zones: the stretches of a page, each with one function, and the zones of mentions.

Pure values: this module imports no finder, so tables can use its types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text.span import Span

ZoneKind = Literal[
    "kicker", "headline", "standfirst", "subheading", "byline", "date", "dateline", "caption",
    "body", "table", "boilerplate",
]  # fmt: skip
"""Kickers, standfirsts and tables are stated by markup; plain text does not show them."""
MentionZone = Literal[ZoneKind, "credit"]
"""Where a mention stands: in a zone, or in the credit of a picture within its caption."""
PROSE_KINDS: tuple[ZoneKind, ...] = ("headline", "standfirst", "subheading", "caption", "body")
"""What is read for names, quotes and figures, and shows the language.

A kicker is a label, such as a desk or a series, and no statement.
"""
TITLE_KINDS: tuple[ZoneKind, ...] = ("headline", "subheading")
"""What is written as titles are: without articles, often in capitals."""


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
