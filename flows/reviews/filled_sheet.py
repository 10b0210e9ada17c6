"""Filled sheet: the rows of an Excel or CSV file that came back, as text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from flows.reviews.doubts import ReviewError
from transforms.corrected import unprotected

_DAYS = ("published", "published_date", "found_published")
"""Columns in which a spreadsheet keeps a day as a number."""
_EPOCH = date(1899, 12, 30)
_MOST_BYTES = 200 << 20
"""Of one part of an Excel file when it is unpacked: a small file can unpack to a whole disk."""
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LETTERS = re.compile(r"[A-Z]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row; number as a spreadsheet counts it, the header being row 1."""

    number: int
    cells: dict[str, str]


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows below the header that hold anything.

    Raises:
        ReviewError: the file cannot be read, or has no header.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReviewError(f"cannot read {path}: {error.strerror or error}") from error
    if path.suffix.lower() == ".xlsx":
        lines = _of_workbook(path, content)
    elif path.suffix.lower() == ".csv":
        lines = _of_csv(path, content)
    else:
        raise ReviewError(f"{path} must end in .xlsx or .csv")
    if not lines:
        raise ReviewError(f"{path} is empty; `broadsheet review NAME.xlsx` writes one to fill in")
    (_, header), *rest = lines
    names = [cell.strip() for cell in header]
    rows = [SheetRow(number, dict(zip(names, cells, strict=False))) for number, cells in rest]
    return [row for row in rows if any(cell.strip() for cell in row.cells.values())]


def _of_csv(path: Path, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path} is not UTF-8 text: save it as “CSV UTF-8”") from error
    first = text.partition("\n")[0]
    # a spreadsheet of a country that writes 1,5 puts semicolons between cells
    delimiter = ";" if first.count(";") > first.count(",") else ","
    csv.field_size_limit(_MOST_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReviewError(f"{path} is no CSV file: {error}") from error
    return [(number, list(map(unprotected, cells))) for number, cells in enumerate(rows, start=1)]


def _of_workbook(path: Path, content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet, by the rules of ECMA-376 part 1, chapter 18.3."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = book.namelist()
            sheets = sorted(
                (one for one in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", one)),
                key=lambda one: int(re.findall(r"\d+", one)[-1]),
            )
            shared = []
            if "xl/sharedStrings.xml" in names:
                shared = [_text(one) for one in _parsed(book, "xl/sharedStrings.xml")]
            root = _parsed(book, sheets[0])
    except (zipfile.BadZipFile, etree.XMLSyntaxError, IndexError, KeyError) as error:
        raise ReviewError(f"{path} is no Excel file that can be read: {error}") from error
    lines = [
        (int(row.get("r") or number), _cells(row, shared))
        for number, row in enumerate(root.iter(f"{_NAMESPACE}row"), start=1)
    ]
    return [(number, _with_days(cells, lines[0][1], number)) for number, cells in lines]


def _parsed(book: zipfile.ZipFile, name: str) -> etree._Element:
    if book.getinfo(name).file_size > _MOST_BYTES:
        raise zipfile.BadZipFile(f"{name} is larger than {_MOST_BYTES >> 20} MiB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(book.read(name), parser)


def _cells(row: etree._Element, shared: list[str]) -> list[str]:
    """The texts of a row's cells, empty where a cell is left out."""
    found: dict[int, str] = {}
    for place, cell in enumerate(row.iter(f"{_NAMESPACE}c")):
        letters = _LETTERS.match(cell.get("r") or "")
        found[_column(letters[0]) if letters else place] = _value(cell, shared)
    return [found.get(place, "") for place in range(max(found, default=-1) + 1)]


def _column(letters: str) -> int:
    """The place of a column, from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.find(f"{_NAMESPACE}v")
    written = "" if value is None or value.text is None else value.text
    if kind == "s":
        at = int(written or 0)
        return shared[at] if at < len(shared) else ""
    return _unescaped(written) if kind == "str" else written


def _text(element: etree._Element) -> str:
    """The text of a string, without how it is pronounced."""
    parts = element.iter(f"{_NAMESPACE}t")
    own = (one for one in parts if (parent := one.getparent()) is None or "rPh" not in parent.tag)
    return _unescaped("".join(one.text or "" for one in own))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _with_days(cells: list[str], header: list[str], number: int) -> list[str]:
    """The cells with days in ISO form where the spreadsheet counts them."""
    return [
        _day(cell) if number > 1 and place < len(header) and header[place] in _DAYS else cell
        for place, cell in enumerate(cells)
    ]


def _day(cell: str) -> str:
    """A day that a spreadsheet counts from 1900 in ISO form.

    >>> _day("45352"), _day("2024-03-01")
    ('2024-03-01', '2024-03-01')
    """
    whole: Iterator[str] = iter(cell.split("."))
    number = next(whole, "")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        return cell
    return (_EPOCH + timedelta(days=int(number))).isoformat()
