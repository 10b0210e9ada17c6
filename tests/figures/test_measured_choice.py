"""The choice of what a figure measures: a phrase that something speaks for, or none."""

from __future__ import annotations

import pytest

from tests.figures.test_figures import read
from transforms.figures import FigureAsked, FigureScorer, Measured, find_figures
from transforms.page import parse_record
from transforms.text import find_sentences


@pytest.mark.parametrize(
    "text",
    [
        "By 10:00 GMT on Sunday, just over 80,000 had been raised.",
        "Works manager Ivo Brandt received five months.",
        "Ashdown scored 131 on the first day.",
        "The duchess paid $4m for it.",
        "The judge ordered that the brothers be held for 30 days.",
        "The mine is the largest in the land, accounting for 40% of it.",
        "9 Ola Vickers 2290 0 1 7 18",
        "The farm lies on the coast, 30 miles north.",
        "He has been at it for just shy of 300 days.",
    ],
)
def test_who_acts_and_where_something_is_are_not_what_is_measured(text: str) -> None:
    figures, _ = read(text)
    assert figures
    heads = {figure.measured_head for figure in figures}
    assert heads.isdisjoint(
        {"gmt", "brandt", "manager", "ashdown", "duchess", "judge", "brother", "accounting",
         "north", "hunger", "vickers", "coast", "shy"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("The court ordered the sisters to pay over $4 million in compensation.", "compensation"),
        ("The paper will reveal that Norvik is set to cut emissions 40 per cent.", "emissions"),
        ("The automaker saw its global sales rise by 4 percent.", "global sales"),
        ("The broker says the turnout may exceed 80%.", "turnout"),
        ("Anna Roe won the 50 metres backstroke.", "backstroke"),
        ("The firm reported a loss of $25m in May.", "loss"),
        ("The chairman has agreed to pause planned 25% tariffs.", "tariffs"),
        ("A 50-minute report claims that he lied.", "report"),
        ("A 50-year-old aunt's room burned.", "aunt"),
        ("The 28-year-old Ann Marlow faces a ban.", "Ann Marlow"),
        ("He faces a prison term of up to five years.", "prison term"),
        ("Sales fell to $5bn, or 4% of the market.", "market"),
        ("It reached a third of the town's total buyers.", "town's total buyers"),
        ("It is home to a quarter of the land's top 50 bakers.", "bakers"),
        ("Five of the 10 senators will stand.", "senators"),
    ],
)
def test_what_something_speaks_for_is_measured(text: str, measured: str) -> None:
    figures, _ = read(text)
    where = figures[-1].measured
    assert where is not None
    assert where.of(text) == measured


def test_a_scorer_that_is_not_sure_names_nothing() -> None:
    text = "Sales fell 5%."
    sentences = find_sentences(text, parse_record(text).zones)
    never = FigureScorer({}, 0.99)
    always = FigureScorer({"* rung": 9.0}, 0.5)
    assert find_figures(text, sentences, choose=never)[0][0].measured is None
    assert find_figures(text, sentences, choose=always)[0][0].measured_head == "sale"


def test_the_scorer_is_asked_with_every_noun_of_both_sides() -> None:
    text = "The port's sales of coal fell 5% in spring, traders said."
    sentences = find_sentences(text, parse_record(text).zones)
    asked: list[str] = []

    def choose(question: FigureAsked, /) -> Measured | None:
        asked.extend(one.measured.span.of(text) for one in question.candidates)
        return None

    find_figures(text, sentences, choose=choose)
    assert {"port's sales of coal", "coal", "traders"} <= set(asked)
