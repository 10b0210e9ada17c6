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
from training.blocks.invented import Inventor, answers_of_invented
from transforms.page import (
    HeldByElements,
    Metadata,
    ReadBlocks,
    headline_among,
    parse_markup,
    read_blocks,
    story_of,
)
from transforms.text import Quarantined, decode

COLLECTIONS = ("aeb", "fundus", "traf")


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page with its blocks' evidence and answers; "aeb+" has invented blocks in pages of aeb."""

    collection: str
    name: str
    host: str
    read: ReadBlocks
    metadata: Metadata
    bags: list[Bag]
    answers: Answers


def known_pages(gold: Path, pages: Path) -> Iterator[KnownPage]:
    """The pages of all collections that have a block of text, then those with invented blocks."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = list(_listed(gold, pages))
    texts: list[str] = []
    for collection, item, path in found:
        page = _known_page(collection, item, path)
        if page is not None:
            texts += _paragraphs(page)
            yield page
    inventor = Inventor(texts)
    for collection, item, path in found:
        if "body" in item and (page := _known_page(collection, item, path, inventor)) is not None:
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


def _paragraphs(page: KnownPage) -> list[str]:
    return [
        block.text
        for block, answer in zip(page.read.blocks, page.answers.is_story, strict=True)
        if answer == 1 and block.tag == "p" and "\n" not in block.text
    ]


def _known_page(
    collection: str, item: dict[str, object], path: Path, inventor: Inventor | None = None
) -> KnownPage | None:
    """A page with its answers, or with those for the blocks that are put into it."""
    try:
        page = parse_markup(decode(path.read_bytes(), is_html=True).text)
    except Quarantined:
        return None
    body = str(item.get("body", ""))
    put = inventor.put_into(page.tree, body) if inventor else []
    blocks = read_blocks(page.tree) if inventor else page.blocks
    if not blocks or (inventor and not put):
        return None
    told = story_of(page.tree)
    read = ReadBlocks.of(blocks, told, headline_among(blocks, page.metadata, told))
    if inventor:
        answers = answers_of_invented(read.words, put)
    elif body:
        answers = answers_of_body(read.words, body)
    else:
        answers = answers_of_passages(read.words, _texts(item["with"]), _texts(item["without"]))
    return KnownPage(
        f"{collection}+" if inventor else collection, str(item["id"]), path.parent.name,
        read, page.metadata, bags_of(read, HeldByElements.of(read)), answers,
    )  # fmt: skip


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else []
