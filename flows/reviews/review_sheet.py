"""Review sheet: rows to be reviewed, as an Excel file or a CSV file that people fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.reviews.doubts import Doubts, ReviewError, doubts
from flows.reviews.judgement import VERDICTS
from transforms.corrected import ALLOWED, MEANINGS, protected

ACTIONS: Mapping[str, str] = {
    "merge": "entity_name is the entity in value; empty value: the one in other_name",
    "split": "entity_name and value (or other_name) are two",
    "alias": "entity_name is another name of value, seen yet or not",
    "type": "value is its type: person, org, place, norp, facility, event, work or product",
    "block": "entity_name is no entity",
}
_SITE = "http://127.0.0.1:8765"
_MEANT = {
    "link": "the place on the site, while `broadsheet serve` runs; do not change",
    "sentence": "the words between » and « with what stands around them",
    "words": "the words that the row is about",
    "why": "what makes the row uncertain",
    "doubt": "0 to 1; the rows stand in this order",
    "verdict": "what you say of the row; leave all of these columns empty to say nothing",
    "action": "what you decide; leave it empty to decide nothing",
    "value": "the name or type that the action needs",
    "note": "anything that you want to remember; it is kept with the correction",
    "mark": "by which the place is found again; do not change",
    "id": "of the row in the dataset; do not change",
    "start_char": "the place in the article's text; do not change",
    "end_char": "the place in the article's text; do not change",
    "article_id": "of the article; needed for a row that you add",
}
_LONGEST_CELL = 32_000
_MOST_LISTED = 1_000
"""Rows below the last one that lists of allowed values reach to, for rows that people add."""


def write_review(
    processed: Path,
    destination: Path,
    of: str,
    filters: Mapping[str, str],
    *,
    limit: int,
    replace: bool = False,
) -> str:
    """Write the least certain rows into an .xlsx or .csv file; what was written, in one sentence.

    Raises:
        ReviewError: another ending, or a file that is there already.
    """
    suffix = destination.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise ReviewError(f"{destination} must end in .xlsx or .csv")
    if destination.exists() and not replace:
        raise ReviewError(f"{destination} is there already: name another file, or add --replace")
    found = doubts(processed, of, filters, limit=limit, site=_SITE)
    content = _workbook(found) if suffix == ".xlsx" else _csv(found)
    destination.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=destination.parent, prefix=".review-") as folder:
        unfinished = Path(folder) / destination.name
        unfinished.write_bytes(content)
        unfinished.replace(destination)
    return (
        f"wrote the {len(found.rows):,} least certain {of} of version {found.version} to"
        f" {destination}; fill it in, then `broadsheet review --take {destination} --by NAME`"
    )


def _columns(found: Doubts) -> tuple[str, ...]:
    first = found.columns[: found.columns.index("doubt") + 1]
    return (*first, *found.asked, "note", *found.columns[len(first) :])


def _csv(found: Doubts) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_columns(found))
    for row in found.rows:
        writer.writerow([protected(_plain(row.get(name))) for name in _columns(found)])
    # the mark at the front is how Excel knows UTF-8
    return ("\ufeff" + buffer.getvalue()).encode()


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _workbook(found: Doubts) -> bytes:
    """A sheet to fill in, with lists of what is allowed, and one that explains its columns."""
    import xlsxwriter

    buffer = io.BytesIO()
    plain = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    columns = _columns(found)
    with xlsxwriter.Workbook(buffer, plain) as book:
        bold = book.add_format({"bold": True})
        asked = book.add_format({"bold": True, "bg_color": "#fff2cc"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(found.of)
        for place, name in enumerate(columns):
            mine = name in (*found.asked, "note")
            sheet.write_string(0, place, name, asked if mine else bold)
            sheet.set_column(place, place, 60 if name in ("sentence", "words") else 16, wrapped)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(found.rows, start=1):
            for place, name in enumerate(columns):
                _write(sheet, number, place, row.get(name))
        _add_lists(sheet, columns, len(found.rows))
        meanings = book.add_worksheet("columns")
        meanings.set_column(0, 1, 30)
        meanings.set_column(2, 2, 100)
        for number, line in enumerate(_explained(columns)):
            for place, cell in enumerate(line):
                meanings.write_string(number, place, cell, bold if number == 0 else None)
    return buffer.getvalue()


def _write(sheet: Any, number: int, place: int, value: object) -> None:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        sheet.write_number(number, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(number, place, value)
    else:
        sheet.write_string(number, place, str(value)[:_LONGEST_CELL])


def _add_lists(sheet: Any, columns: tuple[str, ...], rows: int) -> None:
    """Lists of allowed values in the cells that have some."""
    listed = {"verdict": tuple(VERDICTS), "action": tuple(ACTIONS), **ALLOWED}
    for place, name in enumerate(columns):
        if name in listed:
            rule = {
                "validate": "list",
                "source": list(listed[name]),
                "error_title": name,
                "error_message": f"One of: {', '.join(listed[name])}"[:250],
            }
            sheet.data_validation(1, place, rows + _MOST_LISTED, place, rule)


def _explained(columns: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """One line a column, and one for each value that can be listed."""
    yield "column", "value", "meaning"
    values: Mapping[str, Mapping[str, str]] = {
        "verdict": {str(name): meaning for name, meaning in VERDICTS.items()},
        "action": ACTIONS,
        **{name: dict.fromkeys(allowed, "") for name, allowed in ALLOWED.items()},
    }
    for name in columns:
        meaning = "" if name == "value" and "action" in columns else MEANINGS.get(name, "")
        found = name.startswith("found_")
        yield name, "", meaning or _MEANT.get(name, "as the dataset has it" if found else "")
        for value, said in values.get(name, {}).items():
            yield name, value, said
