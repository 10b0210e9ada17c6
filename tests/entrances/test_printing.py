"""Rows are printed whatever a query gives: columns of one name, lists, decimals, no value."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import duckdb
import pytest

from flows.printing import printed


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("csv", ["n,n", '1.50,"[""a"", null]"']),
        ("ndjson", ['{"n": 1.5, "n_1": ["a", null]}']),
        ("md", ["| n | n |", "|---|---|", '| 1.50 | ["a", null] |']),
        ("table", ["   n  n", "────  ───────────", '1.50  ["a", null]']),
    ],
)
def test_two_columns_of_one_name_and_a_list_are_printed(form: str, lines: list[str]) -> None:
    assert list(printed(["n", "n"], [(Decimal("1.50"), ["a", None])], form)) == lines


def test_decimals_are_numbers_in_json() -> None:
    assert list(printed(["n"], [(Decimal("1.50"),), (None,)], "ndjson")) == [
        '{"n": 1.5}',
        '{"n": null}',
    ]


def one(expression: str) -> object:
    """What Python gets of a value in SQL."""
    [[value]] = duckdb.execute(f"select {expression}").fetchall()
    return value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'nan'::double", None),
        ("[1, 'inf'::double]", [1, None]),
        ("{'a': '-inf'::double}", {"a": None}),
        ("map([date '2024-01-02'], [1.5::double])", {"2024-01-02": 1.5}),
        ("[date '2024-01-02']", ["2024-01-02"]),
        ("time '10:30:00'", "10:30:00"),
        ("interval '-90 minutes'", "-01:30:00"),
        (r"'a\x00\x5C'::blob", r"a\x00\x5C"),
    ],
)
def test_any_value_of_duckdb_is_valid_json(expression: str, value: object) -> None:
    [line] = printed(["n"], [(one(expression),)], "ndjson")

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    assert json.loads(line, parse_constant=refuse) == {"n": value}


@pytest.mark.parametrize(
    "expression",
    [
        "0.1::double + 0.2::double",
        "1e300::double",
        "interval '3 days 4 hours 0.5 seconds'",
        "interval '-2 days'",
        r"'\x00quote''s \x22\xFF'::blob",
        "1.50::decimal(8, 2)",
        "timestamp '2024-01-02 03:04:05.5'",
    ],
)
def test_duckdb_reads_back_what_a_csv_says(expression: str) -> None:
    _, line = printed(["n"], [(one(expression),)], "csv")
    [[text]] = csv.reader([line])
    [[kind]] = duckdb.execute(f"select typeof({expression})").fetchall()
    assert duckdb.execute(f"select ?::{kind}", [text]).fetchall() == [(one(expression),)]


def test_wide_letters_take_two_places_of_a_table() -> None:
    assert list(printed(["name", "n"], [("東京", 1), ("Rome", 2)], "table")) == [
        "name  n",
        "────  ─",
        "東京  1",
        "Rome  2",
    ]
