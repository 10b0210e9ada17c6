"""What a hand-made row has in the required columns that it does not name."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.tables import Column, Table

_OF_A_TYPE: dict[object, object] = {pl.String: "", pl.Boolean: False, pl.List: []}


def with_defaults(table: Table, row: Mapping[str, object]) -> dict[str, object]:
    """The row with a value in every required column, so that a new one needs no edit of tests.

    A column that the row names keeps its value, None too. A key, and what refers to one, has no
    default that could be right: name it.
    """
    return {column.name: _default(column) for column in table.columns} | dict(row)


def _default(column: Column) -> object:
    if column.nullable:
        return None
    if column.allowed:
        return column.allowed[0]
    return 0 if column.dtype.is_numeric() else _OF_A_TYPE.get(column.dtype.base_type())
