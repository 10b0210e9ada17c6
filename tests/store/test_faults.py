"""What goes wrong around a commit: kills, full disks, rivals, readers, raw files that go away."""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.catalog import run_checks
from flows.runs import Job, raw_folder, workers
from flows.runs.extract import extract_batch
from flows.settings import Settings
from flows.sources import Listing, list_folder
from flows.store import lock, pointer, store
from flows.store.store import StoreSettings
from tests.conftest import ROOT, run
from tests.support import faults
from tests.support.factory import stage
from tests.support.processes import descendants_of, ends

ARTICLES = 4
KEEP_TWO = StoreSettings(keep_versions=2, keep_days=0)
"""So that every commit also removes a version, and can be killed while it does."""
MANY = 100
"""Pages that two workers need a second or more for."""
FULL = (OSError, duckdb.Error, pl.exceptions.PolarsError)


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def first_version(processed: Path, scratch: Path) -> None:
    docs = [faults.document(number, 1) for number in range(ARTICLES)]
    faults.commit(processed, [stage(scratch, docs)])


def pending(scratch: Path, revision: int) -> Path:
    """A batch that changes two documents of one month and adds none."""
    return stage(scratch, [faults.document(number, revision) for number in (1, 1 + faults.MONTHS)])


# ---- kill -9 -----------------------------------------------------------------------------------


def kill_everywhere(folder: Path, at: str, *, file_system: faults.StandIn = faults.local) -> int:
    """Kill an update at its first moment, recover, at the second, …, until one comes through.

    The run after a kill does what a run does: what is still pending, which may be nothing.
    """
    processed = folder / "processed"
    readers = 2 if file_system is faults.local else 1
    first_version(processed, folder / "first")
    for fatal in itertools.count(1):
        before = faults.revision_sum(processed)
        staged = [pending(folder / f"staged-{fatal}", fatal + 1)]
        died = faults.dies(processed, staged, day=fatal, settings=KEEP_TWO, at=at, fatal=fatal,
                           file_system=file_system)  # fmt: skip
        after = ARTICLES - 2 + 2 * (fatal + 1)
        found = faults.revision_sum(processed)
        assert found in (before, after), f"killed at {at} {fatal}"
        assert faults.damage(processed, readers) == [], f"killed at {at} {fatal}"
        faults.commit(processed, staged if found == before else [], day=fatal, settings=KEEP_TWO)
        assert faults.revision_sum(processed) == after, f"killed at {at} {fatal}"
        assert faults.public_sum(processed) == after, f"killed at {at} {fatal}"
        assert faults.leftovers(processed) == [], f"killed at {at} {fatal}"
        if not died:
            return fatal
    raise AssertionError("unreachable")


def kill_the_first_commit_everywhere(folder: Path, at: str) -> int:
    """As ``kill_everywhere``, where there is no dataset yet."""
    staged = [
        stage(
            folder / "staged", [faults.document(number * faults.MONTHS, 1) for number in range(3)]
        )
    ]
    for fatal in itertools.count(1):
        processed = folder / f"processed-{fatal}"
        died = faults.dies(processed, staged, day=1, settings=KEEP_TWO, at=at, fatal=fatal)
        found = faults.revision_sum(processed)
        assert found in (None, 3), f"killed at {at} {fatal}"
        assert faults.damage(processed) == [], f"killed at {at} {fatal}"
        faults.commit(processed, staged if found is None else [])
        assert faults.damage(processed) == [], f"killed at {at} {fatal}"
        assert faults.revision_sum(processed) == 3
        assert faults.leftovers(processed) == [], f"killed at {at} {fatal}"
        if not died:
            return fatal
    raise AssertionError("unreachable")


def test_a_commit_killed_after_any_step_leaves_one_complete_version(tmp_path: Path) -> None:
    assert kill_everywhere(tmp_path, "step") > 12, "there are more steps than that"
    docs = [faults.document(number, 99) for number in range(ARTICLES)]
    made = faults.commit(tmp_path / "processed", [stage(tmp_path / "last", docs)],
                         full_catalog=True)  # fmt: skip
    assert run_checks(made.path) == []


@pytest.mark.proof
def test_a_first_commit_killed_after_any_step_leaves_a_version_or_none(tmp_path: Path) -> None:
    assert kill_the_first_commit_everywhere(tmp_path, "step") > 12


@pytest.mark.proof
def test_a_commit_killed_before_any_change_to_a_file_leaves_one_complete_version(
    tmp_path: Path,
) -> None:
    assert kill_everywhere(tmp_path, "change") > 40, "there are more changes than that"


@pytest.mark.proof
def test_a_commit_killed_anywhere_where_links_are_refused_leaves_one_complete_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.no_links(monkeypatch.setattr)
    assert kill_everywhere(tmp_path, "change", file_system=faults.no_links) > 40


