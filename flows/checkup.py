"""Checkup: what is wrong with a dataset, one sentence for each fault, whatever else is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows import catalog, store
from flows.errors import UserError
from flows.narration import counted

_UNCHECKED = "promises were not checked, because files are damaged: run `broadsheet repair`"
_OF_ANOTHER_SCHEMA = (
    "promises were not checked, because a release with another schema made this version:"
    " `broadsheet run` makes one with the schema of the release that is installed"
)
_NAMED = 3
"""Hidden files that a sentence names; the others are counted."""
_LONGEST = 60
"""Characters of the words that a sentence shows."""


@dataclass(slots=True)
class Checkup:
    """What was found.

    version: number of the current version; None if the pointer does not name one that is there.
    faults:  one sentence for each, with what to do where that is not ``broadsheet repair``.
    notes:   one sentence for each correction that no longer fits its text; that is no fault.
    of:      faults by the version that has them; None has those of no version.
    """

    version: int | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    of: Counter[int | None] = field(default_factory=Counter)

    def add(self, version: int | None, *sentences: str) -> None:
        """Faults of a version, or of none."""
        self.faults += sentences
        self.of[version] += len(sentences)

    @property
    def verdict(self) -> str:
        """One sentence over all, and what to do."""
        if not self.faults:
            return "all well"
        where = [
            f"{count} of {self._named(version)}"
            for version, count in sorted(self.of.items(), key=lambda one: -(one[0] or 0))
            if count
        ]
        older = self.of.keys() - {self.version, None}
        remedy = "`broadsheet repair` mends what is damaged or moved"
        if any(self.of[one] for one in older):
            remedy += (
                "; older versions that stay damaged expire in time, and"
                " `broadsheet repair --remove-damaged` removes them now"
            )
        return f"{counted(len(self.faults), 'fault')} ({', '.join(where)}): {remedy}"

    def _named(self, version: int | None) -> str:
        if version is None:
            return "the dataset's folder"
        current = ", the current one" if version == self.version else ""
        return f"version {version}{current}"


def check_up(processed: Path, *, deep: bool = False) -> Checkup:
    """Check pointer, files, rights, promises, and what a reader from outside meets.

    Every file of the current version is compared with its hash.

    deep: those of all versions that are kept.

    Raises:
        NoDataset: nothing was published in the folder yet.
    """
    found = Checkup()
    folder = None
    try:
        folder = store.current_version(processed)
        if folder is None:
            raise store.NoDataset(processed)
        found.version = int(folder.name)
    except store.NoDataset:
        raise
    except store.StoreError as error:
        found.add(None, str(error))
    damage = store.find_damage(processed, every_version=deep)
    for one in damage:
        found.add(one.version, str(one))
    if folder is not None:
        if any(one.is_of_rows and one.version == found.version for one in damage):
            found.add(found.version, _UNCHECKED)
        elif store.needs_rebuild(processed):
            found.add(found.version, _OF_ANOTHER_SCHEMA)
        else:
            found.add(found.version, *_of_content(folder), *catalog.outside_faults(processed))
            found.notes += _stale(processed)
        found.add(found.version, *_hidden(processed, folder))
    return found


def _of_content(folder: Path) -> Iterator[str]:
    try:
        yield from map(str, catalog.run_checks(folder))
    except (UserError, duckdb.Error) as error:
        yield f"{str(error).splitlines()[0]}: run `broadsheet repair`"


def _stale(processed: Path) -> Iterator[str]:
    """A sentence for each correction that no longer fits the text of its article."""
    try:
        with catalog.open(processed) as connection:
            rows = catalog.panel(connection, "stale_corrections")
    except (UserError, duckdb.Error):
        return  # a fault of the catalog, which is listed as one
    for row in rows:
        words = " ".join(row["words"].split())
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        yield (
            f"stale correction: {row['kind']} “{short}” in {row['source_path']}, by"
            f" {row['corrected_by']} on {row['corrected_on']}: {row['reason']}"
        )


def _hidden(processed: Path, folder: Path) -> Iterator[str]:
    hidden = catalog.hidden_files(processed, folder)
    if hidden:
        named = ", ".join(hidden[:_NAMED]) + (", …" if len(hidden) > _NAMED else "")
        yield (
            f"{counted(len(hidden), 'file or folder is', 'files or folders are')} closed to users"
            f" who may read {processed}"
            f" ({named}): `chmod -R go+rX {folder}`, and give runs the umask 022"
        )
