"""HTML: a page's markup as text with known zones.

Trafilatura says which paragraphs are the story; the markup says what the other blocks are. The
text is what a reader of the article sees, in the page's order, one block and an empty line after
another: headline, standfirst, byline, date, captions, paragraphs. What belongs to the site is left
out. Links, pictures and formatting are dropped, words and characters never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from transforms.page.bylines import read_byline
from transforms.page.html_blocks import Block, parse_html, read_blocks
from transforms.page.html_metadata import Metadata, read_metadata
from transforms.page.markup import MarkedUp
from transforms.page.publication_lines import is_date_line
from transforms.text import Issue, Quarantined, Severity, Span, Zone, ZoneKind, storable

MOST_CHARACTERS = 8 << 20
MOST_TAGS = 150_000  # the parsers take seconds for as many, and the square of that for more
MOST_BLOCKS = 20_000
MOST_JUDGED = 3_000  # justext, within Trafilatura, compares blocks with one another
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_WORD = re.compile(r"\w+")
_BODY_TAGS = frozenset(("p", "li", "blockquote", "dd", "dt", "pre", "td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FEW, _CAPTION_WORDS, _GRAM = 25, 150, 3
_SAME = 0.8
_MOSTLY = 0.5
_NEARLY = 0.9


def read_html(text: str) -> MarkedUp:
    """Take a page's markup apart.

    Raises:
        Quarantined: ``html_too_large``, ``html_unreadable`` or ``html_no_article``.
    """
    issues = []
    _refuse_more("characters of markup", len(text), MOST_CHARACTERS)
    _refuse_more("tags", text.count("<"), MOST_TAGS)
    if controls := len(_CONTROL.findall(text)):
        detail = f"{controls} control characters were left out; they have no meaning in HTML"
        issues.append(_issue("warning", "control_characters_dropped", detail))
        text = _CONTROL.sub("", text)
    try:
        tree, was_too_deep = parse_html(text)
    except ValueError as error:
        detail = "no element of HTML could be read in it"
        raise Quarantined(_issue("error", "html_unreadable", detail)) from error
    if was_too_deep:
        detail = "nested deeper than 256 elements; only headings, paragraphs and the like were read"
        issues.append(_issue("warning", "html_too_deep", detail))
    blocks = read_blocks(tree)
    _refuse_more("blocks of text", len(blocks), MOST_BLOCKS)
    metadata = read_metadata(tree)
    story = ""
    if len(blocks) <= MOST_JUDGED:
        story = story_of(tree)
    else:
        detail = f"{len(blocks)} blocks of text; its long paragraphs alone were taken for the story"
        issues.append(_issue("warning", "html_many_blocks", detail))
    kinds = judge(blocks, metadata, story)
    if not any(kind in ("body", "caption") for kind in kinds):
        detail = "there is no paragraph of an article in the page"
        raise Quarantined(_issue("error", "html_no_article", detail))
    return _assembled(blocks, kinds, metadata, issues)


def _refuse_more(what: str, found: int, most: int) -> None:
    if found > most:
        detail = f"{found} {what} in one page; at most {most} are read"
        raise Quarantined(_issue("error", "html_too_large", detail))


def story_of(tree: Any) -> str:
    """The paragraphs that Trafilatura takes for the story; empty when it finds none."""
    from trafilatura import bare_extraction  # half a second, and only for HTML

    try:
        found = bare_extraction(tree, with_metadata=False, include_comments=False)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return ""  # an odd page is judged by its structure alone
    return str(getattr(found, "text", None) or "")


def judge(blocks: Sequence[Block], metadata: Metadata, story: str) -> list[ZoneKind | None]:
    """The kind of each block; None for what belongs to the site."""
    told = _told(blocks, story)
    marks = _marks(blocks, told)
    headline = _headline(blocks, metadata, marks, told)
    kinds: list[ZoneKind | None] = [
        _kind(block, index, marks[index], told[index], headline)
        for index, block in enumerate(blocks)
    ]
    _read_header(blocks, kinds, marks, headline)
    _fill(blocks, kinds, marks)
    _keep_near_story(blocks, kinds, headline)
    return kinds


def _told(blocks: Sequence[Block], story: str) -> list[bool]:
    """Whether each block's words stand in the story; without a story, whether it is a paragraph."""
    if not story:
        return [
            block.tag not in _HEADINGS and block.words > 8 and block.linked < _MOSTLY
            for block in blocks
        ]
    grams = set(_grams(_WORD.findall(story)))
    lines = {" ".join(_WORD.findall(line)) for line in re.split(r"[\n|]", story)}
    told = []
    for block in blocks:
        words = _WORD.findall(block.text)
        own = list(_grams(words))
        told.append(
            sum(gram in grams for gram in own) >= _SAME * len(own)
            if len(own) > _GRAM
            else " ".join(words) in lines
        )
    return told


def _grams(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_GRAM)), strict=False)


