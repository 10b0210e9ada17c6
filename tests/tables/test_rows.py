"""What the rows of one small page are, table by table: work them out by hand first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transforms.annotate import annotate
from transforms.corrections import Correction, anchor_of
from transforms.documents import RawDocument, read_document
from transforms.tables import BY_NAME, TABLES, Rows, Table, build_rows
from transforms.text import Issue, Span

ARTICLE = "0123456789abcdef"
PAGE = """\
Bridge falls in Varno

By Jane Doe and John Roe
30 March 2024

The bridge in Varno was closed on Saturday after 40 people were hurt, the council said.
“It was closed in May,” Mayor Ana Sorel said. She spoke on flight AX123 to Norland.
"""
SAID = Correction(
    "dates.csv row 2", "date", ARTICLE, "confirm", anchor_of(PAGE, Span(0, 21)),
    (("published", "2024-03-30"),), "Jo", "2024-04-01",
)  # fmt: skip
NOTICED = Issue("text", "warning", "for_a_test", "said for a test", Span(0, 6))

# table: the columns that say most, and what the page has in them
EXPECTED: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "articles": (
        "headline byline date_source word_count",
        [("Bridge falls in Varno", ["Jane Doe", "John Roe"], "curated", 32)],
    ),
    "entities": (
        "surface entity_type zone",
        [
            ("Varno", "place", "headline"),
            ("Jane Doe", "person", "byline"),
            ("John Roe", "person", "byline"),
            ("Varno", "place", "body"),
            ("Ana Sorel", "person", "body"),
            ("Norland", "place", "body"),
        ],
    ),
    "quotes": (
        "quote_text speaker_text speaker_name",
        [
            (
                "The bridge in Varno was closed on Saturday after 40 people were hurt",
                "the council",
                None,
            ),
            ("“It was closed in May,”", "Mayor Ana Sorel", "Ana Sorel"),
        ],
    ),
    "figures": ("value measured quote_id", [(40.0, "people", f"{ARTICLE}/q0")]),
    "rejected_numbers": ("surface reason", [("AX123", "model")]),
    "corrections": (
        "kind action words agrees corrected_by",
        [("date", "confirm", "Bridge falls in Varno", True, "Jo")],
    ),
    "issues": ("severity code start_char end_char", [("warning", "for_a_test", 0, 6)]),
}


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The rows of the page."""
    raw = RawDocument(
        ARTICLE,
        "herald/bridge.txt",
        None,
        "f" * 64,
        "page",
        PAGE.encode(),
        corrections=(SAID,),
    )
    document = replace(read_document(raw), issues=(NOTICED,))
    return build_rows(annotate(document), "1.0")


@pytest.mark.parametrize("name", EXPECTED)
def test_the_rows_of_a_page_are_what_it_says(name: str, rows: Rows) -> None:
    columns, expected = EXPECTED[name]

    assert [tuple(row[column] for column in columns.split()) for row in rows[name]] == expected


def test_every_public_table_that_a_page_gives_rows_has_an_expectation(rows: Rows) -> None:
    public = {name for name in rows if BY_NAME[name].is_public}

    assert public == EXPECTED.keys(), "say in EXPECTED what the page above has in the table"
    assert all(expected for _, expected in EXPECTED.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_keep_the_promises_of_their_table(table: Table, rows: Rows) -> None:
    found = rows.get(table.name, [])

    assert list(table.violations(table.frame(found))) == []
    for index, row in enumerate(found):
        assert row.keys() == table.polars_schema.keys()
        assert row["article_id"] == ARTICLE
        assert row["published_date"] == rows["articles"][0]["published_date"]
        if table.ordinal:
            assert row[table.ordinal] == index
