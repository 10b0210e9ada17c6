"""Budget: what one document may cost, and what a process has cost so far.

A page that somebody made to hold a reader up must not hold up the others. What it costs is measured
from outside the process, because a parser that hangs does not come back to look at a clock.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from flows.settings import Settings
from transforms.text import Issue

_MIB = 1 << 20
_WAITING = 10
"""Times the budget's seconds by the clock after which a document that only waits is over it too."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process has used.

    processor: seconds; the clock's where the system does not show a process's own.
    clock:     seconds since some moment.
    memory:    bytes that are in main memory; 0 where the system does not show them.
    """

    processor: float
    clock: float
    memory: int


@dataclass(frozen=True, slots=True)
class Budget:
    """What one document may cost; 0 means any amount.

    seconds: of processor time.
    memory:  bytes by which its process may grow.
    """

    seconds: float
    memory: int

    def __bool__(self) -> bool:
        return bool(self.seconds or self.memory)

    def version(self, extractor_version: str) -> str:
        """The version in the ledger of a document that was refused: with another budget it is due.

        >>> Budget(20, 1 << 30).version("7+fast")
        '7+fast within 20 s and 1024 MiB'
        """
        return f"{extractor_version} within {self.seconds:g} s and {self.memory // _MIB} MiB"

    def overrun(self, before: Usage, now: Usage) -> Issue | None:
        """Why a document is refused for what it cost between two moments; None if it is not.

        >>> Budget(2, 0).overrun(Usage(1, 1, 0), Usage(4, 4, 0)).code
        'too_slow'
        """
        if self.seconds and (
            now.processor - before.processor > self.seconds
            or now.clock - before.clock > self.seconds * _WAITING
        ):
            return refusal(
                "too_slow",
                f"reading it took more than {self.seconds:g} s (setting document_seconds)",
            )
        if self.memory and now.memory - before.memory > self.memory:
            mib = self.memory // _MIB
            return refusal(
                "too_much_memory",
                f"reading it took more than {mib} MiB of memory (setting document_memory)",
            )
        return None


NO_BUDGET = Budget(0, 0)


def budget_of(settings: Settings) -> Budget:
    """The budget that the settings give a document."""
    return Budget(settings.document_seconds, settings.document_memory)


def refusal(code: str, detail: str) -> Issue:
    """The issue of a document that is quarantined unread because of what it did to a worker."""
    return Issue("annotate", "error", code, detail)


def usage_of(pid: int) -> Usage:
    """What a process of this machine has used; a process that has ended has used nothing."""
    clock = time.monotonic()
    folder = Path("/proc") / str(pid)
    try:
        # the name, in brackets, may hold blanks; user and system time are 12th and 13th behind it
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        pages = int((folder / "statm").read_text().split()[1])
    except (OSError, IndexError):
        return Usage(clock, clock, 0)
    ticks = int(fields[11]) + int(fields[12])
    return Usage(ticks / os.sysconf("SC_CLK_TCK"), clock, pages * os.sysconf("SC_PAGE_SIZE"))
