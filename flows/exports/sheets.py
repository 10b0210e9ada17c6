"""Sheets: rows as the bytes of a file that people open in a spreadsheet or read in code.

Text of a dataset was written by strangers. A spreadsheet runs a cell that begins as a formula, so
such a cell of a CSV file gets an apostrophe in front (CWE-1236), and in an Excel file is a string.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flows.catalog import Answer

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Suffix to media type of every form in which rows can be had."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_000
"""Characters; Excel takes 32,767 and refuses to open a file with more."""
MOST_ROWS = 1_048_575
"""Rows of an Excel sheet below its heading."""


def made(answer: Answer, form: str) -> bytes:
    """The rows as the bytes of a file; form is one of ``MEDIA_TYPES``."""
    if form == "xlsx":
        return workbook({"rows": answer})
    return {"csv": _csv, "json": _json, "parquet": _parquet}[form](answer)


def workbook(sheets: Mapping[str, Answer]) -> bytes:
    """An Excel file with a sheet per table, its heading frozen and filtered."""
    import xlsxwriter

    buffer = io.BytesIO()
    plain = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, plain) as book:
        bold = book.add_format({"bold": True})
        for name, answer in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(answer.columns), bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(answer.rows[:MOST_ROWS], start=1):
                _write_row(sheet, number, row)
            if answer.rows:
                sheet.autofilter(0, 0, len(answer.rows), len(answer.columns) - 1)
    return buffer.getvalue()


def _csv(answer: Answer) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow([_harmless(value) for value in row])
    # the mark at the front is how Excel knows UTF-8
    return ("\ufeff" + buffer.getvalue()).encode()


def _harmless(value: Any) -> Any:
    """The value as a spreadsheet shows it without running it.

    >>> _harmless("=1+1"), _harmless(-5), _harmless("Ann"), _harmless(None)
    ("'=1+1", -5, 'Ann', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value.isoformat() if isinstance(value, date) else value


def _json(answer: Answer) -> bytes:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    text = json.dumps(rows, ensure_ascii=False, indent=1, default=plain_value, allow_nan=False)
    return text.encode()


def plain_value(value: object) -> object:
    """The value as JSON has it: days and instants in ISO form."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def _parquet(answer: Answer) -> bytes:
    buffer = io.BytesIO()
    answer.frame().write_parquet(buffer)
    return buffer.getvalue()


def _write_row(sheet: Any, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, value[:_LONGEST_CELL])
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(number, column, value)
        elif value is not None:
            sheet.write_string(number, column, str(value)[:_LONGEST_CELL])
