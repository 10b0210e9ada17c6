"""What processes a command has started, and whether they have ended."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def descendants_of(ancestor: int, word: str = "") -> list[int]:
    """Processes that a process started, directly or not, with this word in their command."""
    parents, commands = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            commands[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:
            continue  # it has ended
        parents[int(folder.name)] = int(stat[1])
    found = []
    for process in parents:
        above = process
        while above not in (0, ancestor):
            above = parents.get(above, 0)
        if above == ancestor and word in commands[process]:
            found.append(process)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked for its status does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def ends(pid: int, seconds: float) -> bool:
    """Whether a process ends within so many seconds; one that does not is killed."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.05)
    return True
