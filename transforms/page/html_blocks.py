"""HTML blocks: a page's markup as the blocks of text that a reader sees, each with its marks.

The tree is walked without recursion, so no nesting is too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from lxml import etree, html

from transforms.lexicon import read_lexicon
from transforms.page.html_tables import is_data, text_of_table
from transforms.page.html_text import BREAK, BREAKING, HEADINGS, SITE, UNSEEN, is_hidden, shown

_CONTAINERS = re.compile(
    r"</?(?!(?:p|h[1-6]|li|figcaption|time|title|meta|script|style|br|head|body|html|nav|footer)\b)"
    r"[a-z][^<>]*>",
    re.IGNORECASE,
)
_OVERLONG_TAG = re.compile(r"<([a-z][a-z0-9]*)\s[^<>]{16384,}>", re.IGNORECASE)
_PARTS = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+(?![a-z])")
_TAG_MARKS = {
    "figcaption": "caption",
    "article": "article",
    "time": "date",
    **dict.fromkeys(SITE, "boilerplate"),
}
_SLANTED = frozenset(("i", "em", "small"))
_SHORT = 25  # words of a block that may be a byline and a date in one
_TOUCHING = re.compile(
    r"[a-zà-ÿ0-9.][A-ZÀ-Þ]|\d\d|[A-Za-z]\d"
)  # of two elements, what would be glued
_SENTENCE_ENDS = re.compile(r"[a-zà-ÿ]{2}[.!?][”\"’)]{0,2}\Z")
_SENTENCE_BEGINS = re.compile(r"[“\"‘(]?[A-ZÀ-Þ](?:[a-zà-ÿ\s]|\Z)")
_LONGEST_END = 5  # characters by which the end of a sentence is known
_MOSTLY_SLANTED = 0.9  # share of a label's characters in slanted or small print
_MARKED = ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-type")
_LONGEST_MARK = 400  # characters of an element's attributes that are read
_REMEMBERED = 4096  # attributes whose words are kept: a page repeats its own, an outlet its pages'


@dataclass(frozen=True, slots=True)
class Element:
    """An element around a block: what it is called, and the element around it.

    number: in document order; that of an element is higher than those of the elements around it.
    words:  the words of its class, id, role, itemprop and data attributes, in lower case.
    """

    number: int
    tag: str
    words: frozenset[str]
    outer: Element | None = None


class Run(NamedTuple):
    """A stretch of a heading in one inline element, or between two, with the element's marks.

    is_glued: whether no blank stands between it and the one before.
    """

    text: str
    marks: frozenset[str]
    is_glued: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text between two elements that break the line; a table of data is one.

    A table's text has a line for each row and a tab between two cells.

    tag:      the innermost breaking element around it.
    within:   names of all elements around it.
    marks:    kinds that these elements have by name or attributes, each with the element's number.
    holders:  numbers of the elements around it.
    parent:   number of the element around its own; blocks beside one another share it.
    linked:   share of its characters that stand in links.
    is_label: whether it is in small or slanted print and directly follows a picture.
    home:     the innermost breaking element around it, with those around that one.
    runs:     of a heading, its text by inline elements.
    """

    text: str
    tag: str
    within: frozenset[str]
    marks: frozenset[tuple[str, int]]
    holders: frozenset[int]
    parent: int
    linked: float = 0.0
    is_label: bool = False
    home: Element | None = None
    runs: tuple[Run, ...] = ()

    @property
    def words(self) -> int:
        """Blank-separated words."""
        return len(self.text.split())


@dataclass(slots=True)
class _Open:
    """An element that is open while the tree is walked, and what is true of everything in it.

    tag, parent: of the innermost breaking element, and the number of the element around that.
    home:        that breaking element.
    inline:      kinds that elements inside that one are marked as, with their numbers.
    run:         number of the outermost element inside that one; 0 if there is none.
    """

    number: int
    within: frozenset[str]
    marks: frozenset[tuple[str, int]]
    holders: frozenset[int]
    tag: str
    parent: int
    home: Element
    inline: frozenset[tuple[str, int]] = frozenset()
    run: int = 0


