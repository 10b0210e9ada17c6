"""The pool of a run: when the run ends early, batches that wait for a worker are not begun."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.runs import BatchCounts, Job, WorkerPool
from flows.runs.supervised import Ended
from flows.runs.workers import PoolClosed
from transforms.text import Issue

BATCHES = 20


class Stuck:
    """Stands in for a worker process: busy with its first batch until it is killed."""

    made = 0

    def __init__(self) -> None:
        Stuck.made += 1
        self._is_killed = False

    def extract(
        self, _job: Job, _first: int, _refused: Mapping[int, Issue]
    ) -> Iterator[BatchCounts]:
        """As ``Worker.extract``, without a result."""
        yield from ()
        while not self._is_killed:
            time.sleep(0.01)
        raise Ended(0, None, -9)

    def kill(self) -> None:
        """As ``Worker.kill``; whoever waits hears it."""
        self._is_killed = True

    end = kill


def job_in(folder: Path, number: int) -> Job:
    return Job(folder / f"{number}.jsonl", folder / str(number), "rules", "0")


def test_batches_that_wait_when_the_pool_is_closed_are_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.runs.workers.Worker", Stuck)
    monkeypatch.setattr(Stuck, "made", 0)
    with ThreadPoolExecutor(BATCHES) as threads, WorkerPool(2) as pool:
        asked = [threads.submit(pool.extract, job_in(tmp_path, n)) for n in range(BATCHES)]
        while Stuck.made < 2:
            time.sleep(0.01)
        pool.close()
        assert all(isinstance(one.exception(timeout=5), PoolClosed) for one in asked)
    assert Stuck.made == 2


def test_a_closed_pool_extracts_nothing_in_this_process_either(tmp_path: Path) -> None:
    with WorkerPool(1) as pool:
        pass
    with pytest.raises(PoolClosed):
        pool.extract(job_in(tmp_path, 0))
