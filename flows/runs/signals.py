"""Signals: child processes that ignore Ctrl-C, which a terminal sends to all processes at once.

The run alone reacts to Ctrl-C, and ends its children in order. A worker that died first would look
like a fault; a Prefect server that ended first would keep the run waiting for minutes.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterruptible_children() -> Iterator[None]:
    """Processes that this thread starts in the context ignore Ctrl-C; the thread gets it later."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
