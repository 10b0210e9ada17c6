"""HTML dates: every day that a page's metadata, elements and visible text state, with its evidence.

Pure. What a day is worth is not decided here: ``dates.py`` weighs each kind of evidence as it was
measured (``transforms/lexicon/date_weights.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.lexicon import either, read_lexicon, words_in_role
from transforms.page.date_values import days_in_path
from transforms.page.html_blocks import HEADINGS, SITE, UNSEEN, marks_of
from transforms.page.linked_data import Node, is_article, texts_of
from transforms.page.markup import StatedDate
from transforms.text import Span, find_date_expressions

_FIELDS = {row["field"]: row["says"] for row in read_lexicon("date_fields")}
_MODIFIED = re.compile(rf"\b{either(words_in_role('date_line_words', 'update'))}\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    rf"\b{either(words_in_role('date_line_words', 'publish'))}\b", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:19|20)\d\d")
_LINKED = {
    "datePublished": "published",
    "dateCreated": "created",
    "uploadDate": "created",
    "dateModified": "modified",
}
_IN_SCRIPT = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_IMAGES = ("og:image", "twitter:image")
# Chosen on the open pages of four public benchmarks, see training/dates.
_ABOVE, _BELOW = 30, 60  # elements before and after the heading that are near it
_AROUND = 5  # elements around a date whose marks count
_LABEL = 40  # characters before a date in which its word stands
_ALONE, _SHORT, _LONGEST = 12, 60, 3_000  # characters of a text beside its date
_MOST = 60  # dates of a page that are looked at
_MOST_OF_TEXT = 4  # of one text


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands. near: of the heading; site: in what belongs to the site."""

    order: int
    near: str
    is_site: bool


class _Map:
    """The order of a page's elements, and where its heading is."""

    def __init__(self, root: Any) -> None:
        heading = next(root.iter("h1"), None)
        if heading is None:
            heading = next(root.iter("h2"), None)
        self.heading = heading
        self.at: int | None = None
        self.holders = set(heading.iterancestors()) if heading is not None else set()

    def place(self, element: Any, order: int) -> _Place:
        """The place of an element that is the n-th of the page."""
        around = [element, *element.iterancestors()][:_AROUND]
        is_site = any(
            one not in self.holders and (one.tag in SITE or "boilerplate" in marks_of(one))
            for one in around
        )
        far = order - self.at if self.at is not None else None
        near = "far"
        if far is not None and -_ABOVE <= far < 0:
            near = "above"
        elif far is not None and 0 <= far <= _BELOW:
            near = "below"
        return _Place(order, near, is_site)


def stated_dates(
    tree: Any, nodes: Sequence[Node], metas: Mapping[str, Sequence[str]]
) -> tuple[StatedDate, ...]:
    """The dates of a parsed page, as written, in the order in which their sources are trusted.

    nodes: objects of its JSON-LD.
    metas: contents of its meta elements by name.
    """
    found = [*_in_linked_data(nodes), *_in_metas(metas), *_in_elements(tree), *_in_scripts(tree)]
    return tuple(dict.fromkeys(found))


def _in_linked_data(nodes: Sequence[Node]) -> Iterator[StatedDate]:
    """Days of objects; of several articles the first is the page's own."""
    articles = 0
    for node in nodes:
        kinds = texts_of(node.get("@type"))
        if is_article(node):
            articles += 1
            what = "article" if articles == 1 else "later"
        else:
            what = "page" if any(kind.endswith("WebPage") for kind in kinds) else "other"
        for key, says in _LINKED.items():
            for text in texts_of(node.get(key)):
                yield StatedDate(text, "json_ld", says == "modified", f"linked.{what}.{says}")


def _in_metas(metas: Mapping[str, Sequence[str]]) -> Iterator[StatedDate]:
    for name, says in _FIELDS.items():
        for text in metas.get(name, ())[:1]:
            yield StatedDate(text, "html_meta", says == "modified", f"meta.{says}")
    for name in _IMAGES:
        for text in metas.get(name, ())[:1]:
            for day in days_in_path(text)[:1]:
                yield StatedDate(day, "html_meta", evidence="image")


