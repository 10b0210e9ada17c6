"""HTML headline: which block of a page is the article's headline.

Pure. Headings are compared with the titles that the page's metadata states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from transforms.page.html_blocks import Block
from transforms.page.html_metadata import Metadata
from transforms.page.html_text import HEADINGS

_WORD = re.compile(r"\w+")


_BREAK = re.compile(r"\s+(?:[|–—»«:·•]|-|::|//|\|\|)\s+|\s*[|»]\s*")
_BREAKS = " |–—»«:·•-/"
_SIGNS = re.compile(r"[\W_]+")
_TOP_DOMAIN = re.compile(r"\.\w{2,3}\Z")
_LONGEST_SITE = 5  # words of a part of a title that names the site
_SHORTEST_SITE = 5  # letters of a name that is looked for within others
# How a heading agrees with the stated titles: it is the first, another, or only a part of one. Of
# several parts the longest is the headline: "The Gazette » Archive » Pumps fail at the harbour".
_FIRST, _ANOTHER, _PART = 3, 2, 1
_NONE = (0, 0)
_LONGEST_UNMARKED = 20  # words of a headline that no mark calls one
_SENTENCE_ENDS = (".", "!", "…", ":", ";", ",")
_LEAST_WORDS = 3  # of a heading that is a part of a title and does not begin it


def headline_of(
    blocks: Sequence[Block],
    metadata: Metadata,
    marks: Sequence[set[str]],
    in_story: Sequence[bool],
) -> int | None:
    """Index of the heading that agrees best with the stated titles, or of the last h1 above."""
    titles = [
        (_folded(title), _folded(_without_site(title, metadata))) for title in metadata.titles
    ]
    parts = _parts(metadata.titles)
    first = next(
        (i for i, is_story in enumerate(in_story) if is_story and blocks[i].tag == "p"), None
    )
    headings = [
        index
        for index, block in enumerate(blocks)
        if block.tag in HEADINGS or "headline" in marks[index]
    ]
    agreed = {
        index: _agreement(blocks[index].text, titles, parts)
        for index in headings
        if ("boilerplate" not in marks[index] or blocks[index].tag == "h1")
        and _folded(blocks[index].text) != _folded(metadata.outlet or "")
    }
    best = max(agreed.values(), default=_NONE)
    if best > _NONE:
        return next(index for index, one in agreed.items() if one == best)
    if not headings and not metadata.titles:
        return 0 if blocks and _may_head(blocks[0]) else None
    above = [
        i for i in headings
        if blocks[i].tag == "h1" and "boilerplate" not in marks[i] and (first is None or i < first)
    ]  # fmt: skip
    return above[-1] if above else None


def _may_head(block: Block) -> bool:
    """Whether the first block of a page without a heading or a title reads like a headline.

    A book of LibreOffice has paragraphs alone; which of them is large is in its style sheet.
    """
    return block.words <= _LONGEST_UNMARKED and not block.text.endswith(_SENTENCE_ENDS)


def title_of(metadata: Metadata) -> str | None:
    """The first stated title, without the site's name; for a page that shows no headline."""
    return _without_site(metadata.titles[0], metadata) if metadata.titles else None


def parts_of_title(title: str) -> tuple[str, ...]:
    """The parts between the marks that set a site's name apart from a title.

    >>> parts_of_title("Pumps fail | The Gazette")
    ('Pumps fail', 'The Gazette')
    """
    return tuple(part for part in _BREAK.split(title) if part.strip())


def _agreement(
    heading: str, titles: Sequence[tuple[str, str]], parts: frozenset[str]
) -> tuple[int, int]:
    """How well a heading agrees with the titles, and of a part of one how long it is."""
    said = _folded(heading)
    if not said:
        return _NONE
    if titles and said in titles[0]:
        return _FIRST, 0
    if any(said in both for both in titles[1:]):
        return _ANOTHER, 0
    words = len(said.split())
    is_part = said in parts and words >= _LEAST_WORDS
    if is_part or any(title.startswith(f"{said} ") for title, _ in titles):
        return _PART, words
    return _NONE


def _parts(titles: Sequence[str]) -> frozenset[str]:
    """The parts of titles that have several."""
    return frozenset(_folded(part) for title in titles for part in parts_of_title(title))


def _without_site(title: str, metadata: Metadata) -> str:
    """A title without the site's name behind or before it: "Pumps fail | The Gazette"."""
    for end in (-1, 0):
        parts = parts_of_title(title)
        if len(parts) > 1 and _names_site(parts[end], metadata):
            at = title.rindex(parts[end]) if end else len(parts[0])
            title = (title[:at] if end else title[title.index(parts[0]) + at :]).strip(_BREAKS)
    return title


def _names_site(part: str, metadata: Metadata) -> bool:
    """Whether a part of a title names the outlet or the address of the page."""
    own, outlet = _letters(part), _letters(metadata.outlet or "")
    try:
        host = urlsplit(metadata.url or "").hostname or ""
    except ValueError:
        host = ""
    site = _letters(host.split(".")[-2]) if "." in host else ""
    if own and (own == outlet or _letters(_TOP_DOMAIN.sub("", part.strip())) == site):
        return True
    pairs = ((site, own), (outlet, own), (own, outlet))
    return len(part.split()) <= _LONGEST_SITE and any(
        len(inner) >= _SHORTEST_SITE and inner in outer for inner, outer in pairs
    )


def _letters(name: str) -> str:
    return _SIGNS.sub("", name.casefold())


def _folded(text: str) -> str:
    """The words of a text in lower case."""
    return " ".join(_WORD.findall(text)).casefold()
