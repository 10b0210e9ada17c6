"""Web annotations: every span as a W3C Web Annotation, in JSON-LD, one a line.

The model is that of https://www.w3.org/TR/annotation-model/: a target is the article with a
position in its text, in code points, and the words themselves, by which they are found again on the
page where the article was published, its ``scope``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flows.exports.selection import TEXTS, Selection

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters of the text before and after that go with the words."""
_TABLES = {"quotes": "quote_id", "figures": "figure_id", "mentions": "mention_id"}


def lines_of(selection: Selection) -> Iterator[str]:
    """One annotation a line: of each quote, figure and mention of a name."""
    answer = selection.rows(TEXTS)
    texts = {row[0]: row[1] for row in answer.rows}
    for table, key in _TABLES.items():
        found = selection.rows(table)
        for values in found.rows:
            row = dict(zip(found.columns, values, strict=True))
            yield json.dumps(_annotation(table, key, row, texts[row["article_id"]]), default=str)


def _annotation(table: str, key: str, row: dict[str, Any], text: str) -> dict[str, Any]:
    start, end = row["start_char"], row["end_char"]
    places = ("article_id", "start_char", "end_char", "source_url", key)
    said = {name: value for name, value in row.items() if name not in places and value is not None}
    return {
        "@context": _CONTEXT,
        "id": f"urn:broadsheet:{row[key]}",
        "type": "Annotation",
        "motivation": "identifying" if table == "mentions" else "describing",
        "body": {"type": "Dataset", "purpose": table, "value": said},
        "target": {
            "source": f"urn:broadsheet:{row['article_id']}",
            **({"scope": row["source_url"]} if row.get("source_url") else {}),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - _AROUND) : start],
                    "suffix": text[end : end + _AROUND],
                },
            ],
        },
    }
