"""HTML: a page's markup as text with known zones.

Learned evidence says which blocks are the story (``html_story``), Trafilatura's reading and the
page's own data among it; the markup says what the other blocks are. The text
is what a reader of the article sees, in the page's order, with an empty line between two blocks:
headline, standfirst, byline, date, captions, paragraphs. What belongs to the site is left out.
Links, pictures and formatting are dropped; words and characters are never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transforms.page.author_weights import authors_of
from transforms.page.bylines import read_byline
from transforms.page.html_authors import names_in_bylines
from transforms.page.html_blocks import Block, parse_html, read_blocks
from transforms.page.html_elements import Floats
from transforms.page.html_headline import headline_of, title_of
from transforms.page.html_kickers import with_kickers
from transforms.page.html_likeness import SAME, Known, words_of
from transforms.page.html_metadata import Metadata, read_metadata
from transforms.page.html_other_pages import count_teasers, stand_in_title
from transforms.page.html_standfirst import LONGEST_STANDFIRST, find_standfirsts, read_headings
from transforms.page.html_stated import story_beside, story_in_scripts
from transforms.page.html_story import shares_of_story
from transforms.page.html_text import HEADINGS
from transforms.page.markup import MarkedUp
from transforms.page.publication_lines import is_date_line
from transforms.text import Issue, Quarantined, Severity, Span, Zone, ZoneKind, storable

MOST_CHARACTERS = 8 << 20
MOST_TAGS = 150_000  # for which the parsers take seconds; their time grows with the square
MOST_BLOCKS = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Measured together in benchmarks/RESULTS.md, "HTML, beside Trafilatura alone".
_FEW, _LONGEST_CAPTION = 25, 150  # words of a byline or date; of a caption
_LONGEST_DATE_IN_STORY = 12  # words of a block marked as a date that Trafilatura takes for story
_KICKER_WITHIN = 2  # blocks above the headline, in which its kicker stands
_SHORTEST_PARAGRAPH = 9  # words, where Trafilatura finds no story
LIKELY, _POSSIBLE = 0.5, 0.3  # a block being a part of the story; one of a page without likely ones
_MOST_BOXED = 2  # blocks in an element that is put amid the story
_MOSTLY = 0.5  # share of the story in an element that is too large for its mark; of links in a menu
_SHORTEST_STORY = 12  # characters of its longest block, unless it is a sentence: "Home" is none
_SENTENCE_END = (".", "!", "?", "…", "”", '"')
_OF_STORY = frozenset(("body", "subheading", "table", "caption"))
_NEARLY = 0.9  # share of the story in the element that is taken for its container


def read_html(text: str) -> MarkedUp:
    """Take a page's markup apart.

    text: the decoded page, markup and all.

    Raises:
        Quarantined: ``html_too_large``, ``html_unreadable``, ``html_stand_in`` or
            ``html_no_article``.
    """
    page = parse_markup(text)
    told = story_of(page.tree)
    headline = headline_among(page.blocks, page.metadata, told)
    shares = shares_of_story(page.blocks, page.metadata, told, headline)
    return zoned(page, told, headline, shares)


def zoned(page: ParsedPage, told: str, headline: int | None, shares: Floats) -> MarkedUp:
    """The text of a page whose blocks are judged.

    told:     the story that Trafilatura found.
    headline: index of the headline's block.
    shares:   the probability of each block that it is a part of the story.

    Raises:
        Quarantined: ``html_stand_in`` or ``html_no_article``.
    """
    blocks, issues = page.blocks, page.issues
    kinds = kinds_of(blocks, page.metadata, headline, shares)
    _refuse_stand_in(blocks, kinds, page.metadata)
    beside = story_beside(blocks, page.metadata, told)
    if not beside and not _has_article(blocks, kinds):
        beside = story_in_scripts(page.tree, page.metadata, told)
    if beside:
        detail = f"{len(beside)} paragraphs were read from the page's data, which it does not show"
        issues += (_issue("warning", "html_story_in_data", detail),)
        kinds = [None if kind in _OF_STORY else kind for kind in kinds]
        kinds += [kind for _, kind in beside]
        blocks = [*blocks, *(block for block, _ in beside)]
    elif told and not _has_article(blocks, kinds):
        kinds = kinds_of(blocks, page.metadata, headline, shares, _POSSIBLE)
        detail = "no paragraph is surely of an article; the likeliest ones were taken"
        issues += (_issue("warning", "html_story_unsure", detail),)
    if not _has_article(blocks, kinds):
        detail = "there is no paragraph of an article in the page"
        raise Quarantined(_issue("error", "html_no_article", detail))
    if teasers := count_teasers(blocks, kinds, page.metadata):
        detail = f"a list of {teasers} other stories; nothing was extracted from it: fetch those"
        issues += (_issue("warning", "html_listing", detail),)
        kinds = [kind if kind in (None, "headline") else "boilerplate" for kind in kinds]
    return _assembled(blocks, kinds, page.metadata, issues)


def _refuse_stand_in(
    blocks: Sequence[Block], kinds: Sequence[ZoneKind | None], metadata: Metadata
) -> None:
    if title := stand_in_title(blocks, kinds, metadata):
        detail = f"not an article, by its title “{title}”: fetch the page again, or take it out"
        raise Quarantined(_issue("error", "html_stand_in", detail))


def _has_article(blocks: Sequence[Block], kinds: Sequence[ZoneKind | None]) -> bool:
    """Whether a block of the story, or a picture's caption, is more than a label."""
    return any(
        kind in ("body", "table", "caption")
        and (len(block.text) >= _SHORTEST_STORY or block.text.endswith(_SENTENCE_END))
        for block, kind in zip(blocks, kinds, strict=True)
    )


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page as its markup says it, before anything is judged."""

    tree: Any
    blocks: list[Block]
    metadata: Metadata
    issues: tuple[Issue, ...]


def parse_markup(text: str) -> ParsedPage:
    """The blocks and the metadata of a page.

    Raises:
        Quarantined: ``html_too_large`` or ``html_unreadable``.
    """
    tree, issues = parse_checked(text)
    metadata = read_metadata(tree)
    blocks = with_kickers(read_blocks(tree), metadata.titles)
    _refuse_more("blocks of text", len(blocks), MOST_BLOCKS)
    return ParsedPage(tree, blocks, metadata, tuple(issues))


def parse_checked(text: str) -> tuple[Any, list[Issue]]:
    """The tree of a page or of a piece of one, and what had to be left out of its markup.

    Raises:
        Quarantined: ``html_too_large`` or ``html_unreadable``.
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
    return tree, issues


