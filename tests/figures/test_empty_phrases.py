"""What stands before a figure and yet names nothing that it measures."""

from __future__ import annotations

import pytest

from tests.figures.test_figures import read


@pytest.mark.parametrize(
    "text",
    [
        "It's a slow 9 km by boat.",
        "They’re 40 miles behind.",
        "Don't split 30 up.",
        "So far $500 arrived.",
        "In addition, $3m went to the port.",
        "It stood at 54.91% in a quarter, 60.2% this year.",
        "The record of 50 hours and 38 minutes held until 7% were left.",
    ],
)
def test_no_figure_measures_a_pronoun_a_time_or_the_unit_of_another(text: str) -> None:
    figures, _ = read(text)
    assert figures[-1].measured is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("The group's profit rose 5%.", "profit"),
        ("It lost 5% of one's annual salary.", "salary"),
        ("He won a four-year term.", "term"),
        ("The second half's sales rose 5%.", "sale"),
        ("Growth may exceed 2% in the second half.", "growth"),
    ],
)
def test_a_word_with_an_apostrophe_or_of_time_may_be_part_of_what_is_measured(
    text: str, head: str
) -> None:
    figures, _ = read(text)
    assert figures[-1].measured_head == head


@pytest.mark.parametrize(
    "text",
    [
        "The village lost 47 barns over two decades.",
        "The ministry gave him a permit within 30 days.",
        "A court sentenced him to six years.",
        "The world knew her in the past 60 years.",
        "The broker left five years ago.",
    ],
)
def test_a_time_within_or_after_which_something_happens_measures_no_subject(text: str) -> None:
    figures, _ = read(text)
    assert figures[-1].measured is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("The trip takes at least two days.", "trip"),
        ("The crew stood there for two hours.", "crew"),
        ("A ban of two years follows.", "ban"),
        ("The stocks will last between 25 and 30 days.", "stock"),
        ("The sentence is two years.", "sentence"),
    ],
)
def test_a_time_that_something_lasts_measures_it(text: str, head: str) -> None:
    figures, _ = read(text)
    assert figures[-1].measured_head == head


def test_somebody_called_by_an_age_is_not_the_body_before() -> None:
    figures, _ = read("While the ministry opposed it, the 18-year-old was freed.")
    assert [figure.measured for figure in figures] == [None]
    figures, _ = read("Ann Roe, the 78-year-old, hid.")
    assert figures[0].measured_head == "roe"
    figures, _ = read("Talking to Norvik Radio, the 20-year-old sang.")
    assert figures[0].measured is None
    figures, _ = read("The 57-year-old wrote to her.")
    assert figures[0].measured is None
    figures, _ = read("The boy is 18 years old.")
    assert figures[0].measured_head == "boy"


def test_whose_age_it_is_leaves_out_how_many_they_are() -> None:
    figures, _ = read("There are 9 million children aged under 16.")
    assert figures[-1].measured_head == "child"
    where = figures[-1].measured
    assert where is not None
    assert where.of("There are 9 million children aged under 16.") == "children"
