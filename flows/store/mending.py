"""Mending: a damaged dataset brought back to what was written, from what it holds itself.

A manifest comes back from its copy, a data file from another version that has it whole, a pointer
by leading to the newest whole version, a catalog by being made again. What only the raw files can
bring back is for a run that builds past the damage (``commit``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from flows.errors import UserError
from flows.store.damage import Inspector, is_whole
from flows.store.durable import link_or_copy, sync
from flows.store.locks import lock
from flows.store.manifest import (
    MANIFEST,
    DataFile,
    Manifest,
    mark_published,
    read_manifest,
    record_catalog,
    restore_manifest,
    schema_fingerprint,
)
from flows.store.pointer import CATALOG, PUBLISHED, StoreError, current_number, folder_of, settle
from flows.store.store import newest_whole, publish_again, published, remove


def mend(processed: Path) -> list[str]:
    """Bring back what the dataset itself can bring back; a sentence for each thing done.

    Raises:
        Locked: a run is at work.
        StoreError: no version can be published, since none is whole.
    """
    if not (processed / "versions").is_dir():
        return []
    with lock(processed, "run", wait=False), lock(processed, "write", wait=True):
        done = [*_mend_manifests(processed), *_mend_files(processed)]
        return [*done, *_mend_pointer(processed)]


def renew_catalogs(
    processed: Path, build: Callable[[Path], object], *, every_version: bool = False
) -> list[int]:
    """Make catalogs again that are damaged, gone, or made in another folder; their versions.

    Only versions with this release's schema have their catalogs made. One whose files cannot be
    read keeps what it has; ``find_damage`` says so.

    build:         makes the catalog of a version's folder.
    every_version: look at all versions instead of the current one alone, and make the current
                   one's catalog whatever it is like.
    """
    current = current_number(processed)
    wanting = [
        folder
        for folder in published(processed)
        if (every_version or int(folder.name) == current)
        and _wants_catalog(folder, always=every_version and int(folder.name) == current)
    ]
    if not wanting:
        return []
    with lock(processed, "write", wait=True):
        done = []
        for folder in wanting:
            try:
                build(folder)
            except UserError:
                continue
            record_catalog(folder)
            if (folder / PUBLISHED).exists():
                mark_published(folder)
            done.append(int(folder.name))
        settle(processed)
        return done


def remove_damaged(processed: Path) -> list[int]:
    """Remove the versions that are not current and not whole; their numbers."""
    with lock(processed, "run", wait=False), lock(processed, "write", wait=True):
        inspector, current = Inspector(), current_number(processed)
        broken = [
            folder
            for folder in published(processed)
            if int(folder.name) != current and not is_whole(folder, inspector)
        ]
        for folder in broken:
            remove(folder)
        return [int(folder.name) for folder in broken]


def _mend_manifests(processed: Path) -> Iterator[str]:
    for folder in published(processed):
        try:
            read_manifest(folder)
        except StoreError:
            if restore_manifest(folder):
                yield f"version {int(folder.name)}: took {MANIFEST} from its copy"
            continue
        mark = folder / PUBLISHED
        if not mark.exists() or mark.read_bytes() != (folder / MANIFEST).read_bytes():
            mark_published(folder)


def _mend_files(processed: Path) -> Iterator[str]:
    """Put whole files of other versions in the places of damaged ones."""
    inspector = Inspector()
    there = [(folder, manifest) for folder in published(processed) if (manifest := _read(folder))]
    for folder, manifest in there:
        for file, fault in list(inspector.faulty(folder, manifest.files)):
            whole = _whole_copy(file, [one for one, _ in there if one != folder], inspector)
            if whole is not None:
                _put(whole / file.path, folder / file.path)
                yield (
                    f"version {int(folder.name)}: {file.path} {fault};"
                    f" took it from version {int(whole.name)}"
                )


def _whole_copy(file: DataFile, folders: list[Path], inspector: Inspector) -> Path | None:
    """The folder of a version that has the file as it was written."""
    for folder in folders:
        if inspector.fault(folder / file.path, file.bytes, file.sha256) is None:
            return folder
    return None


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.new")
    unfinished.unlink(missing_ok=True)
    link_or_copy(source, unfinished)
    if target.is_dir():  # somebody may want what is in it
        target.rename(target.with_name(f"{target.name}.found"))
    unfinished.replace(target)
    sync(target.parent)


def _mend_pointer(processed: Path) -> Iterator[str]:
    try:
        number = current_number(processed)
        if number is None or _read(folder_of(processed, number)) is not None:
            return  # damaged files are for a run to make again
        fault = f"version {number} cannot be read"
    except StoreError as error:
        fault = str(error).partition(";")[0]
    newest = newest_whole(processed)
    if newest is None:
        raise StoreError(
            f"{fault}, and no version in {processed} is whole: put a backup of the dataset in its"
            f" place, or move {processed / 'versions'} and {processed / 'current'} away and run"
            " again, which makes all from the raw files"
        )
    publish_again(processed, newest)
    yield f"{fault}; published version {newest}, the newest whole one"


def _wants_catalog(folder: Path, *, always: bool) -> bool:
    """Whether a version has this release's schema and no catalog that serves where it lies."""
    manifest = _read(folder)
    if manifest is None or manifest.schema != schema_fingerprint():
        return False
    made = manifest.catalog
    if always or made is None or made.made_in != str(folder.resolve()):
        return True
    return Inspector().fault(folder / CATALOG, made.bytes, made.sha256) is not None


def _read(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except StoreError:
        return None