def _refuse_more(what: str, found: int, most: int) -> None:
    if found > most:
        detail = f"{found} {what} in one page; at most {most} are read"
        raise Quarantined(_issue("error", "html_too_large", detail))


def story_of(tree: Any) -> str:
    """The paragraphs that Trafilatura takes for the story; empty when it finds none.

    Its fast mode leaves out the readers that it would compare itself with. They find no more of a
    story than the blocks' own evidence does, and their time grows with the square of a page.
    """
    from trafilatura import bare_extraction  # half a second, and only for HTML

    try:
        found = bare_extraction(tree, with_metadata=False, include_comments=False, fast=True)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return ""  # an odd page is judged by its markup alone
    return str(getattr(found, "text", None) or "")


def headline_among(blocks: Sequence[Block], metadata: Metadata, story: str) -> int | None:
    """Index of the headline's block, found beside the story that Trafilatura found."""
    in_story = _in_story(blocks, story)
    return headline_of(blocks, metadata, _marks(blocks, in_story), in_story)


def kinds_of(
    blocks: Sequence[Block],
    metadata: Metadata,
    headline: int | None,
    shares: Floats,
    bar: float = LIKELY,
) -> list[ZoneKind | None]:
    """The kind of each block; None for what belongs to the site.

    headline: index of the headline's block.
    shares:   the probability of each block that it is a part of the story.
    bar:      from which it is taken for one.
    """
    marks = _marks(blocks, (shares >= bar).tolist())
    boxed = _boxed(blocks)
    in_story = [
        share >= bar and not _is_caption(block, own) and not ("boilerplate" in own and is_boxed)
        for block, own, share, is_boxed in zip(blocks, marks, shares.tolist(), boxed, strict=True)
    ]
    kinds: list[ZoneKind | None] = [
        _kind(block, index, marks[index], in_story[index], headline)
        for index, block in enumerate(blocks)
    ]
    _read_header(blocks, kinds, marks, headline)
    read_headings(blocks, kinds, headline)
    find_standfirsts(blocks, kinds, metadata, headline)
    _lower_standfirsts(kinds)
    _keep_near_story(blocks, kinds, headline)
    return [
        "table" if kind == "body" and block.tag == "table" else kind
        for kind, block in zip(kinds, blocks, strict=True)
    ]


def _boxed(blocks: Sequence[Block]) -> list[bool]:
    """Whether each block is one of at most two in an element that is marked as the site's.

    Such an element is a pulled quotation or a box amid the story. A larger one may be a design
    that the story itself stands in, and is judged by the evidence. On annotated pages 32 boxed
    blocks that were judged likely are of the story (623 words), 13 are not (265 words).
    """
    held: Counter[int] = Counter()
    numbers = [
        {number for kind, number in block.marks if kind == "boilerplate"} for block in blocks
    ]
    for own in numbers:
        held.update(own)
    return [any(held[number] <= _MOST_BOXED for number in own) for own in numbers]


def _is_caption(block: Block, marks: set[str]) -> bool:
    """Whether a block is marked as a caption, or stands in slanted print below a picture.

    On annotated pages 10 such blocks that were judged likely are of the story and 12 are not.
    """
    return ("caption" in marks or block.is_label) and block.words <= _LONGEST_CAPTION


