"""HTML metadata: what a page's head and its JSON-LD state about the article.

JSON-LD is read before meta elements: it names the fields of the article, while meta elements are
written for search engines and social media.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from transforms.page.bylines import names_stated
from transforms.page.markup import StatedDate
from transforms.text import storable

_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "date"),
    *("dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate"),
    *("publish-date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("citation_publication_date", "publication_date", "published_time", "article.published"),
    *("publish_date", "article_date_original", "originalpublicationdate", "dc.date.created"),
)
_MODIFIED = (
    *("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod"),
    *("dcterms.modified", "article.updated"),
)
_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "title")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher")
_SUMMARIES = ("og:description", "twitter:description", "description")
_ARTICLE_TYPES = ("Article", "Posting", "Report", "Review")
# Bounds on what a hostile page can make of its metadata.
_MOST_NODES = 2_000  # objects of JSON-LD, meta elements
_MOST_NAMES = 50
_LONGEST = 1_000  # characters of a value
_LONGEST_STORY = 1 << 20  # characters of a story
_LONGEST_NAME = 100  # characters of an author's name


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states about itself; nothing of this is checked against the text.

    titles:    every wording of the title, the most exact first.
    authors:   names as written.
    language:  ISO 639 code.
    summaries: descriptions of the article; many a page shows one as its standfirst.
    story:     the body of the article as the JSON-LD has it, which may hold markup.
    """

    titles: tuple[str, ...] = ()
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    dates: tuple[StatedDate, ...] = ()
    summaries: tuple[str, ...] = ()
    story: str = ""


def read_metadata(tree: Any) -> Metadata:
    """The metadata of a parsed page."""
    articles = [node for node in _linked_data(tree) if _is_article(node)]
    metas = _metas(tree)
    publishers = [node.get("publisher") for node in articles]
    outlet = next((name for node in publishers for name in _names(node)), None)
    outlet = outlet or _first(metas, _OUTLETS)
    title = tree.findtext(".//head/title") or tree.findtext(".//title") or ""
    titles = [
        *(text for node in articles for text in _texts(node.get("headline"))),
        *(text for name in _TITLES for text in metas.get(name, ())),
        title,
    ]
    authors = [name for node in articles for name in _names(node.get("author"))]
    authors = authors or [text for name in _AUTHORS for text in metas.get(name, ())]
    return Metadata(
        titles=_distinct(titles),
        url=_url(tree, metas),
        outlet=outlet,
        authors=tuple(
            name
            for stated in _distinct(authors)
            if _is_name(stated) and stated != outlet
            for name in names_stated(stated)
        ),
        language=_language(tree, metas),
        dates=tuple(_dates(articles, metas)),
        summaries=_distinct(
            [
                *(text for node in articles for text in _texts(node.get("description"))),
                *(text for name in _SUMMARIES for text in metas.get(name, ())),
            ]
        ),
        story=next(
            (text for node in articles for text in _texts_whole(node.get("articleBody"))), ""
        ),
    )


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Objects of the page's JSON-LD, the outermost first; broken JSON is skipped."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting[:0] = node[:_MOST_NODES]
            elif isinstance(node, dict):
                yield node
                waiting += [node.get("@graph"), node.get("mainEntity")]


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(kind.endswith(_ARTICLE_TYPES) for kind in _texts(node.get("@type")))


def _texts(value: Any) -> list[str]:
    """The strings of a value that may be a string or a list of them, without outer blanks."""
    values = value if isinstance(value, list) else [value]
    return [_clean(text) for text in values if isinstance(text, str) and text.strip()]


def _texts_whole(value: Any) -> list[str]:
    """The strings of a value, however long."""
    values = value if isinstance(value, list) else [value]
    return [storable(text[:_LONGEST_STORY]) for text in values if isinstance(text, str)]


def _names(value: Any) -> list[str]:
    """Names of persons or organisations, given as strings, objects or lists of either."""
    values = value if isinstance(value, list) else [value]
    found = []
    for one in islice(values, _MOST_NAMES):
        found += _name_of(one) if isinstance(one, dict) else _texts(one)
    return found


def _name_of(one: Mapping[str, Any]) -> list[str]:
    """The name of an object, or else the given and the family name that it states apart."""
    parts = [part for key in ("givenName", "familyName") for part in _texts(one.get(key))[:1]]
    return _texts(one.get("name")) or ([" ".join(parts)] if parts else [])


def _metas(tree: Any) -> dict[str, list[str]]:
    """Contents of the meta elements by lower-case name, also those of elements with itemprop."""
    found: dict[str, list[str]] = {}
    for meta in islice(tree.iter("meta"), _MOST_NODES):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := _clean(meta.get("content") or ""):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(metas: Mapping[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((text for name in names for text in metas.get(name, ())), None)


def _dates(
    articles: list[Mapping[str, Any]], metas: Mapping[str, list[str]]
) -> Iterator[StatedDate]:
    for key, is_update in (("datePublished", False), ("dateModified", True)):
        for node in articles[:1]:  # the other articles are those that the page links to
            yield from (StatedDate(text, "json_ld", is_update) for text in _texts(node.get(key)))
    for names, is_update in ((_PUBLISHED, False), (_MODIFIED, True)):
        stated = _first(metas, names)
        if stated:
            yield StatedDate(stated, "html_meta", is_update)


def _url(tree: Any, metas: Mapping[str, list[str]]) -> str | None:
    links = (link.get("href") for link in tree.iterfind(".//link[@rel='canonical']"))
    for url in (*links, *metas.get("og:url", ())):
        if url and url.strip().startswith(("http://", "https://")) and _host(url):
            return _clean(url)
    return None


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _language(tree: Any, metas: Mapping[str, list[str]]) -> str | None:
    """The ISO 639 part of the language that the page declares."""
    declared = tree.get("lang") or next(iter(metas.get("og:locale", ())), "") or ""
    code = declared.strip().replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None


def _is_name(text: str) -> bool:
    return "/" not in text and "@" not in text and len(text) <= _LONGEST_NAME


def _clean(text: str) -> str:
    return storable(" ".join(text[:_LONGEST].split()))


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(_clean, texts) if text))
