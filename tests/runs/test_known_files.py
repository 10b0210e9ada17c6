"""A file that looks as it did when it was read is not read again; nothing else changes by that."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows import store
from flows.runs import known_files, raw_folder, rehearse
from flows.runs.known_files import KnownFiles, readers_fingerprint
from flows.runs.plan import Plan, plan_run
from flows.runs.spool import read_spool
from flows.settings import Settings
from flows.sources import Listing, files, folder_listing, read_file
from tests.conftest import run
from transforms.documents import RawDocument
from transforms.tables import DOCUMENTS

VERSION = "1.0"
LATER = 10_000_000_000


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True, scope="module")
def _the_clock_is_ahead() -> Iterator[None]:
    """Files written just now are old when they are listed."""
    now = time.time_ns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: now() + LATER)
        yield


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are read."""
    names: list[str] = []

    def noted(path: Path, *args: object, **more: object) -> Iterator[RawDocument]:
        names.append(path.name)
        return read_file(path, *args, **more)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(raw_folder, "read_file", noted)
    return names


class Desk:
    """Runs over a raw folder, as far as their plans; each knows what the one before found."""

    def __init__(self, raw: Path, staging: Path) -> None:
        self.settings = Settings(raw=raw, processed=staging / "processed")
        self.ledger = DOCUMENTS.frame()
        self.known: bytes | None = None
        self._staging, self._runs = staging, 0

    def plan(self, *, version: str = VERSION, forget: bool = False) -> Plan:
        """A plan against the ledger as it is; nothing is done with it."""
        self._runs += 1
        return plan_run(
            self.settings,
            self.ledger,
            self._staging / f"{self._runs}",
            extractor_version=version,
            files=KnownFiles.read(None if forget else self.known),
            allow_retractions=True,
        )

    def run(self, *, version: str = VERSION) -> Plan:
        """A plan that is carried out: the ledger and what is known of files are as after a run."""
        made = self.plan(version=version)
        documents = [raw for batch in made.batches for raw in read_spool(batch)]
        rows: list[dict[str, object]] = [
            {
                "article_id": raw.article_id,
                "source_path": raw.source_path,
                "source_id": raw.source_id,
                "content_sha256": raw.content_sha256,
                "state": "quarantined" if raw.problem else "article",
                "extractor_version": version,
            }
            for raw in documents
        ]
        done = {raw.article_id for raw in documents} | self._retracted()
        kept = self.ledger.filter(~pl.col("article_id").is_in(list(done)))
        self.ledger = pl.concat([kept, DOCUMENTS.frame(rows)])
        self.known = made.remember or self.known
        return made

    def _retracted(self) -> set[str]:
        path = self._staging / f"{self._runs}" / "retracted" / "_documents.parquet"
        return set(pl.read_parquet(path)["article_id"]) if path.exists() else set()


@pytest.fixture
def desk(raw: Path, tmp_path: Path) -> Desk:
    return Desk(raw, tmp_path / "staging")


def counts(made: Plan) -> tuple[int, ...]:
    return made.found, made.new, made.changed, made.unchanged, made.retracted, made.reread


def pages(raw: Path, *names: str) -> None:
    for name in names:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(f"The page {name}.")


def records(path: Path, *texts: str) -> None:
    path.write_text("".join(json.dumps({"id": text, "text": text}) + "\n" for text in texts))


def test_files_that_look_as_they_did_are_not_opened(
    desk: Desk, raw: Path, opened: list[str]
) -> None:
    pages(raw, "a.txt", "below/b.txt")
    records(raw / "r.jsonl", "one", "two")
    (raw / "broken.jsonl").write_text("{oops\n")
    desk.run()
    opened.clear()
    pages(raw, "below/c.txt")
    made = desk.run()
    assert opened == ["c.txt"]
    assert counts(made) == (6, 1, 0, 5, 0, 0)
    opened.clear()
    assert counts(desk.run()) == (6, 0, 0, 6, 0, 0)
    assert opened == []


def grows(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"!")


def is_rewritten(path: Path) -> None:
    path.write_bytes(path.read_bytes().swapcase())


def is_replaced_by_one_of_its_size_and_time(path: Path) -> None:
    was = path.stat()
    other = path.with_name("other.new")
    other.write_bytes(path.read_bytes().swapcase())
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    other.replace(path)


