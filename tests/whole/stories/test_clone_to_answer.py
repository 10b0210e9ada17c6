"""From a clone to an answer with the sentence behind it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import SAMPLE
from tests.support.storyline import Session, play


def test_a_clone_answers_a_question_and_shows_the_sentence_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_ENGINE", "rules")
    play(
        Session(tmp_path),
        [
            the_sample_lies_in_the_clone,
            a_run_reads_it_and_says_that_some_of_it_is_in_quarantine,
            the_command_that_the_summary_names_says_why,
            the_tables_are_listed_with_the_rows_that_the_summary_counted,
            a_shipped_question_names_the_most_quoted,
            own_sql_finds_the_words_of_the_first_of_them,
            polars_reads_the_same_rows_from_the_folder_that_path_prints,
            the_article_behind_a_row_is_shown_and_its_span_slices_to_the_surface,
        ],
    )


def the_sample_lies_in_the_clone(session: Session) -> None:
    shutil.copytree(SAMPLE, session.folder / "data" / "raw" / "sample")


def a_run_reads_it_and_says_that_some_of_it_is_in_quarantine(session: Session) -> None:
    said = session.program("run", "--direct", code=1).stderr
    session.told["summary"] = said
    [quarantined] = re.findall(r"^quarantine (\d+) documents of this run", said, re.MULTILINE)
    session.told["quarantined"] = int(quarantined)
    assert session.told["quarantined"] > 0
    assert "dataset version 1 published" in said


def the_command_that_the_summary_names_says_why(session: Session) -> None:
    [command] = re.findall(r"why documents were quarantined: +broadsheet (.+)", said_by(session))
    rows = session.rows(*shlex.split(command)[1:])
    assert len(rows) == session.told["quarantined"]
    for row in rows:
        assert (session.folder / "data" / "raw" / row["source_path"]).is_file()
        assert row["code"]
        assert row["detail"]


def the_tables_are_listed_with_the_rows_that_the_summary_counted(session: Session) -> None:
    listed = dict(re.findall(r"^(\w+) +(\d+) ", session.broadsheet("tables").stdout, re.MULTILINE))
    for table in ("articles", "entities", "quotes", "figures", "issues"):
        assert f" {table} {listed[table]}," in f"{said_by(session)},".replace("\n", ","), table


def a_shipped_question_names_the_most_quoted(session: Session) -> None:
    rows = session.rows("most_quoted_by_month", "--param", "top=1")
    assert {row["place"] for row in rows} == {1}
    assert len({row["month"] for row in rows}) > 1
    session.told["most quoted"] = rows[0]


def own_sql_finds_the_words_of_the_first_of_them(session: Session) -> None:
    asked = session.told["most quoted"]
    session.told["quotes"] = rows = session.rows(
        "select quote_id, article_id, start_char, end_char, surface, month from quotes"
        f" where speaker_name = '{asked['speaker_name']}' order by quote_id"
    )
    of_the_month = [row for row in rows if row["month"] == asked["month"]]
    # the question counts copies of a story once, and no refusals; the table has all
    assert len(of_the_month) >= asked["quote_count"] > 0


def polars_reads_the_same_rows_from_the_folder_that_path_prints(session: Session) -> None:
    session.told["version"] = folder = Path(session.broadsheet("path").stdout.strip())
    read = pl.read_parquet(folder / "quotes/**/*.parquet", hive_partitioning=True)
    by_them = read.filter(pl.col("speaker_name") == session.told["most quoted"]["speaker_name"])
    expected = session.told["quotes"]
    assert by_them.select(*expected[0]).sort("quote_id").to_dicts() == expected
    print(by_them.select("quote_id", "surface").sort("quote_id"))


def the_article_behind_a_row_is_shown_and_its_span_slices_to_the_surface(session: Session) -> None:
    row = session.told["quotes"][0]
    shown = session.broadsheet("show", row["article_id"]).stdout
    place, beginning = f"{row['start_char']}-{row['end_char']}", re.escape(row["surface"][:20])
    assert re.search(rf"^ *{place}  .*\|  {beginning}", shown, re.MULTILINE)
    articles = pl.read_parquet(session.told["version"] / "articles/**/*.parquet")
    [text] = articles.filter(pl.col("article_id") == row["article_id"])["text"]
    assert text[row["start_char"] : row["end_char"]] == row["surface"]


def said_by(session: Session) -> str:
    """The summary of the run."""
    summary: str = session.told["summary"]
    return summary
