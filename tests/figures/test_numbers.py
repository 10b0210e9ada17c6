"""Which expressions are numbers, and what value they state."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.figures.numbers import Number, find_numbers, may_hold_number
from transforms.figures.passage import Passage


def find(text: str) -> list[Number]:
    return list(find_numbers(Passage(text, 0, len(text))))


def numbers(text: str) -> list[tuple[str, float]]:
    return [(number.span.of(text), number.value) for number in find(text)]


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("1,200", 1200),
        ("1,00,000", 100_000),
        ("3.5m", 3_500_000),
        ("1.2bn", 1.2e9),
        ("2½ million", 2_500_000),
        ("3 1/2", 3.5),
        ("1/2", 0.5),
        ("1.99×10−30", 1.99e-30),
        ("minus 12", -12),
        ("twenty-eight thousand six hundred forty-two", 28_642),
        ("one hundred and two", 102),
        ("two and a half million", 2_500_000),
        ("a million and a half", 1_500_000),
        ("two point five", 2.5),
        ("a dozen", 12),
        ("half a million", 500_000),
        ("two-thirds", 2 / 3),
        ("hundreds of thousands", 100_000),
        ("a couple of hundred", 200),
        ("a half-billion", 5e8),
        ("quarter billion", 2.5e8),
        ("six and one-third", 6 + 1 / 3),
        ("four and three-quarter", 4.75),
        ("seven and one-half million", 7.5e6),
        ("57million", 57e6),
        ("10 000", 10_000),
        ("½", 0.5),
        ("¾ million", 750_000),
        ("minus two-thirds", -2 / 3),
        ("-.5", -0.5),
        ("two dozen", 24),
        ("dozens", 12),
    ],
)
def test_number_expression_states_its_value(surface: str, value: float) -> None:
    [(stated, found)] = numbers(surface)
    assert stated == surface
    assert found == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["", "sorties", "F16", "1" * 400, "-", "minus", "a"])
def test_what_is_not_a_number_is_none(text: str) -> None:
    assert numbers(text) == []


def test_words_that_do_not_belong_together_are_two_numbers() -> None:
    assert numbers("between two and three") == [("two", 2), ("three", 3)]


def test_a_dash_between_digits_is_not_a_minus() -> None:
    assert numbers("5-10") == [("5", 5), ("10", 10)]


def test_digits_inside_a_word_are_not_a_number() -> None:
    assert numbers("G20 and MH370") == []


def test_digits_may_touch_a_currency_code() -> None:
    assert numbers("RM5m or $US3") == [("5m", 5_000_000), ("3", 3)]


def test_a_vague_plural_reaches_to_ten_times_its_value() -> None:
    [vague] = find("tens of thousands")
    assert (vague.value, vague.high, vague.form) == (10_000, 100_000, "vague")


_PIECES = st.sampled_from(
    [
        "$", "5", "1,234", "bn", " ", "-", "–", " to ", " and ", "one", "a ", "half", "third", "%",
        "minus ", " point ", "m", "10:30", "½", "hundred", " million", "tens of ", "F-", "5th",
        "١٢", "⁄", "×10", "^", "°C", "\n", "(", ".", ",", "couple of ", "dozens", "٫",
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=24).map("".join) | st.text(max_size=60)


@given(_TEXTS | st.from_regex(r"[-.,0-9mk½ ]{1,40}", fullmatch=True))
def test_numbers_are_finite_disjoint_and_in_order(text: str) -> None:
    found = find(text)
    for left, right in pairwise(found):
        assert left.span.end_char <= right.span.start_char
    assert all(n.span.end_char <= len(text) and abs(n.value) < 1e61 for n in found)


@given(_TEXTS)
def test_a_passage_said_to_hold_no_number_holds_none(text: str) -> None:
    if not may_hold_number(Passage(text, 0, len(text))):
        assert find(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("after two quarters", [("two", 2)]),
        ("in the first three quarters", [("three", 3)]),
        ("two halves", [("two", 2)]),
        ("three quarters of it", [("three quarters", 0.75)]),
        ("the last two thirds", [("two thirds", 2 / 3)]),
    ],
)
def test_parts_that_are_counted_are_not_added_up(text: str, found: list[tuple[str, float]]) -> None:
    assert numbers(text)[:1] == found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in nineteen thirty-nine", [1939]),
        ("since twenty-twelve", [2012]),
        ("by nineteen oh six", [1906]),
        ("in twenty five-pound notes", []),
        ("in eighteen forty-year-olds", []),
        ("paid nineteen eighty for it", []),
    ],
)
def test_a_year_may_be_spelled(text: str, years: list[float]) -> None:
    assert [number.value for number in find(text) if number.form == "year"] == years
