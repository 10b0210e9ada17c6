"""Damage: where a dataset is not what was written, by size and SHA-256 of every file.

A file that several versions share is hashed once. Nothing here changes the dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows.store.durable import sha256_of
from flows.store.manifest import MANIFEST, DataFile, Manifest, read_manifest
from flows.store.pointer import (
    CATALOG,
    PUBLISHED,
    StoreError,
    current_number,
    folder_of,
    is_ours,
    version_folders,
)
from transforms.tables import BY_NAME, DOCUMENTS, ENTITY_LINKS

_NAMED = 3
"""Files that a message names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it was written.

    version: its number; None for what lies in no version.
    path:    below the version's folder, or below the dataset's.
    fault:   what is wrong, as the rest of a sentence about the path.
    is_of_rows: whether rows of the version are lost with it.
    """

    version: int | None
    path: str
    fault: str
    is_of_rows: bool = False

    def __str__(self) -> str:
        """One sentence: "version 3: quotes/… is missing"."""
        where = "" if self.version is None else f"version {self.version}: "
        return f"{where}{self.path} {self.fault}"


class Damaged(StoreError):
    """Files that were to be read or linked are damaged; the message names them."""

    def __init__(self, processed: Path, found: Iterable[Damage]) -> None:
        damages = list(found)
        lines = [*map(str, damages[:_NAMED])]
        if len(damages) > _NAMED:
            lines.append(f"and {len(damages) - _NAMED} more")
        super().__init__(
            f"the dataset in {processed} is damaged, and nothing was built on it"
            f" ({'; '.join(lines)}): run `broadsheet repair`"
        )


@dataclass(slots=True)
class Inspector:
    """Compares files with what was stated of them.

    known: hashes by device, inode, size and time of change, because versions share files.
    """

    known: dict[tuple[int, ...], str] = field(default_factory=dict)

    def fault(self, path: Path, size: int, sha256: str, *, hashed: bool = True) -> str | None:
        """What is wrong with a file of which size and hash were stated; None if nothing is.

        hashed: read it; without that only its size is compared.
        """
        try:
            there = path.stat()
            if not path.is_file():
                return "is not a file"
            if there.st_size != size:
                return f"has {there.st_size:,} bytes instead of {size:,}"
            if not hashed:
                return None
            key = (there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns)
            if key not in self.known:
                self.known[key] = sha256_of(path)
            return None if self.known[key] == sha256 else "does not hold the bytes written to it"
        except FileNotFoundError:
            return "is missing"
        except OSError as error:
            return f"cannot be read ({error.strerror})"

    def faulty(
        self, folder: Path, files: Iterable[DataFile], *, hashed: bool = True
    ) -> Iterator[tuple[DataFile, str]]:
        """The damaged ones of a version's data files, each with its fault."""
        for file in files:
            fault = self.fault(folder / file.path, file.bytes, file.sha256, hashed=hashed)
            if fault is not None:
                yield file, fault

    def catalog_fault(self, folder: Path, manifest: Manifest) -> str | None:
        """What is wrong with the catalog of a version, if it has one; releases before kept no hash.

        A catalog that was made in another folder serves whoever opens it, but not who attaches it.
        """
        made = manifest.catalog
        if made is None:
            return None
        fault = self.fault(folder / CATALOG, made.bytes, made.sha256)
        if fault is None and made.made_in != str(folder.resolve()):
            return f"was made in {made.made_in}, where whoever attaches it would look for the files"
        return fault


def find_damage(processed: Path, *, every_version: bool = False) -> list[Damage]:
    """What is damaged in the current version, or in all that are kept, and what is in the way.

    Every file is read. The pointer itself is ``current_version``'s to judge.
    """
    inspector = Inspector()
    current = None
    found = list(_strays(processed))
    try:
        current = current_number(processed)
    except StoreError:
        every_version = True  # none is known to be the current one
    for folder in version_folders(processed):
        if every_version or int(folder.name) == current:
            damages = list(_of_version(folder, inspector))
            if int(folder.name) == current or (folder / PUBLISHED).exists():  # else it was pruned
                found += damages
    return found


