"""Workers: the process pool that extracts, shared by the tasks of one run.

Processes are spawned, not forked: Polars after a fork can hang. A pool whose worker died is
replaced, so that trying a batch again meets a living one.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from flows.extract import BatchCounts, extract_batch
from flows.plan import Plan

TRIES = 3
"""How often a batch is tried when a worker process dies under it."""


class WorkerDied(Exception):
    """A worker process was killed, most often for want of memory."""


class WorkerPool:
    """Extracts batches in ``size`` processes; with one, in the caller's own thread."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def extract(self, batch: Path, staged: Path) -> BatchCounts:
        """Extract one batch, waiting for it; safe to call from several threads.

        Raises:
            WorkerDied: the process was killed; the batch can be tried again.
        """
        if self._size == 1:
            return extract_batch(batch, staged)
        executor = self._living()
        try:
            return executor.submit(extract_batch, batch, staged).result()
        except BrokenProcessPool as error:
            with self._lock:
                if self._executor is executor:
                    self._executor = None
            raise WorkerDied(
                f"a worker process died while it extracted {batch.name}; if memory is short,"
                " lower `workers` or `batch_bytes`"
            ) from error

    def _living(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._executor is None:
                context = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(self._size, mp_context=context)
            return self._executor
