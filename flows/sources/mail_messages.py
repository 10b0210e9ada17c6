"""Mail messages: a message, and those that it forwards or digests, each as a record.

The text is the plain part, or the markup where the plain part is but a pointer to it ("View this
email in your browser"). Attachments are left out.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from flows.sources.records import as_fragment
from transforms.page import shown_line
from transforms.text import Issue, Quarantined, decode, storable

_BROKEN = (LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""What the e-mail package raises at broken headers, among others."""
_POINTER, _MORE = 40, 3  # words of a plain part that may be a pointer; times as many in the markup
_MOST_MESSAGES = 1_000  # within one another
_SIGNATURE = re.compile(r"(?:> ?)*-- \Z")


def records_of(payload: bytes) -> Iterator[tuple[dict[str, object], list[Issue]]]:
    """The records of a message and of the messages within it, each with what is odd about it."""
    waiting: list[tuple[Message, str | None]] = [
        (email.message_from_bytes(payload, policy=email.policy.default), None)
    ]
    for _ in range(_MOST_MESSAGES):
        if not waiting:
            return
        message, outer = waiting.pop(0)
        notes: list[Issue] = []
        record = _record(message, notes)
        if outer is not None and "id" not in record:
            record["id"] = outer
        inner = list(_inner(message))
        known = str(record.get("id") or "message")
        waiting[:0] = [(one, f"{known}/{n}") for n, one in enumerate(inner, start=1)]
        if not inner or record.get("text") or record.get("html"):
            yield record, notes


def _inner(message: Message) -> Iterator[Message]:
    """Messages directly within a message."""
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
            yield from part.get_payload()  # type: ignore[misc]  # a list of one message


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of a message, and the messages in it without what is in those."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop(0)
        content = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting[:0] = content
        else:
            yield part


def _record(message: Message, notes: list[Issue]) -> dict[str, object]:
    record: dict[str, object | None] = {
        "id": _header(message, "message-id").strip("<> ") or None,
        "title": _header(message, "subject") or None,
        "outlet": _header(message, "list-id").partition("<")[0].strip('" ') or None,
        "published_at": _date(_header(message, "date")),
        "byline": [name for name, _ in getaddresses([_header(message, "from")]) if name] or None,
        **_body(message, notes),
    }
    return {name: value for name, value in record.items() if value is not None}


def _body(message: Message, notes: list[Issue]) -> dict[str, object]:
    """The text of a message under the field that it is for."""
    plain, markup = _chosen(message)
    text = "\n\n".join(
        shown for part in _plain_parts(message, plain) if (shown := _text(part, notes))
    )
    html = as_fragment(_text(markup, notes)) if markup is not None else ""
    words = len(text.split())
    if html and words <= _POINTER and _MORE * words < _shown_words(html):
        return {"html": html}
    return {"text": text}


def _plain_parts(message: Message, plain: Message | None) -> list[Message]:
    """The plain part and those that stand beside it as more of the text; no attachments."""
    if plain is None:
        return []
    more = (
        one
        for one in _parts(message)
        if one.get_content_type() == "text/plain"
        and one.get_content_disposition() != "attachment"
        and one.get_filename() is None
    )
    return list({id(one): one for one in (plain, *more)}.values())


def _shown_words(html: str) -> int:
    try:
        return len(shown_line(html).split())
    except Quarantined:
        return 0


def _chosen(message: Message) -> tuple[Message | None, Message | None]:
    """The plain and the marked-up part of a message, else its first text of any kind."""
    found: list[Any] = [None, None]
    if isinstance(message, EmailMessage):
        for place, kind in enumerate(("plain", "html")):
            try:
                found[place] = message.get_body(preferencelist=(kind,))
            except _BROKEN:
                continue
    if found == [None, None]:
        texts = [one for one in _parts(message) if _is_text(one)]
        for one in texts:
            place = one.get_content_subtype() == "html"
            found[place] = found[place] or one
    return found[0], found[1]


def _is_text(part: Message) -> bool:
    """Whether a part is text, or was to have parts that cannot be told apart."""
    is_broken = part.get_content_maintype() == "multipart" and not part.is_multipart()
    return part.get_content_maintype() == "text" or is_broken


def _text(part: Message, notes: list[Issue]) -> str:
    """The text of a part; in an encoding that is not known, or is not kept to, as a page's."""
    payload = part.get_payload(decode=True)
    if part.get_content_maintype() == "multipart":
        detail = "its parts cannot be told apart; all of it was read as text"
        notes.append(Issue("sources", "warning", "message_damaged", detail))
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload.decode(charset)
    except (LookupError, UnicodeDecodeError):
        try:
            decoded = decode(payload, declared=charset)
        except Quarantined:
            text = payload.decode("cp1252", "replace")
        else:
            text = decoded.text
        detail = storable(f"it is not in the encoding that it states, {charset[:40]!r}")
        notes.append(Issue("sources", "warning", "charset_unknown", detail))
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, deletes_blank=str(part.get_param("delsp", "")).lower() == "yes")
    return storable(text)


def _unflowed(text: str, *, deletes_blank: bool) -> str:
    r"""A text whose lines were broken to be joined again, by RFC 3676.

    >>> _unflowed("Rain \nfell.\n Wind.", deletes_blank=False)
    'Rain fell.\nWind.'
    >>> _unflowed("Don \naudampf", deletes_blank=True)
    'Donaudampf'
    """
    made: list[str] = []
    flows = False
    for line in text.split("\n"):
        own = line.removeprefix(" ")
        if flows and not own.startswith(">") and not _SIGNATURE.match(own):
            made[-1] = made[-1][: len(made[-1]) - deletes_blank] + own
        else:
            made.append(own)
        flows = own.endswith(" ") and not _SIGNATURE.match(own) and not own.startswith(">")
    return "\n".join(made)


def _header(message: Message, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except _BROKEN:
        # as it stands: the package's newer reading of headers breaks at some
        raw = (value for key, value in message.raw_items() if key.lower() == name)
        value = str(next(raw, ""))
    return storable(" ".join(value.split()))


def _date(stated: str) -> str | None:
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated or None
