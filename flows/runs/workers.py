"""Workers: the processes that extract, shared by the tasks of one run and ended with it.

Each is watched: a document that is over its budget, or that ends its process twice, is quarantined,
and the batch goes on behind it in another process.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from flows.errors import UserError
from flows.runs.budget import refusal
from flows.runs.extract import BatchCounts, Job, clear_parts, extract_batch, sum_up
from flows.runs.pipeline import Extract
from flows.runs.supervised import Ended, Worker
from transforms.text import Issue

TRIES = 3
"""How often a batch is tried when the machine, not the batch, is at fault."""

_DEATHS_OF_DOCUMENT, _DEATHS_OF_BATCH = 2, 10
"""Processes that may end unasked: from the first on the document is at fault, then the machine."""


class WorkerDied(UserError):
    """A worker process was killed, most often because memory ran out."""


class PoolClosed(Exception):
    """The run ended early, so that this batch was not finished or not begun."""


MACHINE_FAULTS = (WorkerDied, OSError)


class WorkerPool:
    """Extracts batches in ``size`` processes.

    With one, and for documents that may cost any amount, it works in the calling thread, one batch
    at a time: nobody need watch. A pool is one run's. It stays closed once it is closed, because
    the batches that wait for a turn would otherwise be extracted for a run that is over, and the
    run would not end before they are.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(size)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def extract(self, job: Job) -> BatchCounts:
        """Extract one batch, waiting for it; safe to call from several threads.

        Raises:
            WorkerDied: processes were killed; the batch can be tried again.
            OSError: the machine's fault; the batch can be tried again.
            PoolClosed: the pool is closed, or was closed meanwhile.
        """
        with self._turns:
            self._refuse_if_closed(job)
            clear_parts(job)
            if self._size == 1 and not job.budget:
                return extract_batch(job)
            return self._supervise(job)

    def close(self) -> None:
        """End the processes, at work or not, and begin no other batch."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.kill()
        for worker in idle:
            worker.end()

    def _supervise(self, job: Job) -> BatchCounts:
        parts: list[BatchCounts] = []
        refused: dict[int, Issue] = {}
        deaths: Counter[int | None] = Counter()
        while True:
            worker = self._take(job)
            try:
                for part in worker.extract(job, sum(one.documents for one in parts), refused):
                    parts.append(part)
            except Ended as ended:
                self._busy.discard(worker)
                self._refuse_if_closed(job)
                _blame(job, ended, refused, deaths)
            except BaseException:
                self._busy.discard(worker)
                worker.end()
                raise
            else:
                with self._lock:
                    self._busy.discard(worker)
                    self._idle.append(worker)
                return sum_up(job, parts)

    def _refuse_if_closed(self, job: Job) -> None:
        if self._is_closed:
            raise PoolClosed(f"{job.batch.name} was not finished: the run has ended")

    def _take(self, job: Job) -> Worker:
        with self._lock:
            self._refuse_if_closed(job)
            worker = self._idle.pop() if self._idle else Worker()
            self._busy.add(worker)
            return worker


def _blame(job: Job, ended: Ended, refused: dict[int, Issue], deaths: Counter[int | None]) -> None:
    """Refuse the document at which a process ended, if it is at fault.

    Raises:
        WorkerDied: the machine is.
    """
    if ended.issue is not None and ended.place is not None:
        refused[ended.place] = ended.issue
        return
    deaths[ended.place] += 1
    if ended.place is None or deaths.total() >= _DEATHS_OF_BATCH:
        raise WorkerDied(
            f"a worker process died while it extracted {job.batch.name}; if memory is short,"
            " lower `workers` or `batch_bytes`"
        ) from ended
    if deaths[ended.place] >= _DEATHS_OF_DOCUMENT:
        detail = f"reading it ended the worker process, twice (exit code {ended.exit_code})"
        refused[ended.place] = refusal("worker_ended", detail)


def extract_directly(size: int) -> Extract:
    """Extraction without Prefect: the same batches in the same pool, tried as often."""

    def extract_all(jobs: list[Job], done: Callable[[BatchCounts], None]) -> list[BatchCounts]:
        with WorkerPool(size) as pool, ThreadPoolExecutor(size) as threads:
            counts = []
            try:
                for one in threads.map(lambda job: _persistently(pool, job), jobs):
                    counts.append(one)
                    done(one)
            except BaseException:  # an interrupted run does not wait for its batches
                threads.shutdown(wait=False, cancel_futures=True)
                pool.close()
                raise
            return counts

    return extract_all


def _persistently(pool: WorkerPool, job: Job) -> BatchCounts:
    for attempt in range(1, TRIES + 1):
        try:
            return pool.extract(job)
        except MACHINE_FAULTS:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")
