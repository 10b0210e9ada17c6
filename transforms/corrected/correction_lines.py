"""Correction lines: the rows of a file of corrections, read and written.

Pure. One CSV file a kind, with a header; a spreadsheet can open it. A cell that a spreadsheet would
run as a formula has an apostrophe in front, which is taken off again when the file is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast, get_args

from transforms.corrected.correction_values import FIELDS, value_said
from transforms.corrections import Anchor, Correction, CorrectionAction, CorrectionKind

_BEFORE = ("article_id", "source_path", "action", "start_char", "before", "words", "after")
_AFTER = ("note", "by", "day")
_ARTICLE = re.compile(r"[0-9a-f]{16}")
_LONGEST_CELL = 10_000_000  # characters; a quote can be as long as its article
_FORMULA = "=+-@\t\r\n'"


class CorrectionError(Exception):
    """A row cannot be used; the message says file, row, column and what is allowed."""


def header_of(kind: CorrectionKind) -> tuple[str, ...]:
    """The columns of the file of a kind."""
    return (*_BEFORE, *FIELDS[kind], *_AFTER)


def line_of(correction: Correction, source_path: str) -> tuple[str, ...]:
    """A correction as a row; source_path is for people who look into the file."""
    anchor, said = correction.anchor, dict(correction.values)
    cells = (
        correction.article_id, source_path, correction.action, str(anchor.start_char),
        anchor.before, anchor.words, anchor.after,
        *(said.get(field, "") for field in FIELDS[correction.kind]),
        correction.note, correction.by, correction.on,
    )  # fmt: skip
    return tuple(map(protected, cells))


def protected(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula (CWE-1236); numbers stay as they are.

    >>> protected("=1+1"), protected("-5"), protected("'Tis"), unprotected(protected("'Tis"))
    ("'=1+1", '-5', "''Tis", "'Tis")
    """
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) and not _is_number(cell) else cell


def unprotected(cell: str) -> str:
    """The cell as it was before ``protected``."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in _FORMULA else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def read_corrections(text: str, file: str, kind: CorrectionKind) -> tuple[Correction, ...]:
    """The corrections of a file, in its order.

    Raises:
        CorrectionError: a row cannot be used.
    """
    rows = _rows(text, file, header_of(kind))
    return tuple(_correction(kind, row, place) for place, row in rows)


def _rows(text: str, file: str, known: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The place and the cells of each row that is not empty."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header: list[str] | None = None
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, file, known)
                continue
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise CorrectionError(
                    f"{file} row {number}: {len(cells)} cells, but the header has {len(header)}"
                )
            row = dict.fromkeys(known, "")
            row |= dict(zip(header, map(unprotected, cells), strict=False))
            yield f"{file} row {number}", row
    except csv.Error as error:
        raise CorrectionError(f"{file} row {number + 1}: {error}") from error


def _header(cells: Sequence[str], file: str, known: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    unknown = [cell for cell in header if cell not in known]
    missing = [
        cell for cell in ("article_id", "action", "words", "by", "day") if cell not in header
    ]
    if unknown or missing or len(set(header)) < len(header):
        wrong = f"unknown columns {unknown}" if unknown else f"columns {missing} are not there"
        if not unknown and not missing:
            wrong = "a column stands there twice"
        raise CorrectionError(f"{file} row 1: {wrong}; the columns are {', '.join(known)}")
    return header


def _correction(kind: CorrectionKind, row: Mapping[str, str], place: str) -> Correction:
    def refuse(column: str, why: str) -> CorrectionError:
        return CorrectionError(f"{place}, column {column}: {why}")

    if not _ARTICLE.fullmatch(row["article_id"]):
        raise refuse("article_id", f"{row['article_id']!r} is not an article_id, 16 hex digits")
    if row["action"] not in get_args(CorrectionAction):
        known = ", ".join(get_args(CorrectionAction))
        raise refuse("action", f"{row['action']!r} is not one of {known}")
    if not row["words"]:
        raise refuse("words", "must hold the words that the correction is about")
    start = row["start_char"] or "0"
    if not (start.isascii() and start.isdigit()):
        raise refuse("start_char", f"{start!r} is no whole number")
    if not row["by"].strip():
        raise refuse("by", "must say who made the correction")
    try:
        date.fromisoformat(row["day"])
    except ValueError:
        raise refuse("day", f"{row['day']!r} is no day: write 2024-03-30") from None
    values = []
    for field in FIELDS[kind]:
        if row[field].strip():
            try:
                values.append((field, value_said(field, row[field])))
            except ValueError as error:
                raise refuse(field, str(error)) from None
    action = cast(CorrectionAction, row["action"])
    if why := _contradiction(kind, action, dict(values)):
        raise refuse("action", why)
    anchor = Anchor(int(start), row["words"], row["before"], row["after"])
    return Correction(
        place, kind, row["article_id"], action, anchor, tuple(values), row["by"].strip(),
        row["day"], row["note"].strip(),
    )  # fmt: skip


def _contradiction(
    kind: CorrectionKind, action: CorrectionAction, said: Mapping[str, str]
) -> str | None:
    """Why an action does not go with what is said, if it does not."""
    fields = ", ".join(FIELDS[kind])
    if action == "remove":
        if kind in ("zone", "date"):
            return f"remove is for quotes and figures; say the right {fields} instead"
        return f"remove has no {', '.join(said)}" if said else None
    if kind in ("zone", "date") and not said:
        return f"{action} needs the right {fields}"
    if kind in ("zone", "date") and action == "add":
        return "add is for quotes and figures"
    if kind == "figure" and action == "add" and "value" not in said:
        return "add needs a value"
    if action == "change" and not said:
        return f"change needs one of {fields}"
    return None
