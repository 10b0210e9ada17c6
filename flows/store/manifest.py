"""Manifest: what one version of a dataset consists of, with size and SHA-256 of every file.

It is written last, as proof that all is there, and states its own hash. A second copy of it is the
mark of a published version, so that no single damaged file loses what a version consists of.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.store.durable import sha256_of, write_text
from flows.store.pointer import CATALOG, PUBLISHED, StoreError
from transforms.tables import BY_NAME, EVERY, TABLES

MANIFEST = "manifest.json"
_OWN = "sha256"
"""The key under which a manifest states the hash of all else that it states."""


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """The rows of one table that share a file: of one month, or of a part of its days."""

    table: str
    month: str
    part: int


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a version; its name is the beginning of its hash."""

    partition: Partition
    sha256: str
    rows: int
    bytes: int

    @property
    def path(self) -> str:
        """The path below the version's folder."""
        return f"{self.partition.table}/month={self.partition.month}/{self.sha256[:16]}.parquet"


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """The DuckDB file of a version.

    made_in: the version's folder when it was made; readers that attach it look for files there.
    """

    sha256: str
    bytes: int
    made_in: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A version: its number, the one it was built on, its schema, the run and its files.

    curation: fingerprint of what people decided about its entities.
    answers:  fingerprint of what its stored answers are; empty if it has none.
    promises: fingerprint of the checks that it passed; empty if it was not judged, or by a release
              that did not say.
    catalog:  None until it is made; versions of earlier releases did not state it.
    memos:    the code that made its memos; empty if it has none.
    """

    version: int
    parent: int | None
    schema: str
    parts_per_month: int
    run: Mapping[str, object] = field(default_factory=dict)
    files: tuple[DataFile, ...] = ()
    curation: str = ""
    catalog: CatalogFile | None = None
    promises: str = ""
    answers: str = ""
    memos: str = ""

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        counts: Counter[str] = Counter({table.name: 0 for table in EVERY})
        for file in self.files:
            if file.partition.table in counts:
                counts[file.partition.table] += file.rows
        return dict(counts)

    @property
    def started_at(self) -> datetime:
        """When its run began; the beginning of time if the run did not say."""
        stated = self.run.get("started_at")
        if not isinstance(stated, str):
            return datetime.min.replace(tzinfo=UTC)
        moment = datetime.fromisoformat(stated)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def schema_fingerprint() -> str:
    """16 hex digits over names and types of every table's columns."""
    declared = {
        table.name: [(name, str(dtype)) for name, dtype in table.polars_schema.items()]
        for table in TABLES
    }
    return hashlib.sha256(json.dumps(declared).encode()).hexdigest()[:16]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into a version's folder, durably."""
    stated = asdict(manifest) | {
        "rows": manifest.rows,
        "files": {
            file.path: {
                "month": file.partition.month,
                "part": file.partition.part,
                "rows": file.rows,
                "bytes": file.bytes,
                "sha256": file.sha256,
            }
            for file in sorted(manifest.files, key=lambda file: file.path)
        },
    }
    stated[_OWN] = _hash_of(stated)
    write_text(folder / MANIFEST, json.dumps(stated, indent=1) + "\n")


def record_catalog(folder: Path, *, promises: str = "") -> None:
    """State in the manifest what the catalog of the version's folder is now, if it has one.

    promises: fingerprint of checks that it passed; empty leaves what is stated.
    """
    path, catalog = folder / CATALOG, None
    if path.exists():
        catalog = CatalogFile(sha256_of(path), path.stat().st_size, str(folder.resolve()))
    if catalog is not None or promises:
        manifest = read_manifest(folder)
        write_manifest(
            folder,
            replace(
                manifest,
                catalog=catalog or manifest.catalog,
                promises=promises or manifest.promises,
            ),
        )


def changed_files(folder: Path, promises: str) -> frozenset[str] | None:
    """The files of those months, or parts of one, where a version differs from its parent.

    promises: fingerprint of the checks that the parent must have passed.

    Returns:
        Paths below the version's folder; None if there is no parent that passed these checks.
    """
    now = read_manifest(folder)
    try:
        before = read_manifest(folder.with_name(f"{now.parent or 0:06d}"))
    except StoreError:
        return None
    is_kept = promises != "" and before.promises == promises
    if not is_kept or before.parts_per_month != now.parts_per_month:
        return None
    differing = set(now.files) ^ set(before.files)
    places = {_place(file) for file in differing if file.partition.table in BY_NAME}
    return frozenset(file.path for file in now.files if _place(file) in places)


def _place(file: DataFile) -> tuple[str, int]:
    return file.partition.month, file.partition.part


def mark_published(folder: Path) -> None:
    """Mark a version as published: with a copy of its manifest, durably."""
    text = (folder / MANIFEST).read_text(encoding="utf-8") if (folder / MANIFEST).exists() else ""
    write_text(folder / PUBLISHED, text)


def restore_manifest(folder: Path) -> bool:
    """Write the manifest again from its copy; False when there is no copy that is whole."""
    try:
        text = (folder / PUBLISHED).read_text(encoding="utf-8")
        _checked(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    write_text(folder / MANIFEST, text)
    return True


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version's folder.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    path = folder / MANIFEST
    cause: Exception
    try:
        return _checked(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        fault, cause = "is missing", error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fault, cause = f"is damaged ({type(error).__name__}: {error})", error
    raise StoreError(
        f"{path} {fault}: `broadsheet repair` takes it from its copy, or publishes the newest whole"
        " version; `broadsheet rollback N` publishes another one"
    ) from cause


def _checked(stated: dict[str, Any]) -> Manifest:
    """The manifest that its JSON text states.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: the text is not that of a manifest, or not
            the one that was written.
    """
    own = stated.pop(_OWN, None)  # manifests of earlier releases do not state it
    if own is not None and own != _hash_of(stated):
        raise ValueError("it does not have the hash that it states")
    return _manifest(stated)


def _hash_of(stated: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


def _manifest(stated: dict[str, Any]) -> Manifest:
    files = tuple(
        DataFile(
            Partition(path.split("/")[0], entry["month"], entry["part"]),
            entry["sha256"],
            entry["rows"],
            entry["bytes"],
        )
        for path, entry in stated["files"].items()
    )
    catalog = stated.get("catalog")
    return Manifest(
        stated["version"],
        stated["parent"],
        stated["schema"],
        stated["parts_per_month"],
        stated["run"],
        files,
        stated.get("curation", ""),
        CatalogFile(**catalog) if catalog else None,
        stated.get("promises", ""),
        stated.get("answers", ""),
        stated.get("memos", ""),
    )
