"""HTML other pages: pages that are not one article, which a heap of saved pages holds.

Pure. A server sends an error, a check or a wall in place of an article; a front page lists other
stories, each with a few words below a link to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from transforms.lexicon import words_of
from transforms.page.html_blocks import Block
from transforms.page.html_headline import parts_of_title
from transforms.page.html_metadata import Metadata
from transforms.page.html_text import HEADINGS
from transforms.text import ZoneKind

_LONGEST_STAND_IN = 150  # words of the story: "Access denied" may head one
# Of the 926 open pages two, both front pages, have nearly all of their words in teasers; no other
# page that has five of them has more than 0.6.
_FEWEST_TEASERS, _MOSTLY_TEASERS = 5, 0.8
_LONGEST_TEASER = 60  # words
_ABOVE = 3  # blocks between a teaser and its link: a date, a byline, a picture's caption
_IS_LINK, _SHORTEST_LINK = 0.8, 3  # share in links of a story's title; its words, else a section's
_WORD = re.compile(r"\w+")


def stand_in_title(
    blocks: Sequence[Block], kinds: Sequence[ZoneKind | None], metadata: Metadata
) -> str | None:
    """The title by which a page is known to be sent in place of an article; None for an article."""
    story = sum(block.words for block, kind in _paired(blocks, kinds) if kind == "body")
    if story > _LONGEST_STAND_IN or metadata.is_article:
        return None
    heads = [block.text for block, kind in _paired(blocks, kinds) if kind == "headline"]
    known = _stand_ins()
    for title in (*heads, *metadata.titles):
        if not known.isdisjoint(map(_folded, (title, *parts_of_title(title)))):
            return title
    return None


def count_teasers(
    blocks: Sequence[Block], kinds: Sequence[ZoneKind | None], metadata: Metadata
) -> int:
    """How many teasers of other stories the page consists of; 0 where it is a story of its own.

    A teaser is a short paragraph with a link of some words above it and no paragraph in between.
    """
    if metadata.is_article:
        return 0
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    teasers = [index for index in body if _is_teaser(blocks, kinds, index)]
    words = sum(blocks[index].words for index in teasers)
    is_listing = words >= _MOSTLY_TEASERS * sum(blocks[index].words for index in body)
    return len(teasers) if is_listing and len(teasers) >= _FEWEST_TEASERS else 0


def _is_teaser(blocks: Sequence[Block], kinds: Sequence[ZoneKind | None], index: int) -> bool:
    if blocks[index].words > _LONGEST_TEASER:
        return False
    for above in range(index - 1, max(-1, index - 1 - _ABOVE), -1):
        block = blocks[above]
        if block.linked >= _IS_LINK and block.words >= _SHORTEST_LINK:
            return True
        if kinds[above] == "body" or (block.tag in HEADINGS and not block.linked):
            return False
    return False


def _paired(
    blocks: Sequence[Block], kinds: Sequence[ZoneKind | None]
) -> list[tuple[Block, ZoneKind | None]]:
    return list(zip(blocks, kinds, strict=True))


@cache
def _stand_ins() -> frozenset[str]:
    return words_of("stand_in_titles")


def _folded(title: str) -> str:
    """The words of a title in lower case."""
    return " ".join(_WORD.findall(title)).casefold()
