"""Decoding: from bytes to the one string that all spans refer to.

Pure. The string is never changed afterwards: line ends, blanks and odd characters stay.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from transforms.text.foreign_bytes import candidates
from transforms.text.issue import Issue, Quarantined, Severity
from transforms.text.mojibake import is_suspicious, proposed
from transforms.text.references import replace_references
from transforms.text.span import Span

_SAMPLE = 65_536  # bytes or characters by which a document is judged
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# First bytes of formats that are sometimes saved under the name of a text file, from the formats'
# specifications.
_MAGIC = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PK\x03\x04": "zip",
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"\x7fELF": "ELF",
    b"\xd0\xcf\x11\xe0": "Office 97",
    b"PAR1": "Parquet",
    b"ID3": "MP3",
    b"OggS": "Ogg",
    b"\x00\x00\x00\x18ftyp": "MP4",
    b"\x00\x00\x00\x20ftyp": "MP4",
    b"SQLite format 3": "SQLite",
}
_PACKED = {"gzip": ".gz", "zstd": ".zst", "bzip2": ".bz2", "xz": ".xz"}
"""Packed forms that are read under their suffixes."""
_REMEDY = "convert it to text or HTML, or take it out of the raw folder"
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_HIGH = bytes(range(0x80, 0x100))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNUSED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Shares of the sample. Text has far fewer control characters and unused bytes than the first two,
# and far more letters and blanks than the third.
_MOST_CONTROLS = 0.01
_MOST_REPLACED = 0.01
_LEAST_LETTERS = 0.5
_SHORTEST_UTF16, _MOST_ZEROS = 16, 0.7  # bytes; share of the high bytes that are zero
_FEW_CONTROLS = 8  # that every document may have, however short it is
_PRESCAN = 4_096  # bytes in which a declaration is looked for; the standard says 1,024
_MOST_BROKEN, _FEWEST_HIGH = 1 / 8, 8  # of damaged UTF-8: broken sequences a high byte; high bytes
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
# Encodings of web pages, by Python's name for the label, and what browsers read them as.
_WEB_CODECS = {
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (*range(1250, 1259), 866, 874, 949, 950, 932)},
    **{"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz"},
    **{"shift_jis": "cp932", "euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp"},
    **{"euc_kr": "cp949", "big5": "big5hkscs", "big5hkscs": "big5hkscs"},
    **{"koi8-r": "koi8-r", "koi8-u": "koi8-u", "mac-roman": "mac-roman"},
    "tis-620": "cp874",
}
# Characters of Windows-1252 to those of Latin-1 with the same byte.
_TO_BYTES = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_LATER = "[\x80-\xbf" + "".join(map(chr, _TO_BYTES)) + "]"
_MISREAD = re.compile(f"[\xc2-\xdf]{_LATER}|[\xe0-\xef]{_LATER}{{2}}|[\xf0-\xf4]{_LATER}{{3}}")
# A closing quotation mark whose last byte Windows-1252 does not use, so that it was lost.
_HALF_QUOTE = re.compile("\u00e2\u20ac(?:\ufffd|(?=[\\s.,;:!?)\\]-]|\\Z))")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded source.

    text:     what all spans refer to; a byte order mark is not part of it.
    encoding: the Python name of the encoding it was read with.
    """

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(raw: bytes, *, declared: str | None = None, is_html: bool = False) -> Decoded:
    """Decode the bytes of one page.

    Valid UTF-8 and marked UTF-16 are certain. Other bytes are read in the encoding that the source
    declares, or else in Windows-1252, as the WHATWG encoding standard advises for undeclared
    Western text, if the result looks like text. Certain mojibake is repaired.

    Args:
        declared: the encoding's name, as in an HTTP header.
        is_html: whether the markup may declare the encoding too.

    Raises:
        Quarantined: ``empty`` or ``binary``; never another exception.

    >>> decode(b"\\xef\\xbb\\xbfKyiv").text
    'Kyiv'
    """
    if raw.startswith(tuple(_UTF16_MARKS)):
        encoding = _UTF16_MARKS[raw[:2]]
        text = _decode_utf16(raw[2:], encoding)
    elif unmarked := _unmarked_utf16(raw):
        text, encoding = _decode_utf16(raw, unmarked), unmarked
    else:
        _refuse_binary(raw)
        try:
            text, encoding = raw.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError as error:
            codec = codec_of(declared) or (_declared_in(raw) if is_html else None)
            decoded = _decode_declared(raw, codec) if codec else None
            return decoded or _decode_western(raw, error)
    repaired = repair_mojibake(text) if is_html else repair(text)
    return Decoded(repaired.text, encoding, (*repaired.issues, *check_text(repaired.text)))


