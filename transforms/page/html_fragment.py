"""HTML fragment: a piece of markup that is all text, such as an item of a feed or a mail.

A page is mostly site, so its story has to be found. A fragment was given out as the text itself:
every block of it is kept, and what is clearly furniture of a site is a zone of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

from lxml import etree

from transforms.page.html import parse_checked
from transforms.page.html_blocks import Block, read_blocks
from transforms.page.markup import MarkedUp
from transforms.text import Issue, Span, Zone, ZoneKind, storable

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_WORD = re.compile(r"\w+")
# What is written in these is for readers that cannot show what they embed, as here; formulas stand
# within sentences.
_EMBEDDED = ("iframe", "object", "math")
_NEVER_SHOWN = ("script", "style", "template", "noscript", "head")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FEW, _LONGEST_CAPTION = 25, 150  # words of a byline or date; of a caption, as for pages
_MOSTLY = 0.5  # share of the words in an element that is too large for what its mark says


def is_whole_page(markup: str) -> bool:
    """Whether markup is a page with its frame, not a piece of one.

    >>> is_whole_page("<!DOCTYPE html><title>Wet</title><p>Rain."), is_whole_page("<p>Rain.</p>")
    (True, False)
    """
    return _PAGE.search(markup) is not None


def read_fragment(markup: str, title: str | None = None) -> MarkedUp:
    """Take a piece of markup apart; its text is empty if no character of it is visible.

    title: what the source calls the text; a heading above it that says the same is its headline.

    Raises:
        Quarantined: ``html_too_large`` or ``html_unreadable``.

    >>> read_fragment("Rain &amp; wind.<br><br>Sun.").text
    'Rain & wind.\\n\\nSun.'
    """
    if not _MARKUP.search(markup):
        return _assembled([(text, "body") for text in _paragraphs(unescape(markup))], ())
    tree, issues = parse_checked(markup)
    etree.strip_tags(tree, *_EMBEDDED)
    blocks = read_blocks(tree)
    kept = [(block.text, kind) for block, kind in zip(blocks, _kinds(blocks, title), strict=True)]
    if not kept:  # all of it may stand in a drawing or a formula
        etree.strip_elements(tree, *_NEVER_SHOWN, with_tail=False)
        kept = [(text, "body") for text in _paragraphs("".join(tree.itertext()))]
    return _assembled(kept, issues)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs of a text without markup, with blank lines between them; each in one line."""
    shown = (" ".join(part.split()) for part in _BLANK_LINE.split(text))
    return [part for part in shown if part]


def _assembled(kept: Sequence[tuple[str, ZoneKind]], issues: Sequence[Issue]) -> MarkedUp:
    parts: list[str] = []
    zones: list[Zone] = []
    at = 0
    for text, kind in kept:
        shown = storable(text)
        zones.append(Zone(kind, Span(at, at + len(shown))))
        parts.append(shown)
        at += len(shown) + 2
    return MarkedUp("\n\n".join(parts), tuple(zones), issues=tuple(issues))


def shown_line(markup: str) -> str:
    """What a reader sees of a line that may hold tags and references, in one line.

    >>> shown_line("Rain &amp; <b>wind</b> hit&nbsp;Elland"), shown_line("2 < 3")
    ('Rain & wind hit Elland', '2 < 3')
    """
    if not _MARKUP.search(markup):
        return " ".join(unescape(markup).split())
    tree, _ = parse_checked(markup)
    return " ".join(" ".join(block.text for block in read_blocks(tree)).split())


def _kinds(blocks: Sequence[Block], title: str | None) -> list[ZoneKind]:
    """The kind of each block."""
    whole = sum(block.words for block in blocks)
    weights: Counter[int] = Counter()
    for block in blocks:
        for number in {number for _, number in block.marks}:
            weights[number] += block.words
    kinds: list[ZoneKind] = []
    for block in blocks:
        # "content promo" around all of an item names its design, not its words.
        marks = {kind for kind, number in block.marks if weights[number] <= _MOSTLY * whole}
        is_first = all(kind == "boilerplate" for kind in kinds)
        kinds.append(_kind(block, marks, title if is_first else None))
    return kinds


def _kind(block: Block, marks: set[str], title: str | None) -> ZoneKind:
    if title and block.tag in _HEADINGS and _words(block.text) == _words(title):
        return "headline"
    if "boilerplate" in marks:
        return "boilerplate"
    if "caption" in marks or block.is_label or ("figure" in block.within and block.tag != "table"):
        return "caption" if block.words <= _LONGEST_CAPTION else "body"
    if block.tag in _HEADINGS:
        return "subheading"
    if block.words <= _FEW and "byline" in marks:
        return "byline"
    if block.words <= _FEW and "date" in marks:
        return "date"
    return "body"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
