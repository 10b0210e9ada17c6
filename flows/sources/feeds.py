"""Feeds: each item of an RSS, Atom or CDF file as one record, read by feedparser.

The longest of what an item gives of its text is read: as a piece of markup, or as plain text where
the feed says so. The file is in memory as a whole; nothing is fetched, and neither entities nor
files that a feed declares are resolved.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from html.entities import name2codepoint
from typing import Any, BinaryIO
from xml.sax import SAXParseException

from lxml import etree

from flows.sources.records import Known, RecordFile, as_fragment, broken_document, too_large
from transforms.documents import RawDocument
from transforms.page import shown_line
from transforms.text import Issue, Quarantined, decode, storable

_MOST_ATTRIBUTES = 1_000
# A tag with more attributes than that: Python's parser compares each with all the others.
_OVERLOADED_TAG = re.compile(
    rb"<(?:[^<>=\"']*=\s*(?:\"[^\"]*\"|'[^']*')){%d}" % (_MOST_ATTRIBUTES + 1)
)
_FIRST_ELEMENT = re.compile(rb"<([A-Za-z_][\w:.-]{0,100})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REFERENCE = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|&(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|(?P<bare>&)(?!#\w{1,8};)",
    re.DOTALL,
)
_OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
_ENCODING = re.compile(rb"\s*<\?xml[^<>]*?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_LEFT_TO_FEEDPARSER = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"\x4c\x6f\xa7\x94")  # or EBCDIC
_PLAIN, _MARKUP = "text/plain", ("text/html", "application/xhtml+xml")
_CLOSING_TAG = re.compile(r"</[A-Za-z]\w*\s*>")  # shows markup whatever the feed calls it
_PACKED = re.compile(r"[A-Za-z0-9+/=\s]*")  # Base64
_MUCH = 0.8  # share of the longest text that the first one has at least, to be taken
_WORDS = ("title", "summary", "content")
_DATES = ("published", "updated", "created")


def read_feed(
    source_path: str, stream: BinaryIO, document_bytes: int, known: Known
) -> Iterator[RawDocument]:
    """One document per item, in file order; an item without a text has an empty one."""
    payload = stream.read(document_bytes + 1)
    refuse = partial(broken_document, source_path)
    if len(payload) > document_bytes:
        yield refuse("too_large", too_large(document_bytes))
        return
    if _OVERLOADED_TAG.search(payload):
        yield refuse("damaged_file", f"a tag in it has more than {_MOST_ATTRIBUTES} attributes")
        return
    try:
        payload, issues = _in_known_encoding(payload)
    except Quarantined as problem:
        yield refuse("not_a_feed", f"neither RSS nor Atom nor CDF: {problem.issue.detail}")
        return
    feed, mended = _parsed(payload)
    if not feed.entries:
        yield _nothing(source_path, feed, payload)
        return
    records = RecordFile(source_path, known, "item")
    records.notes += [*issues, *mended]
    outlet = _line(feed.feed, "title")
    number = 0
    for number, entry in enumerate(feed.entries, start=1):
        try:
            record = _record(entry, outlet)
        except Quarantined as problem:
            yield records.broken(number, problem.issue.code, problem.issue.detail)
        else:
            yield records.made(record, number, document_bytes)
    if damage := _damage(feed, payload):
        detail = f"the XML breaks at {damage}; items after it may be missing"
        yield records.broken(number + 1, "damaged_file", detail)


def _in_known_encoding(payload: bytes) -> tuple[bytes, tuple[Issue, ...]]:
    """The bytes as feedparser reads them without a guess, and what was done for that.

    Bytes that are not in the encoding that the feed declares would be guessed by whatever library
    happens to be installed; they are decoded as those of a page are.

    Raises:
        Quarantined: they are no text.
    """
    declared = _ENCODING.match(payload)
    label = declared[1].decode("ascii") if declared else None
    try:
        payload.decode(label or "utf-8")
    except (UnicodeDecodeError, LookupError):
        if payload.startswith(_LEFT_TO_FEEDPARSER):
            return payload, ()
        decoded = decode(payload, declared=label)
        return _ENCODING.sub(b"<?xml version='1.0'", decoded.text.encode()), decoded.issues
    return payload, ()


def _parsed(payload: bytes) -> tuple[Any, tuple[Issue, ...]]:
    """The feed as feedparser reads it, and what was mended for that.

    Where the XML is broken, feedparser reads on by a parser of its own, which makes "R&D;" of
    "R&D" and loses all that follows a wrong end tag. So what is most often wrong is set right
    first, and if that is not all, the reading that has more is taken.
    """
    feed = _read(payload)
    damage = _damage(feed, payload)
    if damage is None:
        return feed, ()
    meant = _REFERENCE.sub(_as_meant, payload)
    again = _read(meant)
    if _damage(again, meant) is None:
        detail = f"the XML breaks at {damage}; signs that should be escaped were read as meant"
        return again, (Issue("sources", "info", "feed_mended", detail),)
    repaired = _read(_well_formed(meant))
    if _has(repaired) > _has(feed):
        feed.entries, feed.feed = repaired.entries, repaired.feed
    return feed, ()


def _has(feed: Any) -> int:
    """Items of a feed that have a title or a text."""
    return sum(any(entry.get(name) for name in _WORDS) for entry in feed.entries)


def _well_formed(payload: bytes) -> bytes:
    """The XML with its elements closed where its parser thinks best."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError:
        return b""
    return b"" if root is None else bytes(etree.tostring(root, encoding="utf-8"))


def _read(payload: bytes) -> Any:
    """What feedparser makes of a feed.

    Scripts and links in markup are left as they are: what reads the markup shows neither.
    """
    import feedparser  # a tenth of a second, and only for feeds

    # As a stream: bytes could be taken for the name of a file, and text for an address.
    return feedparser.parse(io.BytesIO(payload), sanitize_html=False, resolve_relative_uris=False)


