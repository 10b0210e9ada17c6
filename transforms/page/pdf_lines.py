"""PDF lines: the letters of a PDF file as pieces of lines, with their places on the page.

Pure: pdfium reads bytes in memory. A PDF states letters and where they stand, and neither words,
lines nor paragraphs. pdfium puts the blanks between words; lines are cut here, where letters jump.
Measures are points, 1/72 inch; the origin is the page's lower left corner.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.page.paper import Properties
from transforms.text import Issue, Quarantined

MOST_PAGES = 2_000
_PASSWORD = 4  # pdfium's code of a file that needs one
_GAP = 1.0  # letters' heights between two pieces of a line
_BLANK = 0.18  # letters' heights between two words; blanks have 0.25 in most fonts
_SHIFT = 0.5  # letters' heights by which raised and lowered letters leave their line
_RAISED, _SMALL = 0.15, 0.85  # heights by which the mark of a note is raised, share of its height
_FLAT = 0.1  # radians
_QUARTER = math.pi / 2
_HYPHENS = "\x02\ufffe\u00ad\u2010"
_INNER = dict.fromkeys(map(ord, "\x02\ufffe\u00ad"))
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_BULLETS = re.compile(
    "[\ue000-\uf8ff]"
)  # letters of symbol fonts, which have no meaning of their own
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_STAMP = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d'?\d\d)?")
_MARKS = "0123456789*†‡¹²³"
_LONGEST_NAME = 200  # bytes of a font's name or a language's tag


class _Box(NamedTuple):
    """Where a letter stands: its sides, the line it stands on, and the size of its font.

    The heights of boxes are no measure: those of small letters are lower.
    """

    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that stand beside each other on one line.

    left, right:   of its box.
    base, size:    the line on which its letters stand, and the size of their font.
    is_hyphenated: whether it ends with a hyphen that parts a word from its end.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    is_strong: bool = False
    is_hyphenated: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its pieces in the order of the file.

    is_picture: whether it holds a picture and no letter.
    """

    pieces: tuple[Piece, ...]
    is_picture: bool = False


def read_pdf_pages(payload: bytes) -> tuple[list[PdfPage], Properties]:
    """The pages of a file, and what the file states about itself.

    Raises:
        Quarantined: ``empty``, ``encrypted_file``, ``damaged_file`` or ``too_large``.
    """
    import pypdfium2 as pdfium  # eight megabytes, and only for PDF

    if not payload:
        raise _refused("empty", "the file is empty")
    try:
        document = pdfium.PdfDocument(payload)
    except pdfium.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise _refused("encrypted_file", "it has a password: save it without one") from error
        raise _refused("damaged_file", f"it cannot be read as a PDF file: {error}") from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise _refused("too_large", f"{count} pages; at most {MOST_PAGES} are read")
        pages = [_page(document, number) for number in range(count)]
        return pages, _properties(document)
    finally:
        document.close()


def _page(document: Any, number: int) -> PdfPage:
    import pypdfium2 as pdfium
    import pypdfium2.raw as c

    try:
        page = document[number]
        letters = page.get_textpage()
    except pdfium.PdfiumError:  # a page that is damaged; the others may be sound
        return PdfPage(())
    try:
        pieces = tuple(_upright(list(_pieces(letters, number))))
        pictures = (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM)
        is_picture = not pieces and any(True for _ in page.get_objects(pictures, max_depth=1))
        return PdfPage(pieces, is_picture)
    finally:
        letters.close()
        page.close()


def _upright(found: list[tuple[Piece, int]]) -> Iterator[Piece]:
    """The pieces written in the direction of most; stamps and notes across them are left out."""
    weights: Counter[int] = Counter()
    for piece, turns in found:
        weights[turns] += len(piece.text)
    if not weights:
        return
    most, _ = weights.most_common(1)[0]
    yield from (piece for piece, turns in found if turns == most and piece.text)


def _pieces(letters: Any, page: int) -> Iterator[tuple[Piece, int]]:
    """Each piece, with the quarter turns of its line; -1 for a line that stands aslant."""
    import pypdfium2.raw as c

    measure = _Measure(letters)
    line: _OpenPiece | None = None
    for index, letter in _letters(letters):
        if letter in "\r\n":
            if line:
                yield line.closed(letters, page)
            line = None
        elif letter.isspace():
            if line:
                line.text.append(" ")
        else:
            if line and line.is_left_by(measure.box(index, line.turns)):
                yield line.closed(letters, page)
                line = None
            if line is None:
                line = _OpenPiece(index, _turns(c.FPDFText_GetCharAngle(letters, index)))
            line.add(index, letter, measure.box(index, line.turns))
    if line:
        yield line.closed(letters, page)


def _letters(letters: Any) -> Iterator[tuple[int, str]]:
    """Index and character of each letter that has a meaning; halves of a character are joined."""
    import pypdfium2.raw as c

    high = 0
    for index in range(letters.count_chars()):
        code = c.FPDFText_GetUnicode(letters, index)
        if 0xD800 <= code < 0xDC00:
            high = code
        elif 0xDC00 <= code < 0xE000:
            yield index, chr(0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF))
        elif 0 < code < 0x110000:
            yield index, chr(code)


