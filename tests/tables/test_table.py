"""A table is declared once; validation names every broken promise."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest

from transforms.tables import BY_NAME, TABLES
from transforms.tables.declaration import Column, Table

WORDS = Table(
    name="words",
    grain="one row per word",
    key="word_id",
    order=("word_id",),
    spans=(("start_char", "end_char", "surface"),),
    columns=(
        Column("word_id", pl.String(), "its id"),
        Column("start_char", pl.Int32(), "first character", "code points"),
        Column("end_char", pl.Int32(), "one past the last", "code points"),
        Column("surface", pl.String(), "as written"),
        Column("weight", pl.Float64(), "how often", nullable=True),
        Column("kind", pl.String(), "what it is", nullable=True, allowed=("noun", "verb")),
    ),
)
GOOD = {"word_id": "w0", "start_char": 0, "end_char": 4, "surface": "rain", "kind": "noun"}
GOOD |= {"weight": None}


def violations(*rows: dict[str, object]) -> list[str]:
    return list(WORDS.violations(WORDS.frame(rows)))


def test_a_good_row_breaks_nothing() -> None:
    assert violations(GOOD) == []
    assert violations() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"word_id": None}, "words.word_id: 1 NULLs"),
        ({"kind": "adverb"}, "words.kind: ['adverb'] not among"),
        ({"weight": float("nan")}, "words.weight: 1 NaN or infinite"),
        ({"end_char": 5}, "words.start_char/end_char: 1 spans do not fit surface"),
        ({"start_char": -1, "end_char": 3}, "words.start_char/end_char"),
        ({"end_char": 0, "surface": ""}, "words.start_char/end_char"),
    ],
)
def test_every_broken_promise_is_named(change: dict[str, object], said: str) -> None:
    assert any(said in line for line in violations(GOOD | change))


def test_all_violations_are_listed_not_only_the_first() -> None:
    assert len(violations(GOOD | {"kind": "x", "surface": None}, GOOD)) == 3


def test_a_frame_of_other_columns_is_described() -> None:
    frame = WORDS.frame([GOOD]).drop("kind").with_columns(extra=1)
    [said] = WORDS.violations(frame)
    assert "missing columns ['kind']" in said
    assert "unknown columns ['extra']" in said


def test_the_stored_schema_documents_its_fields() -> None:
    field = WORDS.arrow_schema.field("start_char")
    assert field.metadata == {b"doc": b"first character", b"unit": b"code points"}
    assert not field.nullable
    assert WORDS.arrow_schema.metadata[b"grain"] == b"one row per word"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_empty_tables_convert_to_exactly_the_stored_schema(table: Table) -> None:
    assert table.arrow(table.frame()).schema.equals(table.arrow_schema, check_metadata=True)
    assert not any(pa.types.is_dictionary(field.type) for field in table.arrow_schema)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_declarations_refer_to_what_exists(table: Table) -> None:
    names = set(table.polars_schema)
    assert table.key in names
    assert set(table.order) <= names
    assert set(table.indexed) <= names
    assert {name for span in table.spans for name in span} <= names
    for column in table.columns:
        if column.references:
            other, _, name = column.references.partition(".")
            assert (name or BY_NAME[other].key) in BY_NAME[other].polars_schema