def _in_story(blocks: Sequence[Block], story: str) -> list[bool]:
    """Whether each block is a part of the story that Trafilatura found.

    If it found none, every paragraph without many links is one.
    """
    if not story:
        return [
            block.tag not in HEADINGS
            and block.words >= _SHORTEST_PARAGRAPH
            and block.linked < _MOSTLY
            for block in blocks
        ]
    known = Known.of(story)
    return [known.share(words_of(block.text)) >= SAME for block in blocks]


def _marks(blocks: Sequence[Block], in_story: Sequence[bool]) -> list[set[str]]:
    """The kinds that the marks on each block name.

    The marks of an element that holds most of the story do not count, nor do those of elements with
    one name which hold it together: "page-with-sidebar" names the page's design, some sites put a
    whole page into a form, and a live blog has each post in a card.
    """
    names = _names(blocks)
    weights: Counter[object] = Counter()
    whole = 0
    for block, is_story in zip(blocks, in_story, strict=True):
        if is_story:
            whole += block.words
            for name in {names.get(number, number) for _, number in block.marks}:
                weights[name] += block.words
    return [
        {
            kind
            for kind, number in block.marks
            if kind != "article"
            and (whole < _FEW or weights[names.get(number, number)] <= _MOSTLY * whole)
        }
        for block in blocks
    ]


def _names(blocks: Sequence[Block]) -> dict[int, object]:
    """The tag and the words of the elements around the blocks, by their numbers."""
    names: dict[int, object] = {}
    for block in blocks:
        at = block.home
        while at is not None and at.number not in names:
            names[at.number] = (at.tag, at.words)
            at = at.outer
    return names


def _kind(
    block: Block, index: int, marks: set[str], is_story: bool, headline: int | None
) -> ZoneKind | None:
    if index == headline:
        return "headline"
    if "boilerplate" in marks and not is_story:
        return None
    is_pictures = "caption" in marks or block.is_label or "figure" in block.within
    if is_pictures and block.tag != "table" and not is_story:
        return "caption" if block.words <= _LONGEST_CAPTION else None
    few = block.words <= _FEW and block.tag not in HEADINGS
    if few and "byline" in marks:
        return "date" if is_date_line(block.text, block.words) else "byline"
    if few and "date" in marks and (not is_story or block.words <= _LONGEST_DATE_IN_STORY):
        return "date"
    if "kicker" in marks and headline is not None:
        return "kicker" if few and 0 < headline - index <= _KICKER_WITHIN else None
    if "standfirst" in marks and block.words <= LONGEST_STANDFIRST:
        return "standfirst"
    if block.tag in HEADINGS:
        return "subheading" if is_story else None
    return "body" if is_story else None


def _lower_standfirsts(kinds: list[ZoneKind | None]) -> None:
    """Call a standfirst below the first paragraph a subheading: the same class names crossheads."""
    first = next((index for index, kind in enumerate(kinds) if kind == "body"), len(kinds))
    for index in range(first, len(kinds)):
        if kinds[index] == "standfirst":
            kinds[index] = "subheading"


def _read_header(
    blocks: Sequence[Block],
    kinds: list[ZoneKind | None],
    marks: Sequence[set[str]],
    headline: int | None,
) -> None:
    """Mark dates and bylines between the headline and the first paragraph that no mark names."""
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
    """Drop bylines, dates and captions that stand apart from the story: they belong to others.

    A block is near the story if it stands between the headline, or else the first paragraph, and
    the last paragraph, or in one element with nearly all of the story.
    """
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    if not body:
        return
    first = min(body[0], headline) if headline is not None else body[0]
    words: Counter[int] = Counter()
    for index in body:
        words.update(dict.fromkeys(blocks[index].holders, blocks[index].words))
    whole = sum(blocks[index].words for index in body)
    # Inner elements have higher numbers, so the highest that holds the story is the closest one.
    around = max((n for n, held in words.items() if held >= _NEARLY * whole), default=-1)
    for index, kind in enumerate(kinds):
        near = first <= index <= body[-1] or around in blocks[index].holders
        if kind in ("byline", "date", "caption", "standfirst", "subheading") and not near:
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
    lines = [part for part, zone in zip(parts, zones, strict=True) if zone.kind == "byline"]
    names = (*metadata.names, *names_in_bylines(lines))
    return MarkedUp(
        text="\n\n".join(parts),
        zones=tuple(zones),
        title=title_of(metadata),
        url=metadata.url,
        outlet=metadata.outlet,
        byline=authors_of(names, outlet=metadata.outlet, url=metadata.url),
        language=metadata.language,
        dates=metadata.dates,
        names=names,
        issues=tuple(issues),
    )


def _issue(severity: Severity, code: str, detail: str) -> Issue:
    return Issue("html", severity, code, detail)
