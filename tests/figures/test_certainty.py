"""How certain a figure is, and the numbers that are too uncertain to be one."""

from __future__ import annotations

import pytest

from transforms.figures.figure_finder import find_figures
from transforms.text import Sentence, Span


def read(text: str) -> tuple[list[tuple[str, float]], list[str]]:
    """Each figure of a sentence with its confidence, and the numbers rejected as uncertain."""
    figures, rejected = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    return (
        [(one.span.of(text), one.confidence) for one in figures],
        [one.span.of(text) for one in rejected if one.reason == "uncertain"],
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Three are in Norvik.", "Three"),
        ("She is charged with three.", "three"),
        ("He made it seven with a header.", "seven"),
        ("They met 12 there, as before.", "12"),
    ],
)
def test_a_small_number_of_nothing_is_uncertain(text: str, number: str) -> None:
    assert read(text) == ([], [number])


@pytest.mark.parametrize(
    "text",
    [
        "The index rose 40 on Monday.",
        "The blast killed 12 there.",
        "Twelve injured, police say.",
        "They cut the crew from 80 to 65.",
        "The crowd grew to 400.",
        "It holds about 20.",
        "It flew 60 F-16s.",
        "Forty people a day leave, 40 people a day and more.",
        "The air index stood at 53.4.",
        "Three buses left.",
        "Three of the buses left.",
        "Ana Oller, 34, left.",
        "It cost $3.",
    ],
)
def test_a_number_that_says_how_many_is_a_figure(text: str) -> None:
    figures, uncertain = read(text)
    assert figures
    assert not uncertain


def test_confidence_orders_figures_as_they_were_judged() -> None:
    texts = ["It grew to 6 metres.", "It has six halls.", "It has one hall.", "There are 4,000."]
    found = [read(text)[0][0][1] for text in texts]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.95 > found[-1] >= 0.5
