"""Units and currencies: what the lexicons say is true, and units are read where they stand."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pint
import pytest

from transforms.figures.currencies import CurrencyPlace
from transforms.figures.figure import FigureKind
from transforms.figures.figure_finder import find_figures
from transforms.figures.passage import Passage
from transforms.figures.units import unit_after
from transforms.lexicon import read_lexicon
from transforms.text import Sentence, Span

UNITS = read_lexicon("units")
CURRENCIES = read_lexicon("currencies")
BY_CANONICAL = {row["canonical"]: row for row in UNITS}
REGISTRY: pint.UnitRegistry[float] = pint.UnitRegistry()
# Canonical names that pint writes otherwise; a year is Julian in both.
PINT_NAMES = {
    # international feet: pint's acre, fathom and furlong are of US survey feet
    "acre": "4840 * yard**2",
    "board foot": "144 * inch**3",
    "acre-foot": "43560 * foot**3",
    "fathom": "6 * foot",
    "furlong": "660 * foot",
    "decade": "10 * year",
    "quintal": "100 * kilogram",
    "teraelectronvolt": "1e12 * electronvolt",
    "brake horsepower": "horsepower",
    "cubic centimetre": "cm**3",
    "cubic foot": "foot**3",
    "cubic inch": "inch**3",
    "cubic kilometre": "km**3",
    "cubic metre": "m**3",
    "cubic mile": "mile**3",
    "cubic millimetre": "mm**3",
    "cubic yard": "yard**3",
    "knot": "knot",
    "light-year": "light_year",
    "mega british thermal unit": "1e6 * Btu",
    "metric horsepower": "metric_horsepower",
    "milliampere-hour": "mA*hour",
    "nautical mile": "nautical_mile",
    "newton metre": "newton*metre",
    "part/billion": "1e-9",
    "part/million": "1e-6",
    "part/trillion": "1e-12",
    "percentage point": "0.01",
    "basis point": "0.0001",
    "per mille": "0.001",
    "percent": "0.01",
    "pound-foot": "foot_pound",
    "pound-mass": "pound",
    "pound/square inch": "psi",
    "kilopound/square inch": "ksi",
    "revolution/minute": "1/minute",
    "troy ounce": "troy_ounce",
    "tonne": "metric_ton",
    "kilotonne": "1000 * metric_ton",
    "megatonne": "1e6 * metric_ton",
    "gigaton": "1e9 * metric_ton",
    "barrel": "oil_bbl",
    "therm": "1e5 * Btu",
}
_SQUARE = re.compile(r"square (\w+)")
_CUBIC = re.compile(r"cubic (\w+)")


def in_pint(canonical: str) -> str:
    """The expression that pint reads for a canonical unit."""
    if canonical in PINT_NAMES:
        return PINT_NAMES[canonical]
    if "/" in canonical:
        return " / ".join(f"({in_pint(part)})" for part in canonical.split("/"))
    text = _CUBIC.sub(r"\1**3", _SQUARE.sub(r"\1**2", canonical))
    return text.replace(" hour", "*hour").replace(" ", "_")


@pytest.mark.parametrize(
    "canonical", sorted(name for name, row in BY_CANONICAL.items() if row["si_factor"])
)
def test_si_factor_is_what_pint_says(canonical: str) -> None:
    row = BY_CANONICAL[canonical]

    quantity = REGISTRY.parse_expression(in_pint(canonical))
    stated = REGISTRY.parse_expression(row["si_unit"].replace("²", "**2").replace("³", "**3"))
    in_si = (1 * quantity / stated).to_base_units()

    assert in_si.dimensionless, f"{canonical} is not {row['si_unit']}: {in_si.units}"
    assert float(row["si_factor"]) == pytest.approx(in_si.magnitude, rel=1e-6)


def test_there_are_about_two_hundred_units_and_every_kind_is_allowed() -> None:
    assert len(BY_CANONICAL) >= 190
    assert {row["kind"] for row in UNITS} <= set(get_args(FigureKind))


def test_a_unit_is_written_in_one_of_three_ways() -> None:
    assert {row["written"] for row in UNITS} == {"", "exact", "glued"}


def test_no_two_rows_are_of_one_spelling() -> None:
    rows = Counter((row["surface"], row["written"]) for row in UNITS)
    assert [row for row, times in rows.items() if times > 1] == []


def test_no_row_repeats_what_another_row_reads_already() -> None:
    canonical = {(row["surface"], row["written"]): row["canonical"] for row in UNITS}
    for row in UNITS:
        surface, plain = row["surface"], row["surface"].lower().replace("-", " ")
        wider = {(plain, "")}
        if row["written"] == "glued":
            wider.add((surface, "exact"))
        if len(surface) > 3 and surface.endswith("s"):
            wider.add((plain.removesuffix("s"), ""))
        wider.discard((surface, row["written"]))
        repeated = [way for way in wider if canonical.get(way) == row["canonical"]]
        assert repeated == [], f"{row} is read without this row"


@pytest.mark.parametrize("row", UNITS, ids=lambda row: f"{row['surface']} {row['written']}")
def test_a_row_is_read_as_it_is_written(row: dict[str, str]) -> None:
    between = "" if row["written"] == "glued" else " "
    inches = '3"' if row["surface"] in {"'", "’"} else ""
    text = f"2{between}{row['surface']}{inches}"
    match = unit_after(Passage(text, 0, len(text)), 1, is_digits=True, value=2)
    assert match is not None, "no text is read as this row: is the surface in lower case?"
    assert match.span.of(text) == row["surface"], "a part of the surface is read, or more than it"
    assert "/".join(filter(None, (match.unit.canonical, match.unit.per))) == row["canonical"]


def test_a_canonical_unit_has_one_kind_one_factor_and_one_si_unit() -> None:
    for row in UNITS:
        first = BY_CANONICAL[row["canonical"]]
        for column in ("kind", "si_factor", "si_unit"):
            a, b = (each[column] for each in (row, first))
            same = a == b or (column == "si_factor" and float(a) == float(b))
            assert same, (row, first)


def test_currency_codes_are_three_capitals_or_a_hundredth() -> None:
    codes = {row["code"] for row in CURRENCIES}
    assert len(codes) >= 150
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes - {"cent", "pence", "sen"})


def test_a_hundredth_stands_on_the_row_of_its_currency_and_is_a_unit_of_money() -> None:
    codes = {row["code"] for row in CURRENCIES}
    of_code = {row["surface"]: row["hundredth"] for row in CURRENCIES if row["hundredth"]}
    assert set(of_code) <= codes
    assert set(of_code.values()) <= codes


def test_every_place_with_a_dollar_of_its_own_has_a_name_for_that_dollar() -> None:
    named = {row["code"] for row in CURRENCIES if row["place"] == "adjective"}
    assert {row["code"] for row in read_lexicon("dollar_places")} <= named


def test_a_currency_stands_in_a_place_that_is_read() -> None:
    assert {row["place"] for row in CURRENCIES} == set(get_args(CurrencyPlace))


def test_composite_units_are_units_of_one_kind() -> None:
    for row in read_lexicon("composite_units"):
        larger, smaller = BY_CANONICAL[row["larger"]], BY_CANONICAL[row["smaller"]]
        assert larger["kind"] == smaller["kind"], row


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It holds 5 gigalitres of water.", 5, "gigalitre"),
        ("It holds 101 kPa of pressure.", 101, "kilopascal"),
        ("It gave 300 mV in the test.", 300, "millivolt"),
        ("Pour 15 cl of water.", 15, "centilitre"),
        ("Pour 15 cL of water.", 15, "centilitre"),
        ("Pour 12 dL of water.", 12, "decilitre"),
        ("Pour 12dL of water.", 12, "decilitre"),
        ("Pour 3 l of water.", 3, "litre"),
        ("Add 20 g of salt.", 20, "gram"),
        ("It took 20 ms in all.", 20, "millisecond"),
        ("They sold 5 ha of land.", 5, "hectare"),
        ("It stores 50 Wh today.", 50, "watt hour"),
        ("They burn 5 Gt of carbon.", 5, "gigaton"),
        ("They burn 5 Mt of carbon.", 5, "megatonne"),
        ("The mill cut 3 million board feet of timber.", 3e6, "board foot"),
        ("It used 5.3 l/100km there.", 5.3, "litre/100 kilometre"),
        ("They paid 300 Danish kroner for it.", 300, "DKK"),
        ("The price was KES 4,500 then.", 4500, "KES"),
        ("They lent it PS4.1m then.", 4.1e6, "GBP"),
        ("Shares fell to 68 p at noon.", 68, "pence"),
        ("The homes went for $US5,200,000 each.", 5.2e6, "USD"),
        ("Dust reached 35 µg/m3 there.", 35, "microgram/cubic metre"),
    ],
)
def test_a_unit_is_read_as_it_is_written(text: str, value: float, unit: str) -> None:
    [figure], _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    stated = f"{figure.unit}/{figure.per_unit}" if figure.per_unit else figure.unit
    assert figure.value == pytest.approx(value)
    assert stated == unit
    assert figure.kind != "count", "read as a thing that is counted"


@pytest.mark.parametrize(
    "text",
    [
        "She had 3 C-sections there.",
        "He saw 6 V-shaped valleys.",
        "They built 3 L-shaped rooms.",
        "Some 7,000 Mt. Gox creditors came.",
        "They made 5 bar stools.",
        "They ate 3 dal dishes.",
    ],
)
def test_a_word_that_begins_like_a_unit_is_not_a_unit(text: str) -> None:
    figures, _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    assert {figure.kind for figure in figures} <= {"count"}


def test_a_mark_that_closes_a_quotation_is_not_an_inch() -> None:
    text = "It would keep “at least 240” of the crew."
    [figure], _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    assert (figure.value, figure.unit) == (240, None)
