"""Pointer: which version of a dataset readers see. A commit happens when the pointer moves.

The pointer is a symbolic link that a rename replaces. Where such links are refused, a small file
names the version, replaced in the same way, and a copy of the catalog lies beside it.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Iterable
from filecmp import cmp
from pathlib import Path

from flows.errors import USAGE, UserError
from flows.store.durable import sync, write_text

CATALOG = "broadsheet.duckdb"
PUBLISHED = "published"
_LINK, _FILE = "current", "current.json"
_NUMBER = re.compile(r"[0-9]{6,}")
_OURS = re.compile(r"[0-9]{6,}|\.(?:building|spill)-[0-9]{6,}")
"""Names in ``versions``; what is called otherwise is somebody's, and nothing removes it."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ENOMEM}
"""Errors that say that the disk is full or faulty, and nothing about symbolic links."""


class StoreError(UserError):
    """The dataset cannot be written or read as asked; the message says what to do."""


class NoDataset(StoreError):
    """Nothing was published in the folder yet."""

    exit_code = USAGE

    def __init__(self, processed: Path) -> None:
        super().__init__(f"no dataset in {processed} yet: run `broadsheet run` first")


class NoSuchVersion(StoreError):
    """A version was asked for that is not kept; the message says which there are."""

    exit_code = USAGE

    def __init__(self, processed: Path, wanted: str, there: Iterable[int]) -> None:
        listed = ", ".join(map(str, there)) or "none"
        super().__init__(f"{wanted} is not kept in {processed}; there are: {listed}")


def public_names() -> list[str]:
    """Names beside the versions that readers know: each public table's, and the catalog's."""
    from transforms.tables import EVERY  # whoever only follows the pointer does without Polars

    return [*(table.name for table in EVERY if table.is_public), CATALOG]


def folder_of(processed: Path, number: int) -> Path:
    """The folder of a version; names sort as numbers do."""
    return processed / "versions" / f"{number:06d}"


def version_folders(processed: Path) -> list[Path]:
    """Folders that have the name of a version, published or not, by number."""
    root = processed / "versions"
    found = root.iterdir() if root.is_dir() else ()
    named = (path for path in found if _NUMBER.fullmatch(path.name) and path.is_dir())
    return sorted(named, key=lambda folder: int(folder.name))


def is_ours(path: Path) -> bool:
    """Whether something in ``versions`` was made here: a version, or what a writer began."""
    return path.is_dir() and _OURS.fullmatch(path.name) is not None


def current_number(processed: Path) -> int | None:
    """The number of the published version; None when there is none yet.

    Raises:
        StoreError: the link or the file that names the version is damaged or gone.
    """
    link, file = processed / _LINK, processed / _FILE
    if link.is_symlink():
        target = link.readlink()
        if not _NUMBER.fullmatch(target.name):
            raise _damaged_pointer(link, f"leads to {target}, which is no version")
        return int(target.name)
    if link.exists():
        raise _damaged_pointer(link, "is not the link that names the current version")
    if file.exists():
        try:
            return int(json.loads(file.read_text(encoding="utf-8"))["version"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged_pointer(file, "does not name the current version") from error
    if any((folder / PUBLISHED).exists() for folder in version_folders(processed)):
        raise _damaged_pointer(link, "is gone, and there are published versions")
    return None


def current_version(processed: Path) -> Path | None:
    """The real folder of the published version; None when there is none yet.

    Raises:
        StoreError: the pointer names a version that is gone.
    """
    number = current_number(processed)
    if number is None:
        return None
    path = folder_of(processed, number)
    if not path.is_dir():
        raise StoreError(
            f"{processed}/current names version {number}, which is gone; `broadsheet versions`"
            " lists those there are, `broadsheet rollback N` publishes one, `broadsheet repair` the"
            f" newest whole one; without any, remove {processed}/current and run again"
        )
    return path.resolve()


def _damaged_pointer(path: Path, fault: str) -> StoreError:
    return StoreError(
        f"{path} is damaged: it {fault}; `broadsheet repair` publishes the newest whole version,"
        " `broadsheet rollback N` the one that you name"
    )


def clear_pointer(processed: Path) -> None:
    """Move a damaged pointer out of the way, so that a new one can be put in its place.

    A link or a file that names no version is removed; a folder in its place is renamed, because
    somebody may want what is in it.
    """
    for path in (processed / _LINK, processed / _FILE):
        if path.is_dir() and not path.is_symlink():
            path.rename(_free_name(path))
        else:
            path.unlink(missing_ok=True)


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.found-{number}") for number in range(1, 1_000_000))
    return next(name for name in names if not name.exists())


def point(processed: Path, number: int) -> None:
    """Publish a version: readers who open the dataset from now on see it."""
    try:
        for name in public_names():
            if not (processed / name).exists() and not (processed / name).is_symlink():
                _replace_link(processed / name, f"{_LINK}/{name}")  # leads nowhere yet
        _replace_link(processed / _LINK, f"versions/{number:06d}")
    except OSError as error:
        if error.errno in _FULL:
            raise
        write_text(processed / _FILE, json.dumps({"version": f"{number:06d}"}) + "\n")
        (processed / _LINK).unlink(missing_ok=True)  # a link goes before the file
    sync(processed)
    settle(processed)


def settle(processed: Path) -> None:
    """Make the public names lead to the published version, which a killed writer may not have done.

    Until then the catalog is that of the version before, which is complete as well.
    """
    number = current_number(processed)
    if number is not None and (processed / _LINK).is_symlink():
        for name in public_names():
            if not (processed / name).is_symlink():
                _replace_link(processed / name, f"{_LINK}/{name}")
                sync(processed)
    elif number is not None:
        _place_catalog(processed, number)


def _replace_link(link: Path, target: str) -> None:
    unfinished = link.with_name(f".{link.name}.new")
    unfinished.unlink(missing_ok=True)
    os.symlink(target, unfinished)  # noqa: PTH211  # tests stand in for a file system without links
    unfinished.replace(link)


def _place_catalog(processed: Path, number: int) -> None:
    catalog, public = folder_of(processed, number) / CATALOG, processed / CATALOG
    if not catalog.exists() or (public.exists() and cmp(catalog, public, shallow=False)):
        return
    unfinished = processed / f".{CATALOG}.new"
    unfinished.unlink(missing_ok=True)
    shutil.copyfile(catalog, unfinished)
    unfinished.chmod(0o444)
    sync(unfinished)
    unfinished.replace(public)
    sync(processed)
