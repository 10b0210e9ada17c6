"""Agreement: how often an engine was right by itself, where people said what is right.

The corrections of a version keep what its engine had, so a score needs no document to be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows import catalog
from flows.catalog import Answer
from flows.reviews.doubts import ReviewError

_SHOWN = 60
"""Characters of a value in the list of disagreements."""


def score(processed: Path) -> tuple[Answer, Answer]:
    """Counts by kind and field, and every value in which the engine disagrees with people.

    Raises:
        ReviewError: nobody corrected anything that the dataset has.
        NoDataset: nothing was published in the folder yet.
    """
    with catalog.open(processed) as connection:
        sums = catalog.panel(connection, "agreement")
        wrong = catalog.panel(connection, "disagreements")
    if not sums:
        raise ReviewError(
            "the dataset has no corrections to measure with: `broadsheet review FILE.xlsx` writes a"
            " sheet to fill in, `broadsheet review --take FILE.xlsx --by NAME` takes it, and"
            " `broadsheet run` applies it"
        )
    return _answer(sums), _answer([_short(row) for row in wrong])


def _answer(rows: list[dict[str, Any]]) -> Answer:
    columns = list(rows[0]) if rows else []
    return Answer(columns, [tuple(row.values()) for row in rows])


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _cut(value) if isinstance(value, str) else value for name, value in row.items()}


def _cut(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"
