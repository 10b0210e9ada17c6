"""Reading a dataset from Python: questions, connections and single articles as data."""

from __future__ import annotations

import textwrap
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import catalog, store
from flows.catalog import NoSuchArticle, QueryError
from flows.catalog.show import _stated
from flows.settings import Settings
from flows.store import NoDataset
from tests.conftest import run
from tests.support.dataset import small_tables
from transforms.tables import BY_NAME, TABLES


@pytest.fixture(scope="module")
def processed(sample_settings: Settings) -> Path:
    return sample_settings.processed


def test_the_example_of_the_face_runs(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "processed").symlink_to(sample_settings.processed)
    monkeypatch.chdir(tmp_path)
    example = (catalog.__doc__ or "").split("::\n", 1)[1].split("\n\nThe views", 1)[0]
    found: dict[str, Any] = {}
    exec(textwrap.dedent(example), found)
    assert isinstance(found["sums"], pl.DataFrame)
    assert found["count"] > 20
    assert found["quoted"]["speaker"].str.contains("Sorrel").all()
    assert len(found["outlets"]) > 3
    assert found["said"]


def test_a_shipped_question_is_asked_by_its_name_with_parameters(processed: Path) -> None:
    few = catalog.ask(processed, "largest_sums", least=1e6, name="plant")
    assert few.columns[0] == "currency"
    assert set(few.frame()["currency"]) <= {"USD"}
    assert len(few.rows) < len(catalog.ask(str(processed), "largest_sums", least=0).rows)


def test_a_parameter_holds_for_one_question_alone(processed: Path) -> None:
    with catalog.open(processed) as connection:
        every = catalog.ask(connection, "speaker_over_time").rows
        with pytest.raises(QueryError, match="no such name"):
            catalog.ask(connection, "speaker_over_time", name="no such name")
        assert catalog.ask(connection, "speaker_over_time").rows == every


def test_an_answer_without_rows_is_a_frame_with_typed_columns(processed: Path) -> None:
    query = "select word_count, text, zones, published_at, published_date from articles limit 0"
    place = {"kind": pl.String(), "start_char": pl.Int32(), "end_char": pl.Int32()}
    assert dict(catalog.ask(processed, query).frame().schema) == {
        "word_count": pl.Int32(),
        "text": pl.String(),
        "zones": pl.List(pl.Struct(place)),
        "published_at": pl.Datetime("us"),
        "published_date": pl.Date(),
    }


def test_values_of_types_that_no_table_has_are_typed_by_the_rows(processed: Path) -> None:
    query = "select sum(n) as s, interval 1 day as i, [1, 2]::int[2] as a from range(3) as r(n)"
    [row] = catalog.ask(processed, query).frame().iter_rows(named=True)
    assert row["s"] == 3
    assert row["i"] == timedelta(days=1)


def test_an_instant_arrives_in_utc(settings: Settings) -> None:
    (settings.raw / "a.jsonl").write_text(
        '{"text": "It rained on Monday.", "published_at": "2024-02-03T10:00:00+01:00"}\n'
    )
    run(settings)
    frame = catalog.ask(settings.processed, "select published_at from articles").frame()
    assert frame["published_at"].to_list() == [datetime(2024, 2, 3, 9)]


def test_an_earlier_version_is_opened_by_its_number(settings: Settings) -> None:
    for number in (1, 2):
        (settings.raw / f"{number}.txt").write_text("It rained on Monday, the mayor said.")
        run(settings)
    count = "select count(*) from articles"
    with catalog.open(settings.processed, version=1) as first:
        assert catalog.ask(first, count).rows == [(1,)]
    with catalog.open(settings.processed) as current:
        assert catalog.ask(current, count).rows == [(2,)]
    with pytest.raises(store.NoSuchVersion, match=r"version 3 is not kept in .*; there are: 1, 2"):
        catalog.open(settings.processed, version=3)


