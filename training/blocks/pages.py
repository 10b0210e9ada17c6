"""Pages whose story is known, with the evidence and the right answer for each block.

GOLD has a folder for each collection with ``index.json``: items with ``file``, or ``page`` of
another collection, and ``body``, or ``with`` and ``without``. PAGES has the pages as
``<collection>/<host>/<page>``. Nothing of their texts is kept in what is learned but
single words that stand on pages of several hosts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.blocks.answers import Answers, answers_of_body, answers_of_passages
from training.blocks.bags import Bag, bags_of
from transforms.page import (
    HeldByElements,
    Metadata,
    ReadBlocks,
    headline_among,
    parse_markup,
    story_of,
)
from transforms.text import Quarantined, decode

COLLECTIONS = ("aeb", "fundus", "traf")


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page with its blocks' evidence and answers."""

    collection: str
    name: str
    host: str
    read: ReadBlocks
    metadata: Metadata
    bags: list[Bag]
    answers: Answers


def known_pages(gold: Path, pages: Path) -> Iterator[KnownPage]:
    """The pages of all collections that have a block of text."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for collection, item, path in _listed(gold, pages):
        page = _known_page(collection, item, path)
        if page is not None:
            yield page


def _listed(gold: Path, pages: Path) -> Iterator[tuple[str, dict[str, object], Path]]:
    """Collection, item and file of each page."""
    indexes = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))["items"]
        for path in sorted(gold.glob("*/index.json"))
    }
    files = {
        f"{collection}/{item['id']}": item["file"]
        for collection, items in indexes.items()
        for item in items
        if "file" in item
    }
    for collection in COLLECTIONS:
        for item in indexes[collection]:
            place = item.get("page") or f"{collection}/{item['id']}"
            yield collection, item, pages / place.partition("/")[0] / files[place]


def _known_page(collection: str, item: dict[str, object], path: Path) -> KnownPage | None:
    """A page with its answers."""
    try:
        page = parse_markup(decode(path.read_bytes(), is_html=True).text)
    except Quarantined:
        return None
    blocks = page.blocks
    if not blocks:
        return None
    told = story_of(page.tree)
    read = ReadBlocks.of(blocks, told, headline_among(blocks, page.metadata, told))
    if "body" in item:
        answers = answers_of_body(read.words, str(item["body"]))
    else:
        answers = answers_of_passages(read.words, _texts(item["with"]), _texts(item["without"]))
    return KnownPage(
        collection, str(item["id"]), path.parent.name, read, page.metadata,
        bags_of(read, HeldByElements.of(read)), answers,
    )  # fmt: skip


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else []