def _marks(blocks: Sequence[Block], told: Sequence[bool]) -> list[set[str]]:
    """Kinds marked on each block. An element that holds most of the story is marked in vain:
    "page-with-sidebar" names the page's design, and some sites put a whole page into a form.
    """
    weights: Counter[int] = Counter()
    whole = 0
    for block, is_told in zip(blocks, told, strict=True):
        if is_told:
            whole += block.words
            for number in {number for _, number in block.marks}:
                weights[number] += block.words
    return [
        {
            kind
            for kind, number in block.marks
            if kind != "article" and (whole < _FEW or weights[number] <= _MOSTLY * whole)
        }
        for block in blocks
    ]


def _headline(
    blocks: Sequence[Block],
    metadata: Metadata,
    marks: Sequence[set[str]],
    told: Sequence[bool],
) -> int | None:
    """The heading that says what the metadata calls the title; else the last h1 above the story."""
    titles = [" ".join(_WORD.findall(title)).casefold() for title in metadata.titles]
    first = next((i for i, is_told in enumerate(told) if is_told and blocks[i].tag == "p"), None)
    headings = [
        index
        for index, block in enumerate(blocks)
        if block.tag in _HEADINGS or "headline" in marks[index]
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


def _kind(
    block: Block, index: int, marks: set[str], is_told: bool, headline: int | None
) -> ZoneKind | None:
    if index == headline:
        return "headline"
    if "boilerplate" in marks:
        return None
    if "caption" in marks or block.is_label or ("figure" in block.within and block.tag != "table"):
        return "caption" if block.words <= _CAPTION_WORDS else "body"
    few = block.words <= _FEW and block.tag not in _HEADINGS
    if few and "byline" in marks:
        return "byline"
    if few and "date" in marks and (not is_told or block.words <= 12):
        return "date"
    if "subheading" in marks and block.words <= 2 * _FEW:
        return "subheading"
    if block.tag in _HEADINGS:
        return "subheading" if is_told else None
    return "body" if is_told else None


def _fill(blocks: Sequence[Block], kinds: list[ZoneKind | None], marks: Sequence[set[str]]) -> None:
    """Paragraphs and headings left out between two of the story, beside them, belong to it."""
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    beside = Counter(blocks[index].parent for index in body)
    for index in range(body[0], body[-1]) if body else ():
        block = blocks[index]
        if kinds[index] is None and not marks[index] and block.linked < _MOSTLY:
            among = beside[block.parent] >= 2
            if among and block.tag in _BODY_TAGS:
                kinds[index] = "body"
            elif among and block.tag in _HEADINGS - {"h1"}:
                kinds[index] = "subheading"


def _read_header(
    blocks: Sequence[Block],
    kinds: list[ZoneKind | None],
    marks: Sequence[set[str]],
    headline: int | None,
) -> None:
    """Dates and bylines that no mark names, between the headline and the first paragraph."""
    if headline is None:
        return
    for index in range(headline + 1, len(blocks)):
        block = blocks[index]
        if block.words > _FEW and kinds[index] == "body":
            return
        if kinds[index] not in (None, "body") or "boilerplate" in marks[index]:
            continue
        if is_date_line(block.text, block.words):
            kinds[index] = "date"
        elif read_byline(block.text, block.words):
            kinds[index] = "byline"


def _keep_near_story(
    blocks: Sequence[Block], kinds: list[ZoneKind | None], headline: int | None
) -> None:
    """Drop bylines, dates and captions of other stories: those that stand apart from this one.

    Near are the blocks from the headline to the last paragraph, and what stands with nearly all of
    the story in one element. Without a headline the first paragraph takes its place.
    """
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    if not body:
        return
    first = min(body[0], headline) if headline is not None else body[0]
    words: Counter[int] = Counter()
    for index in body:
        words.update(dict.fromkeys(blocks[index].holders, blocks[index].words))
    whole = sum(blocks[index].words for index in body)
    # Inner elements have higher numbers: the highest that holds the story is the closest around it.
    around = max((n for n, held in words.items() if held >= _NEARLY * whole), default=-1)
    for index, kind in enumerate(kinds):
        near = first <= index <= body[-1] or around in blocks[index].holders
        if kind in ("byline", "date", "caption", "subheading") and not near:
            kinds[index] = None


def _assembled(
    blocks: Sequence[Block],
    kinds: Sequence[ZoneKind | None],
    metadata: Metadata,
    issues: Sequence[Issue],
) -> MarkedUp:
    """The kept blocks as one text, each with its zone."""
    parts: list[str] = []
    zones: list[Zone] = []
    at = 0
    last = ""
    for block, kind in zip(blocks, kinds, strict=True):
        if kind is None or (kind in ("byline", "date") and block.text == last):
            continue
        last = storable(block.text)
        zones.append(Zone(kind, Span(at, at + len(last))))
        parts.append(last)
        at += len(last) + 2
    return MarkedUp(
        text="\n\n".join(parts),
        zones=tuple(zones),
        title=metadata.titles[0] if metadata.titles else None,
        url=metadata.url,
        outlet=metadata.outlet,
        byline=metadata.authors,
        language=metadata.language,
        dates=metadata.dates,
        issues=tuple(issues),
    )


def _issue(severity: Severity, code: str, detail: str) -> Issue:
    return Issue("html", severity, code, detail)