@pytest.mark.parametrize(
    ("question", "parameters", "said"),
    [
        ("select nonsense from articles", {}, "nonsense"),
        ("no_such_question", {}, "conflicting_figures, copied_stories"),
        ("largest_sums", {"tpo": 3}, "no parameter 'tpo': the query has currency, least, name"),
        ("largest_sums", {"least": "many"}, "many"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    processed: Path, question: str, parameters: dict[str, object], said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        catalog.ask(processed, question, **parameters)


def test_a_question_that_is_not_text_is_refused(processed: Path) -> None:
    for question in (5, None, ["select 1"]):
        with pytest.raises(QueryError, match=r"SQL text or the name of a shipped question, not "):
            catalog.ask(processed, question)  # type: ignore[arg-type]  # that is the mistake


def test_without_a_dataset_the_message_says_what_to_do(tmp_path: Path) -> None:
    for read in (catalog.open, lambda folder: catalog.ask(folder, "select 1")):
        with pytest.raises(NoDataset, match="run `broadsheet run` first"):
            read(tmp_path)


def test_an_article_is_its_rows_of_every_table_in_text_order(processed: Path) -> None:
    [(key, path)] = catalog.ask(
        processed, "select article_id, source_path from articles order by word_count desc limit 1"
    ).rows
    found = catalog.article(processed, path)
    assert isinstance(found, catalog.Article)
    assert found.row["article_id"] == key
    numbered = {table.name for table in TABLES if table.is_public and table.ordinal}
    assert found.tables.keys() == numbered
    for table, rows in found.tables.items():
        [[count]] = catalog.ask(
            processed, f"select count(*) from {table} where article_id = '{key}'"
        ).rows
        assert len(rows) == count
        assert {row["article_id"] for row in rows} <= {key}
    assert found.quotes
    assert found.issues == found.tables["issues"]
    placed = [rows for table, rows in found.tables.items() if BY_NAME[table].spans]
    for row in (*found.zones, *(row for rows in placed for row in rows)):
        assert found.row["text"][row["start_char"] : row["end_char"]] == row["surface"]
    places = [row["start_char"] for row in found.entities]
    assert places == sorted(places)


def test_show_lists_every_numbered_table_and_what_its_rows_say(processed: Path) -> None:
    query = "select article_id, surface, reason from rejected_numbers order by rejected_id limit 1"
    [(key, surface, reason)] = catalog.ask(processed, query).rows
    lines = list(catalog.show_article(processed, key))
    headings = {name for line in lines if (name := line.partition(" (")[0]) in BY_NAME}
    assert headings == {table.name for table in TABLES if table.is_public and table.ordinal}
    assert any(line.endswith(f"  {reason}  |  {surface}") for line in lines)


def test_a_table_without_words_of_its_own_is_shown_with_every_value_that_is_stated() -> None:
    [row] = [row for row in small_tables()["rejected_numbers"] if row["surface"] == "12"]
    assert _stated(BY_NAME["rejected_numbers"], row) == "reason label  zone body  sentence_index 0"


def test_versions_are_listed_with_the_rows_of_every_public_table(processed: Path) -> None:
    listed = catalog.list_versions(processed)
    [row] = listed.rows
    found = dict(zip(listed.columns, row, strict=True))
    for table in TABLES:
        if table.is_public:
            [[count]] = catalog.ask(processed, f"select count(*) from {table.name}").rows
            assert found[table.name] == count


def test_an_article_is_found_by_id_path_or_the_end_of_its_path(processed: Path) -> None:
    [(key, path)] = catalog.ask(
        processed, "select article_id, source_path from articles where source_id is null limit 1"
    ).rows
    for asked in (key, path, path.rsplit("/", 1)[1]):
        assert catalog.article(processed, asked).row["article_id"] == key


def test_an_article_that_is_not_there_or_not_the_only_one_is_a_message(
    processed: Path, settings: Settings
) -> None:
    with pytest.raises(NoSuchArticle, match="nowhere"):
        catalog.article(processed, "nowhere.txt")
    for outlet in ("herald", "courier"):
        (settings.raw / outlet).mkdir()
        (settings.raw / outlet / "a.txt").write_text(f"It rained on the {outlet}.")
    run(settings)
    with pytest.raises(NoSuchArticle, match=r"2 articles answer to 'a.txt';[\s\S]*courier/a.txt"):
        catalog.article(settings.processed, "a.txt")