class _OpenPiece:
    """A piece to which letters are added."""

    def __init__(self, first: int, turns: int) -> None:
        self.first, self.last, self.turns = first, first, turns
        self.text: list[str] = []
        self.left, self.right, self.base, self.size = 0.0, 0.0, 0.0, 0.0
        self._sizes: Counter[float] = Counter()

    def is_left_by(self, box: _Box) -> bool:
        """Whether a letter stands apart from those before it."""
        size = max(self.size, box.size)
        return (
            abs(box.base - self.base) > _SHIFT * size
            or box.left > self.right + _GAP * size
            or box.right < self.right - size
        )

    def add(self, index: int, letter: str, box: _Box) -> None:
        """Add a letter, unless it is the mark of a note: a small raised figure behind a word."""
        if self.text and self._is_mark(letter, box):
            self.right = max(self.right, box.right)
            return
        if not self.text:
            self.left, self.right, self.base, self.size = box
        elif box.left > self.right + _BLANK * box.size and self.text[-1] != " ":
            self.text.append(" ")  # pdfium needs a wider gap to see a blank
        self.text.append(letter)
        self.last = index
        self._sizes[round(box.size, 1)] += 1
        self.left, self.right = min(self.left, box.left), max(self.right, box.right)
        if box.size > self.size:
            self.base, self.size = box.base, box.size

    def _is_mark(self, letter: str, box: _Box) -> bool:
        is_raised = box.base > self.base + _RAISED * self.size and box.size < _SMALL * self.size
        word = "".join(self.text[-3:])
        return is_raised and letter in _MARKS and (len(word) == 3 and not word[-1].isdigit())

    def closed(self, letters: Any, page: int) -> tuple[Piece, int]:
        """The piece, with the quarter turns of its line."""
        written = "".join(self.text).rstrip()
        text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), written)
        text = _BULLETS.sub("•", text)
        is_hyphenated = text.endswith(tuple(_HYPHENS))
        text = text.rstrip(_HYPHENS).translate(_INNER)
        size = self._sizes.most_common(1)[0][0] if self._sizes else self.size
        is_strong = all(_is_bold(letters, index) for index in {self.first, self.last})
        return Piece(
            " ".join(text.split()), page, self.left, self.right, self.base, size,
            is_strong, is_hyphenated,
        ), self.turns  # fmt: skip


def _is_bold(letters: Any, index: int) -> bool:
    import pypdfium2.raw as c

    if c.FPDFText_GetFontWeight(letters, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    flags = ctypes.c_int()
    c.FPDFText_GetFontInfo(letters, index, name, _LONGEST_NAME, flags)
    return _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None


def _turns(angle: float) -> int:
    turns = round(angle / _QUARTER)
    return turns % 4 if abs(angle - turns * _QUARTER) < _FLAT else -1


class _Measure:
    """Where the letters of a page stand."""

    def __init__(self, letters: Any) -> None:
        import pypdfium2.raw as c

        self._c, self._letters = c, letters
        self._rectangle, self._matrix = c.FS_RECTF(), c.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def box(self, index: int, turns: int) -> _Box:
        """The box of a letter as the reader of its line sees it."""
        c, box = self._c, self._rectangle
        c.FPDFText_GetLooseCharBox(self._letters, index, box)
        c.FPDFText_GetCharOrigin(self._letters, index, self._x, self._y)
        c.FPDFText_GetMatrix(self._letters, index, self._matrix)
        drawn = math.hypot(self._matrix.c, self._matrix.d)
        size = c.FPDFText_GetFontSize(self._letters, index) * drawn
        x, y = self._x.value, self._y.value
        match turns:
            case 1:
                return _Box(box.bottom, box.top, -x, size)
            case 2:
                return _Box(-box.right, -box.left, -y, size)
            case 3:
                return _Box(-box.top, -box.bottom, x, size)
            case _:
                return _Box(box.left, box.right, y, size)


def _properties(document: Any) -> Properties:
    said = document.get_metadata_dict()
    return Properties(
        title=said.get("Title", ""),
        author=said.get("Author", ""),
        created=_instant(said.get("CreationDate", "")),
        changed=_instant(said.get("ModDate", "")),
        language=_language(document),
    )


def _language(document: Any) -> str:
    """The tag of the language that the file states for all its text; often there is none."""
    import pypdfium2.raw as c

    room = c.FPDFCatalog_GetLanguage(document, None, 0)
    if not 0 < room <= _LONGEST_NAME:
        return ""
    written = (c.FPDF_WCHAR * (room // 2 + 1))()
    c.FPDFCatalog_GetLanguage(document, written, room)
    return "".join(chr(code) for code in written if code)


def _instant(stated: str) -> str:
    """A time of PDF as ISO 8601.

    >>> _instant("D:20240304091500+01'00'"), _instant("D:202403"), _instant("March")
    ('2024-03-04T09:15:00+01:00', '', '')
    """
    found = _STAMP.match(stated)
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second or '00'}" if minute else ""
    if time and zone:
        time += "Z" if zone.startswith("Z") else f"{zone[:3]}:{zone[-2:]}"
    return f"{year}-{month}-{day}{time}"


def _refused(code: str, detail: str) -> Quarantined:
    return Quarantined(Issue("document", "error", code, detail))
