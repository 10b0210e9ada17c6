"""HTML standfirsts: which of the lines between headline and story sum the story up.

Pure. Some pages mark their standfirst; others only call it their description, or set it as a
heading below the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from transforms.page.datelines import find_dateline
from transforms.page.html_blocks import Block
from transforms.page.html_text import HEADINGS
from transforms.text import Span, ZoneKind

_WORD = re.compile(r"\w+")
_BETWEEN = ("kicker", "byline", "date", "caption", "standfirst", None)
_SHORTEST = 8  # words of a heading below the headline; a shorter one opens a section
_LONGEST = 60  # words


def mark_standfirsts(
    blocks: Sequence[Block],
    kinds: list[ZoneKind | None],
    summaries: Iterable[str],
    headline: int | None,
) -> None:
    """Mark the standfirsts below the headline, and what is none although its element is called so.

    The description of a page is often the first paragraph of its story. It is the standfirst only
    where it stands in another element than the next paragraph. Below the first paragraph, what is
    called a standfirst is a subheading: the same class names crossheads. A heading that repeats the
    headline is left out.

    summaries: what the metadata of the page says that it is about.
    """
    if headline is not None:
        _drop_repeated(blocks, kinds, headline)
        _mark_below(blocks, kinds, {_words(said) for said in summaries}, headline)
    first = next((index for index, kind in enumerate(kinds) if kind == "body"), len(kinds))
    for index in range(first, len(kinds)):
        if kinds[index] == "standfirst":
            kinds[index] = "subheading"


def _drop_repeated(blocks: Sequence[Block], kinds: list[ZoneKind | None], headline: int) -> None:
    said = _words(blocks[headline].text)
    for index, kind in enumerate(kinds):
        if kind in ("subheading", "standfirst") and _words(blocks[index].text) == said:
            kinds[index] = None


def _mark_below(
    blocks: Sequence[Block],
    kinds: list[ZoneKind | None],
    summaries: set[str],
    headline: int,
) -> None:
    for index in range(headline + 1, len(blocks)):
        kind, block = kinds[index], blocks[index]
        if kind in _BETWEEN:
            continue
        if kind not in ("body", "subheading") or block.words > _LONGEST:
            return
        following = next((at for at in range(index + 1, len(kinds)) if kinds[at] == "body"), None)
        if following is None:
            return
        is_summary = _words(block.text) in summaries and not _has_dateline(block.text)
        is_apart = block.parent != blocks[following].parent
        is_heading = block.tag in HEADINGS
        if not (is_heading and (is_summary or block.words >= _SHORTEST)) and not (
            is_summary and is_apart
        ):
            return
        kinds[index] = "standfirst"


def _has_dateline(text: str) -> bool:
    return find_dateline(text, Span(0, len(text)), opens_story=True) is not None


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text)).casefold()
