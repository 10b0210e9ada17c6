"""Workers: the processes that extract, shared by the tasks of one run.

Each is watched: a document that is over its budget, or that ends its process twice, is quarantined,
and the batch goes on behind it in another process.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

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
    """The run was interrupted while a batch was extracted."""


MACHINE_FAULTS = (WorkerDied, OSError)


class WorkerPool:
    """Extracts batches in ``size`` processes.

    With one, and for documents that may cost any amount, it works in the calling thread, one batch
    at a time: nobody need watch.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(size)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closings = 0

    def extract(self, job: Job) -> BatchCounts:
        """Extract one batch, waiting for it; safe to call from several threads.

        Raises:
            WorkerDied: processes were killed; the batch can be tried again.
            OSError: the machine's fault; the batch can be tried again.
            PoolClosed: the pool was closed meanwhile.
        """
        with self._turns:
            clear_parts(job)
            if self._size == 1 and not job.budget:
                return extract_batch(job)
            return self._supervise(job)

    def close(self) -> None:
        """End the processes, at work or not; the pool can be used again."""
        with self._lock:
            self._closings += 1
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.kill()
        for worker in idle:
            worker.end()

    def _supervise(self, job: Job) -> BatchCounts:
        parts: list[BatchCounts] = []
        refused: dict[int, Issue] = {}
        deaths: Counter[int | None] = Counter()
        closings = self._closings
        while True:
            worker = self._take()
            try:
                for part in worker.extract(job, sum(one.documents for one in parts), refused):
                    parts.append(part)
            except Ended as ended:
                self._busy.discard(worker)
                if self._closings != closings:
                    raise PoolClosed(f"{job.batch.name} was not finished") from ended
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

    def _take(self) -> Worker:
        with self._lock:
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


@cache
def pool_of(size: int) -> WorkerPool:
    """The pool of this process with ``size`` workers; made on first use, on any machine."""
    return WorkerPool(size)


def extract_directly(size: int) -> Extract:
    """Extraction without Prefect: the same batches in the same pool, tried as often."""

    def extract_all(jobs: list[Job], done: Callable[[BatchCounts], None]) -> list[BatchCounts]:
        pool = pool_of(size)
        try:
            with ThreadPoolExecutor(size) as threads:
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
        finally:
            pool.close()

    return extract_all


def _persistently(pool: WorkerPool, job: Job) -> BatchCounts:
    for attempt in range(1, TRIES + 1):
        try:
            return pool.extract(job)
        except MACHINE_FAULTS:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")
