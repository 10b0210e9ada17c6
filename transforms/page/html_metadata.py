"""HTML metadata: what a page's head and its JSON-LD state about the article.

JSON-LD is read before meta elements: it names the fields of the article, while meta elements are
written for search engines and social media.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from transforms.page.html_authors import stated_names
from transforms.page.html_dates import stated_dates
from transforms.page.html_places import Places
from transforms.page.linked_data import (
    cleaned,
    is_article,
    linked_data,
    names_of,
    texts_of,
    whole_texts_of,
)
from transforms.page.markup import StatedDate, StatedName

_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher")
_SUMMARIES = ("og:description", "twitter:description", "description")
_MOST_METAS = 2_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states about itself; nothing of this is checked against the text.

    titles:    every wording of the title, the most exact first.
    names:     what names its authors, which is not yet who they are.
    language:  ISO 639 code.
    summaries: descriptions of the article; many a page shows one as its standfirst.
    story:     the body of the article as the JSON-LD has it, which may hold markup.
    is_article: whether the page calls itself an article.
    """

    titles: tuple[str, ...] = ()
    url: str | None = None
    outlet: str | None = None
    names: tuple[StatedName, ...] = ()
    language: str | None = None
    dates: tuple[StatedDate, ...] = ()
    summaries: tuple[str, ...] = ()
    story: str = ""
    is_article: bool = False


def read_metadata(tree: Any) -> Metadata:
    """The metadata of a parsed page."""
    nodes = list(linked_data(tree))
    places = Places(tree)
    articles = [node for node in nodes if is_article(node)]
    metas = _metas(tree)
    publishers = [node.get("publisher") for node in articles]
    outlet = next((name for node in publishers for name in names_of(node)), None)
    outlet = outlet or _first(metas, _OUTLETS)
    title = tree.findtext(".//head/title") or tree.findtext(".//title") or ""
    titles = [
        *(text for node in articles for text in texts_of(node.get("headline"))),
        *(text for name in _TITLES for text in metas.get(name, ())),
        title,
    ]
    return Metadata(
        titles=_distinct([unescape(one) for one in titles]),
        url=_url(tree, metas),
        outlet=outlet,
        names=stated_names(places, nodes, metas),
        language=_language(tree, metas),
        dates=stated_dates(tree, places, nodes, metas, _locale(tree, metas)),
        summaries=_distinct(
            [
                *(text for node in articles for text in texts_of(node.get("description"))),
                *(text for name in _SUMMARIES for text in metas.get(name, ())),
            ]
        ),
        story=next(
            (text for node in articles for text in whole_texts_of(node.get("articleBody"))), ""
        ),
        is_article=bool(articles) or "article" in metas.get("og:type", ()),
    )


def _metas(tree: Any) -> dict[str, list[str]]:
    """Contents of the meta elements by lower-case name, also those of elements with itemprop."""
    found: dict[str, list[str]] = {}
    for meta in islice(tree.iter("meta"), _MOST_METAS):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := cleaned(meta.get("content") or ""):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(metas: Mapping[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((text for name in names for text in metas.get(name, ())), None)


def _url(tree: Any, metas: Mapping[str, list[str]]) -> str | None:
    links = (link.get("href") for link in tree.iterfind(".//link[@rel='canonical']"))
    for url in (*links, *metas.get("og:url", ())):
        if url and url.strip().startswith(("http://", "https://")) and _host(url):
            return cleaned(url)
    return None


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _language(tree: Any, metas: Mapping[str, list[str]]) -> str | None:
    """The ISO 639 part of the language that the page declares."""
    code = _locale(tree, metas).split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None


def _locale(tree: Any, metas: Mapping[str, list[str]]) -> str:
    """The language that the page declares, with its region if it has one: "en-GB"."""
    declared = tree.get("lang") or next(iter(metas.get("og:locale", ())), "") or ""
    return str(declared).strip().replace("_", "-")


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(cleaned, texts) if text))
