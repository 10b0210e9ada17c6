"""HTML blocks: a page's markup as the blocks of text that a reader sees, each with its marks.

The tree is walked without recursion, so no nesting is too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree, html

from transforms.lexicon import read_lexicon

UNSEEN = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "head", "title", "select"),
        *("option", "textarea", "button", "input", "iframe", "object", "audio", "video", "canvas"),
        "dialog",
    )
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SITE = frozenset(("nav", "footer", "form", "aside", "menu"))
BREAKING = SITE | frozenset(
    (
        *("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_CONTAINERS = re.compile(
    r"</?(?!(?:p|h[1-6]|li|figcaption|time|title|meta|script|style|br|head|body|html|nav|footer)\b)"
    r"[a-z][^<>]*>",
    re.IGNORECASE,
)
_OVERLONG_TAG = re.compile(r"<([a-z][a-z0-9]*)\s[^<>]{16384,}>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_BREAK = "\x0b"  # stands for <br>; the control characters of the source were dropped before
_PARTS = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+(?![a-z])")
_TAG_MARKS = {
    "figcaption": "caption",
    "article": "article",
    "time": "date",
    **dict.fromkeys(SITE, "boilerplate"),
}
_SLANTED = frozenset(("i", "em", "small"))
_SHORT = 25  # words of a block that may be a byline and a date in one
_MOSTLY_SLANTED = 0.9  # share of a label's characters in slanted or small print
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text between two elements that break the line.

    tag:      the innermost breaking element around it.
    within:   names of all elements around it.
    marks:    kinds that these elements have by name or attributes, each with the element's number.
    holders:  numbers of the elements around it.
    parent:   number of the element around its own; blocks beside one another share it.
    linked:   share of its characters that stand in links.
    is_label: whether it is in small or slanted print and directly follows a picture.
    home:     the innermost breaking element around it, with those around that one.
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

    @property
    def words(self) -> int:
        """Blank-separated words."""
        return len(self.text.split())


@dataclass(slots=True)
class _Open:
    """An element that is open while the tree is walked, and what is true of everything in it.

    tag, parent: of the innermost breaking element, and the number of the element around that.
    inline:      kinds that elements inside that one are marked as.
    home:        that breaking element.
    """

    number: int
    within: frozenset[str]
    marks: frozenset[tuple[str, int]]
    holders: frozenset[int]
    tag: str
    parent: int
    home: Element
    inline: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Draft:
    """A block in the making.

    parts: pieces of text, each with the marks of inline elements.
    """

    after_picture: bool = False
    parts: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    linked: int = 0
    slanted: int = 0
    marks: set[tuple[str, int]] = field(default_factory=set)


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
    unseen: Any = None
    draft = _Draft()
    for number, (event, element) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        tag = element.tag if isinstance(element.tag, str) else ""
        if unseen is None and tag in BREAKING and opened:
            found = list(_closed(draft, opened[-1]))
            yield from found
            draft = _Draft(after_picture=draft.after_picture and not found)
        if event == "start":
            if unseen is None and (tag in UNSEEN or _is_hidden(element)):
                unseen = element
            if unseen is None:
                opened.append(_entered(element, tag, number, opened[-1] if opened else None))
                _start(draft, element, tag, opened[-1])
        elif unseen is None:
            opened.pop()
            if opened:
                _add(draft, element.tail, opened[-1])
        elif element is unseen:
            unseen = None
            if opened:
                _add(draft, element.tail, opened[-1])


def _start(draft: _Draft, element: Any, tag: str, here: _Open) -> None:
    if tag == "br":
        draft.parts.append((_BREAK, here.inline))
    if tag in ("img", "picture"):
        draft.after_picture = True
    if tag not in BREAKING:
        draft.marks |= {(kind, here.number) for kind in here.inline}
    _add(draft, element.text, here)


def _add(draft: _Draft, text: str | None, here: _Open) -> None:
    if text:
        draft.parts.append((text, here.inline))
        draft.linked += len(text) if "a" in here.within else 0
        draft.slanted += len(text) if not _SLANTED.isdisjoint(here.within) else 0


def _entered(element: Any, tag: str, number: int, outer: _Open | None) -> _Open:
    if outer is None:
        home = Element(number, tag, frozenset())
        return _Open(number, frozenset({tag}), frozenset(), frozenset(), tag, number, home)
    named = _named(element)
    own = _kinds_in(named) if named and tag != "body" else frozenset()
    own |= {_TAG_MARKS[tag]} if tag in _TAG_MARKS else set()
    within, holders = outer.within | {tag}, outer.holders | {number}
    if tag in BREAKING:
        marks = outer.marks | {(kind, number) for kind in own}
        home = Element(number, tag, words_in(named), outer.home)
        return _Open(number, within, marks, holders, tag, outer.number, home)
    inline = outer.inline | own
    return _Open(number, within, outer.marks, holders, outer.tag, outer.parent, outer.home, inline)


def _closed(draft: _Draft, here: _Open) -> Iterator[Block]:
    """The block that a breaking element ends, if it has a visible character.

    A short block that names an author and a day in elements of their own becomes two.
    """
    whole = sum(len(text) for text, _ in draft.parts)
    for text, inline in _split(draft.parts):
        joined = _BLANKS.sub(" ", text).replace(_BREAK, "\n")
        shown = _AROUND_BREAK.sub("\n", joined).strip()
        if shown:
            yield Block(
                text=shown,
                tag=here.tag,
                within=here.within,
                marks=here.marks
                | {(kind, n) for kind, n in draft.marks if inline is None or kind == inline},
                holders=here.holders,
                parent=here.parent,
                linked=draft.linked / whole,
                is_label=draft.after_picture and draft.slanted >= _MOSTLY_SLANTED * len(shown),
                home=here.home,
            )


def _split(parts: list[tuple[str, frozenset[str]]]) -> list[tuple[str, str | None]]:
    """The text of a block, or the texts of the byline and the date in it, each with its kind."""
    kinds = [next((kind for kind in ("byline", "date") if kind in own), None) for _, own in parts]
    text = "".join(text for text, _ in parts)
    if not {"byline", "date"} <= set(kinds) or len(text.split()) > _SHORT:
        return [(text, None)]
    split: list[tuple[str, str | None]] = []
    waiting = ""
    for (text, _), kind in zip(parts, kinds, strict=True):
        if kind is None:
            waiting += text
        elif split and split[-1][1] == kind:
            split[-1] = (split[-1][0] + waiting + text, kind)
            waiting = ""
        else:
            split.append((waiting + text, kind))
            waiting = ""
    split[-1] = (split[-1][0] + waiting, split[-1][1])
    return split


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN.search(style) is not None)
    )


def _named(element: Any) -> str:
    """The attributes of an element that may say what it holds, one after another."""
    named = " ".join(value for name in _MARKED if (value := element.get(name)))
    if element.get("rel") == "author":
        named += " author"
    return named[:_LONGEST_MARK]


def marks_of(element: Any) -> frozenset[str]:
    """Kinds that the element's attributes name."""
    return _kinds_in(_named(element))


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
