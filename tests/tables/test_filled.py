"""Every column has a source: the sample fills it, or it stands here with the reason why not."""

from __future__ import annotations

import polars as pl
import pytest

from flows.settings import Settings
from flows.store import files_of
from transforms.tables import BY_NAME, TABLES, Column, Table

# Columns in which the sample has no value, or only one of the two truth values.
EMPTY_IN_SAMPLE = {
    "articles.date_conflict": "set from a page whose dates differ: tests/page/test_dates.py",
    "articles.pages": "no file of the sample has pages: tests/page/test_pdf.py",
    "entity_links.article_id": "set by a split in one article: tests/entities/test_entity_links.py",
    "_traits.day_first": "never false, no page has 02/28/2024: tests/documents/test_habits.py",
    "_traits.is_ambiguous": "never true, no page has 03/02/2024: tests/documents/test_habits.py",
    "_documents.corrections": "nobody corrected the sample: tests/corrected/test_right_rows.py",
}
EMPTY_TABLES = {
    "corrections": "nobody corrected the sample: tests/corrected/test_right_rows.py",
}


@pytest.fixture(scope="session")
def sample(sample_settings: Settings) -> Settings:
    """The published sample, if no document is in quarantine for a defect."""
    defects = pl.read_parquet(f"{sample_settings.processed}/current/issues/**/*.parquet").filter(
        pl.col("code").is_in(["rows_broken", "extraction_failed"])
    )
    assert defects.is_empty(), f"{defects.height} documents of the sample: {defects['detail'][0]}"
    return sample_settings


def published(settings: Settings, table: str) -> pl.DataFrame:
    files = files_of(settings.processed, table)
    if table in EMPTY_TABLES and not files:
        return BY_NAME[table].frame()
    assert files, f"no row of {table}: make its rows in transforms/tables/rows.py"
    return pl.concat([pl.read_parquet(file, hive_partitioning=False) for file in files])


def is_filled(values: pl.Series) -> bool:
    """Whether some row has a value; of a flag, whether it is ever true and ever false."""
    if isinstance(values.dtype, pl.List):
        return bool(values.list.len().max())
    there = values.drop_nulls()
    return there.n_unique() == 2 if values.dtype == pl.Boolean else not there.is_empty()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_some_row_of_the_sample_fills_every_column(table: Table, sample: Settings) -> None:
    rows = published(sample, table.name)
    if table.name in EMPTY_TABLES:
        assert rows.is_empty(), "the sample has rows of it now: say in EMPTY_IN_SAMPLE what not"
        return
    empty = {name_of(table, one) for one in table.columns if not is_filled(rows[one.name])}
    known = {name for name in EMPTY_IN_SAMPLE if name.partition(".")[0] == table.name}
    assert empty == known, "fill the column in transforms/tables/rows.py, or say here why not"


def name_of(table: Table, column: Column) -> str:
    return f"{table.name}.{column.name}"
