"""The kinds of zone a page has; apart from ``page`` so that its parts can name them."""

from __future__ import annotations

from typing import Literal

ZoneKind = Literal[
    "headline", "subheading", "byline", "date", "dateline", "caption", "body", "boilerplate"
]
MentionZone = Literal[ZoneKind, "credit"]
"""Where a mention stands: in a zone, or in the credit of a picture within its caption."""
