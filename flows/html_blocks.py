"""HTML blocks: a page's markup as the blocks of text a reader would see, each with its marks.

The tree is walked without recursion, so that no nesting is too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
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
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_BREAK = "\x0b"  # stands for <br>; the source's own control characters are gone by then
_PARTS = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+(?![a-z])")
_TAG_MARKS = {"figcaption": "caption", "article": "article"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKED = ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-type")
_LONGEST_MARK = 400


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text between two elements that break the line.

    tag:    the innermost breaking element it stands in.
    within: names of all elements it stands in.
    marks:  what these elements are by name or attributes, as kind and number of the element.
    parent: number of the element that holds its own; blocks beside one another share it.
    linked: share of its characters that stand in links.
    times:  ``datetime`` attributes inside it.
    """

    text: str
    tag: str
    within: frozenset[str]
    marks: frozenset[tuple[str, int]]
    parent: int
    linked: float = 0.0
    times: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Blank-separated words."""
        return len(self.text.split())


@dataclass(slots=True)
class _Open:
    """An element on the way from the root, and what is true of everything in it.

    tag, holder: of the innermost breaking element, and the number of the element around that.
    """

    number: int
    within: frozenset[str]
    marks: frozenset[tuple[str, int]]
    tag: str
    holder: int


@dataclass(slots=True)
class _Draft:
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    times: list[str] = field(default_factory=list)
    marks: set[tuple[str, int]] = field(default_factory=set)


def parse_html(text: str) -> tuple[Any, bool]:
    """The tree of a page, and whether its containers had to be ignored.

    libxml2 stops at 256 levels and would lose what stands deeper; a page nested deeper is parsed
    again without the elements that only hold others.

    Raises:
        ValueError: there is no element in it.
    """
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
        if event == "start":
            if unseen is None and (tag in UNSEEN or _is_hidden(element)):
                unseen = element
            if unseen is not None:
                continue
            if tag in BREAKING and opened:
                yield from _closed(draft, opened)
                draft = _Draft()
            opened.append(_entered(element, tag, number, opened[-1] if opened else None))
            _start(draft, element, tag, opened)
        elif unseen is not None:
            if element is unseen:
                unseen = None
                _add(draft, element.tail, opened)
        else:
            if tag in BREAKING:
                yield from _closed(draft, opened)
                draft = _Draft()
            opened.pop()
            if opened:
                _add(draft, element.tail, opened)


def _start(draft: _Draft, element: Any, tag: str, opened: list[_Open]) -> None:
    if tag == "br":
        draft.parts.append(_BREAK)
    if tag == "time":
        draft.marks.add(("date", opened[-1].number))
        if element.get("datetime"):
            draft.times.append(element.get("datetime"))
    if tag not in BREAKING:
        draft.marks |= {(kind, opened[-1].number) for kind in marks_of(element)}
    _add(draft, element.text, opened)


def _add(draft: _Draft, text: str | None, opened: list[_Open]) -> None:
    if text:
        draft.parts.append(text)
        if opened and "a" in opened[-1].within:
            draft.linked += len(text)


def _entered(element: Any, tag: str, number: int, outer: _Open | None) -> _Open:
    if outer is None:
        return _Open(number, frozenset({tag}), frozenset(), tag, number)
    own: frozenset[str] = frozenset()
    if tag in BREAKING and tag != "body":
        own = marks_of(element) | ({"boilerplate"} if tag in SITE else set())
        own |= {_TAG_MARKS[tag]} if tag in _TAG_MARKS else set()
    marks = outer.marks | {(kind, number) for kind in own}
    within = outer.within | {tag}
    if tag in BREAKING:
        return _Open(number, within, marks, tag, outer.number)
    return _Open(number, within, marks, outer.tag, outer.holder)


def _closed(draft: _Draft, opened: list[_Open]) -> Iterator[Block]:
    """The block that a breaking element ends, if it holds a visible character."""
    joined = _BLANKS.sub(" ", "".join(draft.parts)).replace(_BREAK, "\n")
    text = _AROUND_BREAK.sub("\n", joined).strip()
    if text and opened:
        here = opened[-1]
        yield Block(
            text=text,
            tag=here.tag,
            within=here.within,
            marks=here.marks | draft.marks,
            parent=here.holder,
            linked=draft.linked / sum(map(len, draft.parts)),
            times=tuple(draft.times),
        )


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN.search(style) is not None)
    )


def marks_of(element: Any) -> frozenset[str]:
    """Kinds that the element's attributes name."""
    named = " ".join(value for name in _MARKED if (value := element.get(name)))
    if element.get("rel") == "author":
        named += " author"
    return _kinds_in(named[:_LONGEST_MARK]) if named else frozenset()


@cache
def _kinds() -> dict[str, str]:
    return {row["mark"]: row["kind"] for row in read_lexicon("html_marks")}


def _kinds_in(named: str) -> frozenset[str]:
    """Kinds named by whole parts of an attribute: "articleByline" and "article__byline" name one.

    >>> sorted(_kinds_in("article__byline news-RelatedLinks readable"))
    ['boilerplate', 'byline']
    """
    kinds = _kinds()
    words = [*_PARTS.findall(named), *re.findall(r"[A-Za-z]+", named)]
    return frozenset(kinds[word.lower()] for word in words if word.lower() in kinds)
