"""What processes a command has started."""

from __future__ import annotations

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
