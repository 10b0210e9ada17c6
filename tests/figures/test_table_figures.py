"""Numbers in tables are figures; what they measure is their header or nothing."""

from __future__ import annotations

import pytest

from transforms.figures import find_table_figures
from transforms.text import Span, Zone, find_cells

Said = tuple[str, float | None, str | None, str | None, str | None]


def read(*rows: str) -> list[Said]:
    """Surface, value, unit, measured and period of each figure of a table; cells end in "|"."""
    text = "\n".join(row.replace(" | ", "\t").replace("| ", "\t") for row in rows)
    cells = find_cells(text, [Zone("table", Span(0, len(text)))], after=())
    figures, _ = find_table_figures(text, cells)
    return [
        (
            f.span.of(text),
            f.value,
            f.unit,
            f.measured.of(text) if f.measured else None,
            f.stated_period,
        )
        for f in figures
    ]


def test_a_cell_measures_what_the_header_of_its_column_says() -> None:
    assert read("Town | Homes | Flooded", "Vessa | 1,200 | 40%", "Norvik | 38 | 5%") == [
        ("1,200", 1200, None, "Homes", None),
        ("40%", 40, "percent", "Flooded", None),
        ("38", 38, None, "Homes", None),
        ("5%", 5, "percent", "Flooded", None),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "value", "unit", "measured"),
    [
        ("Sales ($m)", "12.5", 12.5e6, "USD", "Sales"),
        ("Sales (£bn)", "1,200", 1200e9, "GBP", "Sales"),
        ("Share (%)", "12", 12, "percent", "Share"),
        ("Weight, kg", "80", 80, "kilogram", "Weight"),
        ("%", "12", 12, "percent", None),
        ("Length (in km)", "4", 4, "kilometre", "Length"),
        ("Sales (2019)", "12", 12, None, "Sales (2019)"),
    ],
)
def test_a_header_states_the_unit_of_its_column(
    header: str, cell: str, value: float, unit: str | None, measured: str | None
) -> None:
    assert read(f"Firm | {header}", f"Dyke & Sons | {cell}") == [
        (cell, value, unit, measured, None)
    ]


def test_a_table_of_two_columns_says_beside_the_number_what_it_is() -> None:
    assert read("Length | 340 km", "Height (m) | 12.5", "Built | 1998") == [
        ("340 km", 340, "kilometre", "Length", None),
        ("12.5", 12.5, "metre", "Height", None),
    ]


def test_where_units_change_down_the_columns_rows_say_what_is_measured() -> None:
    rows = ("Size | Small | Large", "Length | 340 mm | 360 mm", "Weight | 12 kg | 13 kg")
    assert [(said[0], said[3]) for said in read(*rows)] == [
        ("340 mm", "Length"), ("360 mm", "Length"), ("12 kg", "Weight"), ("13 kg", "Weight"),
    ]  # fmt: skip


def test_a_year_above_a_column_is_when_its_numbers_hold() -> None:
    assert read("£m | 2022 | 2023", "Sales | 12.5 | £14m") == [
        ("12.5", 12.5, None, "Sales", "2022"),
        ("£14m", 14e6, "GBP", "Sales", "2023"),
    ]


def test_numbers_that_number_the_rows_or_have_no_header_are_no_figures() -> None:
    assert read("Pos | Driver | Points", "1 | Ann Lee | 5040", "2 | Jo Roe | 38") == [
        ("5040", 5040, None, "Points", None),
        ("38", 38, None, "Points", None),
    ]
    assert read("1,200 | 38", "7,500 | 12") == []
    assert read("Name | Year | No.", "Ann Lee | 1998 | 1,234") == []


def test_a_number_never_joins_the_cell_beside_it() -> None:
    assert [said[:2] for said in read("Town | Homes | Boats", "Vessa | 1 | 234")] == [
        ("1", 1), ("234", 234),
    ]  # fmt: skip


def test_an_empty_cell_moves_no_header() -> None:
    assert read("Town | Homes | Boats", "Vessa | | 234")[0][3] == "Boats"
