"""Manifest: what one version of a dataset consists of; written last, as proof that all is there."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.store.durable import write_text
from flows.store.pointer import StoreError
from transforms.tables import TABLES

MANIFEST = "manifest.json"
PUBLISHED = "published"


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
class Manifest:
    """A version: its number, the one it was built on, its schema, the run and its files.

    curation: fingerprint of what people decided about its entities.
    """

    version: int
    parent: int | None
    schema: str
    parts_per_month: int
    run: Mapping[str, object] = field(default_factory=dict)
    files: tuple[DataFile, ...] = ()
    curation: str = ""

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        counts: Counter[str] = Counter({table.name: 0 for table in TABLES})
        for file in self.files:
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
    write_text(folder / MANIFEST, json.dumps(stated, indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version's folder.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    path = folder / MANIFEST
    cause: Exception
    try:
        return _manifest(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        fault, cause = "is missing", error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fault, cause = f"is damaged ({type(error).__name__}: {error})", error
    raise StoreError(
        f"{path} {fault}: put back a copy of it if there is one; else remove the folder"
        f" {folder} and, if that was the current version, publish another one with"
        " `broadsheet rollback N`"
    ) from cause


def _manifest(stated: dict[str, Any]) -> Manifest:
    """The manifest that its JSON text states."""
    files = tuple(
        DataFile(
            Partition(path.split("/")[0], entry["month"], entry["part"]),
            entry["sha256"],
            entry["rows"],
            entry["bytes"],
        )
        for path, entry in stated["files"].items()
    )
    return Manifest(
        stated["version"],
        stated["parent"],
        stated["schema"],
        stated["parts_per_month"],
        stated["run"],
        files,
        stated.get("curation", ""),
    )
