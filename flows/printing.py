"""Printing: rows of a query as an aligned table, a card a row, CSV, JSON, JSON lines or Markdown.

Written here and not by Polars, which refuses two columns of one name (``select 1, 1``) and lists in
CSV, and which writes decimals as text in JSON.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from rich.cells import cell_len, set_cell_size

from flows.errors import UsageError

Rows = Sequence[tuple[object, ...]]
_OF_ONE_ANSWER = frozenset({"csv", "json", "ndjson"})
"""Formats that programs read: such a document holds the rows of one answer."""
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


def all_printed(
    answers: Sequence[tuple[Sequence[str], Rows]], form: str, *, is_full: bool = False
) -> Iterator[str]:
    """Lines of several answers, each its columns and rows, with an empty line between two.

    Raises:
        UsageError: the format holds one answer, and there are more.
    """
    if len(answers) > 1 and form in _OF_ONE_ANSWER:
        raise UsageError(
            f"{len(answers)} statements give rows, and --format {form} holds those of one: ask one"
            " at a time, or print them with --format table, vertical or md"
        )
    with_rows = [(columns, rows) for columns, rows in answers if columns]
    for number, (columns, rows) in enumerate(with_rows):
        if number:
            yield ""
        yield from printed(columns, rows, form, is_full=is_full)


def _table(columns: Sequence[str], rows: Rows, widest: int | None = _WIDEST) -> Iterator[str]:
    cells = [[_short(_text(value), widest) for value in row] for row in rows]
    widths = [
        max([cell_len(name), *(cell_len(row[i]) for row in cells)])
        for i, name in enumerate(columns)
    ]
    right = [
        any(
            isinstance(row[i], int | float | Decimal) and not isinstance(row[i], bool)
            for row in rows
        )
        for i in range(len(columns))
    ]

    def line(values: Sequence[str]) -> str:
        aligned = (
            f"{blanks}{value}" if is_right else f"{value}{blanks}"
            for value, width, is_right in zip(values, widths, right, strict=True)
            for blanks in [" " * (width - cell_len(value))]
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
        csv.writer(out, lineterminator="").writerow([_exact(value) for value in row])
        yield out.getvalue()


def _ndjson(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    names = _told_apart(columns)
    for row in rows:
        yield _json(dict(zip(names, row, strict=True)))


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


def _told_apart(columns: Sequence[str]) -> list[str]:
    """Names for an object of JSON, which holds a name once: as DuckDB names such columns.

    >>> _told_apart(["n", "n", "m"])
    ['n', 'n_1', 'm']
    """
    names: list[str] = []
    for column in columns:
        free = (f"{column}_{number}" if number else column for number in range(len(columns)))
        names.append(next(name for name in free if name not in names))
    return names


def _json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> object:
    """The value as JSON has it: what is no number is null, what JSON has no form for is text.

    Dates and times are ISO text, decimals are numbers.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float() | Decimal():
            return float(value) if math.isfinite(value) else None
        case list() | tuple():
            return [_plain(one) for one in value]
        case dict():
            return {_text(name): _plain(one) for name, one in value.items()}
        case date() | time():
            return value.isoformat()
        case _:
            return _text(value)


def _exact(value: object) -> str:
    """The value as text, a number with all its digits."""
    return repr(value) if isinstance(value, float) else _text(value)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case list() | tuple() | dict():
            return _json(value)
        case float():
            return f"{value:.12g}"
        case bytes():
            return _escaped(value)
        case timedelta():
            return _lasting(value)
        case _:
            return str(value)


def _escaped(value: bytes) -> str:
    r"""Bytes as DuckDB writes and reads them.

    >>> _escaped(b"a\x00")
    'a\\x00'
    """
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b"\"'\\" else f"\\x{byte:02X}"
        for byte in value
    )


def _lasting(value: timedelta) -> str:
    """An interval as DuckDB writes and reads it.

    >>> _lasting(timedelta(days=1, hours=2)), _lasting(-timedelta(minutes=90))
    ('1 day 02:00:00', '-01:30:00')
    """
    sign, whole = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(whole.seconds, 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    clock += f".{whole.microseconds:06}" if whole.microseconds else ""
    days = f"{sign}{whole.days} day{'' if whole.days == 1 else 's'}" if whole.days else ""
    is_clock_shown = not days or whole.seconds or whole.microseconds
    return f"{days}{' ' if days else ''}{sign}{clock}" if is_clock_shown else days


def _short(text: str, widest: int | None) -> str:
    flat = " ".join(text.split())
    if widest is None or cell_len(flat) <= widest:
        return flat
    return set_cell_size(flat, widest - 1).rstrip() + "…"
