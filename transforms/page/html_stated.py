"""HTML stated: a story that a page's data has and its elements do not.

Some pages are filled by scripts: their JSON-LD has the whole story, which Trafilatura finds too,
and their elements have a menu.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape

from transforms.page.html_blocks import Block, parse_html, read_blocks
from transforms.page.html_likeness import Known, words_of
from transforms.page.html_metadata import Metadata
from transforms.page.html_text import shown

_LEAST = 40  # words of a story; a shorter text may be a notice to those without scripts
_MISSING = 0.5  # share of its runs of words in the page's blocks, below which it is not there
_ESCAPED_TWICE = 2


def story_beside(blocks: Sequence[Block], metadata: Metadata, told: str) -> list[str]:
    """The paragraphs of the story that no block of the page has; none if the blocks have it.

    told: the story that Trafilatura found.
    """
    known = Known.of("\n".join(block.text for block in blocks))
    for story in (metadata.story, told):
        if len(words_of(story)) < _LEAST:
            continue
        paragraphs = _paragraphs(story)
        words = [word for paragraph in paragraphs for word in words_of(paragraph)]
        if len(words) >= _LEAST and known.share(words) < _MISSING:
            return paragraphs
    return []


def _paragraphs(story: str) -> list[str]:
    """The paragraphs of a text that may hold markup, or markup that was escaped."""
    for _ in range(_ESCAPED_TWICE):
        if "&lt;" in story or "&amp;" in story:
            story = unescape(story)
    if "</" in story or "<br" in story or "<p" in story:
        try:
            return [block.text for block in read_blocks(parse_html(story)[0])]
        except ValueError:
            return []
    return [text for line in story.splitlines() if (text := shown(line))]
