"""Amounts given in several units, and the rate that stands behind them."""

from __future__ import annotations

import pytest

from tests.figures.test_figures import one, read

Row = tuple[float | None, str | None, str | None, str]


def rows(text: str) -> list[Row]:
    return [(one.value, one.unit, one.per_unit, one.kind) for one in read(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It pays 900 yuan ($130; 120 euros; 108) a month there.",
            [
                (900, "CNY", "month", "rate"),
                (130, "USD", "month", "rate"),
                (120, "EUR", "month", "rate"),
                (108, None, "month", "rate"),
            ],
        ),
        (
            "It gets 45 euros (?40) a day.",
            [(45, "EUR", "day", "rate"), (40, None, "day", "rate")],
        ),
        (
            "It costs $2 billion (1.9 billion euros; 1.6 billion).",
            [
                (2e9, "USD", None, "money"),
                (1.9e9, "EUR", None, "money"),
                (1.6e9, None, None, "money"),
            ],
        ),
        (
            "Snow of 4 inches (10 cm) per hour fell.",
            [(4, "inch", "hour", "speed"), (10, "centimetre", "hour", "speed")],
        ),
        (
            "The state pays $3m (€2m) annually in rent.",
            [(3e6, "USD", "year", "rate"), (2e6, "EUR", "year", "rate")],
        ),
        ("Ponds yield 300 kilos of prawn per hectare.", [(300, "kilogram", "hectare", "rate")]),
        ("It saw 12 deaths recorded per 100,000.", [(12, "death", "100000", "rate")]),
        ("The port takes 4 million passengers annually.", [(4e6, "passenger", "year", "rate")]),
        ("It has a $5 monthly fee.", [(5, "USD", None, "money")]),
        ("Of the buses (some 140) a day is lost.", [(140, None, None, "count")]),
        (
            "He paid $5 (300 of them forged) a week ago.",
            [(5, "USD", None, "money"), (300, None, None, "count")],
        ),
        (
            "It cost 500 riel ($0.12) a week earlier.",
            [(500, "KHR", None, "money"), (0.12, "USD", None, "money")],
        ),
    ],
)
def test_each_amount_of_a_conversion_has_the_rate_behind_all(
    text: str, expected: list[Row]
) -> None:
    assert rows(text) == [(pytest.approx(value), *rest) for value, *rest in expected]


def test_a_conversion_has_the_bound_of_its_amount_and_measures_the_same() -> None:
    figures, _ = read("The debt exceeded $1 billion (940 million euros; 788 million).")
    assert {(figure.bound, figure.measured_head) for figure in figures} == {("gt", "debt")}


def test_one_rate_with_and_without_its_people_is_a_change_not_a_range() -> None:
    figures, _ = read("It rose from 6 deaths per 100,000 people to 16 deaths per 100,000 in 2015.")
    assert [(one.value, one.per_unit, one.change_role) for one in figures] == [
        (6, "100000 people", "from"),
        (16, "100000", "to"),
    ]


def test_the_base_of_a_rate_is_no_figure_of_its_own() -> None:
    assert one("It saw {f:12 deaths recorded per 100,000} there.")[2].per_unit == "100000"
