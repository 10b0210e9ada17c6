"""Store: the versioned dataset. Only this room writes ``data/processed``.

Every version is complete: a folder of plain Parquet files, hard-linked where unchanged, with a
manifest and a catalog. Readers follow one pointer; moving it is the commit. The next writer removes
what a killed one left.

    versions/000042/<table>/month=2019-02/<hash>.parquet   manifest.json   broadsheet.duckdb
    current -> versions/000042                             articles -> current/articles  …
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from flows.store import merge
from flows.store.building import Building
from flows.store.durable import reached, sync, write_text
from flows.store.locks import lock
from flows.store.manifest import PUBLISHED, Manifest, read_manifest, schema_fingerprint
from flows.store.pointer import (
    NoDataset,
    StoreError,
    current_number,
    current_version,
    folder_of,
    point,
    settle,
)
from transforms.entities import Curation

_NO_CURATION = Curation()


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """How a dataset is laid out and how long its versions are kept.

    parts_per_month: files per table and month, by day of month; changing it rewrites every file.
    keep_versions, keep_days: a version goes only when it exceeds both.
    """

    parts_per_month: int = 1
    keep_versions: int = 10
    keep_days: int = 7


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit did; ``is_new`` is False when the dataset already was as asked."""

    version: int
    path: Path
    is_new: bool
    rows: Mapping[str, int]
    files_written: int = 0
    files_linked: int = 0


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """One published version, for people."""

    number: int
    parent: int | None
    run_id: str | None
    started_at: datetime
    rows: Mapping[str, int]
    is_current: bool


def versions(processed: Path) -> list[VersionSummary]:
    """The published versions, oldest first."""
    current = current_number(processed)
    return [
        VersionSummary(
            number=manifest.version,
            parent=manifest.parent,
            run_id=str(manifest.run["run_id"]) if "run_id" in manifest.run else None,
            started_at=manifest.started_at.replace(microsecond=0),
            rows=manifest.rows,
            is_current=manifest.version == current,
        )
        for manifest in map(read_manifest, _published(processed))
    ]


def read_ledger(processed: Path) -> pl.DataFrame:
    """The ledger of the current version: one row per document ever found; empty without one."""
    version = current_version(processed)
    files = read_manifest(version).files if version else ()
    return merge.read_ledger_files(version or processed, files)


def files_of(processed: Path, table: str) -> list[Path]:
    """The files of one table of the current version that hold rows, in order of their names."""
    version = current_version(processed)
    files = read_manifest(version).files if version else ()
    there = [file for file in files if file.partition.table == table and file.rows]
    return sorted((version or processed) / file.path for file in there)


def needs_rebuild(processed: Path) -> bool:
    """Whether the current version has another schema, so that every document must be redone."""
    version = current_version(processed)
    return version is not None and read_manifest(version).schema != schema_fingerprint()


def commit(
    processed: Path,
    staged: Sequence[Path],
    *,
    run: Mapping[str, object],
    finish: Callable[[Path], None],
    settings: StoreSettings,
    curation: Curation = _NO_CURATION,
) -> Commit:
    """Publish a version in which the rows of the staged documents replace their old ones.

    Args:
        staged: batch folders of <table>.parquet files; a document staged twice is taken from the
            later folder. Every article_id in a ``_documents`` file loses its old rows everywhere.
        run: what the manifest says of the run; ``started_at`` is the clock that expiry goes by.
        curation: what people decided about entities; other decisions make another version.
        finish: called with the version's folder before publication, which it prevents by raising.

    Raises:
        BrokenTable: staged rows break a promise; nothing was written.
        StoreError, OSError: the version could not be written; the old one stays published.
    """
    with lock(processed, "write", wait=True):
        _sweep(processed)
        reached("swept")
        parent = _current_manifest(processed)
        incoming = merge.read_staged(staged)
        if parent is not None and _is_as_asked(parent, incoming, settings, curation):
            return _unchanged(processed, parent)
        building = Building(processed, parent, settings.parts_per_month, curation)
        try:
            files = building.fill(incoming)
            if parent is not None and set(files) == set(parent.files):
                return _unchanged(processed, parent)
            made = building.seal(files, run)
            finish(building.final)
            reached("finished")
            _publish(processed, made.version)
        finally:
            building.discard_unpublished()
        _expire(processed, settings, made.started_at)
        reached("expired")
        return _made(building, made)


