"""Deaf: child processes that do not hear Ctrl-C, which a terminal sends to all of them at once.

The run hears it and ends them in order; a worker that died first would look like a fault, and a
Prefect server that went first would leave the run waiting for it for minutes.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started by this thread here do not hear Ctrl-C; the thread hears it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
