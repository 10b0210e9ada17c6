"""The catalog: a DuckDB file that shows one version, wherever and by whomever it is opened."""

from __future__ import annotations

import shutil
import stat
import struct
from pathlib import Path

import duckdb
import pytest

from flows import catalog as catalog_room
from flows.catalog import catalog
from flows.catalog.catalog import CatalogError, build_catalog, open_version
from flows.catalog.sql_files import (
    SQL_FOLDER,
    SqlFileError,
    in_dependency_order,
    read_folder,
    read_sql_file,
)
from flows.catalog.whereabouts import create_macro
from flows.errors import UserError
from flows.store import CATALOG
from tests.support.dataset import id_of, small_tables, write_version
from transforms.tables import TABLES, VIEW_COLUMNS, Table
from transforms.tables.dictionary import sql_type

VIEWS = sorted(
    path.stem for kind in ("views", "stored") for path in (SQL_FOLDER / kind).glob("*.sql")
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_a_view_with_its_rows_types_and_month(
    table: Table, connection: duckdb.DuckDBPyConnection
) -> None:
    columns = connection.execute(f"describe {table.name}").fetchall()
    rows = connection.execute(f"select * from {table.name}").fetchall()

    # DuckDB quotes field names that are keywords; which ones are, differs between its versions
    assert [(name, dtype.replace('"', "")) for name, dtype, *_ in columns] == [
        (column.name, sql_type(column.dtype))
        for column in (*table.columns, *VIEW_COLUMNS[table.name])
    ]
    assert len(rows) == len(small_tables()[table.name])


def test_the_month_of_an_undated_row_is_unknown(connection: duckdb.DuckDBPyConnection) -> None:
    months = connection.execute("select distinct month from articles order by month").fetchall()

    assert months == [("2024-03",), ("2024-04",), ("unknown",)]


@pytest.mark.parametrize("view", ["quotes", "figures", "entities", "statements", "claims"])
def test_a_row_says_its_outlet_and_its_month_as_a_date(
    connection: duckdb.DuckDBPyConnection, view: str
) -> None:
    rows = connection.execute(f"""
        select
            rows.outlet = articles.outlet,
            rows.month_start = date_trunc('month', rows.published_date)
        from {view} as rows inner join articles on rows.article_id = articles.article_id
        where articles.published_date is not null and articles.outlet is not null
    """).fetchall()
    assert set(rows) == {(True, True)}
    undated = f"select count(*) from {view} where month = 'unknown' and month_start is not null"
    assert connection.execute(undated).fetchall() == [(0,)]


@pytest.mark.parametrize("view", ["quotes", "statements"])
def test_parts_of_a_quote_and_its_speaker_need_no_lists_and_no_second_name(
    connection: duckdb.DuckDBPyConnection, view: str
) -> None:
    wrong = connection.execute(f"""
        select quotes.segments, shown.* from {view} as shown
        inner join quotes on shown.quote_id = quotes.quote_id
        where shown.segment_count != len(quotes.segments)
            or shown.segment_1_start_char is distinct from quotes.segments[1].start_char
            or shown.segment_1_end_char is distinct from quotes.segments[1].end_char
            or shown.segment_3_end_char is distinct from quotes.segments[3].end_char
            or shown.canonical_name is distinct from shown.speaker_name
    """).fetchall()
    assert wrong == []
    [[most]] = connection.execute(f"select max(segment_count) from {view}").fetchall()
    assert most >= 1


@pytest.mark.parametrize("view", [*(table.name for table in TABLES), *VIEWS])
def test_no_column_needs_pytz_or_the_time_zone_of_a_session(
    connection: duckdb.DuckDBPyConnection, view: str
) -> None:
    kinds = {kind for _, kind, *_ in connection.execute(f"describe {view}").fetchall()}
    assert "TIMESTAMP WITH TIME ZONE" not in kinds


def test_body_is_the_body_zones_one_to_a_line(connection: duckdb.DuckDBPyConnection) -> None:
    [[body]] = connection.execute(
        "select body from articles where article_id = ?", [id_of("courier/bridge")]
    ).fetchall()

    assert body == "Ana Sorel declined to comment.\nThe bridge came second of 12 in a ranking."


@pytest.mark.parametrize("view", [*(table.name for table in TABLES), *VIEWS])
def test_every_view_says_its_grain_and_every_column_its_meaning(
    view: str, connection: duckdb.DuckDBPyConnection
) -> None:
    [[grain]] = connection.execute(
        "select comment from duckdb_views() where view_name = ?", [view]
    ).fetchall()
    columns = connection.execute(
        "select column_name, comment from duckdb_columns() where table_name = ?", [view]
    ).fetchall()

    assert grain.startswith("one row per ")
    assert columns
    assert [name for name, meaning in columns if not meaning] == []


def test_the_unit_of_a_column_is_in_its_comment(connection: duckdb.DuckDBPyConnection) -> None:
    [[comment]] = connection.execute(
        "select comment from duckdb_columns()"
        " where table_name = 'claims' and column_name = 'start_char'"
    ).fetchall()

    assert comment.endswith("[code points]")


def test_the_file_is_read_only_and_in_the_format_that_duckdb_1_reads(version: Path) -> None:
    path = version / CATALOG
    with path.open("rb") as file:
        header = file.read(20)

    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert header[8:12] == b"DUCK"
    assert struct.unpack("<Q", header[12:20]) == (64,)  # the storage version of DuckDB 1.0
    assert sorted(p.name for p in version.iterdir() if p.is_file()) == [CATALOG]


def test_a_connection_cannot_write_to_the_catalog(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("create table stray (a integer)")


def test_any_duckdb_opens_it_from_any_folder_under_any_name(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as other:
        other.execute(f"attach '{version / CATALOG}' as news (read_only)")
        other.execute("use news")

        counts = [
            other.execute(f"select count(*) from {view}").fetchall()[0][0]
            for view in ("statements", "claims", "entity_index")
        ]

    assert counts == [4, 3, 3]


def test_a_catalog_shows_only_the_files_it_was_built_from(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "000001", small_tables())
    build_catalog(folder)
    first = next((folder / "articles").glob("month=2024-03/*.parquet"))
    shutil.copy(first, first.with_name("another.parquet"))

    with open_version(folder) as before:
        assert count(before, "articles") == 4
    build_catalog(folder)
    with open_version(folder) as after:
        assert count(after, "articles") == 6


@pytest.mark.parametrize("name", ["it's here", "a b", "old [1]", "a*", "env=prod", "ö"])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    folder = write_version(tmp_path / name / "000001", small_tables())
    # a folder that a pattern in the name would match as well
    write_version(tmp_path / "old 1" / "000001", small_tables())

    build_catalog(folder)

    with open_version(folder) as opened:
        assert count(opened, "articles") == 4
        assert opened.execute("select month from articles where outlet = 'wire'").fetchall() == [
            ("2024-04",)
        ]


def test_a_dataset_that_was_moved_still_answers(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "here" / "000001", small_tables())
    build_catalog(folder)
    (tmp_path / "here").rename(tmp_path / "there")

    with open_version(tmp_path / "there" / "000001") as opened:
        assert count(opened, "statements_all") == 5
        assert count(opened, "statements") == 4, "the wire's copy is counted once"


def test_a_catalog_of_an_earlier_release_answers_where_it_was_moved_to(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "here" / "000001", small_tables())
    files = sorted(map(str, (folder / "articles").rglob("*.parquet")))
    with duckdb.connect(folder / CATALOG) as connection:
        connection.execute(f"create view articles as select * from read_parquet({files})")
    (tmp_path / "here").rename(tmp_path / "there")

    with open_version(tmp_path / "there" / "000001") as opened:
        assert count(opened, "statements_all") == 5


@pytest.mark.parametrize(
    ("opened", "found"),
    [
        ("/d/versions/000001/", "/d/versions/000001"),
        ("/d/", "/d/versions/000001"),  # DuckDB before 1.5, by the public link
        ("/d/current/", "/d/versions/000001"),
        ("current/", "versions/000001"),
        ("", "versions/000001"),
        ("/d [1]/", "/d [[]1]/versions/000001"),
        ("/d/versions/000002/", "/made/versions/000001"),  # attached beside another version
    ],
)
def test_the_folder_of_a_version_follows_from_the_file_that_was_opened(
    opened: str, found: str
) -> None:
    with duckdb.connect() as connection:
        create_macro(connection, Path("/made/versions/000001"))
        connection.execute(f"set temp_directory = '{opened}{CATALOG}.tmp'")
        [[folder]] = connection.execute("select version_folder()").fetchall()
        connection.execute("set variable broadsheet_folder = '/told'")
        [[told]] = connection.execute("select version_folder()").fetchall()

    assert (folder.rstrip("/"), told) == (found, "/told/")


def test_who_keeps_a_connection_on_a_version_that_is_gone_is_told_to_open_again(
    tmp_path: Path,
) -> None:
    folder = write_version(tmp_path / "versions" / "000001", small_tables())
    build_catalog(folder)
    with open_version(folder) as opened:
        shutil.rmtree(folder)
        for asked in (
            lambda: catalog_room.ask(opened, "select count(*) from quotes"),
            lambda: catalog_room.describe(opened),
            lambda: catalog_room.article(opened, "x"),
        ):
            with pytest.raises(UserError, match=r"version 1 is gone .* open the dataset again"):
                asked()


def test_a_damaged_file_is_a_message_and_no_traceback(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "versions" / "000001", small_tables())
    build_catalog(folder)
    for path in (folder / "quotes").rglob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-40] + b"x" * 40)
    with open_version(folder) as opened, pytest.raises(UserError, match="broadsheet check"):
        catalog_room.ask(opened, "select count(*) from quotes")
    with pytest.raises(CatalogError, match="cannot make the catalog of"):
        build_catalog(folder)


def test_tables_without_rows_have_views_without_rows(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "000001", {})
    build_catalog(folder)

    with open_version(folder) as opened:
        assert {count(opened, view) for view in (*VIEWS, *(t.name for t in TABLES))} == {0}


def test_a_version_without_a_table_gets_no_catalog(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "000001", small_tables())
    shutil.rmtree(folder / "quotes")

    with pytest.raises(CatalogError, match="quotes has no Parquet file"):
        build_catalog(folder)

    assert [path for path in folder.iterdir() if path.is_file()] == []


def test_a_catalog_that_is_damaged_or_gone_is_a_message_too(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot open"):
        open_version(tmp_path)
    (tmp_path / CATALOG).write_bytes(b"not a database" * 1000)
    with pytest.raises(CatalogError, match="cannot open"):
        open_version(tmp_path)


def test_views_that_read_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("-- Reads: b.\nselect 1", encoding="utf-8")
    (tmp_path / "b.sql").write_text("-- Reads: a.\nselect 1", encoding="utf-8")

    with pytest.raises(SqlFileError, match="read each other"):
        in_dependency_order([read_sql_file(path) for path in tmp_path.glob("*.sql")])


def test_a_folder_without_sql_is_an_error_and_not_an_empty_list(
    tmp_path: Path, version: Path
) -> None:
    with pytest.raises(SqlFileError, match="no SQL files in"):
        read_folder(tmp_path / "checks")
    with pytest.raises(SqlFileError, match="install Broadsheet again"):
        catalog.run_checks(version, tmp_path / "checks")


def test_the_words_that_views_use_are_in_the_catalog_with_their_meaning(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    senses = connection.execute(
        "select surface, sense from lexicon_words where lexicon = 'clause_words'"
    ).fetchall()
    comments = connection.execute(
        "select comment from duckdb_tables() where table_name = 'lexicon_words' union all"
        " select comment from duckdb_columns() where table_name = 'lexicon_words'"
    ).fetchall()

    assert {("killed", "dead"), ("about", "")} <= set(senses)
    assert len(comments) == 4
    assert all(comment for (comment,) in comments)


def count(connection: duckdb.DuckDBPyConnection, view: str) -> int:
    [[rows]] = connection.execute(f"select count(*) from {view}").fetchall()
    assert isinstance(rows, int)
    return rows


def test_an_interrupt_in_the_middle_of_a_query_is_an_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), catalog.interruptible():
        raise RuntimeError("Query interrupted")
