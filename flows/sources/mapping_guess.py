"""Mapping guess: the columns of all files of a raw folder, as settings and as sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flows.sources.column_guess import ColumnGuess, guess_columns
from flows.sources.files import raw_files, source_path_of
from transforms.documents import RECORD_FIELDS

_MOST_FILES = 5_000  # that are looked through for those with columns
_MOST_READ = 40
_NAMED = 8  # columns that a sentence names


@dataclass(frozen=True, slots=True)
class MappingGuess:
    """What the columns of the files seem to hold.

    files:   what was found, by the path below the raw folder.
    columns: field to column for the files of each folder, "" being the raw folder itself, and for
             each file that calls a field otherwise than most of its folder do.
    """

    files: Mapping[str, ColumnGuess]
    columns: Mapping[str, Mapping[str, str]]

    def as_settings(self) -> str:
        """The tables of the settings, with what was not found as comments."""
        lines = [
            "# What records of JSON lines, CSV, TSV and Parquet call the fields of an article. The",
            f"# fields are {', '.join(RECORD_FIELDS)}.",
        ]
        found = {folder: columns for folder, columns in self.columns.items() if columns}
        if not found:
            lines += ["# [tool.broadsheet.columns]", '# text = "content"']
        for folder, columns in sorted(found.items()):
            lines += [
                "",
                f"[tool.broadsheet.columns{_key(folder)}]  # guessed by `broadsheet init`",
            ]
            lines += [f"{field} = {json.dumps(name)}" for field, name in columns.items()]
        if not any(found):
            lines += ["#", "# The same for one folder of raw/, or for one file:"]
            lines += ["# [tool.broadsheet.columns.gazette]", '# text = "story"']
        return "\n".join(lines) + "\n"

    def sentences(self) -> Iterator[str]:
        """What was guessed of each file, and what was not."""
        for path, guess in self.files.items():
            known = [
                f"{field} is `{name}`{' (by its words)' if field in guess.by_words else ''}"
                for field, name in guess.columns.items()
            ]
            parts = [", ".join(known) or "its columns have our names"]
            if guess.missing:
                parts.append(f"no column for {', '.join(guess.missing)}")
            if guess.others:
                named = ", ".join(f"`{name}`" for name in guess.others[:_NAMED])
                more = len(guess.others) - _NAMED
                parts.append(f"left out {named}{f' and {more} more' if more > 0 else ''}")
            yield f"{path}: {'; '.join(parts)}"


def guess_mapping(raw: Path) -> MappingGuess:
    """Look at the first files with columns under ``raw``, a few in all."""
    files: dict[str, ColumnGuess] = {}
    votes: dict[str, Counter[tuple[str, str]]] = {}
    for path in islice(raw_files(raw), _MOST_FILES):
        guess = guess_columns(path) if path.is_file() else None
        if guess is None:
            continue
        source_path = source_path_of(path, raw)
        files[source_path] = guess
        votes.setdefault(source_path.rpartition("/")[0], Counter()).update(guess.columns.items())
        if len(files) == _MOST_READ:
            break
    folders = {folder: _most(found) for folder, found in votes.items()}
    own = {
        path: guess.columns
        for path, guess in files.items()
        if not guess.columns.items() <= folders[path.rpartition("/")[0]].items()
    }
    return MappingGuess(files, folders | own)


def _most(votes: Counter[tuple[str, str]]) -> dict[str, str]:
    """The column of each field that most files have, in the order of the fields."""
    chosen: dict[str, str] = {}
    for (field, name), _ in votes.most_common():
        chosen.setdefault(field, name)
    return {field: chosen[field] for field in RECORD_FIELDS if field in chosen}


def _key(folder: str) -> str:
    return f".{json.dumps(folder)}" if folder else ""
