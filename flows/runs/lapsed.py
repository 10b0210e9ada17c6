"""Lapsed: corrections that a version does not have, one sentence for each file that holds some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from transforms.corrections import Correction
from transforms.tables import CORRECTIONS

_NAMED = 3
"""Rows that a sentence names; the others are counted."""


def unapplied(version: Path, corrections: Sequence[Correction]) -> Iterator[str]:
    """What a run says of corrections that are stale, or about articles that were not read."""
    if not corrections:
        return
    files = sorted((version / CORRECTIONS.name).rglob("*.parquet"))
    columns = ["correction_key", "state"]
    rows = pl.concat(
        pl.read_parquet(file, columns=columns, hive_partitioning=False, glob=False)
        for file in files
    )
    states = dict(rows.select(columns).iter_rows())
    stale = [one.place for one in corrections if states.get(one.key) == "stale"]
    absent = [one.place for one in corrections if one.key not in states]
    if stale:
        yield (
            f"{_count(stale)} stale, as the text changed ({_named(stale)}): `broadsheet sql"
            " \"from corrections where state = 'stale'\"` says why"
        )
    if absent:
        yield f"{_count(absent)} about articles that are not in the dataset ({_named(absent)})"


def _count(places: Sequence[str]) -> str:
    return "1 correction is" if len(places) == 1 else f"{len(places):,} corrections are"


def _named(places: Sequence[str]) -> str:
    return ", ".join(places[:_NAMED]) + (", …" if len(places) > _NAMED else "")
