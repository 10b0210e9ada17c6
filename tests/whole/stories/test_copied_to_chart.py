"""From a dataset that a colleague copied to a chart, with DuckDB alone."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import pytest

from flows.settings import Settings
from tests.support.storyline import Row, Session, play, stranger

OPENED = """
import duckdb, json
connection = duckdb.connect({catalog!r}, read_only=True)
answer = connection.execute({query!r})
names = [column[0] for column in answer.description]
types = [str(column[1]) for column in answer.description]
rows = [dict(zip(names, row)) for row in answer.fetchall()]
print(json.dumps(dict(types=types, rows=rows), default=str))
"""
BY_MONTH = (
    "select month_start, outlet, count(*) as quotes from statements"
    " where month_start is not null group by all order by all"
)


@pytest.mark.parametrize("keeps_links", [True, False], ids=["links_kept", "links_followed"])
def test_a_copied_dataset_becomes_a_chart_in_the_hands_of_who_knows_duckdb_alone(
    keeps_links: bool, tmp_path: Path, sample_settings: Settings
) -> None:
    (tmp_path / "elsewhere").mkdir()
    session = Session(tmp_path / "elsewhere")
    session.told["original"] = tmp_path / "server" / "processed"
    shutil.copytree(sample_settings.processed, session.told["original"], symlinks=True)
    session.told["copy"] = tmp_path / "mail from a colleague" / "news"
    session.told["keeps links"] = keeps_links
    play(
        session,
        [
            the_folder_is_copied_and_the_original_is_gone,
            quotes_per_month_and_outlet_are_rows_with_a_date,
            copy_makes_a_file_for_a_chart_of_the_same_rows,
            every_page_has_a_link_or_a_file,
        ],
    )


def the_folder_is_copied_and_the_original_is_gone(session: Session) -> None:
    shutil.copytree(
        session.told["original"], session.told["copy"], symlinks=session.told["keeps links"]
    )
    shutil.rmtree(session.told["original"])


def quotes_per_month_and_outlet_are_rows_with_a_date(session: Session) -> None:
    answer = asked(session, BY_MONTH)
    assert answer["types"][:2] == ["DATE", "VARCHAR"]
    session.told["rows"] = rows = answer["rows"]
    assert len({row["month_start"] for row in rows}) > 1
    assert len({row["outlet"] for row in rows}) > 1
    assert {date.fromisoformat(row["month_start"]).day for row in rows} == {1}
    [undated] = asked(session, "select count(*) as n from statements where month_start is null")[
        "rows"
    ]
    [every] = asked(session, "select count(*) as n from statements")["rows"]
    assert sum(row["quotes"] for row in rows) + undated["n"] == every["n"]


def copy_makes_a_file_for_a_chart_of_the_same_rows(session: Session) -> None:
    asked(session, f"copy ({BY_MONTH}) to 'chart.csv' (header)")
    with (session.folder / "chart.csv").open(newline="", encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    assert read == [{name: str(value) for name, value in row.items()} for row in chart(session)]
    charted = pl.read_csv(session.folder / "chart.csv", try_parse_dates=True)
    assert charted.schema["month_start"] == pl.Date
    print(charted.pivot("outlet", index="month_start", values="quotes", sort_columns=True))


def every_page_has_a_link_or_a_file(session: Session) -> None:
    rows = asked(
        session,
        "select outlet, published_date, headline, source_url, source_path from articles"
        " order by outlet, published_date, article_id",
    )["rows"]
    links = [urlsplit(row["source_url"]) for row in rows if row["source_url"]]
    assert links
    assert all(link.scheme in ("http", "https") and link.netloc for link in links)
    assert all(row["source_path"] and not Path(row["source_path"]).is_absolute() for row in rows)


def asked(session: Session, query: str) -> dict[str, list[Any]]:
    """Types and rows, as a process has them that opens the copied catalog by DuckDB alone."""
    catalog = str(session.told["copy"] / "broadsheet.duckdb")
    answer: dict[str, list[Any]] = stranger(
        OPENED.format(catalog=catalog, query=query), session.folder
    )
    return answer


def chart(session: Session) -> list[Row]:
    """The rows of the chart."""
    rows: list[Row] = session.told["rows"]
    return rows