def _in_scripts(tree: Any) -> Iterator[StatedDate]:
    """Days in JSON that is broken or stands in scripts of another type."""
    for script in tree.iter("script"):
        for match in _IN_SCRIPT.finditer(script.text or ""):
            yield StatedDate(match[1], "json_ld", evidence="script")
            return


def _in_elements(tree: Any) -> Iterator[StatedDate]:
    """Days of time elements, microdata and the visible text, in the page's order."""
    body = tree.find("body")
    root = tree if body is None else body
    page = _Map(root)
    seen: set[str] = set()
    count = 0
    unseen: Any = None
    for order, element in enumerate(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element is page.heading:
            page.at = order
    for order, element in enumerate(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for one in _of_element(element, page, order, seen):
            yield one
            count += 1
        if count >= _MOST:
            return


def _of_element(element: Any, page: _Map, order: int, seen: set[str]) -> Iterator[StatedDate]:
    stated, kind = _attribute(element)
    if stated:
        place = page.place(element, order)
        label = _words_before(element)
        yield _dated(stated, kind, label, element, place, seen)
    if element.tag in UNSEEN:
        texts = [(element.tail, element.getparent())]
    else:
        texts = [(element.text, element), (element.tail, element.getparent())]
    for text, holder in texts:
        if text and len(text) <= _LONGEST and holder is not None and _DIGITS.search(text):
            yield from _of_text(" ".join(text.split()), holder, page, order, seen)


def _attribute(element: Any) -> tuple[str, str]:
    """The day that an element states by an attribute or as its only content, and how."""
    prop = (element.get("itemprop") or element.get("property") or "").lower()
    if element.tag != "meta" and _FIELDS.get(prop):
        kind = f"item.{_FIELDS[prop]}"
        return (element.get("content") or element.get("datetime") or _text(element)), kind
    if element.tag == "time" or element.get("datetime"):
        return (element.get("datetime") or element.get("content") or ""), "time"
    if element.tag in ("abbr", "span", "a") and _DIGITS.search(element.get("title") or ""):
        return element.get("title") or "", "title"
    return "", ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:_LONGEST]


def _words_before(element: Any) -> str:
    """The text directly before an element."""
    before = element.getprevious()
    parent = element.getparent()
    if before is None:
        return (parent.text or "")[-_LABEL:] if parent is not None else ""
    return (_text(before) + " " + (before.tail or ""))[-_LABEL:]


def _of_text(
    text: str, holder: Any, page: _Map, order: int, seen: set[str]
) -> Iterator[StatedDate]:
    found = list(find_date_expressions(text, Span(0, len(text))))[:_MOST_OF_TEXT]
    place = page.place(holder, order) if found else None
    last = 0
    for one in found:
        beside = len(text) - (one.span.end_char - one.span.start_char)
        kind = "alone" if beside <= _ALONE else "short" if beside <= _SHORT else "prose"
        label = text[max(last, one.span.start_char - _LABEL) : one.span.start_char]
        last = one.span.end_char
        assert place is not None
        if not label.strip():
            label = _words_before(holder)
        yield _dated(one.span.of(text), kind, label, holder, place, seen)


def _dated(
    stated: str, kind: str, label: str, element: Any, place: _Place, seen: set[str]
) -> StatedDate:
    """A statement with its evidence: its kind, the word for it, its place, whether it is first."""
    marks = [" ".join(map(str, one.attrib.values()))[:200] for one in _inner(element)]
    words = re.sub(r"[\W_]+", " ", f"{label} {' '.join(marks)}")
    says = (
        "modified"
        if _MODIFIED.search(words)
        else "published"
        if _PUBLISHED.search(words)
        else "dated"
    )
    if kind.startswith("item."):
        says = ""
    where = "site" if place.is_site else place.near
    name = ".".join(filter(None, (kind, says, where)))
    key = f"{kind}{where}"
    first = kind if kind.startswith("item") else kind
    if key not in seen:
        seen.add(key)
        name += ".first"
    source = "time" if kind in ("time", "title") or kind.startswith("item") else "page_text"
    return StatedDate(stated, source, "modified" in name, name)


def _inner(element: Any) -> list[Any]:
    return [element, *element.iterancestors()][:2]