def is_whole(folder: Path, inspector: Inspector) -> bool:
    """Whether a version has a manifest, and every data file that it states as it was written."""
    try:
        manifest = read_manifest(folder)
    except StoreError:
        return False
    return next(inspector.faulty(folder, manifest.files), None) is None


def verify(
    processed: Path, manifest: Manifest, files: Iterable[DataFile], *, hashed: bool = True
) -> None:
    """Make sure that these files of a version are as they were written, or have their size.

    Raises:
        Damaged: some are not.
    """
    folder = folder_of(processed, manifest.version)
    faulty = Inspector().faulty(folder, files, hashed=hashed)
    damages = [Damage(manifest.version, file.path, fault, True) for file, fault in faulty]
    if damages:
        raise Damaged(processed, damages)


def sound(processed: Path, manifest: Manifest) -> tuple[Manifest, frozenset[tuple[str, int]]]:
    """What of a version can be built on when files are damaged, and the months and parts that not.

    Where a file is damaged, the other files of its month and part go too, except for the ledger:
    their documents must be read again. Memos and stored answers all go, since they can be made.
    """
    folder = folder_of(processed, manifest.version)
    faulty = {file for file, _ in Inspector().faulty(folder, manifest.files)}
    lost = frozenset(
        (file.partition.month, file.partition.part)
        for file in faulty
        if file.rows
        and file.partition.table in BY_NAME
        and file.partition.table != ENTITY_LINKS.name
    )
    kept = tuple(
        file
        for file in manifest.files
        if file not in faulty
        and (file.partition.table in BY_NAME or not faulty)
        and (
            file.partition.table == DOCUMENTS.name
            or (file.partition.month, file.partition.part) not in lost
        )
    )
    if not faulty:
        return replace(manifest, files=kept), lost
    return replace(manifest, files=kept, memos="", answers=""), lost


def _of_version(folder: Path, inspector: Inspector) -> Iterator[Damage]:
    number = int(folder.name)
    if not (folder / PUBLISHED).exists() and not (folder / MANIFEST).exists():
        return  # a killed writer left it; the next one removes it
    try:
        manifest = read_manifest(folder)
    except StoreError as error:
        cause = error.__cause__
        what = "is missing" if isinstance(cause, FileNotFoundError) else f"is damaged ({cause})"
        yield Damage(number, MANIFEST, what, is_of_rows=True)
        return
    for file, fault in inspector.faulty(folder, manifest.files):
        yield Damage(number, file.path, fault, is_of_rows=True)
    if (of_catalog := inspector.catalog_fault(folder, manifest)) is not None:
        yield Damage(number, CATALOG, of_catalog)
    if not _copy_is_whole(folder):
        yield Damage(number, PUBLISHED, "is not the copy of the manifest that it was")
    expected = {file.path for file in manifest.files}
    for path in sorted(folder.rglob("*.parquet")):
        name = path.relative_to(folder).as_posix()
        if name not in expected:
            fault = "is no file of this version, and whoever reads by a pattern reads it; remove it"
            yield Damage(number, name, fault)


def _copy_is_whole(folder: Path) -> bool:
    """Whether the mark of a published version holds its manifest, or is empty as it once was."""
    mark = folder / PUBLISHED
    if not mark.exists():
        return True  # a writer was killed before it; the next one marks the version
    return mark.stat().st_size == 0 or mark.read_bytes() == (folder / MANIFEST).read_bytes()


def _strays(processed: Path) -> Iterator[Damage]:
    """What lies among the versions, or in the place of a lock, and is not the store's."""
    root = processed / "versions"
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if not is_ours(path):
            yield Damage(None, f"versions/{path.name}", "is no version of ours; take it away")
    for name in (".run.lock", ".write.lock"):
        if (processed / name).is_dir():
            yield Damage(None, name, "is a folder where a lock must be a file; remove it")
