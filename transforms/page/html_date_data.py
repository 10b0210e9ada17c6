"""HTML date data: days that a page states out of sight, in scripts, fields and addresses.

Pure. Here a name such as "firstPublishedAt" says what a date is of; which name a site chose is in
no standard, so its parts are looked up. What such a statement is worth is learned.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import unquote

from transforms.lexicon import read_lexicon
from transforms.page.date_values import days_in_path, months_in_path, value_of
from transforms.page.linked_data import Node, texts_of
from transforms.page.markup import StatedDate
from transforms.text import storable

_ORDER = ("never", "modified", "published", "created", "dated")
_PARTS = {row["part"]: row["says"] for row in read_lexicon("date_name_parts")}
_LONG_PARTS = {part: says for part, says in _PARTS.items() if len(part) > 3}
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Patterns begin with a mark, since a search for digits takes four times as long.
_VALUE = re.compile(
    r"""[=:,'" ](\d{4}[-/]\d\d[-/]\d\d(?:[T ][\d:.]{5,12}(?:Z|[+-]\d\d:?\d\d)?)?|\d{13}|\d{10}"""
    r"""|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{8}(?=\\?["'])|\d{1,2} [A-Za-z]{3,9} \d{4})(?!\d)"""
)
_NAME = re.compile(r"""([\w-]{1,60})\\?["']?\s{0,3}[:=,]\s{0,3}\\?["']?\Z""")
_LONGEST_NAME = 72  # characters before a value in which its name stands
_CALLED = re.compile(r"""\(\s{0,3}["'](\d{4}[-/]\d\d[-/]\d\d)(?!\d)""")
_IN_NAME = re.compile(r"(?<!\d)(20[0-4]\d|19[89]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_SHARED = re.compile(
    r"(?:sharer|share\?|/share|intent/tweet|shareArticle|whatsapp|mailto:|pinterest\.\w+/pin/create)",
    re.IGNORECASE,
)
_IMAGES = ("og:image", "twitter:image", "og:image:url", "thumbnailurl")
_OWN_LINKS = ("shortlink", "amphtml", "alternate")
_HOLDERS = frozenset(("body", "article", "main", "section", "div", "h1"))
_LONGEST_SCRIPT, _MOST_SCRIPTS, _MOST_KEYS = 1 << 20, 200, 40
_MOST_LINKS, _LONGEST_LINK, _MOST_HOLDERS = 3_000, 2_000, 60
_LONGEST_FIELD = 60  # characters of a field that states a date and nothing else


def days_in_data(
    tree: Any, nodes: Sequence[Node], metas: Mapping[str, Sequence[str]], known: Mapping[str, str]
) -> Iterator[StatedDate]:
    """The dates that a page states where no reader sees them.

    nodes: objects of its JSON-LD.
    metas: contents of its meta elements by name.
    known: names of fields that are read elsewhere.
    """
    yield from _in_other_fields(metas, known)
    yield from _in_scripts(tree)
    yield from _in_addresses(tree, nodes)
    yield from _in_names(tree)
    for name in _IMAGES:
        for text in metas.get(name, ())[:1]:
            for day in days_in_path(text)[:1]:
                yield StatedDate(day, "page_text", evidence=("image",))
            for month in months_in_path(text)[:1]:
                yield StatedDate(month, "page_text", evidence=("month.image",))


@lru_cache(1 << 12)
def named_day(name: str) -> str | None:
    """What the name of a field says of the day in it; None if it is of something else.

    >>> named_day("firstPublishedAt"), named_day("last_mod"), named_day("expiryDate")
    ('published', 'modified', None)
    """
    parts = [part.lower() for part in _NAME_PART.findall(name)]
    whole = "".join(parts)
    said = {_PARTS[part] for part in parts if part in _PARTS}
    said |= {
        says
        for part, says in _LONG_PARTS.items()
        if any(one.startswith(part) for one in parts) or (says != "never" and part in whole)
    }
    best = next((says for says in _ORDER if says in said), None)
    return None if best == "never" else best


def _in_other_fields(
    metas: Mapping[str, Sequence[str]], known: Mapping[str, str]
) -> Iterator[StatedDate]:
    """Dates in meta elements whose names no standard has."""
    for name, texts in metas.items():
        if name in known or len(texts[0]) > _LONGEST_FIELD or not any(map(str.isdigit, texts[0])):
            continue
        if says := named_day(name):
            yield StatedDate(texts[0], "html_meta", says == "modified", (f"meta.loose.{says}",))


def _in_scripts(tree: Any) -> Iterator[StatedDate]:
    """Dates with a name in scripts, and whether a page has several under one name."""
    days: dict[str, list[str]] = defaultdict(list)
    called: list[str] = []
    for script in islice(tree.iter("script"), _MOST_SCRIPTS):
        if script.get("type") == "application/ld+json":
            continue
        text = (script.text or "")[:_LONGEST_SCRIPT]
        called += [match[1] for match in islice(_CALLED.finditer(text), 1)]
        for match in _VALUE.finditer(text):
            name = _NAME.search(text[max(0, match.start(1) - _LONGEST_NAME) : match.start(1)])
            if name and (name[1] in days or (len(days) < _MOST_KEYS and named_day(name[1]))):
                days[name[1]].append(match[1])
    for key, stated in days.items():
        says, value = named_day(key), value_of(stated[0])
        if says is None or value is None:
            continue
        whole = {value_of(one) for one in stated[:_MOST_KEYS]}
        many = "only" if len(whole) == 1 else "several"
        evidence = (f"key.{says}", f"key.{says}.{many}")
        yield StatedDate(storable(value), "page_text", says == "modified", evidence)
    for stated_day in called[:1]:
        yield StatedDate(stated_day, "page_text", evidence=("call",))


def _in_addresses(tree: Any, nodes: Sequence[Node]) -> Iterator[StatedDate]:
    """Days in addresses of the page itself: beside its head, and in links that share it."""
    heads = [
        link.get("href") or ""
        for link in islice(tree.iter("link"), _MOST_LINKS)
        if (link.get("rel") or "").lower() in _OWN_LINKS
    ]
    heads += [
        text for node in nodes for key in ("url", "@id", "mainEntityOfPage")
        for text in texts_of(node.get(key))
    ]  # fmt: skip
    shared = (
        href
        for link in islice(tree.iter("a"), _MOST_LINKS)
        if (href := link.get("href") or "") and _SHARED.search(href[:_LONGEST_LINK])
    )
    for kind, addresses in (("head", heads), ("share", shared)):
        for address in addresses:
            said = unquote(address[:_LONGEST_LINK])
            if days := days_in_path(said):
                yield StatedDate(days[0], "page_text", evidence=(f"address.{kind}",))
                break
    for address in heads:
        if months := months_in_path(address):
            yield StatedDate(months[0], "page_text", evidence=("month.address",))
            break


def _in_names(tree: Any) -> Iterator[StatedDate]:
    """Days in the id of an element that holds the page: `<body id="news20190624_1">`."""
    holders = (one for one in tree.iter() if one.tag in _HOLDERS)
    for element in islice(holders, _MOST_HOLDERS):
        if match := _IN_NAME.search((element.get("id") or "")[:_LONGEST_FIELD]):
            yield StatedDate(f"{match[1]}-{match[2]}-{match[3]}", "page_text", evidence=("id",))
            return