class _Part(NamedTuple):
    """A piece of a block's text, as it stands between two tags, and the element that it is in."""

    text: str
    around: _Open

    @property
    def kinds(self) -> set[str]:
        """Kinds that the inline elements around it are marked as."""
        return {kind for kind, _ in self.around.inline}


@dataclass(slots=True)
class _Draft:
    """A block in the making."""

    after_picture: bool = False
    parts: list[_Part] = field(default_factory=list)


def parse_html(text: str) -> tuple[Any, bool]:
    """The tree of a page, and whether its containers had to be ignored.

    libxml2 stops at 256 levels and loses what stands deeper. A page that is nested deeper is parsed
    again without the elements that only hold others.

    Raises:
        ValueError: there is no element in the page.
    """
    # libxml2 compares each attribute of a tag with all others; tens of thousands take for ever.
    text = _OVERLONG_TAG.sub(r"<\1>", text)
    tree, too_deep = _parsed(text)
    if too_deep:
        tree, _ = _parsed(_CONTAINERS.sub(" ", text))
    if tree is None:
        raise ValueError("no element")
    return tree, too_deep


def _parsed(text: str) -> tuple[Any, bool]:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = None
    too_deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return tree, too_deep


def read_blocks(tree: Any) -> list[Block]:
    """The visible blocks of a tree in document order."""
    return list(_blocks(tree))


def _blocks(tree: Any) -> Iterator[Block]:
    opened: list[_Open] = []
    passed: Any = None  # the element that is not walked into
    draft = _Draft()
    for number, (event, element) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        tag = element.tag if isinstance(element.tag, str) else ""
        if passed is None and tag in BREAKING and opened:
            found = list(_closed(draft, opened[-1]))
            yield from found
            draft = _Draft(after_picture=draft.after_picture and not found)
        if event == "start" and passed is None:
            named = named_by(element)
            if tag in UNSEEN or is_hidden(element) or _is_for_ears(named, tag, opened[-1:]):
                passed = element
                continue
            here = _entered(named, tag, number, opened[-1] if opened else None)
            if tag == "table" and is_data(element):
                passed = element
                yield from _tables(element, here)
                continue
            opened.append(here)
            _start(draft, element, tag, here)
        elif event == "end" and (passed is None or element is passed):
            if passed is None:
                opened.pop()
            passed = None
            if opened:
                _add(draft, element.tail, opened[-1])


def _is_for_ears(named: str, tag: str, around: Sequence[_Open]) -> bool:
    """Whether only screen readers say what an element of these attributes holds.

    What they say in a heading is kept: a colon behind the kicker, the title of a picture of it.
    """
    if not named or "unseen" not in _kinds_in(named):
        return False
    return tag not in HEADINGS and all(HEADINGS.isdisjoint(one.within) for one in around)


def _start(draft: _Draft, element: Any, tag: str, here: _Open) -> None:
    if tag == "br":
        draft.parts.append(_Part(BREAK, here))
    if tag in ("img", "picture"):
        draft.after_picture = True
    _add(draft, element.text, here)


def _add(draft: _Draft, text: str | None, here: _Open) -> None:
    if text:
        is_laid_out = "pre" in here.within
        draft.parts.append(_Part(text.replace("\n", BREAK) if is_laid_out else text, here))


