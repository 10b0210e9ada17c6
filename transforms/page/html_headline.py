"""HTML headline: which block of a page is the article's headline.

Pure. Headings are compared with the titles that the page's metadata states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.page.html_blocks import Block
from transforms.page.html_metadata import Metadata
from transforms.page.html_text import HEADINGS

_WORD = re.compile(r"\w+")


def headline_of(
    blocks: Sequence[Block],
    metadata: Metadata,
    marks: Sequence[set[str]],
    in_story: Sequence[bool],
) -> int | None:
    """Index of the heading that the metadata calls the title, or of the last h1 above the story."""
    titles = [" ".join(_WORD.findall(title)).casefold() for title in metadata.titles]
    first = next(
        (i for i, is_story in enumerate(in_story) if is_story and blocks[i].tag == "p"), None
    )
    headings = [
        index
        for index, block in enumerate(blocks)
        if block.tag in HEADINGS or "headline" in marks[index]
    ]
    for index in headings:
        said = " ".join(_WORD.findall(blocks[index].text)).casefold()
        if said and any(title == said or title.startswith(f"{said} ") for title in titles):
            site = "boilerplate" in marks[index] and blocks[index].tag != "h1"
            if not site and said != " ".join(_WORD.findall(metadata.outlet or "")).casefold():
                return index
    above = [
        i for i in headings
        if blocks[i].tag == "h1" and "boilerplate" not in marks[i] and (first is None or i < first)
    ]  # fmt: skip
    return above[-1] if above else None
