"""Downloads: the rows of a listing as a file that people open in a spreadsheet or read in code.

Text of a dataset was written by strangers. A spreadsheet runs a cell that begins as a formula, so
such a cell of a CSV file gets an apostrophe in front (CWE-1236), and in an Excel file is a string.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
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
"""Suffix to media type of every form in which a listing can be had."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_000
"""Characters; Excel takes 32,767 and refuses to open a file with more."""


def linked(answer: Answer, base: str) -> Answer:
    """The answer with a column ``link``: the page of the article that each row stands in."""
    if "article_id" not in answer.columns:
        return answer
    place = answer.columns.index("article_id")
    return replace(
        answer,
        columns=[*answer.columns, "link"],
        rows=[(*row, f"{base}articles/{row[place]}") for row in answer.rows],
        types=(),
    )


def made(answer: Answer, form: str) -> bytes:
    """The rows as the bytes of a file; form is one of ``MEDIA_TYPES``."""
    return {"csv": _csv, "json": _json, "parquet": _parquet, "xlsx": _xlsx}[form](answer)


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
    text = json.dumps(rows, ensure_ascii=False, indent=1, default=_plain, allow_nan=False)
    return text.encode()


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def _parquet(answer: Answer) -> bytes:
    buffer = io.BytesIO()
    answer.frame().write_parquet(buffer)
    return buffer.getvalue()


def _xlsx(answer: Answer) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    plain = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, plain) as workbook:
        sheet = workbook.add_worksheet("rows")
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, list(answer.columns), bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(answer.rows, start=1):
            _write_row(sheet, number, row)
        if answer.rows:
            sheet.autofilter(0, 0, len(answer.rows), len(answer.columns) - 1)
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
