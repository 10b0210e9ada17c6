"""Doctor: whether everything is in place for a run, one finding per thing looked at."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows import store
from flows.errors import UserError, message_of
from flows.narration import counted
from flows.settings import Settings
from flows.sources import READ, is_supported, raw_files

LIBRARIES = ("prefect", "polars", "pyarrow", "duckdb", "fastapi", "lxml", "trafilatura")
_FREE_BYTES = 1 << 30
"""A run keeps its batches and a whole new version on the disk beside the old one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    is_well: bool
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        mark = "ok  " if self.is_well else "bad "
        return f"{mark} {self.what}" + (f" -> {self.remedy}" if not self.is_well else "")


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at Python, libraries, raw folder, disk, links, dataset and Prefect's server.

    What cannot be looked at is a finding as well, and the others follow.
    """
    for look in _LOOKS:
        try:
            yield from look(settings)
        except (UserError, OSError) as error:
            yield Finding(False, message_of(error), "mend that, and ask again")


def _python(_settings: Settings) -> Iterator[Finding]:
    current = sys.version_info[:2]
    yield Finding(
        current >= (3, 11),
        f"Python {current[0]}.{current[1]} at {sys.executable}",
        "install Python 3.11 or newer",
    )


def _libraries(_settings: Settings) -> Iterator[Finding]:
    for name in LIBRARIES:
        try:
            yield Finding(True, f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(False, f"{name} is not installed", "run `make setup`")


def _raw(settings: Settings) -> Iterator[Finding]:
    if not settings.raw.is_dir():
        remedy = "create it, or name another with --raw"
        yield Finding(False, f"no raw folder at {settings.raw}", remedy)
        return
    paths = list(raw_files(settings.raw))
    supported = sum(is_supported(path.name) for path in paths)
    if not paths:
        yield Finding(True, f"raw folder {settings.raw} is empty; put files there: {READ}")
        return
    yield Finding(
        supported > 0,
        f"raw folder {settings.raw}: {counted(len(paths), 'file')}, {supported:,} of a known kind",
        f"put files there: {READ}",
    )


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = _nearest(settings.processed)
    if not os.access(folder, os.W_OK):
        yield Finding(False, f"{folder} is not writable", "change its rights or use --processed")
        return
    free = shutil.disk_usage(folder).free
    yield Finding(
        free >= _FREE_BYTES,
        f"{free / (1 << 30):.1f} GiB free for {settings.processed}",
        "free some space, or use --processed on another disk",
    )
    with tempfile.TemporaryDirectory(dir=folder, prefix=".doctor-") as scratch:
        linked = _links(Path(scratch))
    yield Finding(
        True, f"symbolic and hard links {'work' if linked else 'are refused: files are copied'}"
    )


def _dataset(settings: Settings) -> Iterator[Finding]:
    from flows.catalog import audience
    from flows.checkup import check_up

    try:
        found = check_up(settings.processed)
    except store.NoDataset:
        yield Finding(True, "no dataset yet: `broadsheet run` makes it")
        return
    number = "without a pointer" if found.version is None else f"version {found.version}"
    count = len(found.faults)
    yield Finding(
        not count,
        f"dataset {number}, {counted(count, 'fault') if count else 'no faults'}"
        + (f", first: {found.faults[0]}" if found.faults else ""),
        "`broadsheet check` lists them, `broadsheet repair` mends what is damaged",
    )
    yield Finding(True, f"dataset {settings.processed}: {audience(settings.processed)}")


def _server(settings: Settings) -> Iterator[Finding]:
    from flows.server import answers, configured_url

    url = configured_url(settings)
    if url is None:
        yield Finding(True, "no Prefect server configured: runs start an embedded one (about 11 s)")
    else:
        remedy = "start it, or unset PREFECT_API_URL"
        yield Finding(answers(url), f"Prefect server at {url}", remedy)


_LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python, _libraries, _raw, _disk, _dataset, _server,
)  # fmt: skip


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _links(folder: Path) -> bool:
    target = folder / "target"
    target.write_bytes(b"x")
    try:
        (folder / "hard").hardlink_to(target)
        (folder / "soft").symlink_to(target)
    except OSError:
        return False
    return True
