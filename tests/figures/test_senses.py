"""Which of two things a sign beside a number means, by the words around it."""

from __future__ import annotations

import pytest

from transforms.figures.figure_finder import find_figures
from transforms.figures.passage import Passage
from transforms.figures.senses import SIGNS, features_of, likelihood, sure_meaning
from transforms.lexicon import read_lexicon
from transforms.text import Sentence, Span


def read(text: str) -> list[tuple[float | None, str | None]]:
    """Value and unit of each figure of one sentence."""
    figures, _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    return [(figure.value, figure.unit) for figure in figures]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The hiker dropped 40m into the gorge.", 40, "metre"),
        ("A 35m chimney fell in the storm.", 35, "metre"),
        ("Under 3m of mud lay the bus.", 3, "metre"),
        ("They laid 20m of wire.", 20, "metre"),
        ("The lake rose by 2m after the rain.", 2, "metre"),
        ("The barge sank 300m downstream.", 300, "metre"),
        ("He set a 400m record in Oslo.", 400, "metre"),
        ("The channel has 16m viewers.", 16e6, "viewer"),
        ("It has a 45m budget for schools.", 45e6, None),
        ("Sales rose to 18m last year.", 18e6, None),
        ("They served 3m passengers there.", 3e6, "passenger"),
        ("She ran a 10k race in the park.", 10, "kilometre"),
        ("He earns 70k there.", 70_000, None),
        ("It is a mild 14c in the shade.", 14, "celsius"),
        ("The dividend rose to 14c a share.", 14, "cent"),
        ("The side won five cups then.", 5, "cup"),
        ("The mob threw 14 stones at them.", 14, "stone"),
        ("She holds four degrees from Leeds.", 4, "degree"),
    ],
)
def test_the_words_around_say_what_a_sign_means(text: str, value: float, unit: str | None) -> None:
    stated, meant = read(text)[0]
    assert stated == pytest.approx(value)
    assert meant == unit


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Stir in five cups of sugar.", "volume"),
        ("The side won five cups then.", "count"),
        ("He fell twelve feet from a roof.", "length"),
        ("She owns 60 TB of data on disks.", "data"),
        ("The ward has 60 TB patients now.", "count"),
        ("The tour has 30 GB cyclists now.", "count"),
        ("Her coach was five Joules away, and three Grays came with them.", "count"),
        ("It has a 720p screen there.", None),
        ("The tax could add 10c to the price.", None),
        ("The gain is shown in Fig. 3c of it.", None),
        ("The council lost ?45m on it.", "money"),
        ("The shares fell to 720p there.", "money"),
    ],
)
def test_what_looks_like_a_unit_may_be_a_thing(text: str, kind: str | None) -> None:
    figures, _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    assert [figure.kind for figure in figures][:1] == ([kind] if kind else [])


def test_where_nothing_says_what_a_letter_means_the_number_is_rejected() -> None:
    text = "It said 3m."
    figures, rejected = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    found = likelihood("m", features_of(Passage(text, 0, len(text)), 8, 10, 3))
    is_open = sure_meaning("m", Passage(text, 0, len(text)), 8, 10, 3) is None
    assert 0 < found < 1
    assert [number.reason for number in rejected] == (["unclear_unit"] if is_open else [])
    assert len(figures) == (not is_open)


def test_a_number_beside_it_says_what_an_unclear_one_means() -> None:
    values = read("Crowds came to a 5k run and, later, a 10k.")
    assert values == [(5, "kilometre"), (10, "kilometre")]


def test_every_sign_has_weights_and_every_vector_one_length() -> None:
    assert {row["sign"] for row in read_lexicon("sense_weights")} == set(SIGNS)
    assert len({len(row["vector"]) for row in read_lexicon("word_vectors")}) == 1
