"""Which outlets fell silent and whose pages changed: neither by chance nor for ever."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from flows.outlet_changes import Shares, difference, silences

START = date(2024, 1, 1)


def days(*numbers: int) -> list[date]:
    return [START + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("published", "today", "is_silent"),
    [
        pytest.param(range(20), 26, False, id="daily, a week ago"),
        pytest.param(range(20), 27, True, id="daily, eight days ago"),
        pytest.param(range(0, 100, 10), 110, False, id="every ten days, twenty days ago"),
        pytest.param(range(0, 100, 10), 111, True, id="every ten days, three weeks ago"),
        pytest.param(
            [0, 90, *range(91, 115)], 125, True, id="a summer break long ago is forgotten"
        ),
        pytest.param([*range(20), 5000], 27, True, id="a date in the future is no sign of life"),
        pytest.param([0, 1, 2, 3], 400, None, id="four days are too few to know"),
    ],
)
def test_an_outlet_is_silent_when_its_usual_pauses_do_not_explain_it(
    published: Sequence[int], today: int, is_silent: bool | None
) -> None:
    silent, heard = silences({"a": days(*published)}, days(today)[0], 7)
    assert ("a" in silent, "a" in heard) == {
        True: (True, False), False: (False, True), None: (False, False),
    }[is_silent]  # fmt: skip


def pages(count: int, seed: int, **means: float) -> list[Shares]:
    """Pages whose shares scatter about these means as those of real pages do."""
    chance = random.Random(seed)
    made: list[Shares] = []
    for _ in range(count):
        drawn = {kind: mean * chance.uniform(0.3, 1.7) for kind, mean in means.items()}
        made.append({kind: value / sum(drawn.values()) for kind, value in drawn.items()})
    return made


USUAL = {"body": 0.8, "boilerplate": 0.12, "caption": 0.05, "headline": 0.03}


@pytest.mark.parametrize("count", [5, 20, 100])
def test_pages_of_the_same_layout_differ_no_more_than_by_chance(count: int) -> None:
    old = pages(200, 0, **USUAL)
    told = [difference(old, pages(count, seed, **USUAL)) for seed in range(1, 101)]
    assert told == [None] * 100


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"body": 0.45, "boilerplate": 0.5, "headline": 0.05}, "boilerplate, against 1"),
        ({"body": 1.0}, "boilerplate, against 1|body, against 7|body, against 8"),
        ({"boilerplate": 1.0}, "boilerplate, against 1"),
    ],
)
def test_pages_of_another_layout_are_told_by_what_differs_most(
    new: dict[str, float], said: str
) -> None:
    found = difference(pages(200, 0, **USUAL), pages(5, 1, **new))
    assert found is not None
    assert re.search(said, found)
