"""PDF file: a PDF file as text with known zones.

Pure. What a PDF shows is read, whoever wrote it: headings are larger or bold lines. A page that is
a picture, as of a scan, has no text; a file of nothing else is refused, with advice.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.page.markup import MarkedUp
from transforms.page.paper import read_paper
from transforms.page.pdf_layout import blocks_of
from transforms.page.pdf_lines import PdfPage, read_pdf_pages
from transforms.text import Issue, Quarantined

_NAMED = 20  # pages that an issue names


def read_pdf_file(payload: bytes) -> MarkedUp:
    """Take a PDF file apart.

    Raises:
        Quarantined: ``empty``, ``no_text_layer``, ``encrypted_file``, ``damaged_file`` or
            ``too_large``.
    """
    pages, properties = read_pdf_pages(payload)
    pictures = [number for number, page in enumerate(pages, start=1) if page.is_picture]
    if pictures and not any(page.pieces for page in pages):
        detail = (
            f"its pages ({len(pages)}) are pictures without text, as of a scan: let a program for"
            " text recognition add the text first, for example ocrmypdf IN.pdf OUT.pdf"
        )
        raise Quarantined(Issue("document", "error", "no_text_layer", detail))
    return read_paper(blocks_of(pages), properties, list(_issues(pages, pictures)))


def _issues(pages: Sequence[PdfPage], pictures: Sequence[int]) -> list[Issue]:
    if not pictures:
        return []
    named = ", ".join(map(str, pictures[:_NAMED])) + (", …" if len(pictures) > _NAMED else "")
    detail = f"{len(pictures)} of {len(pages)} pages are pictures without text: {named}"
    return [Issue("document", "warning", "pages_without_text", detail)]
