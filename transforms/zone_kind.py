"""The kinds of zone a page has; apart from ``page`` so that its parts can name them."""

from __future__ import annotations

from typing import Literal

ZoneKind = Literal[
    "headline", "subheading", "byline", "date", "dateline", "caption", "body", "boilerplate"
]