def has_its_time_put_back(path: Path) -> None:
    was = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [grows, is_rewritten, is_replaced_by_one_of_its_size_and_time, has_its_time_put_back],
)
@pytest.mark.parametrize("name", ["a.txt", "r.jsonl", "packed.txt.gz", "may.zip", "link.txt"])
def test_a_change_is_found_however_it_was_made(
    desk: Desk, raw: Path, tmp_path: Path, name: str, change: Callable[[Path], None]
) -> None:
    path = raw / name
    if name == "r.jsonl":
        records(path, "one", "two")
    elif name == "packed.txt.gz":
        path.write_bytes(gzip.compress(b"The page.", mtime=0))
    elif name == "may.zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "The page.")
    elif name == "link.txt":
        pages(tmp_path, "elsewhere.txt")
        path.symlink_to(tmp_path / "elsewhere.txt")
        path = tmp_path / "elsewhere.txt"
    else:
        pages(raw, name)
    desk.run()
    change(path)
    by_looks, by_bytes = desk.plan(), desk.plan(forget=True)
    assert counts(by_looks) == counts(by_bytes)
    assert by_bytes.pending or (name, change) == ("may.zip", grows), "which changes no document"


def test_a_file_that_was_written_while_the_folder_was_listed_is_read_again(
    desk: Desk, raw: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(raw, "a.txt")
    monkeypatch.setattr(known_files, "_CLEARLY_OLDER", LATER + 3_000_000_000)
    assert desk.run().remember is None
    opened.clear()
    assert desk.run().unchanged == 1
    assert opened == ["a.txt"]


def test_a_file_from_the_future_is_read_every_time(
    desk: Desk, raw: Path, opened: list[str]
) -> None:
    pages(raw, "a.txt")
    os.utime(raw / "a.txt", (4_000_000_000, 4_000_000_000))
    desk.run()
    opened.clear()
    desk.run()
    assert opened == ["a.txt"]


def test_a_file_that_changes_between_its_listing_and_its_reading_is_read_again(
    desk: Desk, raw: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(raw, "a.txt")
    listed = folder_listing.list_folder

    def listed_and_changed(raw: Path) -> Listing:
        listing = listed(raw)
        is_rewritten(raw / "a.txt")
        return listing

    monkeypatch.setattr(raw_folder, "list_folder", listed_and_changed)
    desk.run()
    monkeypatch.setattr(raw_folder, "list_folder", listed)
    opened.clear()
    assert desk.run().unchanged == 1
    assert opened == ["a.txt"]


def test_another_extractor_has_known_files_reread(desk: Desk, raw: Path) -> None:
    pages(raw, "a.txt", "b.txt")
    desk.run()
    assert counts(desk.run(version="2.0")) == (2, 0, 0, 2, 0, 2)
    assert counts(desk.run(version="2.0")) == (2, 0, 0, 2, 0, 0)


def test_one_document_that_is_not_up_to_date_has_its_whole_file_read(
    desk: Desk, raw: Path, opened: list[str]
) -> None:
    pages(raw, "a.txt")
    records(raw / "r.jsonl", "one", "two", "three")
    desk.run()
    opened.clear()
    is_two = pl.col("source_id") == "two"
    old = pl.when(is_two).then(pl.lit("0")).otherwise(pl.col("extractor_version"))
    desk.ledger = desk.ledger.with_columns(extractor_version=old)
    assert counts(desk.run()) == (4, 0, 0, 4, 0, 1)
    assert opened == ["r.jsonl"]


def test_a_ledger_of_before_is_compared_with_what_files_hold_now(desk: Desk, raw: Path) -> None:
    records(raw / "r.jsonl", "one", "two", "three")
    desk.run()
    before = desk.ledger
    records(raw / "r.jsonl", "one", "two")
    desk.run()
    desk.ledger = before  # somebody rolled back
    assert counts(desk.plan()) == counts(desk.plan(forget=True)) == (2, 0, 0, 2, 1, 0)


def test_what_a_list_says_and_what_it_names_are_looked_at_every_time(
    desk: Desk, raw: Path, opened: list[str]
) -> None:
    pages(raw, "outlet/a.txt", "outlet/deep/b.txt", "other/c.txt")
    (raw / "outlet/files.csv").write_text("file,url\na.txt,https://one.example\nmissing.txt,\n")
    assert desk.run().found == 4
    opened.clear()
    desk.run()
    assert opened == ["files.csv"]
    pages(raw, "outlet/missing.txt")
    assert counts(desk.run()) == (4, 1, 0, 3, 1, 0)
    opened.clear()
    (raw / "outlet/files.csv").write_text("file,url\na.txt,https://two.example\n")
    assert counts(desk.run()) == (4, 0, 1, 3, 0, 0)
    assert opened == ["a.txt", "b.txt", "files.csv", "missing.txt"]
    (raw / "outlet/files.csv").unlink()
    assert desk.run().changed == 1


@pytest.mark.parametrize("other", [{"document_bytes": 5}, {"columns": {"title": "head"}}])
def test_other_settings_of_reading_have_files_read(raw: Path, other: dict[str, object]) -> None:
    settings = Settings(raw=raw)
    assert readers_fingerprint(settings) == readers_fingerprint(replace(settings, workers=7))
    assert readers_fingerprint(settings) != readers_fingerprint(replace(settings, **other))  # type: ignore[arg-type]  # by name


def test_other_code_or_another_library_has_files_read(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = readers_fingerprint(Settings(raw=raw))
    with monkeypatch.context() as patch:
        patch.setattr(known_files, "_version", lambda name: f"{name} of tomorrow")
        assert readers_fingerprint(Settings(raw=raw)) != before
    with monkeypatch.context() as patch:
        patch.setattr(known_files, "_READERS", ("flows/sources",))
        assert readers_fingerprint(Settings(raw=raw)) != before
    assert readers_fingerprint(Settings(raw=raw)) == before


def test_a_file_at_which_the_reader_broke_is_tried_again(
    desk: Desk, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(raw, "a.txt")
    with monkeypatch.context() as patch:
        patch.setattr(files, "sha256_of", lambda _: 1 / 0)
        desk.run()
    assert set(desk.ledger["state"]) == {"quarantined"}
    desk.run()
    assert set(desk.ledger["state"]) == {"article"}


def test_a_mapped_column_that_no_file_has_is_said_of_unread_files_too(
    desk: Desk, raw: Path, opened: list[str]
) -> None:
    records(raw / "r.jsonl", "one")
    (raw / "s.csv").write_text("id,text,titel\n1,Rain.,Wet\n")
    desk.settings = replace(desk.settings, columns={"title": "titl"})
    said = desk.run().absent_columns
    assert said
    opened.clear()
    assert desk.run().absent_columns == said
    assert opened == []


def test_a_name_that_no_table_can_hold_is_read_every_time(
    desk: Desk, raw: Path, opened: list[str]
) -> None:
    path = Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt"))
    try:
        path.write_text("A page.")
    except OSError:
        pytest.skip("the file system refuses the name")
    pages(raw, "a.txt")
    desk.run()
    opened.clear()
    assert desk.run().unchanged == 2
    assert opened == [path.name]


def test_what_cannot_be_read_is_never_known(desk: Desk, raw: Path, tmp_path: Path) -> None:
    (raw / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    (raw / "folder").symlink_to(tmp_path)
    os.mkfifo(raw / "pipe.txt")
    first, second = desk.run(), desk.plan()
    assert first.unreadable == second.unreadable == ["nowhere.txt"]
    assert counts(second) == counts(desk.plan(forget=True))


CHANGES = ("new page", "new records", "rewrite", "grow", "remove", "list", "rename", "zip")


def change_something(raw: Path, rng: random.Random, number: int) -> None:
    there = [path for path in sorted(raw.rglob("*")) if path.is_file()]
    folder = raw / rng.choice(["", "one", "two", "two/three"])
    folder.mkdir(parents=True, exist_ok=True)
    deed = rng.choice(CHANGES)
    if deed == "new page" or not there:
        pages(folder, f"{number}.txt")
    elif deed == "new records":
        texts = [str(rng.randrange(9)) for _ in range(rng.randrange(5))]
        records(folder / f"{rng.randrange(3)}.jsonl", *texts)
    elif deed == "rewrite":
        is_rewritten(rng.choice(there))
    elif deed == "grow":
        grows(rng.choice(there))
    elif deed == "remove":
        rng.choice(there).unlink()
    elif deed == "list":
        named = "".join(
            f"{path.name},https://{rng.randrange(3)}.example\n"
            for path in there
            if rng.random() < 1 / 2
        )
        (folder / "files.csv").write_text(f"file,url\n{named}")
    elif deed == "rename":
        rng.choice(there).rename(folder / rng.choice(there).name)
    elif deed == "zip":
        with zipfile.ZipFile(folder / "may.zip", "w") as archive:
            for path in rng.sample(there, k=min(3, len(there))):
                archive.write(path, f"{path.parent.name}-{path.name}")


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_to_files_a_run_that_knows_them_does_what_one_does_that_reads_all(
    desk: Desk, raw: Path, seed: int
) -> None:
    rng = random.Random(seed)
    for number in range(18):
        for _ in range(rng.randrange(4)):
            change_something(raw, rng, number)
        version = "2.0" if number > 12 else VERSION
        by_looks, by_bytes = desk.plan(version=version), desk.plan(version=version, forget=True)
        assert counts(by_looks) == counts(by_bytes)
        assert ids(by_looks) == ids(by_bytes)
        assert by_looks.unreadable == by_bytes.unreadable
        if rng.random() < 2 / 3:
            desk.run(version=version)


def ids(made: Plan) -> list[tuple[str, str, bytes]]:
    return [
        (raw.article_id, raw.content_sha256, raw.payload)
        for batch in made.batches
        for raw in read_spool(batch)
    ]


# ---- whole runs --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A dataset of two pages; a test leaves it as a run does."""
    folder = tmp_path_factory.mktemp("published")
    pages(folder / "raw", "a.txt", "b.txt")
    settings = Settings(
        raw=folder / "raw", processed=folder / "processed", engine="rules", workers=1
    )
    run(settings)
    return settings


def test_a_run_remembers_and_a_rehearsal_does_not(published: Settings, opened: list[str]) -> None:
    opened.clear()
    run(published)
    assert opened == []
    [aside] = published.processed.glob(".*.aside")
    aside.unlink()
    rehearse(published)
    assert sorted(opened) == ["a.txt", "b.txt"]
    assert not aside.exists()
    run(published)
    assert aside.exists()


def test_the_setting_rehash_has_every_file_read(published: Settings, opened: list[str]) -> None:
    opened.clear()
    run(replace(published, rehash=True))
    assert sorted(opened) == ["a.txt", "b.txt"]
    opened.clear()
    run(published)
    assert opened == []


def test_rehash_finds_a_change_that_left_no_trace(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = folder_listing.list_folder(published.raw)
    is_rewritten(published.raw / "a.txt")
    monkeypatch.setattr(raw_folder, "list_folder", lambda _: listed)
    assert run(published).changed == 0
    assert run(replace(published, rehash=True)).changed == 1
    assert run(published).changed == 0


def test_spoilt_memory_costs_time_alone(published: Settings, opened: list[str]) -> None:
    [aside] = published.processed.glob(".*.aside")
    aside.write_bytes(aside.read_bytes()[:-1])
    opened.clear()
    assert run(published).unchanged == 2
    assert sorted(opened) == ["a.txt", "b.txt"]
    opened.clear()
    run(published)
    assert opened == [], "and it is made again"


def test_memory_of_other_readers_is_not_used(
    published: Settings, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_files, "_version", lambda _: "of tomorrow")
    opened.clear()
    assert run(published).unchanged == 2
    assert sorted(opened) == ["a.txt", "b.txt"]


def test_what_is_aside_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    assert store.read_aside(tmp_path, "x", made_for="us") is None
    store.write_aside(tmp_path, "x", b"one\ntwo", made_for="us")
    assert store.read_aside(tmp_path, "x", made_for="us") == b"one\ntwo"
    assert store.read_aside(tmp_path, "x", made_for="them") is None
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    for place in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        path.write_bytes(spoilt)
        assert store.read_aside(tmp_path, "x", made_for="us") is None


def test_payload_is_small_and_plain(desk: Desk, raw: Path) -> None:
    pages(raw, "a.txt")
    made = desk.run()
    assert made.remember is not None
    rows = pl.read_ipc(io.BytesIO(made.remember))
    assert rows["source_path"].to_list() == ["a.txt"]
    assert desk.run().remember is None
