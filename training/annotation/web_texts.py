"""Web texts: the articles of the project's second annotation, by doc_id.

The bodies of two collections of real pages, as their makers cut them, and four newswire articles of
MASC. Business, sport, science, courts, culture, foreign desks; papers of many countries.
"""

from __future__ import annotations

import json
from pathlib import Path

from training.annotation.lists import SHARED, document_key

COLLECTIONS = ("aeb", "fundus")


def read_web_texts(shared: Path = SHARED) -> dict[str, str]:
    """Text by doc_id: "aeb_p0003", "fundus_p0007", "masc_NYTnewswire2"."""
    texts = {}
    for name in COLLECTIONS:
        index = json.loads((shared / "gold" / "web" / name / "index.json").read_text("utf-8"))
        for item in index["items"]:
            body = item.get("body") or ""
            texts[f"{name}_{item['id']}"] = body if isinstance(body, str) else "\n\n".join(body)
    with (shared / "training-data" / "entities" / "masc.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            texts[row["doc_id"]] = row["text"]
    return texts


def is_kept_out(doc_id: str) -> bool:
    """Whether a document measures and never teaches: about every fifth."""
    return int(document_key(doc_id)[:8], 16) % 5 == 0
