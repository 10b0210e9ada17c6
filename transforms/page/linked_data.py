"""Linked data: the objects of a page's JSON-LD, and the texts and names in them.

Pure. Broken JSON is passed over, and what a hostile page can make of it is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from transforms.text import storable

Node = Mapping[str, Any]
_ARTICLE_TYPES = ("Article", "Posting", "Report", "Review")
MOST_NODES = 2_000
_MOST_NAMES = 50
_LONGEST = 1_000  # characters of a value
_LONGEST_STORY = 1 << 20  # characters of a story


def linked_data(tree: Any) -> Iterator[Node]:
    """Objects of the page's JSON-LD, the outermost first; broken JSON is skipped."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(MOST_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting[:0] = node[:MOST_NODES]
            elif isinstance(node, dict):
                yield node
                waiting += [node.get("@graph"), node.get("mainEntity")]


def is_article(node: Node) -> bool:
    """Whether an object calls itself an article, a posting, a report or a review."""
    return any(kind.endswith(_ARTICLE_TYPES) for kind in texts_of(node.get("@type")))


def texts_of(value: Any) -> list[str]:
    """The strings of a value that may be a string or a list of them, without outer blanks."""
    values = value if isinstance(value, list) else [value]
    return [cleaned(text) for text in values if isinstance(text, str) and text.strip()]


def whole_texts_of(value: Any) -> list[str]:
    """The strings of a value as they stand, up to 1 MiB characters of each."""
    values = value if isinstance(value, list) else [value]
    return [storable(text[:_LONGEST_STORY]) for text in values if isinstance(text, str)]


def names_of(value: Any) -> list[str]:
    """Names of persons or organisations, given as strings, objects or lists of either."""
    values = value if isinstance(value, list) else [value]
    found = []
    for one in islice(values, _MOST_NAMES):
        found += _name_of(one) if isinstance(one, dict) else texts_of(one)
    return found


def _name_of(one: Node) -> list[str]:
    """The name of an object, or else the given and the family name that it states apart."""
    parts = [part for key in ("givenName", "familyName") for part in texts_of(one.get(key))[:1]]
    return texts_of(one.get("name")) or ([" ".join(parts)] if parts else [])


def cleaned(text: str) -> str:
    """The text as it may be stored, its blanks evened out; at most 1,000 characters of it."""
    return storable(" ".join(text[:_LONGEST].split()))
