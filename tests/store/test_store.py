"""The versioned dataset: complete versions, one pointer, nothing lost, the same bytes always."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows import catalog, store
from flows.store.manifest import read_manifest, write_manifest
from flows.store.store import StoreSettings
from tests.conftest import published_files
from tests.support import faults
from tests.support.factory import MENTIONS, Doc, rows_of, stage
from transforms.tables import TABLES

FEBRUARY, MARCH = date(2024, 2, 22), date(2024, 3, 1)
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)

DEFAULTS = StoreSettings()
Committer = Callable[..., store.Commit]


@pytest.fixture
def commit(tmp_path: Path) -> Committer:
    """Commit documents, each call one batch folder per list, at a time of its own."""
    numbers = itertools.count()

    def committed(
        *batches: list[Doc],
        processed: Path = tmp_path / "processed",
        settings: StoreSettings = DEFAULTS,
        started_at: datetime = NOON,
        finish: Callable[[Path], object] = lambda _: None,
        promises: str = "",
    ) -> store.Commit:
        folders = [stage(tmp_path / f"staged-{next(numbers)}", batch) for batch in batches]
        run = {"run_id": "test", "started_at": started_at.isoformat()}
        return store.commit(
            processed, folders, run=run, finish=finish, promises=promises, settings=settings
        )

    return committed


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def ids(version: Path, table: str = "articles") -> list[int]:
    return [
        int(article_id, 16) for article_id in rows_of(version, table)["article_id"].unique().sort()
    ]


def test_the_first_commit_has_every_table_even_those_without_rows(
    commit: Committer, processed: Path
) -> None:
    made = commit()
    assert (made.version, made.is_new) == (1, True)
    for table in TABLES:
        frame = pl.read_parquet(f"{processed}/versions/000001/{table.name}/**/*.parquet",
                                hive_partitioning=False)  # fmt: skip
        assert dict(frame.schema) == table.polars_schema
        assert frame.height == 0


def test_rows_lie_in_the_month_of_their_date(commit: Committer, processed: Path) -> None:
    commit([Doc(1, FEBRUARY), Doc(2, MARCH), Doc(3, None)])
    months = sorted(path.parent.name for path in (processed / "articles").rglob("*.parquet"))
    assert months == ["month=2024-02", "month=2024-03", "month=unknown"]
    assert rows_of(processed / "current", "entities").height == 3 * MENTIONS


def test_committing_the_same_again_makes_no_version(commit: Committer) -> None:
    commit([Doc(1), Doc(2)])
    again = commit([Doc(2), Doc(1)])
    assert (again.version, again.is_new, again.rows["articles"]) == (1, False, 2)
    assert not commit().is_new


def test_a_changed_document_loses_its_rows_in_its_old_month(commit: Committer) -> None:
    commit([Doc(1, FEBRUARY), Doc(2, FEBRUARY)])
    moved = commit([Doc(1, MARCH, revision=1)])
    assert moved.rows["articles"] == 2
    assert (
        rows_of(moved.path, "entities")
        .filter(article_id=Doc(1).article_id)["published_date"]
        .to_list()
        == [MARCH] * MENTIONS
    )


def test_only_touched_months_are_written_the_others_are_linked(
    commit: Committer, processed: Path
) -> None:
    commit([Doc(1, FEBRUARY), Doc(3, MARCH)])
    second = commit([Doc(5, MARCH)])
    linked = list(processed.glob("versions/000002/*/month=2024-02/*.parquet"))
    assert second.files_linked == len(linked) == 8, "six tables and two memos"
    assert all(path.stat().st_nlink == 2 for path in linked)


def test_what_differs_from_a_parent_that_kept_the_same_promises_are_the_files_of_touched_months(
    commit: Committer,
) -> None:
    promised = "0123456789abcdef"
    commit([Doc(1, FEBRUARY), Doc(2, MARCH)], promises=promised)
    second = commit([Doc(3, MARCH)], promises=promised)

    changed = store.changed_files(second.path, promised)

    assert changed is not None
    assert {path.split("/")[1] for path in changed} == {"month=2024-03"}
    assert {path.split("/")[0] for path in changed} >= {"articles", "entities", "_documents"}
    assert store.changed_files(second.path, "other promises") is None


def test_without_a_parent_that_was_held_to_promises_all_files_are_to_be_looked_at(
    commit: Committer,
) -> None:
    first = commit([Doc(1, FEBRUARY)])
    second = commit([Doc(2, MARCH)], promises="0123456789abcdef")

    assert store.changed_files(first.path, "0123456789abcdef") is None
    assert store.changed_files(second.path, "0123456789abcdef") is None
    assert store.changed_files(second.path, "") is None


def test_a_retracted_document_stays_in_the_ledger_only(commit: Committer, processed: Path) -> None:
    commit([Doc(1), Doc(2)])
    made = commit([Doc(1, state="retracted")])
    assert ids(made.path) == ids(made.path, "entities") == [2]
    states = dict(store.read_ledger(processed).select("article_id", "state").iter_rows())
    assert states == {Doc(1).article_id: "retracted", Doc(2).article_id: "article"}


def test_the_last_article_retracted_leaves_empty_typed_tables(commit: Committer) -> None:
    commit([Doc(1)])
    made = commit([Doc(1, state="retracted")])
    assert made.rows["articles"] == 0
    assert rows_of(made.path, "articles").height == 0


def test_a_document_staged_twice_is_taken_from_the_later_batch(commit: Committer) -> None:
    made = commit([Doc(1, FEBRUARY)], [Doc(1, MARCH, revision=7)])
    assert rows_of(made.path, "quotes")["surface"].to_list() == ["000007"]
    assert rows_of(made.path, "_documents").height == 1


def test_neither_batches_nor_history_change_a_byte(commit: Committer, tmp_path: Path) -> None:
    docs = [Doc(n, date(2024, 1 + n % 3, 1 + n), revision=n) for n in range(20)]
    for number, batches in enumerate([[docs], [docs[::-1]], [docs[:7], docs[7:]]]):
        commit(*batches, processed=tmp_path / f"at-once-{number}")
    slowly = tmp_path / "slowly"
    commit([Doc(n, date(2023, 5, 5)) for n in range(12)], processed=slowly)
    for start in range(0, 20, 5):
        commit(docs[start : start + 5], processed=slowly)
    expected = published_files(slowly)
    assert len(expected) > 15
    for number in range(3):
        assert published_files(tmp_path / f"at-once-{number}") == expected


def test_months_can_be_split_and_joined_again(commit: Committer, processed: Path) -> None:
    docs = [Doc(n, date(2024, 1, 1 + n)) for n in range(20)]
    commit(docs)
    whole = published_files(processed)
    split = commit([Doc(99, FEBRUARY)], settings=StoreSettings(parts_per_month=4))
    assert len(list(split.path.glob("articles/month=2024-01/*.parquet"))) == 3
    assert split.rows["articles"] == 21
    one_part = commit([Doc(5, date(2024, 1, 6), revision=1)],
                      settings=StoreSettings(parts_per_month=4))  # fmt: skip
    assert one_part.files_written == 8, "one part of one month, in each table and memo there"
    commit([Doc(99, state="retracted"), docs[5]])
    assert {p: b for p, b in published_files(processed).items() if "_documents" not in p} == {
        p: b for p, b in whole.items() if "_documents" not in p
    }


def test_rolling_back_keeps_the_newer_version_and_building_on_it_loses_nothing(
    commit: Committer, processed: Path
) -> None:
    commit([Doc(1)])
    commit([Doc(2)])
    assert store.rollback(processed) == 1
    assert ids(processed / "current") == [1]
    third = commit([Doc(3)])
    assert third.version == 3
    assert ids(third.path) == [1, 3]
    assert [(v.number, v.parent, v.is_current) for v in store.versions(processed)] == [
        (1, None, False),
        (2, 1, False),
        (3, 1, True),
    ]
    assert store.rollback(processed, 2) == 2
    assert ids(processed / "current") == [1, 2]


def test_rolling_back_to_what_is_not_there_says_what_is(commit: Committer, processed: Path) -> None:
    commit([Doc(1)])
    with pytest.raises(store.StoreError, match=r"version 9 is not kept.*there are: 1"):
        store.rollback(processed, 9)
    with pytest.raises(store.StoreError, match="before the current one is not kept"):
        store.rollback(processed)


def test_a_version_goes_only_when_it_was_not_current_lately_and_is_not_among_the_newest(
    commit: Committer, processed: Path
) -> None:
    keep = StoreSettings(keep_versions=2, keep_days=7)
    for day in range(5):
        commit([Doc(day)], settings=keep, started_at=NOON + timedelta(days=day))
    assert [v.number for v in store.versions(processed)] == [1, 2, 3, 4, 5]
    commit([Doc(9)], settings=keep, started_at=NOON + timedelta(days=9.5))
    assert [v.number for v in store.versions(processed)] == [3, 4, 5, 6], "3 was current on day 3"


def test_an_old_version_stays_for_its_readers_when_a_newer_one_takes_its_place(
    commit: Committer, processed: Path
) -> None:
    keep = StoreSettings(keep_versions=1, keep_days=7)
    commit([Doc(1)], settings=keep, started_at=NOON)
    month_later = NOON + timedelta(days=30)
    commit([Doc(2)], settings=keep, started_at=month_later)
    assert [v.number for v in store.versions(processed)] == [1, 2]
    store.rollback(processed, 1)
    commit([Doc(3)], settings=keep, started_at=month_later + timedelta(days=5))
    commit([Doc(4)], settings=keep, started_at=month_later + timedelta(days=8))
    assert [v.number for v in store.versions(processed)] == [1, 2, 3, 4], "1 was left on day 35"
    commit([Doc(5)], settings=keep, started_at=month_later + timedelta(days=12.5))
    assert [v.number for v in store.versions(processed)] == [3, 4, 5]


def test_a_connection_answers_for_keep_days_after_its_version_was_replaced_and_then_says_what_to_do(
    commit: Committer, processed: Path
) -> None:
    def published_on(day: float, doc: Doc) -> None:
        keep = StoreSettings(keep_versions=1, keep_days=7)
        started_at = NOON + timedelta(days=day)
        commit([doc], settings=keep, started_at=started_at, finish=faults.plain_catalog)

    published_on(0, Doc(1))
    with catalog.open(processed) as held:
        for day in (30, 32, 36.5):  # the version was replaced on day 30
            published_on(day, Doc(int(day)))
            assert catalog.ask(held, "select count(*) from articles").rows == [(1,)]
        published_on(37.5, Doc(9))
        with pytest.raises(catalog.QueryError, match=r"version 1 is gone .* open the dataset"):
            catalog.ask(held, "select count(*) from articles")
        with catalog.open(processed) as fresh:
            assert catalog.ask(fresh, "select count(*) from articles").rows == [(5,)]


def test_the_version_just_published_stays_however_few_are_to_be_kept(
    commit: Committer, processed: Path
) -> None:
    for day in range(3):
        commit([Doc(day)], started_at=NOON + timedelta(days=day))
    store.rollback(processed, 1)
    only_one = StoreSettings(keep_versions=1, keep_days=0)
    commit([Doc(9)], settings=only_one, started_at=NOON + timedelta(days=99))
    commit([Doc(9, revision=1)], settings=only_one, started_at=NOON + timedelta(days=99.1))
    assert [(v.number, v.is_current) for v in store.versions(processed)][-1] == (5, True)
    assert 2 not in [v.number for v in store.versions(processed)]
    assert ids(processed / "current") == [0, 9]


def test_the_next_writer_sweeps_leftovers_and_no_published_version(
    commit: Committer, processed: Path
) -> None:
    commit([Doc(1)])
    commit([Doc(2)])
    (processed / "versions" / "000003").mkdir()
    (processed / "versions" / ".building-000004").mkdir()
    store.rollback(processed)
    assert sorted(p.name for p in (processed / "versions").iterdir()) == ["000001", "000002"]


def test_a_version_that_is_refused_at_the_end_never_was(commit: Committer, processed: Path) -> None:
    commit([Doc(1)])

    def refuse(version: Path) -> None:
        assert ids(version) == [1, 2], "the new version is complete when it is judged"
        raise ValueError("no good")

    with pytest.raises(ValueError, match="no good"):
        commit([Doc(2)], finish=refuse)
    assert ids(processed / "current") == [1]
    assert sorted(p.name for p in (processed / "versions").iterdir()) == ["000001"]


def test_broken_rows_are_refused_before_a_byte_is_written(
    tmp_path: Path, commit: Committer, processed: Path
) -> None:
    commit([Doc(1)])
    batch = stage(tmp_path / "batch", [Doc(2)])
    entities = pl.read_parquet(batch / "entities.parquet")
    broken = entities.with_columns(end_char=99, entity_type=pl.lit("ghost"))
    broken.write_parquet(batch / "entities.parquet")
    with pytest.raises(store.BrokenTable) as refused:
        store.commit(processed, [batch], run={}, finish=lambda _: None, settings=StoreSettings())
    assert "spans do not fit" in str(refused.value)
    assert "ghost" in str(refused.value)
    assert sorted(p.name for p in (processed / "versions").iterdir()) == ["000001"]


def test_rows_of_a_document_that_the_batch_does_not_name_are_refused(
    tmp_path: Path, processed: Path
) -> None:
    batch = stage(tmp_path / "batch", [Doc(1), Doc(2)])
    documents = pl.read_parquet(batch / "_documents.parquet")
    documents.head(1).write_parquet(batch / "_documents.parquet")
    with pytest.raises(store.BrokenTable, match="which it does not name"):
        store.commit(processed, [batch], run={}, finish=lambda _: None, settings=StoreSettings())


def test_another_schema_is_rebuilt_not_mixed(commit: Committer, processed: Path) -> None:
    first = commit([Doc(1), Doc(2)])
    assert not store.needs_rebuild(processed)
    write_manifest(first.path, replace(read_manifest(first.path), schema="older"))
    assert store.needs_rebuild(processed)
    assert store.read_ledger(processed).height == 2
    assert ids(commit([Doc(1)]).path) == [1], "the caller stages every document again"


def test_files_are_compressed_sorted_documented_and_indexed(
    commit: Committer, processed: Path
) -> None:
    commit([Doc(n) for n in range(9, 0, -1)])
    [path] = (processed / "entities").rglob("*.parquet")
    metadata = pq.ParquetFile(path).metadata
    column = metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert b"one row per mention" in metadata.metadata[b"grain"]
    frame = rows_of(processed / "current", "entities")
    assert frame.equals(frame.sort("published_date", "article_id", "mention_index"))
    assert os.access(path, os.R_OK)


def test_where_symbolic_links_are_refused_a_file_points(
    commit: Committer, processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.no_links(monkeypatch.setattr)

    def finish(version: Path) -> None:
        (version / "broadsheet.duckdb").write_text(version.name)

    commit([Doc(1, FEBRUARY)], finish=finish)
    commit([Doc(2, MARCH)], finish=finish)
    assert not (processed / "current").exists()
    current = store.current_version(processed)
    assert current is not None
    assert ids(current) == [1, 2]
    assert (processed / "broadsheet.duckdb").read_text() == "000002"
    assert store.rollback(processed) == 1
    assert (processed / "broadsheet.duckdb").read_text() == "000001"


def test_a_held_lock_says_who_holds_it(processed: Path) -> None:
    with (
        store.lock(processed, "run", wait=False),
        pytest.raises(store.Locked, match=rf"another run is at work.*process {os.getpid()}"),
        store.lock(processed, "run", wait=False),
    ):
        pass
    with store.lock(processed, "run", wait=False):
        pass


def test_a_pointer_to_a_version_that_is_gone_is_said(commit: Committer, processed: Path) -> None:
    commit([Doc(1)])
    (processed / "versions" / "000001").rename(processed / "elsewhere")
    with pytest.raises(store.StoreError, match="names version 1, which is gone"):
        store.current_version(processed)


@pytest.mark.parametrize("text", ["", '{"version": 1', "[]", '{"version": 1}'])
def test_a_damaged_manifest_is_named_with_what_to_do(
    commit: Committer, processed: Path, text: str
) -> None:
    commit([Doc(1)])
    commit([Doc(2)])
    folder = processed / "versions" / "000002"
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").write_text(text)
    readers: list[Callable[[], object]] = [
        lambda: commit([Doc(3)]),
        lambda: store.rollback(processed),
        lambda: store.rollback(processed, 2),
        lambda: store.read_ledger(processed),
    ]
    for reader in readers:
        with pytest.raises(store.StoreError, match=r"000002/manifest\.json is damaged.*rollback N"):
            reader()
    assert [(v.number, v.fault is None) for v in store.versions(processed)] == [
        (1, True), (2, False),
    ]  # fmt: skip
    assert "damaged" in str(catalog.list_versions(processed).rows[0])
    assert store.rollback(processed, 1) == 1, "as the message advises"


def test_a_missing_manifest_is_named_with_what_to_do(commit: Committer, processed: Path) -> None:
    commit([Doc(1)])
    (processed / "versions" / "000001" / "manifest.json").unlink()
    with pytest.raises(store.StoreError, match=r"manifest\.json is missing.*rollback N"):
        store.read_ledger(processed)


def test_a_damaged_pointer_file_is_named_with_what_to_do(
    commit: Committer, processed: Path
) -> None:
    commit([Doc(1)])
    (processed / "current").unlink()
    (processed / "current.json").write_text("{")
    with pytest.raises(store.StoreError, match=r"current\.json is damaged.*repair"):
        store.current_version(processed)


@pytest.mark.parametrize("name", ["old [1]", "a*", "what?", "it's"])
def test_a_dataset_lies_in_a_folder_of_any_name(
    commit: Committer, tmp_path: Path, name: str
) -> None:
    processed = tmp_path / name / "processed"
    commit([Doc(1, FEBRUARY), Doc(2, MARCH)], processed=processed)
    made = commit([Doc(4, MARCH)], processed=processed)
    assert made.rows["articles"] == store.read_ledger(processed).height == 3
    split = commit(processed=processed, settings=StoreSettings(parts_per_month=2))
    assert split.rows["articles"] == 3
