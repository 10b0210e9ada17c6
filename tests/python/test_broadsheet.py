"""The Python package: frames, SQL, search and articles of one version, and one text on its own."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import broadsheet
from flows.catalog import NoSuchArticle, QueryError
from flows.settings import Settings
from flows.store import NoDataset, NoSuchVersion
from tests.conftest import run, settings_in


def test_frames_sql_and_search_show_the_same_rows(sample_settings: Settings) -> None:
    with broadsheet.open(sample_settings.processed) as news:
        for name in ("articles", "entities", "quotes", "figures"):
            frame: pl.LazyFrame = getattr(news, name)
            [[count]] = news.sql(f"select count(*) from {name}").fetchall()
            assert frame.collect().height == count
        found = news.search("convoy")
        [[count]] = news.sql(
            "select count(*) from statements where quote_text ilike '%convoy%'"
        ).fetchall()
        assert (found.height, news.version) == (count, 1)
        assert news.search("convoy", "articles", since="2024-04-25").height <= found.height


def test_a_view_is_a_frame_and_a_shipped_question_too(sample_settings: Settings) -> None:
    with broadsheet.open(str(sample_settings.processed)) as news:
        assert news.table("statements").collect().columns[0] == "quote_id"
        assert news.ask("most_quoted_by_month", top=1).height > 0
        with pytest.raises(QueryError, match="did you mean 'statements'"):
            news.table("statments")
        with pytest.raises(QueryError, match=r"no list 'quots' .did you mean 'quotes'"):
            news.search("x", "quots")


def test_an_article_comes_with_its_rows_and_their_places(sample_settings: Settings) -> None:
    with broadsheet.open(sample_settings.processed) as news:
        article = news.article("zardan-ceasefire")
        for row in (*article.quotes, *article.figures, *article.entities):
            place = slice(row["start_char"], row["end_char"])
            assert article.row["text"][place] == row["surface"]
        with pytest.raises(NoSuchArticle, match="no article 'nowhere'"):
            news.article("nowhere")


def test_a_version_stays_while_another_is_published(tmp_path: Path) -> None:
    made = settings_in(tmp_path)
    made.raw.mkdir()
    (made.raw / "one.txt").write_text("The mayor said the bridge is safe.\n", encoding="utf-8")
    run(made)
    with broadsheet.open(made.processed) as news:
        (made.raw / "two.txt").write_text("The minister said the road is shut.\n", encoding="utf-8")
        run(made)
        assert news.articles.collect().height == 1
        with broadsheet.open(made.processed) as newer, newer.at(1) as older:
            heights = [each.articles.collect().height for each in (newer, older)]
            assert (heights, repr(older)[-10:]) == ([2, 1], "version 1>")
        with pytest.raises(NoSuchVersion, match="version 7 is not kept"):
            news.at(7)


def test_a_folder_without_a_dataset_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoDataset, match="broadsheet run"):
        broadsheet.open(tmp_path)


def test_one_text_is_read_as_a_run_reads_it(sample_settings: Settings) -> None:
    path = next(sample_settings.raw.rglob("*zardan-ceasefire*"))

    alone = broadsheet.read(path.read_bytes(), name=path.name)

    with broadsheet.open(sample_settings.processed) as news:
        stored = news.article("zardan-ceasefire")
    for table in ("quotes", "figures", "entities"):
        mine, theirs = alone.tables[table], stored.tables[table]
        assert [row["surface"] for row in mine] == [row["surface"] for row in theirs], table
    assert alone.zones == stored.zones


def test_a_page_with_markup_is_read_as_such() -> None:
    page = "<html><body><article><h1>Bridge shut</h1><p>The bridge, which carries 40,000 cars a day"
    page += (
        " across the river, is shut until May, Mayor Ana Sorel said.</p></article></body></html>"
    )

    article = broadsheet.read(page, name="page.html", engine="rules")

    assert article.row["headline"] == "Bridge shut"
    assert [quote["speaker_name"] for quote in article.quotes] == ["Ana Sorel"]


@pytest.mark.parametrize("text", ["", "   \n", b"\x00\x01\x02" * 50])
def test_what_cannot_be_read_is_said(text: str | bytes) -> None:
    with pytest.raises(broadsheet.Unreadable, match=r"\w+: \w+"):
        broadsheet.read(text)


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(broadsheet.Unreadable, match="no engine 'best'; there are: "):
        broadsheet.read("The mayor said so.", engine="best")  # type: ignore[arg-type]
