"""The questions about figures: right rows on a small dataset, each by its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from flows.catalog import build_catalog, open_version
from tests.dataset import Story, joined, write_version
from tests.test_sql import rows_of


def _story(outlet: str, text: str, day: int) -> Story:
    return Story(f"{outlet}/budget", text, outlet, published=date(2024, 5, day))


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    first = _story("herald", "Ann Lee said the port cost $4 million in 2023, 52 berths in all.", 1)
    first.mention("Ann Lee", "Ann Lee")
    first.quote("the port cost $4 million in 2023", speaker="Ann Lee", name="Ann Lee", cue="said")
    first.figure(
        "$4 million", 4e6, kind="money", unit="USD", measured="port", stated_period="2023",
        quote_id=f"{first.article_id}/q0",
        asserted_by_entity_id=first.rows["quotes"][0]["speaker_entity_id"],
    )  # fmt: skip
    first.figure("52 berths", 52, measured="berths")
    first.rejected("2023", "year")
    second = _story("courier", "The port has 52 berths and cost €900,000 or $3 million.", 2)
    second.figure("52 berths", 52, measured="berths")
    second.figure("€900,000", 9e5, kind="money", unit="EUR", measured="port")
    second.figure("$3 million", 3e6, kind="money", unit="USD", measured="port")
    folder = write_version(
        tmp_path_factory.mktemp("figures") / "000001", joined([first.tables(), second.tables()])
    )
    build_catalog(folder)
    with open_version(folder) as opened:
        yield opened


def test_largest_sums_are_of_one_currency_and_above_the_threshold(connection):
    columns = "about amount asserted_by"

    assert rows_of(connection, "largest_sums", columns, least=1e6, currency="USD") == [
        ("port", 4e6, "Ann Lee"),
        ("port", 3e6, "courier"),
    ]
    assert rows_of(connection, "largest_sums", columns, least=1e5, currency="EUR") == [
        ("port", 9e5, "courier")
    ]
    assert rows_of(connection, "largest_sums", columns, least=1e7, currency="USD") == []


def test_figures_asserted_by_are_those_inside_that_speaker_s_quotes(connection):
    columns = "asserted_by surface measured"

    assert rows_of(connection, "figures_asserted_by", columns, name="lee") == [
        ("Ann Lee", "$4 million", "port")
    ]
    assert rows_of(connection, "figures_asserted_by", columns, name="courier") == []


def test_the_same_figure_is_found_in_several_outlets(connection):
    columns = "measured_head amount outlet_count first_outlet"

    assert rows_of(connection, "same_figure_elsewhere", columns, outlets=2, name="") == [
        ("berths", 52.0, 2, "herald")
    ]
    assert rows_of(connection, "same_figure_elsewhere", columns, outlets=3, name="") == []


def test_rejected_numbers_are_counted_by_their_rule(connection):
    columns = "reason rejected_count first_surface"

    assert rows_of(connection, "rejected_numbers", columns, reason="year", name="") == [
        ("year", 1, "2023")
    ]
    assert rows_of(connection, "rejected_numbers", columns, reason="model", name="") == []
