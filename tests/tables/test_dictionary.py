"""The data dictionary says what the schema says, and the committed page is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from transforms.tables.declaration import Table
from transforms.tables.dictionary import VIEW_COLUMNS, dictionary
from transforms.tables.schema import TABLES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "data-dictionary.md"


def test_the_committed_page_is_what_the_schema_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary(), (
        "stale: run `python -m flows.cli tables --write docs/data-dictionary.md`"
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_listing_of_the_version_folder_has_the_folder_of_every_table(table: Table) -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listing = page.split("## The version folder\n")[1].split("\n## ")[0]

    assert re.search(rf"(?<!\S){table.name}/", listing), f"name {table.name}/ in ARCHITECTURE.md"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_one_line_with_all_that_is_declared(table: Table) -> None:
    lines = section(table.name).splitlines()

    for column in (*table.columns, *VIEW_COLUMNS[table.name]):
        [line] = [line for line in lines if line.startswith(f"| `{column.name}` |")]
        cells = [cell.strip() for cell in line.strip("|").split(" |")]

        assert len(cells) == 7
        assert cells[2] == (column.unit or "")
        assert cells[3] == ("yes" if column.nullable else "")
        assert cells[4] == ", ".join(column.allowed)
        assert cells[5].strip("`") == (column.references or "")
        assert cells[6].endswith(column.doc)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_section_states_grain_key_and_order(table: Table) -> None:
    text = section(table.name)

    assert f"Grain: {table.grain}." in text
    assert f"Key: `{table.key}`." in text
    assert ", ".join(f"`{name}`" for name in table.order) in text


def test_types_are_those_that_a_query_sees() -> None:
    assert "| `zones` | STRUCT(kind VARCHAR, start_char INTEGER, end_char INTEGER)[] |" in section(
        "articles"
    )


def section(name: str) -> str:
    return dictionary().split(f"## {name}\n")[1].split("\n## ")[0]
