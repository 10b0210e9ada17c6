"""Office files for tests, and books: small DOCX, ODT and EPUB files whose XML a test states."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"
_NAMES = " ".join(
    f'xmlns:{name}="{_ODF.format(name)}"' for name in ("office", "text", "table", "style", "draw")
)
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Zwischenzeile"><w:name w:val="Zwischenzeile"/>'
    '<w:basedOn w:val="berschrift1"/></w:style>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2024, 3, 5, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=1)
    return stream.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A DOCX file with this content of w:body; parts by their name without folder and suffix."""
    made = {"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>"}
    made["word/styles.xml"] = f"<w:styles {_W}>{_STYLES}</w:styles>"
    for name, content in parts.items():
        folder = "docProps" if name == "core" else "word"
        made[f"{folder}/{name}.xml"] = content
    return zipped(made)


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    """A paragraph of one run."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    letters = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{named}<w:r>{letters}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(*texts: str) -> bytes:
    """A DOCX file of plain paragraphs."""
    return docx_of("".join(map(paragraph, texts)))


def odt_of(body: str) -> bytes:
    """An ODT file with this content of office:text."""
    content = (
        f"<office:document-content {_NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def odt(*texts: str) -> bytes:
    """An ODT file of plain paragraphs."""
    return odt_of("".join(f"<text:p>{text}</text:p>" for text in texts))


def epub(*chapters: str, described: str = "", more: str = "") -> bytes:
    """An EPUB file of these chapters; what describes it is XML in the namespace dc."""
    numbers = range(len(chapters))
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{described}</metadata><manifest>{items}{more}</manifest>"
        f"<spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
    parts = {f"OEBPS/text/c{n}.xhtml": chapter for n, chapter in enumerate(chapters)}
    start = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    return zipped(start | {"OEBPS/a.opf": book} | parts)
