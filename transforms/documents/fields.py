"""Fields: what a record may state, by the names under which it is read.

A module of its own, because settings name these fields and must load no reader of markup.
"""

from __future__ import annotations

TEXT_FIELDS = ("title", "url", "outlet", "published_at", "language")
RECORD_FIELDS = ("id", "text", "html", "byline", *TEXT_FIELDS)
