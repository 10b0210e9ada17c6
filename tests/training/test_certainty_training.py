"""The weights of certainty are those of the judged figures, and honest on rows left out."""

from __future__ import annotations

import pytest

from training.certainty.__main__ import certainty, fit, left_out, read_judged
from transforms.lexicon import number_of, read_lexicon

JUDGED = read_judged()


def test_the_shipped_weights_are_those_of_the_judged_figures() -> None:
    shipped = {
        row["mark"]: number_of("figure_certainty", row, "weight")
        for row in read_lexicon("figure_certainty")
    }
    assert fit(JUDGED) == pytest.approx(shipped, abs=0.002)


def test_certainty_is_as_often_right_as_it_says() -> None:
    answers = list(left_out(JUDGED))
    for low, high in ((0.0, 0.5), (0.5, 0.9), (0.9, 1.0)):
        inside = [(one, likely) for one, likely in answers if low <= likely < high]
        right = sum(one.is_right for one, _ in inside) / len(inside)
        said = sum(likely for _, likely in inside) / len(inside)
        assert abs(right - said) < 0.05


def test_a_mark_that_no_judged_figure_has_weighs_nothing() -> None:
    weights = fit(JUDGED)
    assert certainty(weights, frozenset({"unheard"})) == certainty(weights, frozenset())
