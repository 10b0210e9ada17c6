"""Known files: what runs before found in raw files, so that a file that looks the same is not read.

Of each file they remember how it looked when it was listed (``flows.sources.LOOKS``) and which
documents it then held, by id and hash. Such a file is passed over if the ledger has each of these
documents as this run would leave it; else it is read as any other. So what is remembered says
nothing of versions, engines or schemas, and its loss costs nothing but time.

What may deceive, and what is done about it:
- A file that was changed in the moment in which it was read looks the same afterwards, as clocks of
  file systems stand still for a while (2 s on FAT). So a file is remembered only if all its times
  are clearly older than the listing; until then it is read again, as Git does it.
- Whoever changes a file can put its time of change back, but not the other time that a system
  keeps (``ctime``). A disk that rots, a file system that keeps no times, or a write through a
  memory map on some of them leave no trace: the setting ``rehash`` has every file read.
- Another release or mapping of columns may find other documents in the same bytes: a fingerprint
  of the code that reads, its libraries and its settings goes with what is remembered.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import polars as pl

from flows.settings import Settings
from flows.sources import LOOKS, ColumnCensus, Listing
from transforms.documents import RawDocument

_CLEARLY_OLDER = 3_000_000_000
"""Nanoseconds by which a file's times must be older than its listing: more than the 2 s of FAT."""
_READING_FAILED = "reading_failed"
"""Code of the problem of a file at which our reader broke, perhaps for once."""
_LIBRARIES = (
    "broadsheet", "brotli", "charset-normalizer", "feedparser", "ftfy", "lxml", "polars", "pyarrow",
)  # fmt: skip
"""Libraries that decide what a file holds."""
_READERS = ("flows/sources", "transforms")
"""Where the code and the words lie that decide what a file holds."""
_ROWS = pl.Schema(
    {
        **LOOKS,
        "article_ids": pl.List(pl.String),
        "hashes": pl.List(pl.String),
        "columns": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What need not be read.

    places:    of the files in the listing.
    documents: article_id and content_sha256 of each of their documents.
    """

    places: pl.Series
    documents: pl.DataFrame


@dataclass(slots=True)
class KnownFiles:
    """What is remembered of raw files.

    rows: one a file, columns as ``_ROWS``.
    """

    rows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_ROWS))
    _kept: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_ROWS))
    _learnt: list[tuple[int, list[str], list[str], str]] = field(default_factory=list)

    @classmethod
    def read(cls, payload: bytes | None) -> KnownFiles:
        """What ``payload`` wrote; nothing if there is none."""
        return cls() if payload is None else cls(pl.read_ipc(io.BytesIO(payload)))

    def settle(self, listing: Listing, current: pl.DataFrame, census: ColumnCensus) -> Settled:
        """Find the files that need not be read.

        Args:
            current: article_id and content_sha256 of the live documents that this run leaves.
            census: hears what columns the files were found to have.
        """
        same = listing.looks.join(self.rows, on="source_path", suffix="_then").filter(
            pl.col(name) == pl.col(f"{name}_then") for name in LOOKS if name != "source_path"
        )
        documents = same.select("place", article_id="article_ids", content_sha256="hashes").explode(
            "article_id", "content_sha256"
        )
        pending = documents.join(current, on=["article_id", "content_sha256"], how="anti")
        settled = same.join(pending, on="place", how="anti")
        for heard in settled.filter(pl.col("columns") != "")["columns"]:
            census.repeat(json.loads(heard))
        self._kept = settled.select(list(_ROWS))
        return Settled(
            settled["place"],
            documents.join(pending, on="place", how="anti").drop("place"),
        )

    def learn(
        self, place: int, documents: Iterable[RawDocument], census: ColumnCensus
    ) -> Iterator[RawDocument]:
        """The documents of a file; when they were all taken, the file is remembered.

        Args:
            place: in the listing.
            census: hears what columns the file is found to have.
        """
        ids, hashes, is_sound = list[str](), list[str](), True
        for raw in documents:
            ids.append(raw.article_id)
            hashes.append(raw.content_sha256)
            is_sound = is_sound and (raw.problem is None or raw.problem.code != _READING_FAILED)
            yield raw
        if ids and is_sound:
            heard = json.dumps(census.heard) if census.heard else ""
            self._learnt.append((place, ids, hashes, heard))

    def payload(self, listing: Listing) -> bytes | None:
        """What to remember from now on; None if it is what was remembered."""
        learnt = pl.DataFrame(
            self._learnt,
            {
                "place": pl.UInt32(),
                **{name: _ROWS[name] for name in ("article_ids", "hashes", "columns")},
            },
            orient="row",
        )
        old = pl.col("newest") < listing.begun - _CLEARLY_OLDER
        new = listing.looks.filter(old).join(learnt, on="place").select(list(_ROWS))
        if new.is_empty() and self._kept.height == self.rows.height:
            return None
        stream = io.BytesIO()
        pl.concat([self._kept, new]).write_ipc(stream, compression="zstd")
        return stream.getvalue()


def readers_fingerprint(settings: Settings) -> str:
    """16 hex digits that change with whatever else decides what a file holds."""
    stated = [
        sys.version,
        json.dumps([settings.document_bytes, settings.columns], default=dict),
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        *sorted(line for top in _READERS for line in _code(Path(__file__).parents[2] / top)),
    ]
    return hashlib.sha256("\n".join(stated).encode()).hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _code(folder: Path) -> Iterator[str]:
    """A line for each file of code or words below a folder, with its size and time of change."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _code(Path(entry.path))
            elif entry.name.endswith((".py", ".tsv")):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