def _entered(named: str, tag: str, number: int, outer: _Open | None) -> _Open:
    """An element that is entered. named: its attributes, as ``named_by`` reads them."""
    if outer is None:
        home = Element(number, tag, frozenset())
        return _Open(number, frozenset({tag}), frozenset(), frozenset(), tag, number, home)
    own = _kinds_in(named) if named and tag != "body" else frozenset()
    own |= {_TAG_MARKS[tag]} if tag in _TAG_MARKS else set()
    marks = {(kind, number) for kind in own}
    within, holders = outer.within | {tag}, outer.holders | {number}
    if tag in BREAKING:
        home = Element(number, tag, words_in(named), outer.home)
        marks |= outer.inline
        return _Open(number, within, outer.marks | marks, holders, tag, outer.number, home)
    return _Open(
        number, within, outer.marks, holders, outer.tag, outer.parent, outer.home,
        outer.inline | marks, outer.run or number,
    )  # fmt: skip


def _tables(table: Any, here: _Open) -> Iterator[Block]:
    """The block of a table of data, if it has a visible character."""
    text = text_of_table(table)
    if text.strip():
        linked = sum(len(shown("".join(link.itertext()))) for link in table.iter("a"))
        yield _block(text, here, linked=min(linked / len(text), 1.0))


def _closed(draft: _Draft, here: _Open) -> Iterator[Block]:
    """The blocks that a breaking element ends: one, if it has a visible character.

    Two breaks in a row part two paragraphs. A short block that names an author and a day in
    elements of their own becomes two.
    """
    paragraphs = [parts for parts in _paragraphs(draft.parts) if any(p.text.strip() for p in parts)]
    for parts in paragraphs:
        for piece, kind in _split(parts):
            text = shown(_joined(piece, here))
            if text:
                yield _paragraph(text, piece, kind, here, draft.after_picture, len(paragraphs) > 1)


def _paragraph(
    text: str,
    parts: Sequence[_Part],
    kind: str | None,
    here: _Open,
    after_picture: bool,
    is_beside: bool,
) -> Block:
    """The block of these parts.

    kind:      what its inline elements are marked as, where the others of the line count for less.
    is_beside: whether others stand beside it in the same element, as paragraphs do.
    """
    whole = sum(len(part.text) for part in parts)
    linked = sum(len(part.text) for part in parts if "a" in part.around.within)
    slanted = sum(len(p.text) for p in parts if not _SLANTED.isdisjoint(p.around.within))
    inline = {mark for part in parts for mark in part.around.inline}
    is_heading = here.tag in HEADINGS
    block = _block(text.replace("\n", " ") if is_heading else text, here, linked=linked / whole)
    return replace(
        block,
        tag="p" if is_beside and not is_heading else block.tag,
        parent=here.home.number if is_beside else block.parent,
        marks=block.marks | {mark for mark in inline if kind is None or mark[0] == kind},
        is_label=after_picture and slanted >= _MOSTLY_SLANTED * len(text),
        runs=_runs(parts) if is_heading else (),
    )


def _joined(parts: Sequence[_Part], here: _Open) -> str:
    """The text of a block; elements that touch are parted by a blank where a page sets them apart.

    In a byline or date a name, a role and a time stand in elements of their own; elsewhere two
    sentences do, or an empty element between them makes the break. A heading stays as it is.
    """
    text = "".join(part.text for part in parts)
    kinds = {kind for kind, _ in here.marks}.union(*(part.kinds for part in parts))
    is_header = not kinds.isdisjoint(("byline", "date")) and len(text.split()) <= _SHORT
    if len(parts) == 1 or (here.tag in HEADINGS and not is_header):
        return text
    are_touching = _are_touching if is_header else _are_touching_sentences
    joined = [parts[0].text]
    for before, part in pairwise(parts):
        if are_touching(before.text, part.text):
            joined.append(" ")
        joined.append(part.text)
    return "".join(joined)


def _are_touching(before: str, text: str) -> bool:
    return _TOUCHING.search(before[-1:] + text[:1]) is not None


def _are_touching_sentences(before: str, text: str) -> bool:
    ends = _SENTENCE_ENDS.search(before[-_LONGEST_END:])
    return ends is not None and _SENTENCE_BEGINS.match(text) is not None


