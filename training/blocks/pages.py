"""Pages whose story is known, with the evidence and the right answer for each block.

WEB_DIR has a folder for each collection with ``index.json`` (items with ``id``, ``file`` or the
``page`` of another collection, ``lang``, and ``body``, or ``with`` and ``without``) and
``pages.tar.xz``, in which the pages lie as ``<host>/<page>``. Nothing of their texts is kept in
what is learned but single words that stand on pages of several hosts.
"""

from __future__ import annotations

import json
import logging
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.blocks.answers import Answers, answers_of_body, answers_of_passages
from training.blocks.bags import Bag, bags_of
from training.blocks.scores import Wanted
from transforms.page import (
    HeldByElements,
    ParsedPage,
    ReadBlocks,
    headline_among,
    parse_markup,
    story_of,
)
from transforms.text import Quarantined, decode

COLLECTIONS = ("aeb", "fundus", "traf")


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page with its blocks' evidence and answers.

    told: the story that Trafilatura found.
    """

    collection: str
    name: str
    host: str
    language: str | None
    wanted: Wanted
    parsed: ParsedPage
    told: str
    read: ReadBlocks
    bags: list[Bag]
    answers: Answers

    @property
    def site(self) -> str:
        """The last two parts of the host's name, by which pages are left out together."""
        return ".".join(self.host.split(".")[-2:])


def known_pages(web: Path) -> Iterator[KnownPage]:
    """The pages of all collections that have a block of text, always in the same order."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    indexes = {
        name: json.loads((web / name / "index.json").read_text("utf-8"))["items"]
        for name in COLLECTIONS
    }
    asked: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for collection, items in indexes.items():
        for item in items:
            place = item.get("page") or f"{collection}/{item['id']}"
            asked.setdefault(place, []).append((collection, item))
    for name in sorted({place.partition("/")[0] for place in asked}):
        ids = {
            item["file"]: f"{name}/{item['id']}"
            for item in json.loads((web / name / "index.json").read_text("utf-8"))["items"]
            if "file" in item
        }
        with tarfile.open(web / name / "pages.tar.xz", "r:xz") as packed:
            for member in packed:
                content = packed.extractfile(member)
                payload = content.read() if content else b""
                for collection, item in asked.get(ids.get(member.name, ""), ()):
                    page = _known_page(collection, member.name.split("/")[0], item, payload)
                    if page is not None:
                        yield page


def _known_page(
    collection: str, host: str, item: dict[str, Any], payload: bytes
) -> KnownPage | None:
    """A page with its answers."""
    try:
        parsed = parse_markup(decode(payload, is_html=True).text)
    except Quarantined:
        return None
    if not parsed.blocks:
        return None
    told = story_of(parsed.tree)
    read = ReadBlocks.of(parsed.blocks, told, headline_among(parsed.blocks, parsed.metadata, told))
    wanted = Wanted(item.get("body"), tuple(item.get("with", ())), tuple(item.get("without", ())))
    if wanted.body is not None:
        answers = answers_of_body(read.words, wanted.body)
    else:
        answers = answers_of_passages(read.words, wanted.inside, wanted.outside)
    return KnownPage(
        collection, str(item["id"]), host, item.get("lang"), wanted, parsed, told, read,
        bags_of(read, HeldByElements.of(read)), answers,
    )  # fmt: skip
