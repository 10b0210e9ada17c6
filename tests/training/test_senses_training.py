"""The training of the scorer of senses: it learns from long forms, and what both meanings weigh."""

from __future__ import annotations

from training.senses.examples import Example, found_in, invented
from training.senses.fit import fit, score
from transforms.figures import SIGNS


def test_a_long_form_is_an_example_of_its_short_one() -> None:
    text = "The wall is 15 metres high. It drew 15 million visitors."
    found = {(one.sign, one.is_first) for one in found_in([text]) if one.sign == "m"}
    assert found == {("m", True), ("m", False)}


def test_an_amount_of_money_is_no_example_of_millions() -> None:
    assert [one for one in found_in(["It cost 15 million euros, or $16 million."])] == []


def test_a_mark_of_one_meaning_gains_weight_however_rare_the_meaning_is() -> None:
    high = Example("m", {"right0=high": (1.0,)}, True, 1.0, "a")
    sold = Example("m", {"right0=sold": (1.0,)}, False, 1.0, "b")
    weights = fit([*[high] * 5, *[sold] * 50])
    assert score(weights, high) > 0.6 > 0.4 > score(weights, sold)


def test_every_sign_has_invented_texts_of_both_meanings() -> None:
    both = {(one.sign, one.is_first) for one in invented()}
    assert both == {(sign, meaning) for sign in SIGNS for meaning in (True, False)}
