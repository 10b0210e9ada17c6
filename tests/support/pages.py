"""HTML pages for tests, and archives that hold them."""

from __future__ import annotations

import io
import uuid
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PARAGRAPHS = (
    "The river Vessa rose again on Monday and people in the lower town left their homes.",
    "Mayor Ann Lee said that the pumps had failed for the second time in a year.",
    "Engineers were expected to reach the site before the evening, the council said.",
    "Schools will stay closed until Thursday, and the bridge will open to lorries later.",
)


def page(
    *, head: str = "", top: str = "", bottom: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS
) -> str:
    """A page with a headline and paragraphs, and what a test adds."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>Pumps fail | Gazette</title>{head}</head><body>"
        f"<article><h1>Pumps fail</h1>{top}{body}{bottom}</article></body></html>"
    )


def warc(*pages: tuple[str, bytes], headers: dict[str, str] | None = None) -> bytes:
    """An uncompressed archive of one response a page, written by warcio.

    The same pages give the same bytes, and a record's id follows from the address of its page.
    """
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for url, body in pages:
        stated = {"Content-Type": "text/html; charset=utf-8"} | (headers or {})
        http = StatusAndHeaders("200 OK", list(stated.items()), protocol="HTTP/1.1")
        own = {
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
            "WARC-Date": "2024-03-03T08:00:00Z",
        }
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=http,
            warc_headers_dict=own,
        )
        writer.write_record(record)
    return stream.getvalue()


def arc(*pages: tuple[str, bytes]) -> bytes:
    """An archive of the older form, of one response a page."""
    about = b"1 0 Gazette\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://a.arc 0.0.0.0 20140303080000 text/plain %d\n%s" % (len(about), about)]
    for url, body in pages:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = f"{url} 192.0.2.7 20140303080000 text/html {len(block)}\n"
        parts.append(head.encode() + block)
    return b"\n".join(parts) + b"\n"


def write(folder: Path, name: str, content: bytes) -> Path:
    """A file of the raw folder."""
    path = folder / name
    path.write_bytes(content)
    return path
