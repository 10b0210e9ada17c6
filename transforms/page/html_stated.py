"""HTML stated: a story that a page's data has and its elements do not.

Some pages are filled by scripts: their JSON-LD has the whole story, which Trafilatura finds too,
or a script has it as a string of markup, and their elements have a menu.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from transforms.page.html_blocks import Block, parse_html, read_blocks
from transforms.page.html_likeness import Known, words_of
from transforms.page.html_metadata import Metadata
from transforms.page.html_scripts import scripted_story
from transforms.page.html_text import HEADINGS, shown
from transforms.text import ZoneKind

_LEAST = 40  # words of a story; a shorter text may be a notice to those without scripts
_MISSING = 0.5  # share of its runs of words in the page's blocks, below which it is not there
_ESCAPED_TWICE = 2


def story_beside(
    blocks: Sequence[Block], metadata: Metadata, told: str
) -> list[tuple[Block, ZoneKind]]:
    """The blocks of the story that no block of the page has; none if the page has them.

    told: the story that Trafilatura found.
    """
    known = Known.of("\n".join(block.text for block in blocks))
    for story in (metadata.story, told):
        if found := _missing(story, known):
            return found
    return []


def story_in_scripts(tree: Any, metadata: Metadata, told: str) -> list[tuple[Block, ZoneKind]]:
    """The blocks of the story in the scripts of a page that calls itself an article.

    To be asked of a page whose elements have no story: other markup in scripts is the site's.
    told: what Trafilatura found; where it is a story there is one to see.
    """
    if not metadata.is_article or len(words_of(told)) >= _LEAST:
        return []
    return _missing(scripted_story(tree), Known.of(""))


def _missing(story: str, known: Known) -> list[tuple[Block, ZoneKind]]:
    """The blocks of a story of which less than half is known; none if it is too short."""
    if len(words_of(story)) < _LEAST:
        return []
    found = list(_paragraphs(story))
    words = [word for block, _ in found for word in words_of(block.text)]
    return found if len(words) >= _LEAST and known.share(words) < _MISSING else []


def _paragraphs(story: str) -> Iterator[tuple[Block, ZoneKind]]:
    """The paragraphs of a text that may hold markup, or markup that was escaped.

    A single word that stands there several times holds the place of something else, as "$$AD$$".
    """
    for _ in range(_ESCAPED_TWICE):
        if "&lt;" in story or "&amp;" in story:
            story = unescape(story)
    if "</" not in story and "<br" not in story and "<p" not in story:
        for line in story.splitlines():
            if text := shown(line):
                yield Block(text, "p", frozenset(), frozenset(), frozenset(), 0), "body"
        return
    try:
        blocks = read_blocks(parse_html(story)[0])
    except ValueError:
        return
    times = Counter(block.text for block in blocks)
    for block in blocks:
        if times[block.text] == 1 or block.words > 1:
            kinds = {kind for kind, _ in block.marks}
            if "caption" in kinds:
                yield block, "caption"
            elif "boilerplate" not in kinds:
                yield block, "subheading" if block.tag in HEADINGS else "body"
