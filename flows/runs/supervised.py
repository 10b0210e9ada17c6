"""Supervised: one worker process, and what its supervisor hears of it and sees of it.

The worker says which document it begins; the supervisor looks at what the process costs and ends it
when a document is over its budget.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection

from flows.runs.budget import usage_of
from flows.runs.extract import BatchCounts, Job, extract_parts, rows_of
from flows.runs.signals import uninterruptible_children
from transforms.documents import RawDocument
from transforms.text import Issue

_LOOK = 0.1  # seconds between two looks at a worker
_WARM_UP = b"The first text loads the models, she said on Monday."


class Ended(Exception):
    """The worker process is gone.

    place: of the document in the batch that it was reading; None before the first.
    issue: why the supervisor ended it; None if it ended otherwise.
    exit:  the exit code, negative for the number of a signal.
    """

    def __init__(self, place: int | None, issue: Issue | None, exit_code: int | None) -> None:
        super().__init__(f"exit code {exit_code} at document {place}")
        self.place, self.issue, self.exit_code = place, issue, exit_code


@dataclass(frozen=True, slots=True)
class _Order:
    """What a worker is to do: a batch from a document on; see ``extract_parts``."""

    job: Job
    first: int
    refused: Mapping[int, Issue]


class Worker:
    """A process that extracts batches, one at a time."""

    def __init__(self) -> None:
        # Spawned, not forked, because Polars can hang after a fork.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        # When it starts, it lets through the signals that the next line holds back.
        resource_tracker.ensure_running()
        with uninterruptible_children():
            self._process.start()
        theirs.close()

    def kill(self) -> None:
        """End the process at once; whoever waits for its batch hears that."""
        self._process.kill()

    def end(self) -> None:
        """End the process at once and forget it."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def extract(self, job: Job, first: int, refused: Mapping[int, Issue]) -> Iterator[BatchCounts]:
        """The counts of each part as soon as it is staged.

        Raises:
            Ended: the process is gone; whatever it has not yielded is to be done again.
            OSError: as ``extract_parts``.
        """
        place: int | None = None
        try:
            self._connection.send(_Order(job, first, refused))
            before = usage_of(self._pid)
            while True:
                while not self._connection.poll(_LOOK):
                    if place is not None and (
                        issue := job.budget.overrun(before, usage_of(self._pid))
                    ):
                        self.end()
                        raise Ended(place, issue, None)
                match self._connection.recv():
                    case int() as place:
                        before = usage_of(self._pid)
                    case BatchCounts() as part:
                        place = None
                        yield part
                    case BaseException() as error:
                        raise error
                    case None:
                        return
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.end()
            raise Ended(place, None, self._process.exitcode) from error

    @property
    def _pid(self) -> int:
        return self._process.pid or 0


def _serve(connection: Connection) -> None:
    """The worker's side: batches until the run closes the pipe."""
    threading.Thread(target=_exit_after_the_run, daemon=True).start()
    is_warm = False
    while True:
        try:
            order: _Order = connection.recv()
        except EOFError:
            return
        try:
            if not is_warm:  # so that no document pays for the loading of the models
                rows_of(_warm_up(), order.job.engine, order.job.extractor_version)
                is_warm = True
            for part in extract_parts(
                order.job, first=order.first, refused=order.refused, entering=connection.send
            ):
                connection.send(part)
            connection.send(None)
        except Exception as error:  # what it is, the run's own process decides
            connection.send(_sendable(error))


def _sendable(error: Exception) -> Exception:
    """The error as one that can be sent, with where it was raised.

    The machine's faults stay what they are, because the batch is then tried again.
    """
    sent: Exception = RuntimeError(f"{type(error).__name__}: {error}")
    if isinstance(error, OSError) and error.errno is not None:
        sent = OSError(error.errno, error.strerror)
    sent.add_note("".join(traceback.format_exception(error)))
    return sent


def _warm_up() -> RawDocument:
    return RawDocument("warm-up", "warm-up.txt", None, "", "page", _WARM_UP)


def _exit_after_the_run() -> None:
    """End this worker when its run is killed.

    Otherwise it could still write into the folders of a batch, which the next run uses again.
    """
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)
