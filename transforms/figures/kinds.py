"""Kinds: what English does with each kind of quantity, read from ``kinds.tsv``.

Pure. The lexicon explains its columns. ``FigureKind`` lists the same kinds for the type checker.
"""

from __future__ import annotations

from typing import get_args

from transforms.figures.figure import FigureKind
from transforms.lexicon import read_lexicon

_KINDS: dict[str, FigureKind] = {kind: kind for kind in get_args(FigureKind)}


def kind_of(name: str) -> FigureKind:
    """The kind that a lexicon names.

    Raises:
        KeyError: ``FigureKind`` has no such kind.
    """
    return _KINDS[name]


def kinds_where(column: str) -> frozenset[FigureKind]:
    """The kinds with a "yes" in one column of ``kinds.tsv``.

    >>> sorted(kinds_where("is_relative"))
    ['percent', 'points']
    """
    return frozenset(kind_of(row["kind"]) for row in read_lexicon("kinds") if row[column] == "yes")