def _is_as_asked(
    parent: Manifest, incoming: merge.Staged, settings: StoreSettings, curation: Curation
) -> bool:
    """Whether nothing is staged, and schema, layout and decisions are those of the parent."""
    return (
        incoming.winner.is_empty()
        and parent.schema == schema_fingerprint()
        and parent.parts_per_month == settings.parts_per_month
        and parent.curation == curation.fingerprint
    )


def _made(building: Building, manifest: Manifest) -> Commit:
    return Commit(
        version=manifest.version,
        path=building.final,
        is_new=True,
        rows=manifest.rows,
        files_written=building.written,
        files_linked=building.linked,
    )


def _unchanged(processed: Path, parent: Manifest) -> Commit:
    return Commit(
        version=parent.version,
        path=folder_of(processed, parent.version),
        is_new=False,
        rows=parent.rows,
    )


def _publish(processed: Path, number: int) -> None:
    folder = folder_of(processed, number)
    sync(folder)
    point(processed, number)
    reached("pointed")
    _mark_published(folder)
    reached("marked")


def rollback(processed: Path, number: int | None = None) -> int:
    """Publish an earlier (or later) version again; without a number, the current one's parent.

    Raises:
        StoreError: there is no such version; the message lists those there are.
        Locked: a run is at work.
    """
    with lock(processed, "run", wait=False), lock(processed, "write", wait=True):
        _sweep(processed)
        there = [manifest.version for manifest in map(read_manifest, _published(processed))]
        if not there:
            raise NoDataset(processed)
        target = number
        if target is None:
            current = _current_manifest(processed)
            target = current.parent if current else None
        if target not in there:
            wanted = "the version before the current one" if number is None else f"version {number}"
            listed = ", ".join(map(str, there))
            raise StoreError(f"{wanted} is not kept in {processed}; there are: {listed}")
        point(processed, target)
        return target


def _expire(processed: Path, settings: StoreSettings, now: datetime) -> None:
    """Remove versions that are neither among the newest nor young.

    The version just published is the newest, and at least one is kept.
    """
    youngest = now - timedelta(days=settings.keep_days)
    published = [read_manifest(folder) for folder in _published(processed)]
    for manifest in published[: -settings.keep_versions]:
        if manifest.started_at < youngest:
            _remove(folder_of(processed, manifest.version))


def _sweep(processed: Path) -> None:
    """Remove what killed writers left; the caller holds the lock "write".

    A version is published once it is marked so, or pointed to: a writer may have been killed
    between the two. No reader ever saw a version that is neither.
    """
    current = current_number(processed)
    if current is not None and folder_of(processed, current).is_dir():
        _mark_published(folder_of(processed, current))
        settle(processed)
    root = processed / "versions"
    for folder in root.iterdir() if root.is_dir() else ():
        if not (folder / PUBLISHED).exists():
            _remove(folder)


def _mark_published(folder: Path) -> None:
    if not (folder / PUBLISHED).exists():
        write_text(folder / PUBLISHED, "")


def _remove(folder: Path) -> None:
    """Remove a version so that one half removed is taken for a leftover."""
    (folder / PUBLISHED).unlink(missing_ok=True)
    shutil.rmtree(folder)


def _published(processed: Path) -> list[Path]:
    """Folders of the published versions, oldest first."""
    found = (processed / "versions").glob("[0-9]*")
    current = current_number(processed)
    return sorted(
        (f for f in found if (f / PUBLISHED).exists() or f.name == f"{current or 0:06d}"),
        key=lambda folder: int(folder.name),
    )


def _current_manifest(processed: Path) -> Manifest | None:
    version = current_version(processed)
    return read_manifest(version) if version else None