def _as_meant(found: re.Match[bytes]) -> bytes:
    """A reference to a name of HTML as its number, an ampersand that begins none as one."""
    name = found["name"]
    if name is None:
        return found[0] if found["bare"] is None else b"&amp;"
    code = name2codepoint.get(name.decode("ascii"))
    return found[0] if name in _OF_XML or code is None else b"&#%d;" % code


def _nothing(source_path: str, feed: Any, payload: bytes) -> RawDocument:
    if feed.get("version"):
        detail = "the feed holds no item"
        if damage := _damage(feed, payload):
            detail += f"; its XML breaks at {damage}"
        return broken_document(source_path, "empty", detail)
    found = _FIRST_ELEMENT.search(payload)
    said = (
        f"its first element is <{found[1].decode('ascii', 'replace')}>" if found else "no element"
    )
    return broken_document(source_path, "not_a_feed", f"neither RSS nor Atom nor CDF: {said}")


def _damage(feed: Any, payload: bytes) -> str | None:
    """Where the XML is not well formed; None if it is, or if only a name space is undeclared."""
    error = feed.get("bozo_exception")
    if not isinstance(error, SAXParseException):
        return None
    added = 0 if payload.lstrip().startswith(b"<?xml") else 1  # a declaration, by feedparser
    return f"line {max(1, (error.getLineNumber() or 1) - added)} ({error.getMessage()})"


def _record(entry: Any, outlet: str | None) -> dict[str, object]:
    link = entry.get("link") or None
    # An item of RSS 1.0 has an id beside its link; the link is what it was always known by.
    source_id = entry.get("id") if "guidislink" in entry else link or entry.get("id")
    kind, text = _content(entry)
    record: dict[str, object | None] = {
        "id": source_id or link,
        "title": _line(entry, "title"),
        "url": link,
        "outlet": outlet,
        "published_at": _date(entry),
        "byline": _authors(entry) or None,
        kind: text,
    }
    return {name: value for name, value in record.items() if value is not None}


def _line(holder: Any, name: str) -> str | None:
    """A construct of the feed as one line without markup."""
    said = holder.get(name)
    if not isinstance(said, str) or not said.strip():
        return None
    kind = holder.get(f"{name}_detail", {}).get("type")
    is_plain = kind == _PLAIN and not _CLOSING_TAG.search(said)
    return (" ".join(said.split()) if is_plain else shown_line(said)) or None


def _content(entry: Any) -> tuple[str, str]:
    """The field that the item's text is for, ``text`` or ``html``, and the text; "" if none.

    The first text is taken, the item's content before its summary, unless another is much longer.
    """
    given = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [(one.get("type") or _MARKUP[0], one.get("value") or "") for one in given]
    found = [(kind, text) for kind, text in texts if text.strip() and _is_text(kind, text)]
    if not found:
        return "text", ""
    kind, text = found[0]
    if len(found) > 1:
        lengths = [_length(*one) for one in found]
        longest = max(lengths)
        if lengths[0] < _MUCH * longest:
            kind, text = found[lengths.index(longest)]
    return ("text", text) if kind == _PLAIN else ("html", as_fragment(text))


def _is_text(kind: str, value: str) -> bool:
    """Whether a content is words: markup, or what was packed as bytes and could be unpacked."""
    if kind.startswith("text/") or kind in _MARKUP:
        return True
    return kind == "application/octet-stream" and _PACKED.fullmatch(value) is None


def _length(kind: str, text: str) -> int:
    return len(text if kind == _PLAIN else shown_line(text))


def _authors(entry: Any) -> Sequence[str]:
    names = [author.get("name") or "" for author in entry.get("authors", ())]
    stated = entry.get("author") or ""
    if names and "@" in stated and (" " not in stated or not _is_whole(names[-1])):
        # feedparser knows no domain whose last part has more than four letters, and cuts there
        names[-1] = parseaddr(stated)[0]
    return [shown for name in names if (shown := shown_line(name))]


def _is_whole(name: str) -> bool:
    return name.count("(") == name.count(")") and "<" not in name


def _date(entry: Any) -> str | None:
    """When the item was published, else when it was changed or made: in ISO form if it is known.

    The offset that is written is kept, so that the day is that of the outlet.
    """
    for name in _DATES:
        stated = entry.get(name)  # feedparser answers with the update where only that is stated
        if isinstance(stated, str) and stated.strip():
            return _iso(stated.strip(), entry.get(f"{name}_parsed"))
    return None


def _iso(stated: str, moment: Any) -> str:
    """A date as ISO text, or as it is written if no form of it is known.

    moment: the date in UTC as feedparser reads it, which knows more forms than those of e-mail, but
        makes 1 November of "2024/03/03": a day that is not written there is not believed.
    """
    if _ISO_DAY.match(stated):
        return stated
    try:
        written = parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError, OverflowError):
        written = None
    read = _moment(moment)
    if read is None:
        return written.isoformat() if written else storable(stated)
    if written is not None and written.replace(tzinfo=written.tzinfo or UTC) == read:
        return written.isoformat()
    return read.isoformat() if _is_written(read, stated) else storable(stated)


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None
    except ValueError:  # a leap second
        return None


def _is_written(read: datetime, stated: str) -> bool:
    """Whether a date names its year and its day, which may be another one in UTC."""
    numbers = {int(number) for number in _NUMBER.findall(stated)}
    near = (read + timedelta(days) for days in (-1, 0, 1))
    return any(
        f"{day:%Y%m%d}" in stated
        or (day.day in numbers and not numbers.isdisjoint((day.year, day.year % 100)))
        for day in near
    )
