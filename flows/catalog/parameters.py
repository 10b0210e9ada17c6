"""Parameters: what values a shipped question takes, and what to say of one that it cannot use.

The header of a question says under ``Values`` what each parameter may be:

    1 or more         a whole number, or 0.0 to 1.0 any number in between
    date              a day, such as 2024-03-30
    table.column      a value of that column
    part of t.c, t.d  a part of some value of one of the columns, in any case

Numbers and days are looked at first. Whether a column has a value is asked only after a question
had no answer: then a table without rows would hide a slip of the hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date

import duckdb

from flows.errors import UsageError

_RANGE = re.compile(r"(?P<low>[\d.]+) (?:or more|to (?P<high>[\d.]+))")
_LIKE = 0.75
"""Jaro-Winkler similarity from which a name is taken for the one that was meant."""
_LISTED = 15


class QueryError(UsageError):
    """The query cannot be answered; the message is DuckDB's or says what to write instead."""


def check_form(values: Mapping[str, str], parameters: Mapping[str, object]) -> None:
    """Refuse what is no number or day where one is needed.

    Raises:
        QueryError: a value has the wrong form or lies out of range.
    """
    for name, given in parameters.items():
        domain = values.get(name, "") if given is not None else ""
        if found := _RANGE.fullmatch(domain):
            _check_number(name, given, found["low"], found["high"] or "")
        elif domain == "date" and not _is_day(given):
            raise QueryError(f"{name} must be a day such as 2024-03-30, not {str(given)!r}")


def check_found(
    connection: duckdb.DuckDBPyConnection,
    values: Mapping[str, str],
    parameters: Mapping[str, object],
) -> None:
    """Refuse a value that no column has for which it is meant; the message names the nearest one.

    Raises:
        QueryError: there is no such value.
    """
    for name, given in parameters.items():
        domain = values.get(name, "")
        columns = re.findall(r"(\w+)\.([a-z_]+)", domain)
        if given is None or not columns:
            continue
        is_part = domain.startswith("part of ")
        stated = " union ".join(
            f"select {column}::varchar as value from {table} where {column} is not null"
            for table, column in columns
        )
        fits = "contains(lower(value), lower($given))" if is_part else "value = $given"
        asked = {"given": str(given)}
        query = f"select count(*) from ({stated}) where {fits}"
        [[count]] = connection.execute(query, asked).fetchall()
        if not count:
            what = f"nothing has {str(given)!r} in its {name}" if is_part else _unknown(name, given)
            raise QueryError(what + _suggestion(connection, stated, asked))


def _unknown(name: str, given: object) -> str:
    return f"no {name} {str(given)!r} in this dataset"


def _suggestion(connection: duckdb.DuckDBPyConnection, stated: str, asked: dict[str, str]) -> str:
    """The nearest value, and all there are if they are few."""
    nearest = connection.execute(
        "select value, greatest(jaro_winkler_similarity(lower(value), lower($given)),"
        " list_max([jaro_winkler_similarity(word, lower($given))"
        " for word in string_split(lower(value), ' ')])) as likeness"
        f" from ({stated}) order by likeness desc, value limit 1",
        asked,
    ).fetchall()
    found = f" (did you mean {nearest[0][0]!r}?)" if nearest and nearest[0][1] >= _LIKE else ""
    values = connection.execute(f"select value from ({stated}) order by 1 limit {_LISTED + 1}")
    known = [value for (value,) in values.fetchall()]
    return f"{found}; there are: {', '.join(known)}" if len(known) <= _LISTED else found


def _check_number(name: str, given: object, low: str, high: str) -> None:
    is_whole = "." not in low
    kind = "a whole number" if is_whole else "a number"
    limits = f"{low} or more" if not high else f"{low} to {high}"
    try:
        number = int(str(given)) if is_whole else float(str(given))
    except ValueError:
        number = math.nan
    if not float(low) <= number <= float(high or "inf"):
        raise QueryError(f"{name} must be {kind}, {limits}, not {str(given)!r}")


def _is_day(given: object) -> bool:
    try:
        date.fromisoformat(str(given))
    except ValueError:
        return False
    return True
