"""HTML authors: everything in a page that is said to name an author, with its evidence.

Pure. Which of the names is an author is decided in ``author_weights.py``, as it was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from transforms.lexicon import either, read_lexicon
from transforms.page.bylines import read_bare_byline, read_byline
from transforms.page.html_blocks import named_by, words_in
from transforms.page.html_places import Places, words_of_element
from transforms.page.html_text import UNSEEN
from transforms.page.linked_data import Node, is_article, names_of, texts_of
from transforms.page.markup import StatedName


def _words(role: str) -> tuple[str, ...]:
    rows = read_lexicon("author_places")
    return tuple(row["word"] for row in rows if row["role"] == role)


_FIELDS, _LINKED, _MARKS = _words("field"), _words("linked"), frozenset(_words("mark"))
_MARKED = re.compile(either(_MARKS), re.IGNORECASE)  # most elements fail it, and it is fast
_PERSONAL = re.compile(rf"/{either(_words('path'))}/[^/]", re.IGNORECASE)
_OWN_LABEL = (
    "author",
    "article:author",
    "twitter:data1",
)  # fields common enough to be weighed apart
_TYPES = ("person", "organization")
_LONGEST = 120  # characters of an element that names an author
_MOST, _MOST_OF_FIELD, _MOST_TEXTS = 80, 20, 40  # names of a page, of a field; texts of an element


def stated_names(
    places: Places, nodes: Sequence[Node], metas: Mapping[str, Sequence[str]]
) -> tuple[StatedName, ...]:
    """What a page says of its authors: fields first, then elements in the page's order.

    nodes: objects of its JSON-LD.
    metas: contents of its meta elements by name.
    """
    found = [*_in_linked_data(nodes), *_in_metas(metas), *islice(_in_elements(places), _MOST)]
    return tuple(dict.fromkeys(found))


def names_in_bylines(bylines: Sequence[str]) -> Iterator[StatedName]:
    """What the byline zones of a page say: each line, and the names that are read in it."""
    for line in bylines:
        words = len(line.split())
        found = read_byline(line, words) or read_bare_byline(line, words, beside_date=True)
        yield from (StatedName(name, "zone.byline") for name in (found.names if found else ()))
        if len(line) <= _LONGEST:
            yield StatedName(line, "zone.text")


def _in_linked_data(nodes: Sequence[Node]) -> Iterator[StatedName]:
    articles = 0
    for node in nodes:
        kinds = texts_of(node.get("@type"))
        articles += is_article(node)
        if is_article(node):
            what = "article" if articles == 1 else "later"
        else:
            what = "page" if "WebPage" in kinds else "other"
        for key in _LINKED:
            value = node.get(key)
            for one in (value if isinstance(value, list) else [value])[:_MOST_OF_FIELD]:
                yield from _names_in(one, f"linked.{what}.{key}")
        if "Person" in kinds:
            yield from (StatedName(name, "linked.person") for name in texts_of(node.get("name")))


def _names_in(one: Any, label: str) -> Iterator[StatedName]:
    """The names of one value; what it calls itself is a part of the evidence."""
    kind = texts_of(one.get("@type"))[:1] if isinstance(one, dict) else []
    ends = [f".{name.lower()}" for name in kind if name.lower() in _TYPES]
    yield from (StatedName(name, label + "".join(ends)) for name in names_of(one))


def _in_metas(metas: Mapping[str, Sequence[str]]) -> Iterator[StatedName]:
    for field in _FIELDS:
        label = f"meta.{field if field in _OWN_LABEL else 'other'}"
        yield from (StatedName(text, label) for text in metas.get(field, ())[:_MOST_OF_FIELD])


def _in_elements(places: Places) -> Iterator[StatedName]:
    """Elements that their relation, address, property or class says to name an author."""
    seen: set[tuple[str, str]] = set()
    for order, element in enumerate(places.elements):
        kinds = list(_kinds_of(element)) if element.attrib else []
        if not kinds or element.tag in UNSEEN or element.tag in ("html", "body"):
            continue
        text = words_of_element(element, _MOST_TEXTS)
        if not text or len(text) > _LONGEST:
            continue
        where = places.where(element, order)
        for kind in kinds:
            first = "" if (kind, where) in seen else ".first"
            seen.add((kind, where))
            yield StatedName(text, f"{kind}.{where}{first}")


def _kinds_of(element: Any) -> Iterator[str]:
    is_any = False
    if "author" in (element.get("rel") or "").split():
        is_any = True
        yield "rel"
    if element.tag == "a" and _PERSONAL.search(element.get("href") or ""):
        is_any = True
        yield "href"
    if (element.get("itemprop") or "").lower() in _LINKED[:2]:
        is_any = True
        yield "item"
    named = "" if is_any else named_by(element)
    if _MARKED.search(named) and not _MARKS.isdisjoint(words_in(named)):
        yield "class"
