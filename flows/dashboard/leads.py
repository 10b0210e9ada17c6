"""Leads: which columns of a list people read, and where the values in them lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

_FOR_PROGRAMS = ("_id", "_char")
"""Ends of the names of columns that say nothing to a reader: ids and places in a text."""


def readable(row: Mapping[str, Any]) -> list[str]:
    """The columns that a page shows; downloads hold all.

    >>> readable({"relay_name": "Norpress", "relay_entity_id": "e1", "start_char": 4})
    ['relay_name']
    """
    return [column for column in row if not column.endswith(_FOR_PROGRAMS)]


def leads(row: Mapping[str, Any], column: str) -> str:
    """The address that a value leads to: the name, the article or the quotes; empty for nowhere.

    >>> leads({"relay_name": "Norpress", "relay_entity_id": "e1"}, "relay_name")
    '/names/e1'
    >>> leads({"source_path": "a.txt", "article_id": "a1", "severity": "error"}, "source_path")
    ''
    """
    if entity := row.get(f"{column.removesuffix('_name')}_entity_id"):
        return f"/names/{entity}"
    if column == "source_path" and row.get("article_id") and row.get("severity") != "error":
        return f"/articles/{row['article_id']}"  # an error says that there is no such article
    if column == "quote_count" and row.get("relay_name") and row.get("outlet"):
        return "/quotes?" + urlencode({"outlet": row["outlet"], "relay": row["relay_name"]})
    return ""