@pytest.mark.proof
def test_a_first_commit_killed_before_any_change_to_a_file_leaves_a_version_or_none(
    tmp_path: Path,
) -> None:
    assert kill_the_first_commit_everywhere(tmp_path, "change") > 40


def kill_at_random(folder: Path, kills: int, longest: float) -> int:
    """Kill a writer in a loop at random moments; how many commits it had acknowledged."""
    processed, chosen, commits = folder / "processed", random.Random(3), 0
    for kill in range(1, 1 + kills):
        hears, tells = faults.APART.Pipe(duplex=False)
        first = 1 + 1000 * kill
        arguments = (processed, folder / f"scratch-{kill}", first, ARTICLES, tells)
        writer = faults.APART.Process(target=faults.commit_for_ever, args=arguments)
        writer.start()
        tells.close()
        acknowledged = [hears.recv()]
        time.sleep(chosen.random() * longest)
        writer.kill()
        writer.join()
        try:
            while True:
                acknowledged.append(hears.recv())
        except EOFError:
            pass
        commits += len(acknowledged)
        assert faults.damage(processed) == []
        found = faults.revision_sum(processed)
        last = acknowledged[-1]
        assert found in (ARTICLES * last, ARTICLES * (last + 1)), "an acknowledged commit is lost"
    return commits


@pytest.mark.proof
def test_a_writer_killed_at_many_random_moments_loses_no_acknowledged_commit(
    tmp_path: Path,
) -> None:
    assert kill_at_random(tmp_path, kills=60, longest=1.5) >= 60


