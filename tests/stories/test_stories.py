"""Stories in the dataset: the same, whenever and in whatever order the copies came."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.catalog import Answering
from flows.runs.extract import rows_of
from flows.store import StoreSettings, store
from tests.conftest import published_files
from tests.support.tellings import beginning, closing_prices, edited, report
from transforms.documents import RawDocument
from transforms.models import DEFAULT_ENGINE
from transforms.tables import BY_NAME, DOCUMENTS, TABLES

Commit = Callable[..., store.Commit]
DEFAULTS = StoreSettings()
STORY = report(1)


def page(body: str, day: str, agency: str | None = None) -> str:
    """A page of an outlet."""
    signed = f"{body} ({agency})" if agency else body
    return f"What the harbour board decided\n\n{day}\n\n{signed}\n"


PAGES = {
    "herald": page(STORY, "1 March 2024"),
    "courier": page(edited(STORY, 0.15), "2 March 2024"),
    "wire": page(STORY, "3 March 2024", "Reuters"),
    "brief": page(beginning(STORY, 2), "4 April 2024"),
    "late": page(beginning(report(2), 4) + "\n\n" + report(4), "5 April 2024"),
    "other": page(report(2), "6 April 2024"),
    "undated": f"What the harbour board decided\n\n{edited(STORY, 0.1, 5)}\n",
    "again": page(STORY, "7 May 2024"),
    **{f"prices{n}": page(closing_prices(n), f"{n + 1} May 2024") for n in range(4)},
}


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """Extract and commit pages by name, one batch a call; a name without a text is retracted."""
    numbers = itertools.count()

    def committed(
        pages: dict[str, str | None],
        processed: Path = tmp_path / "processed",
        settings: StoreSettings = DEFAULTS,
    ) -> store.Commit:
        folder = tmp_path / f"staged-{next(numbers)}"
        folder.mkdir()
        tables: dict[str, list[dict[str, object]]] = {}
        for name, text in pages.items():
            rows = rows_of(raw(name, text or "x"), DEFAULT_ENGINE, "1.0")
            if text is None:
                [row] = rows["_documents"]
                rows = {"_documents": [row | {"state": "retracted", "reason": None}]}
                rows["_documents"][0]["published_date"] = None
            for kind, added in rows.items():
                tables.setdefault(kind, []).extend(added)
        for name, rows_ in tables.items():
            table = BY_NAME[name]
            pq.write_table(table.arrow(table.frame(rows_)), folder / f"{name}.parquet")
        run = {"started_at": "2024-06-01T12:00:00+00:00"}
        return store.commit(
            processed, [folder], run=run, finish=lambda _: None, settings=settings,
            answers=Answering(),
        )  # fmt: skip

    return committed


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def raw(name: str, text: str) -> RawDocument:
    payload = text.encode()
    return RawDocument(
        id_of(name), f"{name}.txt", None, hashlib.sha256(payload).hexdigest(), "page", payload
    )


def id_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


NAMES = {id_of(name): name for name in PAGES}


def articles(processed: Path) -> pl.DataFrame:
    return pl.read_parquet(f"{processed}/articles/**/*.parquet").with_columns(
        pl.col("article_id", "story_id", "copy_of").replace(NAMES)
    )


def stories(processed: Path) -> dict[str, set[str]]:
    """The articles of each story."""
    found: dict[str, set[str]] = {}
    for article, story in articles(processed).select("article_id", "story_id").iter_rows():
        found.setdefault(story, set()).add(article)
    return found


def test_copies_point_to_the_one_that_an_agency_signed(commit: Commit, processed: Path) -> None:
    commit(PAGES)
    assert stories(processed)["wire"] == {"herald", "courier", "wire", "brief", "undated", "again"}
    rows = {row["article_id"]: row for row in articles(processed).iter_rows(named=True)}
    assert (rows["wire"]["is_copy"], rows["wire"]["copy_of"]) == (False, None)
    assert (rows["brief"]["is_copy"], rows["brief"]["copy_of"]) == (True, "wire")
    assert rows["brief"]["copy_similarity"] == 1.0, "an excerpt holds nothing else"
    assert 0.4 < rows["courier"]["copy_similarity"] < 0.9
    assert rows["wire"]["copy_similarity"] is None
    assert all(stories(processed)[f"prices{n}"] == {f"prices{n}"} for n in range(4))


def test_an_article_without_copies_is_its_own_story(commit: Commit, processed: Path) -> None:
    commit({"other": PAGES["other"], "short": "No words."})
    rows = articles(processed).select("article_id", "story_id", "is_copy", "copy_of").rows()
    assert set(rows) == {("other", "other", False, None),
                         (id_of("short"), id_of("short"), False, None)}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_neither_order_nor_history_changes_a_byte(
    seed: int, commit: Commit, tmp_path: Path
) -> None:
    random_ = random.Random(seed)
    names = [*PAGES]
    random_.shuffle(names)
    slowly = tmp_path / "slowly"
    commit({names[0]: PAGES["other"], "gone": PAGES["herald"]}, processed=slowly)
    while names:
        some, names = names[:3], names[3:]
        commit({name: PAGES[name] for name in some}, processed=slowly)
    commit({"gone": None}, processed=slowly)
    commit(PAGES, processed=tmp_path / "at-once")
    assert data_of(slowly) == data_of(tmp_path / "at-once")


def data_of(processed: Path) -> dict[str, bytes]:
    """The data files without the ledger, which remembers what was retracted."""
    files = published_files(processed)
    return {path: content for path, content in files.items() if DOCUMENTS.name not in path}


def test_a_retracted_original_hands_over_to_the_earliest_copy(
    commit: Commit, processed: Path
) -> None:
    commit(PAGES)
    commit({"wire": None})
    assert stories(processed)["herald"] == {"herald", "courier", "brief", "undated", "again"}
    commit({"wire": PAGES["wire"]})
    assert len(stories(processed)["wire"]) == 6


def test_a_copy_that_gets_another_text_leaves_its_story(commit: Commit, processed: Path) -> None:
    commit(PAGES)
    commit({"brief": page(report(8), "4 April 2024")})
    assert stories(processed)["brief"] == {"brief"}
    assert len(stories(processed)["wire"]) == 5


def test_only_months_with_rows_that_changed_are_written(commit: Commit, processed: Path) -> None:
    commit(PAGES)
    before = files_of(processed)
    commit({"fresh": page(report(20), "1 June 2024")})
    assert before.items() <= files_of(processed).items(), "a story of its own changes no other row"
    commit({"scoop": page(STORY, "1 January 2024", "AFP")})
    after = files_of(processed)
    rewritten = {path.split("/")[0] for path in before.keys() - after.keys()}
    assert rewritten == {"articles"}, "the copies' texts and annotations stay as they are"
    assert {f"articles/month={m}" for m in ("2024-03", "2024-04", "2024-05", "unknown")} == {
        path.rpartition("/")[0] for path in before.keys() - after.keys()
    }


def files_of(processed: Path) -> dict[str, int]:
    """The files that hold rows of documents: an empty table's file goes when its first row comes.

    What follows from them, answers and memos, has tests of its own in ``tests/store``. Links
    between entities are decided anew by every version, so their file is written again; its name
    holds the hash of its rows.
    """
    current = (processed / "current").resolve()
    return {
        path.relative_to(current).as_posix(): 0
        if path.is_relative_to(current / "entity_links")
        else path.stat().st_ino
        for table in TABLES
        for path in (current / table.name).rglob("*.parquet")
        if pq.read_metadata(path).num_rows
    }


def test_the_same_pages_again_make_no_version(commit: Commit) -> None:
    commit(PAGES)
    assert not commit(dict(reversed(PAGES.items()))).is_new
    assert not commit({"brief": PAGES["brief"]}).is_new


def test_months_split_into_parts_hold_the_same_stories(
    commit: Commit, processed: Path, tmp_path: Path
) -> None:
    commit({name: PAGES[name] for name in ("herald", "brief", "other")})
    split = StoreSettings(parts_per_month=4)
    commit({name: PAGES[name] for name in ("wire", "undated")}, settings=split)
    commit({name: text for name, text in PAGES.items() if name != "wire"}, settings=split)
    at_once = tmp_path / "at-once"
    commit(PAGES, processed=at_once, settings=split)
    assert data_of(processed) == data_of(at_once)


def test_a_run_on_an_earlier_version_finds_the_stories_of_that_version(
    commit: Commit, processed: Path
) -> None:
    commit({name: PAGES[name] for name in ("herald", "brief")})
    commit({"wire": PAGES["wire"]})
    store.rollback(processed)
    commit({"courier": PAGES["courier"]})
    assert stories(processed) == {"herald": {"herald", "brief", "courier"}}
