"""Raw folder: the raw files of a run beside the ledger, and the documents of those to be read.

A file that looks as it did, and whose documents the ledger all has as this run would leave them,
is not read (``flows.runs.known_files``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import polars as pl

from flows.errors import UsageError, nearest
from flows.runs.budget import budget_of
from flows.runs.known_files import KnownFiles
from flows.settings import Settings
from flows.sources import ColumnCensus, Unreadable, broken_document, list_folder, read_file
from transforms.documents import RawDocument

HASHED = ("article_id", "content_sha256")


class RawFolderMissing(UsageError):
    """The raw folder is missing or cannot be listed; the message says where and what to do."""


class FolderOfColumnsMissing(UsageError):
    """A mapping of columns is for what is not there; the message names the nearest."""


class RawFolder:
    """The raw files of a run beside its ledger.

    ledger:  every document ever found.
    live:    those in the corpus and in quarantine.
    current: ``HASHED`` of those that this run would leave as they are.
    settled: ``HASHED`` of those among them whose files need not be read.
    """

    def __init__(
        self, settings: Settings, ledger: pl.DataFrame, version: str, files: KnownFiles
    ) -> None:
        """List the folder.

        Raises:
            RawFolderMissing: it may not be listed.
        """
        self._settings, self._version, self._files = settings, version, files
        self._listing = list_folder(settings.raw)
        if "" in self._listing.names:
            raise RawFolderMissing(
                f"{settings.raw} may not be listed: allow this user to read it, or name another"
                " with --raw"
            )
        self._census = ColumnCensus()
        self.ledger = ledger
        self.live = ledger.filter(pl.col("state") != "retracted")
        ours = pl.col("extractor_version").is_in(_versions(settings, version))
        self.current = self.live.filter(ours).select(*HASHED)
        found = files.settle(self._listing, self.current, self._census)
        self._settled_places, self.settled = found.places, found.documents

    @property
    def absent_columns(self) -> list[str]:
        """A sentence for each mapped column that none of its files has, once all were read."""
        return list(self._census.sentences())

    def documents(self, unreadable: list[str]) -> Iterator[RawDocument]:
        """The documents of the files that must be read, in order of their names.

        A file that cannot be read and is not known is a document with a problem.

        unreadable: takes the files and folders that the operating system refuses.
        """
        looks = self._listing.looks.join(self._settled_places.to_frame(), on="place", how="anti")
        records = _records_by_file(self.ledger, self._version) if looks.height else {}
        for place, source_path in looks.select("place", "source_path").iter_rows():
            census = ColumnCensus()
            documents = self._read(place, records.get(source_path), census)
            try:
                yield from self._files.learn(place, documents, census)
            except Unreadable as error:
                unreadable.append(source_path)
                if not any(is_under(known, [source_path]) for known in self.live["source_path"]):
                    yield broken_document(source_path, "unreadable", str(error))
            self._census.repeat(census.heard)

    def again(self, hashes: Mapping[str, str]) -> Iterator[RawDocument]:
        """These unchanged documents again; one that changed meanwhile waits for the next run.

        hashes: article_id to content hash.
        """
        rows = self.ledger.filter(pl.col("article_id").is_in(list(hashes)))
        paths = list(_files_of(set(rows["source_path"])))
        looks = self._listing.looks.filter(pl.col("source_path").is_in(paths))
        for place in looks["place"]:
            try:
                for raw in self._read(place):
                    if hashes.get(raw.article_id) == raw.content_sha256:
                        yield raw
            except Unreadable:
                continue

    def _read(
        self,
        place: int,
        known: Mapping[str, str] | None = None,
        census: ColumnCensus | None = None,
    ) -> Iterator[RawDocument]:
        return read_file(
            self._listing.path(place),
            self._settings.raw,
            document_bytes=self._settings.document_bytes,
            known=known,
            columns_of=self._settings.columns_of,
            census=census,
        )

    def to_remember(self) -> bytes | None:
        """What the next run is to know of the files; None if it is what this one knew."""
        return self._files.payload(self._listing)


def require_folders(settings: Settings) -> None:
    """Refuse a raw folder that is not there, and a mapping of columns for one below it.

    Raises:
        RawFolderMissing, FolderOfColumnsMissing: see ``plan_run``.
    """
    raw = settings.raw
    if not raw.is_dir():
        raise RawFolderMissing(
            f"{raw} is not a folder: put raw files there, or name another with --raw;"
            " `broadsheet init FOLDER` makes a place for your own news"
        )
    for name, columns in settings.columns.items():
        if isinstance(columns, str) or (raw / name).exists() or _is_in_file(raw, name):
            continue
        there = [path.relative_to(raw).as_posix() for path in raw.rglob("*")]
        raise FolderOfColumnsMissing(
            f"[tool.broadsheet.columns] maps columns for {name}, and there is no such folder or"
            f" file in {raw}{nearest(name, sorted(there))}"
        )


def _is_in_file(raw: Path, name: str) -> bool:
    """Whether a path leads into an archive, as in "may.zip/a.csv"."""
    return any((raw / outer).is_file() for outer in PurePosixPath(name).parents)


def is_under(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these or lies below one.

    >>> is_under("a/b.txt", ["a"]), is_under("ab.txt", ["a"])
    (True, False)
    """
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _versions(settings: Settings, version: str) -> tuple[str, str]:
    """The versions under which a document needs no reading: read, or over this very budget."""
    return version, budget_of(settings).version(version)


def _records_by_file(ledger: pl.DataFrame, version: str) -> dict[str, dict[str, str]]:
    """Per multi-record file, content hash to article_id of its up-to-date articles."""
    rows = ledger.filter(
        pl.col("source_id").is_not_null()
        & (pl.col("state") == "article")
        & (pl.col("extractor_version") == version)
    )
    files: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for source_path, sha256, article_id in rows.select(
        "source_path", "content_sha256", "article_id"
    ).iter_rows():
        files[source_path][sha256] = article_id
    return files


def _files_of(source_paths: Iterable[str]) -> set[str]:
    """The paths of files that hold these documents; a document may lie in an archive.

    >>> sorted(_files_of(["herald/may.zip/a.txt"]))
    ['herald', 'herald/may.zip', 'herald/may.zip/a.txt']
    """
    parts = (path.split("/") for path in source_paths)
    return {"/".join(one[:end]) for one in parts for end in range(1, len(one) + 1)}
