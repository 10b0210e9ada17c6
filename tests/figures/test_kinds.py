"""Kinds of quantity: one list for the type checker, one that says what English does with each."""

from __future__ import annotations

from typing import get_args

from transforms.figures.figure import FigureKind
from transforms.lexicon import read_lexicon

KINDS = read_lexicon("kinds")


def test_the_lexicon_describes_every_kind_and_no_other() -> None:
    assert tuple(row["kind"] for row in KINDS) == get_args(FigureKind)


def test_a_cell_of_the_lexicon_says_yes_or_nothing() -> None:
    cells = {value for row in KINDS for column, value in row.items() if column != "kind"}
    assert cells == {"yes", ""}
