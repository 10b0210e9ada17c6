"""HTTP message: a stored response as its body, with transfer and content encodings undone."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message

import brotli
import pyarrow as pa

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_MOST_HEADER_BYTES = 1 << 18


class EncodingUnknown(Exception):
    """The body is packed in a way that cannot be undone here; the message names it."""


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A response: its status, headers in lower case, and body as the page's author wrote it.

    cut: why the body is not whole, if it is not.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: str | None = None

    @property
    def content_type(self) -> str:
        """Type and subtype in lower case; empty when none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server declared."""
        header = Message()
        header["content-type"] = self.headers.get("content-type", "")
        found = header.get_param("charset")
        return found if isinstance(found, str) else None


def parse_http(block: bytes, longest: int) -> HttpMessage:
    """Read a stored response.

    Args:
        longest: bytes of the unpacked body; a longer one is cut one byte beyond, against bombs.

    Raises:
        EncodingUnknown: the body is packed in a way that cannot be undone here.
        zlib.error, brotli.error, EOFError, pa.ArrowException: nothing of it can be unpacked.
    """
    head, body = _split(block)
    lines = head.split(b"\n")
    words = lines[0].split(maxsplit=2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() and len(words[1]) < 5 else 0
    headers = headers_of(lines[1:])
    cut = None
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, cut = _unchunked(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body, ended = _unpacked(body, encoding.strip(), longest)
        cut = cut if ended else "its packed content ends early; what could be unpacked was read"
    return HttpMessage(status, headers, body, cut)


def headers_of(lines: Iterable[bytes]) -> dict[str, str]:
    """Header lines by lower-case name; a folded line goes on with the one before."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in (" ", "\t") and name:
            found[name] += f" {text.strip()}"
        elif ":" in text:
            name, _, value = text.partition(":")
            name = name.strip().lower()
            found[name] = value.strip()
    return found


def _split(block: bytes) -> tuple[bytes, bytes]:
    ends = [
        (at, at + len(mark))
        for mark in (b"\r\n\r\n", b"\n\n")
        if (at := block.find(mark, 0, _MOST_HEADER_BYTES)) >= 0
    ]
    end, start = min(ends, default=(len(block), len(block)))
    return block[:end], block[start:]


def _unchunked(body: bytes) -> tuple[bytes, str | None]:
    """The body without its chunk sizes, and whether it was cut.

    A body without chunks is given back as it is: crawlers often undo them.
    """
    stream = io.BytesIO(body)
    parts: list[bytes] = []
    while line := stream.readline(100):
        size = line.partition(b";")[0].strip()
        if not size or size.strip(b"0123456789abcdefABCDEF") or len(size) > 8:
            return body, None
        length = int(size, 16)
        if length == 0:
            return b"".join(parts), None
        parts.append(stream.read(length))
        stream.readline(100)
    return b"".join(parts), "it ends before its last chunk" if parts else None


def _unpacked(body: bytes, encoding: str, longest: int) -> tuple[bytes, bool]:
    """The body unpacked, and whether its end was there.

    Raises:
        EOFError: its end is not there, and nothing before it could be unpacked.
    """
    if encoding in ("", "identity"):
        return body, True
    if encoding in ("gzip", "x-gzip"):
        # crawlers often keep the header of a body that they unpacked
        return _inflated(body, 31, longest) if body.startswith(_GZIP) else (body, True)
    if encoding == "deflate":
        try:
            return _inflated(body, 15, longest)
        except zlib.error:
            return _inflated(body, -15, longest)
    if encoding == "zstd":
        return _from_zstd(body, longest) if body.startswith(_ZSTD) else (body, True)
    if body.lstrip()[:1] == b"<":
        return body, True
    if encoding == "br":
        unpacker = brotli.Decompressor()
        unpacked = bytes(unpacker.process(body, output_buffer_limit=longest + 1))
        return _checked(unpacked, unpacker.is_finished() or len(unpacked) > longest)
    raise EncodingUnknown(f"its content is packed as {encoding[:20]!r}, which is not read")


def _from_zstd(body: bytes, longest: int) -> tuple[bytes, bool]:
    with pa.CompressedInputStream(pa.BufferReader(body), "zstd") as stream:
        return bytes(stream.read(longest + 1)), True


def _inflated(body: bytes, bits: int, longest: int) -> tuple[bytes, bool]:
    inflater = zlib.decompressobj(bits)
    unpacked = inflater.decompress(body, longest + 1)
    return _checked(unpacked, inflater.eof or len(unpacked) > longest)


def _checked(unpacked: bytes, ended: bool) -> tuple[bytes, bool]:
    if not ended and not unpacked:
        raise EOFError("it ends before its end mark")
    return unpacked, ended
