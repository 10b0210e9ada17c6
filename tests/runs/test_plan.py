"""A run does what is pending, and only that; it never takes a lost disk for a mass retraction."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.runs.plan import Plan, RetractionRefused, plan_run
from flows.runs.raw_folder import RawFolderMissing
from flows.runs.spool import read_spool
from flows.settings import Settings
from flows.sources import files
from transforms.documents import RawDocument
from transforms.tables import DOCUMENTS

NOTHING = DOCUMENTS.frame()
VERSION = "1.0"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(raw=tmp_path / "raw", processed=tmp_path / "processed", batch_documents=2)


def write(settings: Settings, *names: str, text: str = "text") -> None:
    for name in names:
        (settings.raw / name).write_text(text)


def plan(settings: Settings, ledger: pl.DataFrame = NOTHING, *, allow: bool = False) -> Plan:
    staging = settings.processed / ".staging"
    return plan_run(settings, ledger, staging, extractor_version=VERSION, allow_retractions=allow)


def spooled(made: Plan) -> list[RawDocument]:
    return [document for batch in made.batches for document in read_spool(batch)]


def ledger_of(settings: Settings, **changes: str) -> pl.DataFrame:
    """The ledger after everything in the raw folder was processed."""
    rows: list[dict[str, object]] = [
        {
            "article_id": raw.article_id,
            "source_path": raw.source_path,
            "source_id": raw.source_id,
            "content_sha256": raw.content_sha256,
            "state": "quarantined" if raw.problem else "article",
            "extractor_version": VERSION,
            **changes,
        }
        for raw in spooled(plan(settings))
    ]
    return DOCUMENTS.frame(rows)


def test_the_first_run_finds_everything_new_in_batches_of_the_size_set(settings: Settings) -> None:
    write(settings, "a.txt", "b.txt", "c.txt")
    made = plan(settings)
    assert (made.found, made.new, made.changed, made.unchanged) == (3, 3, 0, 0)
    assert [len(list(read_spool(batch))) for batch in made.batches] == [2, 1]


def test_a_second_run_finds_nothing_pending(settings: Settings) -> None:
    write(settings, "a.txt", "b.txt")
    (settings.raw / "r.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n{oops\n')
    made = plan(settings, ledger_of(settings))
    assert (made.found, made.unchanged, made.batches) == (5, 5, [])


def test_changed_bytes_are_pending_again(settings: Settings) -> None:
    write(settings, "a.txt", "b.txt")
    ledger = ledger_of(settings)
    write(settings, "b.txt", text="other")
    made = plan(settings, ledger)
    assert (made.changed, made.unchanged) == (1, 1)
    assert [raw.source_path for raw in spooled(made)] == ["b.txt"]


def test_another_extractor_version_has_everything_reread_and_nothing_changed(
    settings: Settings,
) -> None:
    write(settings, "a.txt", "b.txt")
    ledger = ledger_of(settings, extractor_version="0")
    write(settings, "b.txt", text="other")
    made = plan(settings, ledger)
    assert (made.found, made.changed, made.unchanged, made.reread) == (2, 1, 1, 1)
    assert made.pending == len(spooled(made)) == 2


def test_a_deleted_file_is_retracted_when_few_are_gone(settings: Settings) -> None:
    write(settings, *(f"{n}.txt" for n in range(20)))
    ledger = ledger_of(settings)
    (settings.raw / "0.txt").unlink()
    made = plan(settings, ledger)
    assert (made.found, made.retracted) == (19, 1)
    staged = pl.read_parquet(settings.processed / ".staging/retracted/_documents.parquet")
    assert staged["state"].to_list() == ["retracted"]


def test_many_missing_documents_are_refused_without_the_flag(settings: Settings) -> None:
    write(settings, *(f"{n}.txt" for n in range(60)))
    ledger = ledger_of(settings)
    for n in range(51):
        (settings.raw / f"{n}.txt").unlink()
    with pytest.raises(RetractionRefused, match=r"51 of 60 .*disk.*--allow-retractions"):
        plan(settings, ledger)
    assert plan(settings, ledger, allow=True).retracted == 51


def test_a_newcomer_may_remove_one_file_of_six_and_the_whole_sample(settings: Settings) -> None:
    (settings.raw / "sample").mkdir()
    write(settings, *(f"sample/{n}.txt" for n in range(41)), *(f"{n}.txt" for n in range(6)))
    ledger = ledger_of(settings)
    for n in range(41):
        (settings.raw / f"sample/{n}.txt").unlink()
    (settings.raw / "0.txt").unlink()
    made = plan(settings, ledger)
    assert (made.found, made.retracted) == (5, 42)


def test_the_last_articles_are_not_retracted_unasked(settings: Settings) -> None:
    write(settings, "a.txt", "b.txt")
    ledger = ledger_of(settings)
    (settings.raw / "a.txt").unlink()
    (settings.raw / "b.txt").unlink()
    with pytest.raises(RetractionRefused, match=r"2 of 2 articles.*disk.*--allow-retractions"):
        plan(settings, ledger)
    write(settings, "c.txt")  # whoever puts others in their place means it
    assert plan(settings, ledger).retracted == 2


def test_one_large_file_that_is_gone_was_removed_and_two_are_lost(settings: Settings) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        write_records(settings, name, 60)
    ledger = ledger_of(settings)
    (settings.raw / "a.jsonl").unlink()
    assert plan(settings, ledger).retracted == 60
    (settings.raw / "b.jsonl").unlink()
    with pytest.raises(RetractionRefused, match=r"120 of 180 .*2 files \(a\.jsonl, b\.jsonl\)"):
        plan(settings, ledger)


def write_records(settings: Settings, name: str, count: int) -> None:
    """Records without ids: each is known by its content and the columns that are read of it."""
    lines = (json.dumps({"text": f"Teaser {n}.", "body": f"Story {n}."}) for n in range(count))
    write(settings, name, text="\n".join(lines))


@pytest.mark.parametrize("state", ["quarantined", "article"])
def test_a_file_whose_form_is_read_otherwise_is_not_lost(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    write(settings, "a.txt")
    write_records(settings, "news.jsonl", 3)
    with monkeypatch.context() as before:
        before.setattr(files, "_STREAMED", {".txt": files._STREAMED[".txt"]})
        ledger = ledger_of(settings, state=state)
    made = plan(settings, ledger)
    assert (made.found, made.new, made.unchanged, made.retracted) == (4, 3, 1, 1)


@pytest.mark.parametrize("columns", [{"text": "body"}, {"id": "body"}])
def test_records_that_other_columns_give_other_ids_are_not_lost(
    settings: Settings, columns: dict[str, str]
) -> None:
    write_records(settings, "news.jsonl", 3)
    ledger = ledger_of(settings)
    made = plan(replace(settings, columns=columns), ledger)
    assert (made.found, made.new, made.retracted) == (3, 3, 3)


def test_records_that_repeat_an_id_under_other_columns_are_not_lost(settings: Settings) -> None:
    lines = (json.dumps({"text": f"Story {n}.", "section": "news"}) for n in range(3))
    write(settings, "news.jsonl", text="\n".join(lines))
    ledger = ledger_of(settings)
    made = plan(replace(settings, columns={"id": "section"}), ledger)
    assert (made.found, made.new, made.retracted) == (3, 3, 3)


def test_files_in_quarantine_that_are_gone_are_not_lost_articles(settings: Settings) -> None:
    write(settings, *(f"{n}.txt" for n in range(10)), *(f"{n}.doc" for n in range(90)))
    ledger = ledger_of(settings)
    for n in range(90):
        (settings.raw / f"{n}.doc").unlink()
    assert plan(settings, ledger).retracted == 90


def test_documents_in_quarantine_do_not_hide_how_many_articles_are_lost(settings: Settings) -> None:
    settings = replace(settings, max_retracted=0.5)  # 51 of 200 documents, but of 60 articles
    write(settings, *(f"{n}.txt" for n in range(60)), *(f"{n}.doc" for n in range(140)))
    ledger = ledger_of(settings)
    for n in range(51):
        (settings.raw / f"{n}.txt").unlink()
    with pytest.raises(RetractionRefused, match=r"51 of 60 .*0\.txt, 1\.txt"):
        plan(settings, ledger)


CUT = gzip.compress(random.Random(1).randbytes(5_000))[:-100]
GARBAGE = b"\n".join(b"\xff\x00 %d" % n for n in range(50))


@pytest.mark.parametrize(
    "content", [b"", b'{"text": "Teaser 0.", "body": "Story 0."}\n', CUT, GARBAGE]
)
def test_articles_that_a_cut_file_held_are_lost(settings: Settings, content: bytes) -> None:
    lines = "".join(f'{{"text": "Teaser {n}.", "body": "Story {n}."}}\n' for n in range(60))
    path = settings.raw / "news.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode()))
    ledger = ledger_of(settings)
    path.write_bytes(content if content is CUT else gzip.compress(content))
    with pytest.raises(RetractionRefused, match=r"of 60 .*news\.jsonl\.gz.* cut"):
        plan(settings, ledger)


def test_a_column_that_no_file_has_is_not_taken_for_a_retraction(settings: Settings) -> None:
    table = pa.table({"content": ["One.", "Two."]})
    pq.write_table(table, settings.raw / "a.parquet")
    sound = replace(settings, columns={"text": "content"})
    ledger = ledger_of(sound)
    with pytest.raises(RetractionRefused, match=r"2 of 2 .*\[tool\.broadsheet\.columns\]"):
        plan(replace(settings, columns={"text": "contents"}), ledger)


def test_a_retracted_document_that_comes_back_is_new(settings: Settings) -> None:
    write(settings, "a.txt")
    assert plan(settings, ledger_of(settings, state="retracted")).new == 1


def test_a_missing_raw_folder_is_said_not_taken_for_an_empty_one(settings: Settings) -> None:
    settings.raw.rmdir()
    with pytest.raises(RawFolderMissing, match="--raw"):
        plan(settings)


def close(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to list the folder, also to root."""
    scandir = os.scandir

    def refusing(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)


