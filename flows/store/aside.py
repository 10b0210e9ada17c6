"""Aside: files beside the versions that save the next run time; without them it does more work.

Each states for what it holds and the hash of its bytes. One that is for something else, was spoilt
or is gone says nothing, so nobody need repair it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flows.store.durable import sync


def read_aside(processed: Path, name: str, *, made_for: str) -> bytes | None:
    """What was last written aside under a name, if it was made for this; None if there is none."""
    try:
        head, _, payload = _path(processed, name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return payload if head == _head(payload, made_for) else None


def write_aside(processed: Path, name: str, payload: bytes, *, made_for: str) -> None:
    """Write aside; the caller holds the lock "run".

    Raises:
        OSError: what was there before is there still.
    """
    path = _path(processed, name)
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(_head(payload, made_for) + b"\n" + payload)
    sync(unfinished)
    unfinished.replace(path)


def _path(processed: Path, name: str) -> Path:
    return processed / f".{name}.aside"


def _head(payload: bytes, made_for: str) -> bytes:
    return f"{made_for} {hashlib.sha256(payload).hexdigest()}".encode()
