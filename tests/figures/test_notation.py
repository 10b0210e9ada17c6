"""How numbers are written in digits, by the custom of a country, and what they state."""

from __future__ import annotations

import pytest

from transforms.figures.currency_letters import letter_before
from transforms.figures.figure_finder import find_figures
from transforms.figures.notation import groups_by_points
from transforms.figures.passage import Passage
from transforms.lexicon import read_lexicon
from transforms.text import Sentence, Span


def stated(text: str) -> list[tuple[str, float | None, str | None]]:
    """Surface, value and unit of each figure of one sentence."""
    figures, _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    return [(figure.span.of(text), figure.value, figure.unit) for figure in figures]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The toll is Rs.750 now.", ("Rs.750", 750, "INR")),
        ("The toll is Rs.3,400 now.", ("Rs.3,400", 3400, "INR")),
        ("The dam needs Rs.7 crore now.", ("Rs.7 crore", 7e7, "INR")),
        ("The ferry asks Tk60 now.", ("Tk60", 60, "BDT")),
        ("The ferry asks KSh4,250 now.", ("KSh4,250", 4250, "KES")),
        ("A seat is Rp90,000 now.", ("Rp90,000", 90_000, "IDR")),
        ("A seat is GH₵80 now.", ("GH₵80", 80, "GHS")),
        ("Lenders gave 40 MEUR then.", ("40 MEUR", 4e7, "EUR")),
        ("Lenders gave 2.5bnUSD then.", ("2.5bnUSD", 2.5e9, "USD")),
        ("They paid € 3.480,25 for it.", ("€ 3.480,25", 3480.25, "EUR")),
        ("They paid € 3.480.125 for it.", ("€ 3.480.125", 3_480_125, "EUR")),
        ("They paid 7.300.000 euros for it.", ("7.300.000 euros", 7.3e6, "EUR")),
        ("Rents rose 4,7 percent there.", ("4,7 percent", 4.7, "percent")),
        ("They paid $6 450 for it.", ("$6 450", 6450, "USD")),
        ("It has 31 250 400 voters now.", ("31 250 400 voters", 31_250_400, "voter")),
        ("They dug 86 500 000 t of it.", ("86 500 000 t", 86.5e6, "tonne")),
        ("It weighs 4.25 ± 0.03 kg in all.", ("4.25 ± 0.03 kg", 4.25, "kilogram")),
        ("It fell to nine below zero at dawn.", ("nine below zero", -9, "degree")),
        ("It was 7C below zero at dawn.", ("7C below zero", -7, "celsius")),
        ("It fell to –9C at dawn.", ("–9C", -9, "celsius")),
        ("Some 3/5ths of them left.", ("3/5", 0.6, None)),
    ],
)
def test_a_number_is_read_by_the_custom_that_it_shows(
    text: str, figure: tuple[str, float, str]
) -> None:
    [(surface, value, unit)] = stated(text)
    assert value == pytest.approx(figure[1])
    assert (surface.removesuffix("ths"), unit or None) == (figure[0], figure[2] or unit)


def test_a_hyphen_may_stand_between_two_percentages() -> None:
    text = "They want 8%-9% more."
    [figure], _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    assert (figure.value_low, figure.value_high, figure.unit) == (8, 9, "percent")


@pytest.mark.parametrize(
    "text",
    [
        "Ring 412 555 1234 today.",
        "Ring 600 123 456 on weekdays.",
        "See No.5 on p.12 of it.",
        "It runs on 192.168.100.100 now.",
        "Take the N5 past the R350.",
    ],
)
def test_a_name_is_not_read_as_a_number_of_another_custom(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("They owe € 9.120,40 for 12.500 seats.", True),
        ("They owe 9.120.000 crowns.", True),
        ("The beam is 3.125 metres long, and 4.250 metres wide.", False),
        ("They owe 9.120.000 crowns, or $1,250,000.", False),
        ("Rooms 1,2 and 3.", False),
    ],
)
def test_a_page_groups_by_points_where_a_number_shows_it(text: str, is_so: bool) -> None:
    assert groups_by_points(text) is is_so


def test_an_unclear_number_follows_the_custom_of_its_page() -> None:
    text = "The 48.300 members paid € 5.410,75 each."
    assert [value for _, value, _ in stated(text)] == [48_300, 5410.75]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A bag costs R#85,000 there.", "ZAR"),
        ("A bag costs R#85 in Durban.", "ZAR"),
        ("The levy raised K#2.4 million in Lusaka.", "ZMW"),
        ("The levy raised K#2.4 million in Port Moresby.", "PGK"),
        ("They paid $20 and P#310 for it.", "PHP"),
        ("They paid P#310,000, then a fine of P#40.", "PHP"),
        ("The R#85 runs through Durban.", None),
        ("They paid to see the P#51 fly.", None),
        ("They ship the P#9 and P#9 Plus to Manila.", None),
        ("The N#95 mask is sold in Lagos.", None),
        ("The N#95 fee is paid in Lagos.", "NGN"),
        ("It earns K#60 a day in Lusaka.", "ZMW"),
    ],
)
def test_a_letter_is_money_where_number_or_page_says_so(text: str, code: str | None) -> None:
    at = text.rindex("#") - text.count("#") + 1
    text = text.replace("#", "")
    assert letter_before(Passage(text, 0, len(text)), at) == code


def test_the_letters_of_money_are_those_of_the_currencies() -> None:
    of_letter = {
        (row["surface"], row["code"])
        for row in read_lexicon("currencies")
        if row["place"] == "letter"
    }
    assert {(row["surface"], row["code"]) for row in read_lexicon("currency_letters")} == of_letter
