"""What one document may cost: whoever is over it goes into quarantine, and nothing else is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.runs import extract, supervised
from flows.runs.budget import Budget, Usage, usage_of
from flows.runs.workers import WorkerDied
from flows.settings import Settings
from tests.conftest import published_files, run

SHOWS_USAGE = Path("/proc/self/stat").exists()
SLOW = "Minister Ann Lee said on Monday that 40 of the 90 pumps had failed.\n\n" * 4_000
QUICK = "It rained on Monday, mayor Bo Roe said. The river rose by {} metres.\n"


def issues(settings: Settings) -> dict[str, str]:
    """Source path to code of what is in quarantine."""
    found = pl.read_parquet(f"{settings.processed}/issues/**/*.parquet").filter(severity="error")
    return dict(found.select("source_path", "code").iter_rows())


def with_quick_pages(settings: Settings, count: int = 6) -> None:
    for number in range(count):
        (settings.raw / f"{number}.txt").write_text(QUICK.format(number + 2))


def data_files(settings: Settings) -> dict[str, bytes]:
    """The files of the tables for readers."""
    files = published_files(settings.processed)
    return {path: content for path, content in files.items() if not path.startswith("_")}


def test_a_document_over_its_budget_is_quarantined_and_nothing_else_is_lost(
    settings: Settings,
) -> None:
    with_quick_pages(settings)
    alone = replace(settings, processed=settings.processed.with_name("alone"))
    run(alone)
    (settings.raw / "3-slow.txt").write_text(SLOW)
    limited = replace(settings, document_seconds=0.3)
    assert run(limited).rows["articles"] == 6
    assert issues(limited) == {"3-slow.txt": "too_slow"}
    assert not run(limited).is_new, "the same budget gives the same answer"
    without = {p: rows for p, rows in data_files(limited).items() if not p.startswith("issues")}
    assert without == {p: rows for p, rows in data_files(alone).items() if p in without}


@pytest.mark.skipif(not SHOWS_USAGE, reason="the system shows no memory of a process")
def test_a_document_that_takes_too_much_memory_is_read_again_with_another_budget(
    settings: Settings,
) -> None:
    (settings.raw / "large.txt").write_text(SLOW[:60_000])
    run(replace(settings, document_memory=2 << 20))
    assert issues(settings) == {"large.txt": "too_much_memory"}
    after = run(settings)
    assert (after.reread, after.quarantined) == (1, 0)


@pytest.mark.parametrize(
    ("budget", "now", "code"),
    [
        (Budget(2, 0), Usage(3, 900, 0), None),
        (Budget(2, 0), Usage(3.1, 3, 0), "too_slow"),
        (Budget(2, 0), Usage(1, 22, 0), "too_slow"),
        (Budget(0, 5), Usage(900, 900, 5), None),
        (Budget(0, 5), Usage(1, 1, 6), "too_much_memory"),
        (Budget(0, 0), Usage(1e9, 1e9, 1 << 60), None),
    ],
)
def test_a_document_is_over_its_budget_by_what_its_process_used_since_it_began(
    budget: Budget, now: Usage, code: str | None
) -> None:
    before = Usage(1, 1 if now.clock < 900 else 895, 0)
    issue = budget.overrun(before, now)
    assert (issue.code if issue else None) == code


@pytest.mark.skipif(not SHOWS_USAGE, reason="the system shows no usage of a process")
def test_what_a_process_used_is_read_from_outside() -> None:
    before = usage_of(os.getpid())
    begin = time.process_time()
    while time.process_time() - begin < 0.3:
        pass
    held = bytearray(64 << 20)
    after = usage_of(os.getpid())
    assert 0.2 < after.processor - before.processor < 2
    assert after.memory - before.memory > len(held) // 2


class Reported(supervised.Worker):
    """A worker that is killed while it reads a certain document, as by the system.

    victim: its place in the batch; ``most`` of its ``deaths`` happen.
    """

    victim = 2
    deaths = 0
    most = 99

    def extract(self, *args: object) -> Iterator[extract.BatchCounts]:
        """As ``Worker.extract``, with a spy on what the process says."""
        worker = self

        class Spying:
            def __init__(self) -> None:
                self.real = worker._connection

            def recv(self) -> object:
                got = self.real.recv()
                if got == Reported.victim and Reported.deaths < Reported.most:
                    Reported.deaths += 1
                    worker._process.kill()
                    worker._process.join()
                return got

            def __getattr__(self, name: str) -> object:
                return getattr(self.real, name)

        if not isinstance(self._connection, Spying):
            self._connection = Spying()  # type: ignore[assignment]  # stands for a connection
        return super().extract(*args)  # type: ignore[arg-type]  # passed on as they came


@pytest.mark.parametrize(
    ("deaths", "quarantined"), [(1, {}), (99, {"2.txt": "worker_ended"})], ids=["once", "always"]
)
def test_a_document_that_ends_its_process_twice_is_at_fault(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    deaths: int,
    quarantined: dict[str, str],
) -> None:
    with_quick_pages(settings)
    monkeypatch.setattr("flows.runs.workers.Worker", Reported)
    monkeypatch.setattr(Reported, "most", deaths)
    monkeypatch.setattr(Reported, "deaths", 0)
    summary = run(replace(settings, document_seconds=60.0))
    assert summary.rows["articles"] + summary.quarantined == 6
    assert issues(settings) == quarantined


def test_processes_that_end_before_any_document_are_the_machines_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ending(supervised.Worker):
        def __init__(self) -> None:
            super().__init__()
            self.kill()

    with_quick_pages(settings, 1)
    monkeypatch.setattr("flows.runs.workers.Worker", Ending)
    with pytest.raises(WorkerDied, match="if memory is short"):
        run(replace(settings, document_seconds=60.0))
    assert not (settings.processed / "current").exists()


def test_parts_of_a_batch_give_the_rows_of_the_whole(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_quick_pages(settings)
    run(settings)
    parted = replace(settings, processed=settings.processed.with_name("parted"))
    monkeypatch.setattr("flows.runs.workers.extract_batch", in_parts)
    run(parted)
    assert published_files(parted.processed) == published_files(settings.processed)


def in_parts(job: extract.Job) -> extract.BatchCounts:
    """The batch in parts of one document each, tried twice."""
    for _ in range(2):
        extract.clear_parts(job)
        parts = list(extract.extract_parts(job, part_seconds=0))
    assert [part.documents for part in parts] == [1] * 6
    return extract.sum_up(job, parts)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OSError(28, "No space left on device"), OSError, "No space left"),
        (OSError("odd"), RuntimeError, "OSError: odd"),
        (ValueError("a defect"), RuntimeError, "ValueError: a defect"),
    ],
)
def test_an_error_of_a_worker_arrives_as_the_machines_fault_or_as_a_defect(
    error: Exception, kind: type[Exception], said: str
) -> None:
    sent = supervised._sendable(error)
    assert type(sent) is kind
    assert said in str(sent)
