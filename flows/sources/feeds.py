"""Feeds: each item of an RSS or Atom file as one record.

The item's full content comes before its summary; both may hold HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO

from lxml import etree

from flows.sources.records import Known, RecordFile, broken_document, too_large
from transforms.documents import RawDocument

_ITEMS = ("item", "entry")
_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "updated")


def read_feed(
    source_path: str, stream: BinaryIO, document_bytes: int, known: Known
) -> Iterator[RawDocument]:
    """One document per item, in file order. Entities are not resolved, nothing is fetched."""
    payload = stream.read(document_bytes + 1)
    if len(payload) > document_bytes:
        yield broken_document(source_path, "too_large", too_large(document_bytes))
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError as error:
        root, parser_said = None, str(error)
    else:
        parser_said = "no element"
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        found = parser_said if root is None else f"its root is <{_name(root)}>"
        yield broken_document(source_path, "not_a_feed", f"neither RSS nor Atom: {found}")
        return
    records = RecordFile(source_path, known, "item")
    outlet = _outlet(root)
    number = 0
    for number, item in enumerate((e for e in root.iter() if _name(e) in _ITEMS), start=1):
        yield records.made(_record(item, outlet), number, document_bytes)
    if not number:
        yield broken_document(source_path, "empty", "the feed holds no item")
    elif parser.error_log:
        detail = f"the XML breaks at line {parser.error_log[0].line}; items after it may be missing"
        yield records.broken(number + 1, "damaged_file", detail)


def _record(item: Any, outlet: str | None) -> dict[str, object]:
    parts: dict[str, list[Any]] = {}
    for child in item:
        parts.setdefault(_name(child), []).append(child)
    record: dict[str, object | None] = {
        "id": _first(parts, ("guid", "id")) or _link(parts),
        "title": _first(parts, ("title",)),
        "url": _link(parts),
        "outlet": outlet,
        "published_at": _date(_first(parts, _DATES)),
        "byline": list(_authors(parts)) or None,
        "html": _content(parts),
    }
    return {name: value for name, value in record.items() if value is not None}


def _content(parts: dict[str, list[Any]]) -> str | None:
    """The longest of what the item gives of its text; XHTML as markup, all else as written."""
    texts = []
    for name in _TEXTS:
        for element in parts.get(name, ()):
            if len(element):
                inner = (etree.tostring(child, encoding="unicode") for child in element)
                texts.append((element.text or "") + "".join(inner))
            else:
                texts.append(element.text or "")
    longest = max(texts, key=len, default="").strip()
    return f"<article><p>{longest}</p></article>" if longest and "<" not in longest else longest


def _link(parts: dict[str, list[Any]]) -> str | None:
    for link in parts.get("link", ()):
        if link.get("rel", "alternate") == "alternate":
            url = (link.get("href") or link.text or "").strip()
            if url:
                return url
    return None


def _authors(parts: dict[str, list[Any]]) -> Iterator[str]:
    for author in (*parts.get("creator", ()), *parts.get("author", ())):
        name = next((c.text for c in author if _name(c) == "name"), None) or author.text or ""
        if name.strip():
            yield name.strip()


def _outlet(root: Any) -> str | None:
    """The feed's own title: that of its channel, or of an Atom feed itself."""
    holders = [root, *(child for child in root if _name(child) == "channel")]
    titles = (c.text for holder in holders for c in holder if _name(c) == "title" and c.text)
    return next((title.strip() for title in titles if title.strip()), None)


def _date(stated: str | None) -> str | None:
    """The date as ISO text when it is written as in e-mail, else as it stands."""
    if stated is None:
        return None
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated


def _first(parts: dict[str, list[Any]], names: Iterable[str]) -> str | None:
    texts = ("".join(e.itertext()).strip() for name in names for e in parts.get(name, ()))
    return next((text for text in texts if text), None)


def _name(element: Any) -> str:
    """The tag without its namespace; empty for comments and the like."""
    # not etree.QName, which refuses names that the recovering parser lets pass: "c:"
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""
