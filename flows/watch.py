"""Watch: runs the pipeline when files have arrived in the raw folder, one run after another.

The folder is asked every few seconds and not the operating system, because that says nothing of a
network folder. A run begins when nothing has changed for a while, so that a file that is being
written is not read, or when it has gone on changing for long.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from flows import store
from flows.errors import is_defect, message_of
from flows.settings import Settings
from flows.sources import raw_files
from flows.terminal import Terminal, run_directly

EVERY = 2.0
"""Seconds between two looks, at least."""
SETTLE = 5.0
"""Seconds without a change before a run."""
_LONGEST = 12
"""How many times as long changes may go on."""
_TRY_AGAIN = 300.0
"""Seconds after which a run that failed is tried again if nothing changes."""
_SHARE = 0.1
"""Of the time, at most, that is spent with looking: a folder of many files is asked more rarely."""

Look: TypeAlias = frozenset[tuple[str, int, int]]
"""Path, bytes and time of change of every file."""


class Quiet:
    """Says when to run: first at once, then when what is seen has changed and has settled."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._read: Look | None = None
        self._last: Look | None = None
        self._still_since = self._changing_since = self._again = float("inf")

    def asks_for_a_run(self, seen: Look, now: float) -> bool:
        """Whether a run is due at ``now``, in seconds of any clock."""
        if seen != self._last:
            self._last, self._still_since = seen, now
            if seen != self._read and self._changing_since == float("inf"):
                self._changing_since = now
        if seen == self._read:
            self._changing_since = float("inf")
            return now >= self._again
        is_first = self._read is None
        is_still = now - self._still_since >= self._settle
        is_long = now - self._changing_since >= _LONGEST * self._settle
        return is_first or is_still or is_long

    def ran(self, seen: Look, *, well: bool, now: float) -> None:
        """A run has ended that began after ``seen``; one that failed is tried again later."""
        self._read, self._last, self._still_since = seen, seen, now
        self._changing_since = float("inf")
        self._again = float("inf") if well else now + _TRY_AGAIN


def watch(
    settings: Settings,
    terminal: Terminal,
    *,
    settle: float = SETTLE,
    allow_retractions: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Run at once, then whenever raw files or the curation have changed, until ended by a signal.

    SIGTERM ends it with exit code 0; what it interrupts leaves the dataset as it was. A run that
    fails is said, and tried again after the next change or after five minutes.

    Raises:
        store.Locked: another process watches for this dataset.
        KeyboardInterrupt: it was interrupted.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    quiet = Quiet(settle)
    with store.lock(settings.processed, "watch", wait=False):
        terminal.say(f"Watching {settings.raw}")
        while True:
            begun = time.monotonic()
            seen = look(settings)
            if quiet.asks_for_a_run(seen, time.monotonic()):
                well = _run(settings, terminal, allow_retractions=allow_retractions)
                quiet.ran(seen, well=well, now=time.monotonic())
                continue
            sleep(max(EVERY, (time.monotonic() - begun) / _SHARE))


def _run(settings: Settings, terminal: Terminal, *, allow_retractions: bool) -> bool:
    """Run, and say it if that fails; whether it went well. A defect is raised."""
    try:
        run_directly(settings, allow_retractions=allow_retractions, terminal=terminal)
    except Exception as error:
        if is_defect(error):
            raise
        terminal.fail(f"error: {message_of(error)}")
        return False
    return True


def look(settings: Settings) -> Look:
    """Every file of the raw folder and of the curation, as it is now."""
    return frozenset(_stats(settings.raw)) | frozenset(_stats(settings.curation))


def _stats(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in raw_files(folder) if folder.is_dir() else ():
        try:
            found = path.stat()
        except OSError:
            continue  # it is gone again, or may not be looked at
        yield str(path), found.st_size, found.st_mtime_ns
