"""Endings: a command that is asked to end does so in order, as after Ctrl-C.

A shell, cron, a container and systemd end a command by SIGTERM. Left to itself, Python would be
gone at once, without a word and with the run's unfinished files left behind.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flows.errors import INTERRUPTED, TERMINATED


@dataclass(slots=True)
class Ending:
    """How a command was asked to end, if it was.

    code: the exit code that says so.
    """

    code: int = INTERRUPTED


@contextmanager
def terminable() -> Iterator[Ending]:
    """Within it, SIGTERM raises KeyboardInterrupt once, unless a command reacts in its own way."""
    ending = Ending()
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield ending
        return

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is being tidied up is not interrupted
        ending.code = TERMINATED
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield ending
    finally:
        signal.signal(signal.SIGTERM, before)


def leave_to_prefect() -> None:
    """Let SIGTERM do what it does without us: Prefect reacts to it around a flow, and passes it on.

    The process then ends by the signal, and the next run removes what this one left.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
