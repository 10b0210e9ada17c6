"""Views count a story once, and their counterparts with ``_all`` every copy of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.catalog.catalog import build_catalog, run_checks
from flows.catalog.questions import read_query
from tests.support.dataset import id_of, small_tables, write_version

BRIDGE, WIRE = id_of("herald/bridge"), id_of("wire/bridge")


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dataset in which the wire is the original, though it has the later date."""
    tables = small_tables()
    for row in tables["articles"]:
        row |= {
            "story_id": row["article_id"],
            "is_copy": False,
            "copy_of": None,
            "copy_similarity": None,
        }
    herald, wire = tables["articles"][0], tables["articles"][2]
    wire |= {"agency": "Norpress"}
    herald |= {"story_id": WIRE, "is_copy": True, "copy_of": WIRE, "copy_similarity": 1.0}
    folder = write_version(tmp_path_factory.mktemp("processed") / "000001", tables)
    build_catalog(folder)
    return folder


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def test_the_copy_and_its_original_are_without_fault(version: Path) -> None:
    assert run_checks(version) == []


@pytest.mark.parametrize("view", ["statements", "claims", "figures_default"])
def test_a_view_leaves_out_copies_and_its_counterpart_has_them(
    view: str, connection: duckdb.DuckDBPyConnection
) -> None:
    every = rows(connection, f"select article_id, is_copy from {view}_all")
    assert {article_id for article_id, is_copy in every if is_copy} == {BRIDGE}
    once = rows(connection, f"select article_id, is_copy from {view}")
    assert sorted(once) == sorted(row for row in every if not row[1])


def test_coverage_counts_a_story_once(connection: duckdb.DuckDBPyConnection) -> None:
    varno = "where canonical_name = 'Varno' order by month"
    columns = "select month, article_count from"
    assert rows(connection, f"{columns} mentions_by_month {varno}") == [
        ("2024-03", 1),
        ("2024-04", 1),
    ]
    assert rows(connection, f"{columns} mentions_by_month_all {varno}") == [
        ("2024-03", 2),
        ("2024-04", 1),
    ]


def test_a_story_is_headed_by_its_original(connection: duckdb.DuckDBPyConnection) -> None:
    query = """
        select first_article_id, agency, first_published_date::varchar,
               last_published_date::varchar, article_count, outlets
        from stories where article_count > 1
    """
    assert rows(connection, query) == [
        (WIRE, "Norpress", "2024-03-30", "2024-04-01", 2, ["herald", "wire"])
    ]


def test_the_most_copied_stories_are_listed(connection: duckdb.DuckDBPyConnection) -> None:
    [found] = rows(connection, read_query("copied_stories"))
    assert found[1:5] == ("Bridge falls in Varno", "Norpress", 2, ["herald", "wire"])


def test_a_wire_story_says_how_many_outlets_carried_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = "select agency, outlet_count, article_count, day_count from"
    asked = f"{columns} ({read_query('wire_stories')})"
    assert rows(connection, asked) == [("Norpress", 2, 2, 3)]
    connection.execute("set variable agency = 'Reuters'")
    assert rows(connection, asked) == []


def test_an_outlet_is_told_by_its_share_of_copies(connection: duckdb.DuckDBPyConnection) -> None:
    columns = "select outlet, copy_count, signed_by_agency_count, copy_share from"
    assert rows(connection, f"{columns} ({read_query('copies_by_outlet')})") == [
        ("herald", 1, 0, 1.0),
        ("courier", 0, 0, 0.0),
        ("wire", 0, 1, 0.0),
    ]
