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
from itertools import pairwise
from pathlib import Path

import polars as pl

from flows.store import merge
from flows.store.answer_update import AnswerMaker
from flows.store.building import Building
from flows.store.damage import Inspector, is_whole, sound, verify
from flows.store.durable import reached, sync
from flows.store.locks import lock
from flows.store.manifest import (
    DataFile,
    Manifest,
    mark_published,
    read_manifest,
    record_catalog,
    schema_fingerprint,
)
from flows.store.pointer import (
    PUBLISHED,
    NoDataset,
    NoSuchVersion,
    StoreError,
    clear_pointer,
    current_number,
    current_version,
    folder_of,
    is_ours,
    point,
    settle,
    version_folders,
)
from transforms.entities import Curation
from transforms.tables import DOCUMENTS

_NO_CURATION = Curation()


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """How a dataset is laid out and how long its versions are kept.

    parts_per_month: files per table and month, by day of month; changing it rewrites every file.
    keep_versions: the newest so many stay.
    keep_days: a version stays so long after another one took its place, for whoever reads it still.
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
    """One published version, for people; one whose manifest is damaged has no rows and a fault."""

    number: int
    parent: int | None
    run_id: str | None
    started_at: datetime | None
    rows: Mapping[str, int]
    is_current: bool
    fault: str | None = None


def versions(processed: Path) -> list[VersionSummary]:
    """The published versions, oldest first."""
    try:
        current = current_number(processed)
    except StoreError:
        current = None  # whoever wants to choose another one must see which there are
    return [_summary(folder, current) for folder in published(processed)]


def _summary(folder: Path, current: int | None) -> VersionSummary:
    number = int(folder.name)
    try:
        manifest = read_manifest(folder)
    except StoreError as error:
        return VersionSummary(number, None, None, None, {}, number == current, str(error))
    return VersionSummary(
        number=number,
        parent=manifest.parent,
        run_id=str(manifest.run["run_id"]) if "run_id" in manifest.run else None,
        started_at=manifest.started_at.replace(microsecond=0),
        rows=manifest.rows,
        is_current=number == current,
    )


def read_ledger(processed: Path, *, past_damage: bool = False) -> pl.DataFrame:
    """The ledger of the current version: one row per document ever found; empty without one.

    past_damage: leave damaged files out, and let documents whose rows were in one have the
                 extractor version "", so that they are read again.

    Raises:
        Damaged: a file of the ledger is not as it was written.
    """
    manifest = _current_manifest(processed)
    if manifest is None:
        return DOCUMENTS.frame()
    ledger = [file for file in manifest.files if file.partition.table == DOCUMENTS.name]
    lost = frozenset[tuple[str, int]]()
    if past_damage:
        left, lost = sound(processed, manifest)
        ledger = [file for file in ledger if file in left.files]
    else:
        verify(processed, manifest, ledger)
    rows = merge.read_ledger_files(folder_of(processed, manifest.version), ledger)
    return merge.without_version(rows, lost, manifest.parts_per_month) if lost else rows


def files_of(processed: Path, table: str, *, past_damage: bool = False) -> list[Path]:
    """The files of one table of the current version that hold rows, in order of their names.

    past_damage: leave out what is damaged, and what belongs to documents that must be read again.

    Raises:
        Damaged: one of them is not as it was written.
    """
    manifest = _current_manifest(processed)
    if manifest is None:
        return []
    files = sound(processed, manifest)[0].files if past_damage else manifest.files
    there = [file for file in files if file.partition.table == table and file.rows]
    if not past_damage:
        verify(processed, manifest, there)
    return sorted(folder_of(processed, manifest.version) / file.path for file in there)


def needs_rebuild(processed: Path) -> bool:
    """Whether the current version has another schema, so that every document must be redone."""
    version = current_version(processed)
    return version is not None and read_manifest(version).schema != schema_fingerprint()


def commit(
    processed: Path,
    staged: Sequence[Path],
    *,
    run: Mapping[str, object],
    finish: Callable[[Path], object],
    settings: StoreSettings,
    promises: str = "",
    curation: Curation = _NO_CURATION,
    answers: AnswerMaker | None = None,
    past_damage: bool = False,
) -> Commit:
    """Publish a version in which the rows of the staged documents replace their old ones.

    Args:
        staged: batch folders of <table>.parquet files; a document staged twice is taken from the
            later folder. Every article_id in a ``_documents`` file loses its old rows everywhere.
        run: what the manifest says of the run; ``started_at`` is the clock that expiry goes by.
        promises: fingerprint of what ``finish`` checks; the manifest states it.
        curation: what people decided about entities; other decisions make another version.
        answers: makes the stored answers; without it they have no rows.
        finish: called with the version's folder before publication, which it prevents by raising.
        past_damage: build a new version on what is whole; stage what ``read_ledger`` then names.

    Raises:
        Damaged, BrokenTable: a file of the version before, or staged rows; nothing was written.
        StoreError, OSError: the version could not be written; the old one stays published.
    """
    with lock(processed, "write", wait=True):
        _sweep(processed)
        reached("swept")
        incoming = merge.read_staged(staged)
        parent = _sound_manifest(processed) if past_damage else _current_manifest(processed)
        building = Building(processed, parent, settings.parts_per_month, curation, answers)
        if parent is not None and not past_damage and _stays(processed, parent, incoming, building):
            return _unchanged(processed, parent)
        try:
            files = building.fill(incoming, is_whole=not past_damage)
            if parent is not None and not past_damage and building.is_like_parent(files):
                return _unchanged(processed, parent)
            made = _published(building, files, run, finish, promises)
        finally:
            building.discard_unpublished()
        _expire(processed, settings, made.started_at)
        return _made(building, made)


def _stays(processed: Path, parent: Manifest, incoming: merge.Staged, building: Building) -> bool:
    """Whether the parent is as asked already.

    What is to be built on is hashed; a parent that stays as it is must have the right sizes.

    Raises:
        Damaged: a file of the parent is not as it was written.
    """
    stays = incoming.winner.is_empty() and building.would_be_like_parent
    verify(processed, parent, parent.files, hashed=not stays)
    return stays


def _published(
    building: Building,
    files: Sequence[DataFile],
    run: Mapping[str, object],
    finish: Callable[[Path], object],
    promises: str,
) -> Manifest:
    """Seal a version, let it be judged, state its catalog and checks in its manifest, publish."""
    made = building.seal(files, run)
    finish(building.final)
    record_catalog(building.final, promises=promises)
    reached("finished")
    _publish(building.processed, made.version)
    return made


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
    mark_published(folder)
    reached("marked")


def rollback(processed: Path, number: int | None = None) -> int:
    """Publish an earlier (or later) version again; without a number, the current one's parent.

    Raises:
        NoDataset, NoSuchVersion: there is none, or not this one.
        Damaged: it is not as it was written.
        Locked: a run is at work.
    """
    with lock(processed, "run", wait=False), lock(processed, "write", wait=True):
        there = [int(folder.name) for folder in published(processed)]
        if not there:
            raise NoDataset(processed)
        target = number
        if target is None:
            current = _current_manifest(processed)
            target = current.parent if current else None
        if target is None or target not in there:
            wanted = "the version before the current one" if number is None else f"version {number}"
            raise NoSuchVersion(processed, wanted, there)
        chosen = read_manifest(folder_of(processed, target))
        verify(processed, chosen, chosen.files)
        publish_again(processed, target)
        return target


def publish_again(processed: Path, number: int) -> None:
    """Move the pointer to a version that was published before; the caller holds the locks."""
    try:
        _sweep(processed)
    except StoreError:  # the pointer is damaged, so that nobody knows what is left over
        clear_pointer(processed)
    point(processed, number)


def newest_whole(processed: Path) -> int | None:
    """The number of the newest version of which every data file is as it was written."""
    inspector = Inspector()
    folders = reversed(published(processed))
    return next((int(one.name) for one in folders if is_whole(one, inspector)), None)


def _expire(processed: Path, settings: StoreSettings, now: datetime) -> None:
    """Remove versions that are neither among the newest nor were current lately.

    The version just published is the newest, and at least one is kept. A version whose manifest is
    damaged is left to ``broadsheet repair``.
    """
    kept = []
    for folder in published(processed):
        try:
            kept.append(read_manifest(folder))
        except StoreError:
            continue
    for manifest, next_one in pairwise(kept):
        # a later version may have been built on it once more, after a rollback
        heirs = [next_one, *(one for one in kept if one.parent == manifest.version)]
        left = max(heir.started_at for heir in heirs)
        is_old = manifest not in kept[-settings.keep_versions :]
        if is_old and left < now - timedelta(days=settings.keep_days):
            remove(folder_of(processed, manifest.version))
    reached("expired")


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
        if is_ours(folder) and not (folder / PUBLISHED).exists():
            remove(folder)


def _mark_published(folder: Path) -> None:
    if not (folder / PUBLISHED).exists():
        mark_published(folder)


def remove(folder: Path) -> None:
    """Remove a version so that one half removed is taken for a leftover."""
    (folder / PUBLISHED).unlink(missing_ok=True)
    shutil.rmtree(folder)


def published(processed: Path) -> list[Path]:
    """Folders of the published versions, oldest first."""
    try:
        current = current_number(processed)
    except StoreError:
        current = None
    found = version_folders(processed)
    return [one for one in found if (one / PUBLISHED).exists() or int(one.name) == current]


def _current_manifest(processed: Path) -> Manifest | None:
    version = current_version(processed)
    return read_manifest(version) if version else None


def _sound_manifest(processed: Path) -> Manifest | None:
    manifest = _current_manifest(processed)
    return sound(processed, manifest)[0] if manifest else None
