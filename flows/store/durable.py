"""Durable: writing so that after a power cut a file is complete or absent."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until the content of a file or folder has reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until the entries of a folder and of all folders below it have reached the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync(path)
    sync(folder)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex digits; memory does not grow with the file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a file that appears complete or not at all."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_text(text, encoding="utf-8")
    sync(unfinished)
    unfinished.replace(path)
    sync(path.parent)


def reached(step: str) -> None:
    """Say, as an audit event, that a step of a commit is done; the fault tests kill writers there.

    Without a hook (``sys.addaudithook``) nobody hears the event.
    """
    sys.audit("broadsheet.commit", step)


def link_or_copy(source: Path, target: Path) -> None:
    """Put a file in a second place: by a hard link, or by a copy where links are refused."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        sync(target)
