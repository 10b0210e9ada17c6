"""Printing: rows of a query as an aligned table, a card a row, CSV, JSON, JSON lines or Markdown.

Written here and not by Polars, which refuses two columns of one name (``select 1, 1``) and lists in
CSV, and which writes decimals as text in JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

Rows = Sequence[tuple[object, ...]]
_WIDEST = 60
"""Characters of a cell in an aligned table, unless asked otherwise; other formats never shorten."""


def printed(
    columns: Sequence[str], rows: Rows, form: str, *, is_full: bool = False
) -> Iterator[str]:
    """Lines of the rows in the format named; ``is_full`` shortens no cell of a table.

    >>> list(printed(["n"], [(1,), (None,)], "ndjson"))
    ['{"n": 1}', '{"n": null}']
    """
    if is_full and form == "table":
        return _table(columns, rows, widest=None)
    return _FORMS[form](columns, rows)


def _table(columns: Sequence[str], rows: Rows, widest: int | None = _WIDEST) -> Iterator[str]:
    cells = [[_short(_text(value), widest) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    right = [
        any(
            isinstance(row[i], int | float | Decimal) and not isinstance(row[i], bool)
            for row in rows
        )
        for i in range(len(columns))
    ]

    def line(values: Sequence[str]) -> str:
        aligned = (
            value.rjust(width) if is_right else value.ljust(width)
            for value, width, is_right in zip(values, widths, right, strict=True)
        )
        return "  ".join(aligned).rstrip()

    yield line(columns)
    yield "  ".join("─" * width for width in widths)
    yield from map(line, cells)


def _vertical(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """A card a row: every column on a line of its own, its value whole."""
    width = max(map(len, columns), default=0)
    for number, row in enumerate(rows, start=1):
        yield f"── {number} ".ljust(width + 12, "─")
        for name, value in zip(columns, row, strict=True):
            first, *others = _text(value).splitlines() or [""]
            yield f"{name.ljust(width)}  {first}".rstrip()
            yield from (f"{' ' * width}  {other}".rstrip() for other in others)


def _csv(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    for row in (columns, *rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow([_text(value) for value in row])
        yield out.getvalue()


def _ndjson(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    for row in rows:
        yield _json(dict(zip(columns, row, strict=True)))


def _as_json(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    lines = list(_ndjson(columns, rows))
    yield "["
    for number, line in enumerate(lines, start=1):
        yield f"  {line}{',' if number < len(lines) else ''}"
    yield "]"


def _markdown(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        cells = (_text(value).replace("|", "\\|").replace("\n", " ") for value in row)
        yield "| " + " | ".join(cells) + " |"


_FORMS: Mapping[str, Callable[[Sequence[str], Rows], Iterator[str]]] = {
    "table": _table,
    "vertical": _vertical,
    "csv": _csv,
    "json": _as_json,
    "ndjson": _ndjson,
    "md": _markdown,
}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """What JSON has no form for: dates as ISO text, decimals as numbers, the rest as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return _json(value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _short(text: str, widest: int | None) -> str:
    flat = " ".join(text.split())
    return flat if widest is None or len(flat) <= widest else flat[: widest - 1] + "…"
