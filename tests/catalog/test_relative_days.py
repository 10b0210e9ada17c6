"""Relative days: what "on Thursday" and "last month" mean in an article of a given date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.catalog.sql_files import SQL_FOLDER, in_dependency_order, read_folder

WEDNESDAY = date(2024, 5, 15)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for macro in in_dependency_order(read_folder(SQL_FOLDER / "macros")):
        connection.execute(macro.text)
    yield connection
    connection.close()


def meant(database: duckdb.DuckDBPyConnection, said: str, published: date | None) -> object:
    row = database.execute("select days_meant(?, ?::date)", [said, published]).fetchone()
    assert row is not None
    return row[0] and (str(row[0]["first_day"]), str(row[0]["last_day"]))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("today", "2024-05-15", "2024-05-15"),
        ("this morning", "2024-05-15", "2024-05-15"),
        ("late yesterday", "2024-05-14", "2024-05-14"),
        ("the day before yesterday", "2024-05-13", "2024-05-13"),
        ("tomorrow", "2024-05-16", "2024-05-16"),
        ("on Wednesday", "2024-05-15", "2024-05-15"),
        ("on Thursday", "2024-05-09", "2024-05-09"),
        ("last Wednesday", "2024-05-08", "2024-05-08"),
        ("next Wednesday", "2024-05-22", "2024-05-22"),
        ("next Friday", "2024-05-17", "2024-05-17"),
        ("three days ago", "2024-05-12", "2024-05-12"),
        ("a week ago", "2024-05-08", "2024-05-08"),
        ("2 weeks ago", "2024-05-01", "2024-05-01"),
        ("earlier this week", "2024-05-13", "2024-05-19"),
        ("last month", "2024-04-01", "2024-04-30"),
        ("next month", "2024-06-01", "2024-06-30"),
        ("three months ago", "2024-02-01", "2024-02-29"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("ten years ago", "2014-01-01", "2014-12-31"),
    ],
)
def test_words_for_a_day_mean_days_of_the_calendar(
    database: duckdb.DuckDBPyConnection, said: str, first: str, last: str
) -> None:
    assert meant(database, said, WEDNESDAY) == (first, last)


@pytest.mark.parametrize("said", ["", "soon", "some days ago", "in months"])
def test_words_that_name_no_day_mean_none(database: duckdb.DuckDBPyConnection, said: str) -> None:
    assert meant(database, said, WEDNESDAY) is None


def test_without_a_date_of_the_article_nothing_is_meant(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert meant(database, "on Thursday", None) is None


@settings(max_examples=30, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["Mon", "Tues", "Fri", "Sun"]))
def test_a_weekday_lies_in_the_seven_days_up_to_the_articles(
    database: duckdb.DuckDBPyConnection, published: date, day: str
) -> None:
    row = database.execute(
        "select days_meant(?, ?).first_day, isodow(days_meant(?, ?).first_day)",
        [f"on {day}day", published, f"on {day}day", published],
    ).fetchone()
    assert row is not None
    assert published - timedelta(days=7) < row[0] <= published
    assert row[1] == {"Mon": 1, "Tues": 2, "Fri": 5, "Sun": 7}[day]
