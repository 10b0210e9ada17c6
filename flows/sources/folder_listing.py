"""Folder listing: the raw files of a folder, with what the file system says of each.

A file whose size, times, number and device are what they were when it was read holds what it held
then, as Git's index assumes too. What may deceive is said where the listing is used
(``flows.runs.known_files``).
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.sources.file_lists import NAMES
from transforms.text import storable

LOOKS: dict[str, pl.DataType] = {
    "source_path": pl.String(),
    "bytes": pl.Int64(),
    "modified": pl.Int64(),
    "changed": pl.Int64(),
    "inode": pl.UInt64(),
    "device": pl.UInt64(),
    "lists": pl.String(),
}
"""How a file looks: its path below the raw folder, size, the times of its last change of content
and of anything else (nanoseconds), its number on its device; and the looks of the lists that may
say something of it (see ``file_lists``)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a raw folder in the order in which they are read.

    raw:   the folder.
    names: paths below it as the system spells them; "" is the folder itself, if it may not be
           listed, and a folder below that may not be listed stands as itself too.
    looks: a row a file, with ``place`` (its position), the columns of ``LOOKS`` and ``newest``, the
           latest time in its looks. Columns but ``source_path`` are NULL where looks say nothing:
           of what is no regular file, of lists (whose faults depend on other files), and of files
           whose names no table can hold.
    begun: nanoseconds since 1970 when the listing began.
    """

    raw: Path
    names: list[str]
    looks: pl.DataFrame
    begun: int

    def path(self, place: int) -> Path:
        """The path of one file."""
        return self.raw / self.names[place]


def list_folder(raw: Path) -> Listing:
    """The files under ``raw``, as ``raw_files`` gives them; each folder is read once."""
    begun = time.time_ns()
    found = _Found()
    found.list(os.fspath(raw), "", "", 0)
    told = list(zip(*found.told, strict=True)) or [()] * len(_TOLD)
    columns = dict(zip(_TOLD, told, strict=True), source_path=list(map(storable, found.names)))
    looks = pl.DataFrame(columns, LOOKS | {"newest": pl.Int64()}).with_row_index("place")
    return Listing(raw, found.names, looks, begun)


_TOLD = (*[name for name in LOOKS if name != "source_path"], "newest")
_NOTHING = (None,) * len(_TOLD)


class _Found:
    """Names, and what the folder says of each, while folders are read."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.told: list[tuple[int | str | None, ...]] = []

    def list(self, folder: str, below: str, lists: str, newest: int) -> None:
        """Add the files of a folder and those further down.

        Args:
            below: path of the folder below the raw one, with "/" behind it; "" for that itself.
            lists: looks of the lists in the folders above.
            newest: the latest time in them.
        """
        try:
            with os.scandir(folder) as entries:
                there = sorted(
                    (entry for entry in entries if not entry.name.startswith(".")),
                    key=lambda entry: entry.name,
                )
        except OSError:
            self._add(below.removesuffix("/"), _NOTHING)
            return
        for entry in there:
            if entry.name in NAMES and (told := _told(entry, "", 0)) is not None:
                lists += f"{below}{entry.name} {told[:-2]}\n"
                newest = max(newest, told[-1])
        for entry in there:
            name = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                self.list(entry.path, f"{name}/", lists, newest)
            elif entry.name in NAMES or not (name.isascii() or storable(name) == name):
                self._add(name, _NOTHING)
            else:
                self._add(name, _told(entry, lists, newest) or _NOTHING)

    def _add(self, name: str, told: tuple[int | str | None, ...]) -> None:
        self.names.append(name)
        self.told.append(told)


def _told(
    entry: os.DirEntry[str], lists: str, newest: int
) -> tuple[int, int, int, int, int, str, int] | None:
    """The looks of a regular file, or of what a link leads to; None of anything else."""
    try:
        status = entry.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    modified, changed = status.st_mtime_ns, status.st_ctime_ns
    return (
        status.st_size, modified, changed, status.st_ino, status.st_dev, lists,
        max(modified, changed, newest),
    )  # fmt: skip
