"""The training of the scorer of speakers: it learns what tells the right candidate."""

from __future__ import annotations

from tests.quotes.test_scorer import asked
from training.speakers.fit import Example, fit
from transforms.quotes import Scorer


def test_what_right_candidates_have_in_common_gains_weight() -> None:
    right_first = Example("a", asked("subject", "object"), (0,))
    right_second = Example("b", asked("object", "subject"), (1,))
    weights = fit([right_first, right_second] * 10, penalty=0.1)
    assert weights["* subject"] > 0 > weights["* object"]
    [first, second, nobody] = Scorer(weights, 0.5).probabilities(asked("object", "subject"))
    assert second > 0.8 > first + nobody