def test_public_names_are_there_once_the_first_version_is(
    tmp_path: Path, processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(link: Path, target: str) -> None:
        replace_link(link, target)
        if link.name == "current":
            raise KeyboardInterrupt

    replace_link = pointer._replace_link
    monkeypatch.setattr(pointer, "_replace_link", killed)
    with pytest.raises(KeyboardInterrupt):
        first_version(processed, tmp_path / "first")
    monkeypatch.undo()
    assert faults.public_sum(processed) == ARTICLES
    faults.commit(processed, [])
    assert faults.leftovers(processed) == []


def test_the_pointer_is_never_missing_while_it_moves(
    tmp_path: Path, processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_version(processed, tmp_path / "first")
    led_to = []

    def watched(path: Path, target: Path) -> Path:
        if target == processed / "current":
            led_to.append(target.readlink().name)
        return replace(path, target)

    replace = Path.replace
    monkeypatch.setattr(Path, "replace", watched)
    faults.commit(processed, [pending(tmp_path / "staged", 2)])
    assert led_to == ["000001"]


# ---- a full disk -------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own: 16 MB and 1000 files."""
    folder = tmp_path / "disk"
    try:
        unmount = faults.mount_small(folder, "size=16m,nr_inodes=1000")
    except OSError as error:
        pytest.skip(f"this process may not mount a small file system: {error}")
    yield folder
    unmount()


def fill_bytes(disk: Path, left: int) -> None:
    """Use up the disk but for so many bytes."""
    free = os.statvfs(disk)
    (disk / "ballast" / "0").write_bytes(bytes(max(free.f_bavail * free.f_frsize - left, 0)))


def fill_files(disk: Path, left: int) -> None:
    """Use up the files that the disk can hold but for so many."""
    for number in range(os.statvfs(disk).f_ffree - left):
        (disk / "ballast" / f"{number}").touch()


@pytest.mark.parametrize(
    ("fill", "stride"), [(fill_bytes, 40_000), pytest.param(fill_files, 6, marks=pytest.mark.proof)]
)
def test_a_full_disk_leaves_the_old_version_and_nothing_else(
    tmp_path: Path, small_disk: Path, fill: Callable[[Path, int], None], stride: int
) -> None:
    processed = small_disk / "processed"
    first_version(processed, tmp_path / "first")
    failures = 0
    for revision in itertools.count(2):
        staged = [pending(tmp_path / f"staged-{revision}", revision)]
        before, after = faults.revision_sum(processed), ARTICLES - 2 + 2 * revision
        (small_disk / "ballast").mkdir(exist_ok=True)
        fill(small_disk, (revision - 2) * stride)
        try:
            faults.commit(processed, staged, day=revision, settings=KEEP_TWO)
            break
        except FULL:
            failures += 1
        found = faults.revision_sum(processed)
        assert found in (before, after)
        assert faults.damage(processed) == []
        shutil.rmtree(small_disk / "ballast")
        still = staged if found == before else []
        faults.commit(processed, still, day=revision, settings=KEEP_TWO)
        assert faults.revision_sum(processed) == after
        assert faults.leftovers(processed) == []
    assert failures > 3


def test_a_file_that_may_not_grow_leaves_the_old_version(tmp_path: Path, processed: Path) -> None:
    first_version(processed, tmp_path / "first")
    staged = [pending(tmp_path / "staged", 2)]
    for largest in (0, 500, 4_000):
        limited = faults.exit_code(faults.commit_with_limit, processed, staged, largest)
        assert limited == faults.REFUSED
        assert faults.leftovers(processed) == [], "the writer that failed cleans up, not the next"
        assert faults.revision_sum(processed) == ARTICLES
        assert faults.damage(processed) == []
    faults.commit(processed, staged)
    assert faults.revision_sum(processed) == ARTICLES + 2
    assert faults.leftovers(processed) == []


def test_a_link_refused_for_want_of_space_is_no_reason_to_point_otherwise(
    tmp_path: Path, processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    first_version(processed, tmp_path / "first")
    monkeypatch.setattr(os, "symlink", full)
    with pytest.raises(OSError, match="No space left"):
        faults.commit(processed, [pending(tmp_path / "staged", 2)])
    assert (processed / "current").is_symlink()
    assert faults.revision_sum(processed) == ARTICLES
    assert faults.leftovers(processed) == []


# ---- two writers -------------------------------------------------------------------------------


def test_two_writers_at_once_lose_nothing(tmp_path: Path, processed: Path) -> None:
    writers = [
        faults.APART.Process(
            target=faults.commit_some, args=(processed, tmp_path / f"writer-{first}", numbers)
        )
        for first, numbers in enumerate([range(0, 3), range(3, 6)])
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert faults.revision_sum(processed) == 6
    assert faults.damage(processed) == []
    assert faults.leftovers(processed) == []
    assert len(store.versions(processed)) == 6, "every commit is a version of its own"


def broadsheet(
    settings: Settings, *arguments: str, batch_documents: int = 500
) -> subprocess.Popen[str]:
    """Start a run."""
    folders = ["--raw", str(settings.raw), "--processed", str(settings.processed)]
    command = [sys.executable, "-m", "flows.cli", "run", *folders, *arguments]
    environment = {name: of for name, of in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "BROADSHEET_BATCH_DOCUMENTS": str(batch_documents),
        "PREFECT_HOME": str(settings.processed.parent / "prefect"),
    }
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        start_new_session=True,
    )  # fmt: skip


def write_pages(raw: Path, pages: int) -> None:
    for number in range(pages):
        (raw / f"{number}.txt").write_text(f"Story {number}. " + "It rained, the mayor said. " * 40)


@pytest.mark.proof
def test_of_two_runs_at_once_both_finish_or_one_says_who_is_at_work(settings: Settings) -> None:
    write_pages(settings.raw, 4)
    rivals = [broadsheet(settings, "--direct", "--workers", "1") for _ in range(2)]
    said = [rival.communicate(timeout=120)[1] for rival in rivals]
    for rival, errors in zip(rivals, said, strict=True):
        assert rival.returncode == 0 or (
            rival.returncode == 3 and "another run is at work" in errors
        ), errors
    assert 0 in [rival.returncode for rival in rivals]
    assert store.read_ledger(settings.processed).height == 4
    assert faults.leftovers(settings.processed) == []


def test_a_run_that_meets_another_says_which_process_it_is(settings: Settings) -> None:
    with lock(settings.processed, "run", wait=False):
        rival = broadsheet(settings, "--direct")
        assert f"process {os.getpid()}" in rival.communicate(timeout=120)[1]
    assert rival.returncode == 3


# ---- readers -----------------------------------------------------------------------------------


def assert_consistent(seen: dict[str, faults.Reads]) -> None:
    for name, reads in seen.items():
        assert reads.inconsistent == 0, name
        assert reads.other_errors == {}, name
        assert reads.gone == 0 or "glob" in name, name


def test_readers_see_one_version_while_a_writer_commits(tmp_path: Path) -> None:
    _, seen = faults.readers_during_writes(tmp_path, documents=24, seconds=0, commits=5)
    assert_consistent(seen)
    for name, reads in seen.items():
        assert reads.reads > 0, name
    assert max(len(reads.versions) for reads in seen.values()) > 1, "the reads met the writes"


@pytest.mark.proof
def test_readers_see_one_version_while_a_writer_commits_for_minutes(tmp_path: Path) -> None:
    _, seen = faults.readers_during_writes(tmp_path, documents=600, seconds=120)
    assert_consistent(seen)
    for name, reads in seen.items():
        assert len(reads.versions) > 10, name


# ---- raw files and interrupts ------------------------------------------------------------------


@pytest.mark.proof
def test_a_raw_file_that_vanishes_during_a_run_costs_nothing_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(settings.raw, 3)
    run(settings)
    (settings.raw / "new.txt").write_text("A new story, the mayor said.")
    (settings.raw / "newer.txt").write_text("A newer story, the mayor said.")

    def vanishing(raw: Path) -> Listing:
        listing = list_folder(raw)
        for name in ("2.txt", "new.txt"):
            (raw / name).unlink()
        return listing

    monkeypatch.setattr(raw_folder, "list_folder", vanishing)
    summary = run(settings)
    assert summary.unreadable == ("2.txt", "new.txt")
    assert (summary.rows["articles"], summary.retracted) == (4, 0), "what was known stays for now"
    monkeypatch.undo()
    after = run(settings, allow_retractions=True)
    assert (after.retracted, after.rows["articles"], after.quarantined) == (2, 3, 0)
    assert faults.leftovers(settings.processed) == []


@pytest.mark.proof
def test_a_raw_file_spoilt_after_it_was_read_is_published_as_it_was_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(settings.raw, 3)

    def spoiling(job: Job) -> object:
        (settings.raw / "0.txt").unlink()
        (settings.raw / "1.txt").write_bytes(random.Random(1).randbytes(5000))
        return extract_batch(job)

    monkeypatch.setattr(workers, "extract_batch", spoiling)
    assert run(settings).rows["articles"] == 3
    monkeypatch.undo()
    after = run(settings, allow_retractions=True)
    assert (after.retracted, after.quarantined, after.rows["articles"]) == (1, 1, 1)
    assert store.versions(settings.processed)[0].rows["articles"] == 3, "the old version is kept"


def interruptible(settings: Settings, *arguments: str, starting: bool) -> subprocess.Popen[str]:
    """A run over many small batches after a first version; its workers are starting or at work."""
    write_pages(settings.raw, 1)
    run(settings)
    write_pages(settings.raw, MANY)
    process = broadsheet(settings, "--workers", "2", *arguments, batch_documents=2)
    assert process.stderr is not None
    if starting:
        next(line for line in process.stderr if line.startswith("Extracting"))
        time.sleep(0.4)  # they need longer for their imports
        return process
    extracted = settings.processed / ".staging" / "extracted"
    while not any(extracted.glob("*")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


@pytest.mark.parametrize(
    ("how", "to", "starting"),
    [
        pytest.param("--direct", os.kill, False, marks=pytest.mark.proof),
        ("--direct", os.killpg, True),
        pytest.param("--direct", os.killpg, False, marks=pytest.mark.proof),
        pytest.param(
            "with Prefect", os.killpg, False, marks=[pytest.mark.proof, pytest.mark.prefect]
        ),
    ],
)
def test_an_interrupted_run_leaves_the_old_version_and_exit_code_130(
    settings: Settings, how: str, to: Callable[[int, int], None], starting: bool
) -> None:
    process = interruptible(settings, *([how] if how.startswith("--") else []), starting=starting)
    to(process.pid, signal.SIGINT)  # Ctrl-C reaches every process of the terminal, `kill -INT` one
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "interrupted; the dataset is as it was" in errors
    assert "Traceback" not in errors
    assert "CancelledError" not in errors
    assert store.read_ledger(settings.processed).height == 1
    assert faults.leftovers(settings.processed) == []


@pytest.mark.parametrize(
    ("how", "to"),
    [
        ("--direct", os.kill),
        pytest.param("--direct", os.killpg, marks=pytest.mark.proof),
        pytest.param("with Prefect", os.kill, marks=[pytest.mark.proof, pytest.mark.prefect]),
    ],
)
def test_a_run_that_sigterm_ends_leaves_the_old_version_and_exit_code_143(
    settings: Settings, how: str, to: Callable[[int, int], None]
) -> None:
    process = interruptible(settings, *([how] if how.startswith("--") else []), starting=False)
    family = descendants_of(process.pid)
    assert len(family) >= (2 if how == "--direct" else 4), "two workers; the server on its lifeline"
    to(process.pid, signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 143, errors
    assert all(ends(one, 10) for one in family)
    assert "ended by SIGTERM; the dataset is as it was" in errors
    assert "Traceback" not in errors
    assert store.read_ledger(settings.processed).height == 1
    assert faults.leftovers(settings.processed) == []
    with lock(settings.processed, "run", wait=False):
        pass  # it is free


def test_the_workers_of_a_killed_run_end_and_the_next_run_does_its_work(settings: Settings) -> None:
    process = interruptible(settings, "--direct", starting=False)
    process.kill()
    process.communicate(timeout=60)  # returns once no worker holds the pipe
    assert store.read_ledger(settings.processed).height == 1
    for number in range(3, MANY):
        (settings.raw / f"{number}.txt").unlink()
    assert run(settings).rows["articles"] == 3
    assert faults.leftovers(settings.processed) == []
