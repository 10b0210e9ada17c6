"""Rescue: a damaged dataset made whole, by what it holds itself, by raw files, or by going back.

In this order: manifests from their copies, files from other versions that have them whole, a
damaged pointer to the newest whole version; the documents of files that are lost everywhere are
read again; where that is refused, the newest whole version is published. Catalogs are made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows import store
from flows.catalog import build_catalog
from flows.errors import UserError
from flows.narration import counted
from flows.settings import Settings


def repair(settings: Settings, *, remove_damaged: bool = False) -> Iterator[str]:
    """Mend what is damaged; a sentence for each thing done or left, none if all was well.

    remove_damaged: remove versions that stay damaged and are not current.

    Raises:
        NoDataset: nothing was published in the folder yet.
        StoreError: nothing that is there can be published; the message says what is left to do.
        Locked: a run is at work.
    """
    processed = settings.processed
    if not store.versions(processed):
        raise store.NoDataset(processed)
    yield from store.mend(processed)
    if _lost(processed):
        yield _read_again(settings)
    for number in store.renew_catalogs(processed, build_catalog, every_version=True):
        yield f"version {number}: made its catalog"
    if remove_damaged:
        for number in store.remove_damaged(processed):
            yield f"version {number}: removed, as files of it are damaged"
    for damage in store.find_damage(processed, every_version=True):
        yield f"left: {damage}"


def is_mended(processed: Path) -> bool:
    """Whether the current version is whole."""
    return not [one for one in store.find_damage(processed) if one.version is not None]


def _lost(processed: Path) -> list[store.Damage]:
    """Damaged files of the current version, of which no version has a whole one."""
    return [one for one in store.find_damage(processed) if one.is_of_rows]


def _read_again(settings: Settings) -> str:
    """Build a version on what is whole, and go back if that is refused; what was done."""
    from flows.terminal import run_directly

    lost = _lost(settings.processed)
    files = counted(len(lost), "file is", "files are")
    fault = f"{files} damaged and whole in no version ({lost[0]})"
    try:
        summary = run_directly(settings, past_damage=True)
    except UserError as error:
        newest = store.newest_whole(settings.processed)
        if newest is None:
            raise store.StoreError(
                f"{fault}, the raw files could not be read again ({error}), and no version is"
                " whole: put a backup of the dataset in its place, or mend the raw folder"
            ) from error
        store.rollback(settings.processed, newest)
        return (
            f"{fault}; the raw files could not be read again ({error}); published version"
            f" {newest}, which is whole"
        )
    return f"{fault}; read its documents again, as version {summary.version}"
