"""Workers: the process pool that extracts, shared by the tasks of one run.

Processes are spawned, not forked, because Polars can hang after a fork. A pool whose worker died is
replaced, so that a retry gets a live pool.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from flows.errors import UserError
from flows.runs.extract import BatchCounts, Job, extract_batch
from flows.runs.pipeline import Extract
from flows.runs.signals import uninterruptible_children

TRIES = 3
"""How often a batch is tried when the machine, not the batch, is at fault."""


class WorkerDied(UserError):
    """A worker process was killed, most often because memory ran out."""


MACHINE_FAULTS = (WorkerDied, OSError)


class WorkerPool:
    """Extracts batches in ``size`` processes; with one, in the calling thread, one at a time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def extract(self, job: Job) -> BatchCounts:
        """Extract one batch, waiting for it; safe to call from several threads.

        Raises:
            WorkerDied: the process was killed; the batch can be tried again.
        """
        if self._size == 1:
            with self._lock:
                return extract_batch(job)
        executor = self._living()
        try:
            with uninterruptible_children():
                extracted = executor.submit(extract_batch, job)
            return extracted.result()
        except BrokenProcessPool as error:
            with self._lock:
                if self._executor is executor:
                    self._executor = None
            raise WorkerDied(
                f"a worker process died while it extracted {job.batch.name}; if memory is short,"
                " lower `workers` or `batch_bytes`"
            ) from error

    def close(self) -> None:
        """End the processes; the pool can be used again."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def _living(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._executor is None:
                context = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(
                    self._size, mp_context=context, initializer=_end_with_the_run
                )
            return self._executor


def _end_with_the_run() -> None:
    """Have this worker end when its run is killed.

    Otherwise it would wait for batches for ever, and could still write into the folders of a batch,
    which the next run uses again.
    """
    threading.Thread(target=_exit_after_the_run, daemon=True).start()


def _exit_after_the_run() -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)


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
                for one in threads.map(lambda job: _persistently(pool, job), jobs):
                    counts.append(one)
                    done(one)
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