def _block(text: str, here: _Open, *, linked: float) -> Block:
    return Block(
        text=text, tag=here.tag, within=here.within, marks=here.marks, holders=here.holders,
        parent=here.parent, linked=linked, home=here.home,
    )  # fmt: skip


def _runs(parts: Sequence[_Part]) -> tuple[Run, ...]:
    """The runs of a heading with a visible character: text, and what stands in one element."""
    runs: list[Run] = []
    is_glued = False
    for _, run in groupby(parts, key=lambda part: (part.text == BREAK, part.around.run)):
        inside = list(run)
        raw = "".join(part.text for part in inside)
        if text := shown(raw):
            marks = frozenset().union(*(part.kinds for part in inside))
            runs.append(Run(text, marks, is_glued and not raw[0].isspace()))
            is_glued = not raw[-1].isspace()
        elif raw:
            is_glued = False
    return tuple(runs)


def _paragraphs(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts between two breaks that directly follow one another."""
    paragraph: list[_Part] = []
    after_break = False
    for part in parts:
        for number, line in enumerate(part.text.split(BREAK)):
            if number and after_break:
                yield paragraph
                paragraph = []
            elif number:
                paragraph.append(_Part(BREAK, part.around))
            after_break = (after_break or number > 0) and not line.strip()
            if line:
                paragraph.append(_Part(line, part.around))
    yield paragraph


def _split(parts: list[_Part]) -> list[tuple[list[_Part], str | None]]:
    """The parts of a block, or those of the byline and of the date in it, each with its kind."""
    kinds = [next((kind for kind in ("byline", "date") if kind in p.kinds), None) for p in parts]
    words = sum(len(part.text.split()) for part in parts)
    if not {"byline", "date"} <= set(kinds) or words > _SHORT:
        return [(parts, None)]
    split: list[tuple[list[_Part], str | None]] = []
    waiting: list[_Part] = []
    for part, kind in zip(parts, kinds, strict=True):
        waiting.append(part)
        if kind is None:
            continue
        if split and split[-1][1] == kind:
            split[-1][0].extend(waiting)
        else:
            split.append((waiting, kind))
        waiting = []
    split[-1][0].extend(waiting)
    return split


def named_by(element: Any) -> str:
    """The attributes of an element that may say what it holds, one after another."""
    stated = dict(element.items())
    if not stated:
        return ""
    named = " ".join([stated[name] for name in _MARKED if stated.get(name)])
    if stated.get("rel") == "author":
        named += " author"
    return named[:_LONGEST_MARK]


def marks_of(element: Any) -> frozenset[str]:
    """Kinds that the element's attributes name."""
    return _kinds_in(named_by(element))


@cache
def _kinds() -> dict[str, str]:
    return {row["mark"]: row["kind"] for row in read_lexicon("html_marks")}


@lru_cache(_REMEMBERED)
def _kinds_in(named: str) -> frozenset[str]:
    """Kinds named by whole parts of an attribute, such as "articleByline" and "article__byline".

    Two parts side by side are read as one word too, so that "pull-quote" is a "pullquote".

    >>> sorted(_kinds_in("article__byline news-RelatedLinks readable"))
    ['boilerplate', 'byline']
    >>> sorted(_kinds_in("pull-quote")), sorted(_kinds_in("pull-left quote"))
    (['boilerplate'], [])
    """
    kinds = _kinds()
    return frozenset(kinds[word] for word in words_in(named) if word in kinds)


@lru_cache(_REMEMBERED)
def words_in(named: str) -> frozenset[str]:
    """The words of attributes in lower case, their parts, and two parts side by side as one word.

    >>> sorted(words_in("article__byline"))
    ['article', 'articlebyline', 'byline']
    """
    words = re.findall(r"[A-Za-z]+", named)
    for attribute in named.split():
        parts = _PARTS.findall(attribute)
        words += [*parts, *(one + other for one, other in pairwise(parts))]
    return frozenset(word.lower() for word in words)
