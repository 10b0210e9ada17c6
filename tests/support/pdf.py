"""PDF files for tests: pages whose lines a test places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 420, 595


class Set(NamedTuple):
    """Letters at a place: from the left and from the bottom, in points."""

    text: str
    left: float = 50
    base: float = 500
    size: float = 10
    font: str = "F1"
    turned: bool = False


def pdf_of(*pages: Sequence[Set], info: str = "", extra: str = "") -> bytes:
    """A PDF file with one page for each list of lines; font F1 is Helvetica, F2 its bold cut."""
    fonts = "".join(
        f"/F{n} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >> "
        for n, name in ((1, "Helvetica"), (2, "Helvetica-Bold"))
    )
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 {WIDTH} {HEIGHT}]"
        f" /Resources << /Font << {fonts} >> >> >>",
        f"<< {info} >>",
    ]
    for n, lines in enumerate(pages):
        drawn = "\n".join(map(_drawn, lines)).encode("cp1252").decode("latin-1")
        objects.append(f"<< /Type /Page /Parent 2 0 R /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    made = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer"
        f" << /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    )
    return made + end.encode("latin-1")


def _drawn(line: Set) -> str:
    text = line.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    matrix = "0.7 0.7 -0.7 0.7" if line.turned else "1 0 0 1"
    place = f"{matrix} {line.left} {line.base} Tm"
    return f"BT /{line.font} {line.size} Tf {place} ({text}) Tj ET"


def wrapped(*texts: str, left: float = 50, top: float = 500, characters: int = 60) -> list[Set]:
    """Paragraphs in lines of about as many characters, with room between two of them."""
    lines = []
    for text in texts:
        row = ""
        for word in text.split():
            if row and len(row) + len(word) >= characters:
                lines.append(Set(row, left, top))
                top, row = top - 12, ""
            row = f"{row} {word}".strip()
        lines.append(Set(row, left, top))
        top -= 24
    return lines


def pdf(*texts: str) -> bytes:
    """A PDF file of plain paragraphs."""
    return pdf_of(wrapped(*texts))