def repair(text: str) -> Decoded:
    """Undo what befell a plain text on its way here: mojibake, and references that HTML left.

    >>> repair("Zo&eacute; said: &ldquo;No.&rdquo;").text
    'Zoé said: “No.”'
    """
    repaired = repair_mojibake(text)
    plain, count = replace_references(repaired.text)
    issues = repaired.issues
    if halves := len(_SURROGATE.findall(plain)):
        plain = _SURROGATE.sub("\ufffd", plain)
        detail = f"{halves} halves of a surrogate pair have no UTF-8 form and became U+FFFD"
        issues = (*issues, _issue("warning", "lone_surrogate", detail))
    if not count:
        return Decoded(plain, repaired.encoding, issues)
    detail = f"{count} characters were spelled out as HTML does and were replaced"
    issues = (*issues, _issue("info", "references_replaced", detail))
    return Decoded(plain, repaired.encoding, issues)


def _declared_in(raw: bytes) -> str | None:
    """The codec that a page's markup declares near its beginning."""
    found = _META_CHARSET.search(raw, 0, _PRESCAN)
    return codec_of(found[1].decode("ascii")) if found else None


def codec_of(label: str | None) -> str | None:
    """The codec of an encoding label, if it is one that web pages use.

    A label of plain Latin-1 or ASCII means Windows-1252, as in every browser.

    >>> codec_of(" ISO-8859-1 "), codec_of("Windows-1251"), codec_of("base64"), codec_of("utf-8")
    ('cp1252', 'cp1251', None, None)
    """
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _WEB_CODECS.get(name)


def _decode_declared(raw: bytes, codec: str) -> Decoded | None:
    """The text in the declared encoding; None when the bytes are not in that encoding."""
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    return Decoded(text, codec, check_text(text))


def repair_mojibake(text: str) -> Decoded:
    """Undo UTF-8 that was once read in another encoding, where that is certain.

    A line is repaired if every character in it that is not ASCII belongs to such a misreading, or
    if a repair is found by which nothing is lost. Bytes that are valid UTF-8 are hardly ever
    Western text by chance. One misread pair in a document proves nothing; two pairs, or one
    sequence of three bytes, do.

    >>> repair_mojibake("Zoâ€™s cafÃ©").text, repair_mojibake("VÃO À VENDA: É JÁ").text
    ('Zo’s café', 'VÃO À VENDA: É JÁ')
    """
    if not is_suspicious(text):
        return Decoded(text, "utf-8")
    lines = text.split("\n")  # not splitlines: U+0085 is part of a misread ellipsis here
    mended: list[str] = []
    sequences: list[str] = []
    for line in lines:
        whole = _mended(line)
        if whole is not None:
            mended.append(whole)
            sequences += _MISREAD.findall(line)
        elif (found := proposed(line)) is not None:
            mended.append(found[0])
            sequences += found[1]
        else:
            mended.append(line)
    if len(sequences) < 2 and not any(len(found) > 2 for found in sequences):
        return Decoded(text, "utf-8")
    detail = (
        f"{len(sequences)} characters were UTF-8 read in another encoding, such as"
        f" {sequences[0]!r}; they were repaired before anything was read"
    )
    return Decoded("\n".join(mended), "utf-8", (_issue("info", "mojibake_repaired", detail),))


def _mended(line: str) -> str | None:
    """The line with its misreading undone; None unless it is wholly misread.

    A line that was misread twice is undone twice.
    """
    if line.isascii():
        return None
    whole = _HALF_QUOTE.sub("\u00e2\u20ac\u009d", line)
    try:
        mended = whole.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    odd = any(
        unicodedata.category(character) in ("Cc", "Cn", "Co")
        for character in mended
        if not character.isascii()
    )
    return None if odd else _mended(mended) or mended


def check_text(text: str) -> tuple[Issue, ...]:
    """What is odd about a decoded text, such as that of a JSON record.

    Raises:
        Quarantined: ``empty`` when there are only blanks, ``lone_surrogate`` when half a character
            stands alone, which no file format can hold.
    """
    if not text.strip():
        detail = "the document holds no text: fetch it again, or take it out"
        raise Quarantined(_issue("error", "empty", detail))
    if lone := _SURROGATE.search(text):
        detail = f"half a surrogate pair at character {lone.start()}; it has no UTF-8 form"
        raise Quarantined(_issue("error", "lone_surrogate", detail))
    first = _CONTROL.search(text)
    if first is None:
        return ()
    count = len(_CONTROL.findall(text))
    detail = f"{count} control characters were kept as they are, the first {first[0]!r}"
    return (_issue("warning", "control_characters", detail, Span(*first.span())),)


