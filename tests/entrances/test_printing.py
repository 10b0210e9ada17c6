"""Rows are printed whatever a query gives: columns of one name, lists, decimals, no value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.printing import printed


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("csv", ["n,n", '1.50,"[""a"", null]"']),
        ("ndjson", ['{"n": ["a", null]}']),
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
