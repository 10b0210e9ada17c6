"""Kinds: what English does with each kind of quantity, read from ``kinds.tsv``.

Pure. The lexicon explains its columns. ``FigureKind`` lists the same kinds for the type checker.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from transforms.figures.figure import FigureKind
from transforms.lexicon import one_of, read_lexicon

_KINDS: dict[str, FigureKind] = {kind: kind for kind in get_args(FigureKind)}


def kind_of(lexicon: str, row: Mapping[str, str]) -> FigureKind:
    """The kind that a row of a lexicon names.

    Raises:
        ValueError: ``FigureKind`` has no such kind; the message lists those that it has.
    """
    return one_of(_KINDS, lexicon, row, "kind")


def kinds_where(column: str) -> frozenset[FigureKind]:
    """The kinds with a "yes" in one column of ``kinds.tsv``.

    >>> sorted(kinds_where("is_relative"))
    ['percent', 'points']
    """
    rows = read_lexicon("kinds")
    return frozenset(kind_of("kinds", row) for row in rows if row[column] == "yes")
