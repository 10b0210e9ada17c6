"""Locks: one run and one writer at a time, across processes; the system frees a dead holder's."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import UserError
from flows.store.pointer import StoreError


class Locked(UserError):
    """Another process is at work on the dataset; the message says which and since when."""


@contextmanager
def lock(processed: Path, name: str, *, wait: bool) -> Iterator[None]:
    """Hold the lock ``name`` of a dataset.

    Raises:
        Locked: ``wait`` is False and another process, or another thread of this one, holds it.
        StoreError: something else stands where the lock must be.
    """
    _make_folder(processed)
    path = processed / f".{name}.lock"
    if path.is_dir():
        raise StoreError(f"{path} is a folder where a lock must be a file: remove it")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Locked(_held(path, name)) from error
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)  # which frees the lock; the file stays, so that all lock the same one


def _make_folder(processed: Path) -> None:
    """Make the folder of a dataset, whose content Git ignores whatever the folder is called."""
    if processed.is_dir():
        return
    processed.mkdir(parents=True, exist_ok=True)
    (processed / ".gitignore").write_text("*\n", encoding="utf-8")


def _held(path: Path, name: str) -> str:
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return (
        f"another {name} is at work on {path.parent}: process"
        f" {path.read_text().strip() or 'unknown'}, since {since:%Y-%m-%d %H:%M:%S} UTC;"
        " wait for it to end"
    )
