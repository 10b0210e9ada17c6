"""Exports: each form holds the chosen articles with their rows and opens where it should."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.catalog import QueryError
from flows.exports import ExportError, export
from flows.settings import Settings

TABLES = ("articles", "quotes", "figures", "mentions", "names")


def counts_of(settings: Settings) -> dict[str, int]:
    """Rows that an export of everything must have, by table."""
    views = {
        "articles": "articles",
        "quotes": "statements_all",
        "figures": "claims_all",
        "mentions": "newsmakers_all",
    }
    with duckdb.connect(settings.processed / "broadsheet.duckdb", read_only=True) as opened:
        return {
            table: opened.execute(f"select count(*) from {view}").fetchall()[0][0]
            for table, view in views.items()
        }


def test_a_workbook_has_a_sheet_per_table_and_a_dictionary(
    sample_settings: Settings, tmp_path: Path
) -> None:
    said = export(sample_settings.processed, tmp_path / "news.xlsx", {})

    assert said == f"wrote 41 articles of version 1 to {tmp_path / 'news.xlsx'}"
    with zipfile.ZipFile(tmp_path / "news.xlsx") as book:
        sheets = book.read("xl/workbook.xml").decode()
        assert [f'name="{name}"' in sheets for name in (*TABLES, "dictionary")] == [True] * 6
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_folder_has_a_file_per_table(
    sample_settings: Settings, tmp_path: Path, form: str
) -> None:
    export(sample_settings.processed, tmp_path / f"news.{form}", {})

    for table, count in counts_of(sample_settings).items():
        path = tmp_path / f"news.{form}" / f"{table}.{form}"
        if form == "csv":
            text = path.read_text(encoding="utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            assert len(rows) == count
        else:
            assert pl.read_parquet(path).height == count


def test_every_place_of_an_export_slices_its_text(
    sample_settings: Settings, tmp_path: Path
) -> None:
    export(sample_settings.processed, tmp_path / "news.parquet", {})
    folder = tmp_path / "news.parquet"
    texts = dict(pl.read_parquet(folder / "texts.parquet").iter_rows())

    for table in ("figures", "mentions"):
        for row in pl.read_parquet(folder / f"{table}.parquet").iter_rows(named=True):
            assert texts[row["article_id"]][row["start_char"] : row["end_char"]] == row["surface"]


def test_a_duckdb_file_says_what_its_columns_mean(
    sample_settings: Settings, tmp_path: Path
) -> None:
    export(sample_settings.processed, tmp_path / "news.duckdb", {})

    with duckdb.connect(tmp_path / "news.duckdb", read_only=True) as opened:
        for table, count in counts_of(sample_settings).items():
            assert opened.execute(f"select count(*) from {table}").fetchall() == [(count,)]
        unsaid = opened.execute(
            "select table_name, column_name from duckdb_columns() where comment is null"
            " and schema_name = 'main' and table_name != 'texts' and not internal"
        ).fetchall()
    assert unsaid == []


def test_sqlite_finds_words_whatever_their_accents(
    sample_settings: Settings, tmp_path: Path
) -> None:
    export(sample_settings.processed, tmp_path / "news.sqlite", {})

    with sqlite3.connect(tmp_path / "news.sqlite") as opened:
        for table, count in counts_of(sample_settings).items():
            assert opened.execute(f"select count(*) from {table}").fetchall() == [(count,)]
        found = opened.execute(
            "select quotes.quote_text from quotes_search join quotes on"
            " quotes.rowid = quotes_search.rowid where quotes_search match 'convoy'"
        ).fetchall()
    assert found
    assert all("convoy" in text.lower() for (text,) in found)


def test_a_graph_has_documents_mentions_and_what_they_name(
    sample_settings: Settings, tmp_path: Path
) -> None:
    export(sample_settings.processed, tmp_path / "news.ftm.json", {})
    lines = (tmp_path / "news.ftm.json").read_text(encoding="utf-8").splitlines()
    entities = {entity["id"]: entity for entity in map(json.loads, lines)}

    assert len(entities) == len(lines)
    assert {entity["schema"] for entity in entities.values()} == {
        "Article", "Mention", "Person", "Organization",
    }  # fmt: skip
    for entity in entities.values():
        for values in entity["properties"].values():
            assert all(isinstance(value, str) and value for value in values)
        if entity["schema"] == "Mention":
            [document], [named] = (entity["properties"][key] for key in ("document", "resolved"))
            assert entities[document]["schema"] == "Article"
            assert [entities[named]["schema"]] == entity["properties"]["detectedSchema"]


def test_an_annotation_quotes_the_words_at_its_place(
    sample_settings: Settings, tmp_path: Path
) -> None:
    export(sample_settings.processed, tmp_path / "news.jsonld", {})
    export(sample_settings.processed, tmp_path / "news.parquet", {})
    texts = dict(pl.read_parquet(tmp_path / "news.parquet" / "texts.parquet").iter_rows())
    lines = (tmp_path / "news.jsonld").read_text(encoding="utf-8").splitlines()

    assert len(lines) == sum(counts_of(sample_settings).values()) - len(texts)
    for annotation in map(json.loads, lines):
        text = texts[annotation["target"]["source"].rpartition(":")[2]]
        position, quote = annotation["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text


def test_filters_choose_articles_with_all_their_copies(
    sample_settings: Settings, tmp_path: Path
) -> None:
    export(sample_settings.processed, tmp_path / "some.parquet", {"words": "Skarholm insolvency"})
    rows = pl.read_parquet(tmp_path / "some.parquet" / "articles.parquet")

    assert 1 < rows.height < 41
    assert rows["is_copy"].sum() > 0
    assert set(rows["copy_of"].drop_nulls()) <= set(rows["article_id"])


@pytest.mark.parametrize(
    ("name", "filters", "error", "said"),
    [
        ("news.doc", {}, ExportError, "the end of the name says the form: .xlsx"),
        ("news", {}, ExportError, "ends in nothing"),
        ("news.xlsx", {"words": "zzqqyy"}, ExportError, "no article is left with these filters"),
        ("news.xlsx", {"since": "banana"}, QueryError, "since must be a day"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_left(
    sample_settings: Settings,
    tmp_path: Path,
    name: str,
    filters: dict[str, str],
    error: type[Exception],
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        export(sample_settings.processed, tmp_path / name, filters)

    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_overwritten_only_if_asked(
    sample_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "news.sqlite"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(ExportError, match="is there already"):
        export(sample_settings.processed, path, {})
    assert path.read_text(encoding="utf-8") == "mine"

    export(sample_settings.processed, path, {}, replace=True)
    assert path.read_bytes().startswith(b"SQLite format 3")
    assert [one.name for one in tmp_path.iterdir()] == ["news.sqlite"]