def test_a_folder_that_may_not_be_listed_retracts_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.raw / "closed").mkdir()
    write(settings, "closed/a.txt", *(f"{n}.txt" for n in range(30)))
    ledger = ledger_of(settings)
    close(settings.raw / "closed", monkeypatch)
    made = plan(settings, ledger)
    assert (made.retracted, made.unchanged, made.unreadable) == (0, 31, ["closed"])
    assert made.batches == []


def test_a_raw_folder_that_may_not_be_listed_stops_the_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, "a.txt")
    ledger = ledger_of(settings)
    close(settings.raw, monkeypatch)
    with pytest.raises(RawFolderMissing, match="may not be listed"):
        plan(settings, ledger, allow=True)


def test_the_same_record_twice_is_stable_from_run_to_run(settings: Settings) -> None:
    line = '{"id": 1, "text": "a"}\n'
    (settings.raw / "r.jsonl").write_text(line + line)
    ledger = ledger_of(settings)
    assert plan(settings, ledger).unchanged == 2


def test_the_documents_of_a_small_run_are_shared_out_so_that_all_workers_have_work(
    settings: Settings,
) -> None:
    lengths = [9_000] * 20 + [100] * 80
    for n, length in enumerate(lengths):
        write(settings, f"{n:03d}.txt", text="a" * length)
    alone = plan(replace(settings, batch_documents=500, workers=1))
    documents = spooled(alone)
    for workers, batches in [(1, 1), (2, 2), (3, 3), (16, 3)]:
        made = plan(replace(settings, batch_documents=500, workers=workers))
        assert len(made.batches) == batches
        assert spooled(made) == documents
        work = [sum(len(one.payload) + 1_000 for one in read_spool(path)) for path in made.batches]
        assert max(work) < 1.2 * sum(work) / batches


def test_a_worker_more_is_not_started_for_a_handful_of_documents(settings: Settings) -> None:
    write(settings, *(f"{n}.txt" for n in range(60)))
    assert len(plan(replace(settings, batch_documents=500, workers=2)).batches) == 1