def _unmarked_utf16(raw: bytes) -> str | None:
    """The encoding of UTF-16 without its mark: every other byte of Western text is then zero."""
    sample = raw[:_SAMPLE]
    if len(raw) % 2 or len(sample) < _SHORTEST_UTF16 or b"\0" not in sample:
        return None
    high, low = sample[1::2].count(0), sample[::2].count(0)
    half = len(sample) // 2
    if max(high, low) < _MOST_ZEROS * half or min(high, low) > _MOST_CONTROLS * half:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _decode_utf16(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"it looks like UTF-16 but is not from byte {error.start} of its text: {_REMEDY}"
        raise Quarantined(_issue("error", "binary", detail)) from error
    if len(_CONTROL.findall(text[:_SAMPLE])) > max(
        _FEW_CONTROLS, _MOST_CONTROLS * len(text[:_SAMPLE])
    ):
        detail = f"UTF-16 with too many control characters: {_REMEDY}"
        raise Quarantined(_issue("error", "binary", detail))
    return text


def _refuse_binary(raw: bytes) -> None:
    """Refuse bytes that no text editor would open as text."""
    for magic, name in _MAGIC.items():
        if raw.startswith(magic):
            remedy = f"end its name in {_PACKED[name]}" if name in _PACKED else _REMEDY
            raise Quarantined(_issue("error", "binary", f"a {name} file, not text: {remedy}"))
    sample = raw[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(_FEW_CONTROLS, _MOST_CONTROLS * len(sample)):
        detail = f"{controls} control bytes in the first {len(sample)}, so no text: {_REMEDY}"
        raise Quarantined(_issue("error", "binary", detail))


def _decode_western(raw: bytes, error: UnicodeDecodeError) -> Decoded:
    """Read as Windows-1252, its five unused bytes as U+FFFD, if the result is mostly letters."""
    sample = raw[max(0, error.start - _SAMPLE // 2) : error.start + _SAMPLE // 2]
    high = len(raw) - len(raw.translate(None, _HIGH))
    unused = len(_UNUSED_1252.findall(sample))
    readable = sample.decode("cp1252", "replace")
    letters = sum(character.isalpha() or character.isspace() for character in readable)
    # UTF-8 with a broken byte has many valid sequences besides: keep these and mark the break.
    mended = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    broken = mended.count("\ufffd")
    if 0 < broken <= max(1, high * _MOST_BROKEN) and high > _FEWEST_HIGH:
        detail = f"UTF-8 with {broken} broken sequences, kept as U+FFFD; the first at {error.start}"
        issue = _issue("warning", "encoding_damaged", detail)
        return Decoded(mended, "utf-8", (issue, *check_text(mended)))
    if foreign := _decode_foreign(raw, error.start):
        return foreign
    if unused > _MOST_REPLACED * len(sample) or letters < _LEAST_LETTERS * len(readable):
        detail = f"not UTF-8 from byte {error.start}, and no text in Windows-1252: {_REMEDY}"
        raise Quarantined(_issue("error", "binary", detail))
    text = raw.decode("cp1252", "replace")
    detail = f"not UTF-8 from byte {error.start}; read as Windows-1252"
    return Decoded(text, "cp1252", (_issue("info", "encoding_assumed", detail), *check_text(text)))


def _decode_foreign(raw: bytes, start: int) -> Decoded | None:
    """The text in the encoding of another script; None if its bytes are in no such encoding."""
    for codec in filter(None, map(codec_of, candidates(raw, start))):
        if (decoded := _decode_declared(raw, codec)) is not None:
            detail = f"not UTF-8 from byte {start}; read as {codec}, in which it is words"
            issue = _issue("info", "encoding_assumed", detail)
            return Decoded(decoded.text, codec, (issue, *decoded.issues))
    return None


def _issue(severity: Severity, code: str, detail: str, span: Span | None = None) -> Issue:
    return Issue("text", severity, code, detail, span)


def storable(text: str) -> str:
    """The text with lone surrogates spelled out, because no file format can hold them.

    >>> storable("caf\\udce9")
    'caf\\\\udce9'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
