"""SQL files: what ships in ``sql/``; the header of each file says what the file is for.

A header is a run of ``-- Name: words`` lines, continued on lines that start with blanks after the
dashes. Names are Grain, Reads, Answers, Parameters, Values, Columns; a check states what it returns
and, if the rows of one document decide it, "Reach: document".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeAlias

Reach: TypeAlias = Literal["document", "dataset"]
"""What decides a check: the rows of one document, or those of the whole dataset."""
SQL_FOLDER = Path(str(files("sql")))

_FIELD = re.compile(r"--\s?(?P<name>[A-Z][a-z]+):\s*(?P<words>.*)")
_ENTRY = re.compile(r"(?P<name>\w+)\s+(?P<words>\S.*)")


class SqlFileError(Exception):
    """SQL files are missing or cannot be put in order; the message says which and why."""


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file of ``sql/``.

    name:       the file's name without ``.sql``.
    reads:      tables and views it reads, as the header states them.
    parameters: name to meaning; set by ``set variable name = …``, all of them optional.
    values:     name of a parameter to what it may be, as ``flows.catalog.parameters`` reads it.
    columns:    name to meaning, of columns that no table has.
    reach:      of a check: what decides it.
    text:       the whole file.
    """

    name: str
    grain: str
    answers: str
    reads: tuple[str, ...]
    parameters: dict[str, str]
    values: dict[str, str]
    columns: dict[str, str]
    reach: Reach
    text: str


def read_sql_file(path: Path) -> SqlFile:
    """Read a file and its header."""
    text = path.read_text(encoding="utf-8")
    fields = _header(text)
    return SqlFile(
        name=path.stem,
        grain=_sentence(fields.get("Grain", [])),
        answers=_sentence(fields.get("Answers", [])),
        reads=tuple(re.findall(r"\w+", " ".join(fields.get("Reads", [])))),
        parameters=_entries(fields.get("Parameters", [])),
        values=_entries(fields.get("Values", [])),
        columns=_entries(fields.get("Columns", [])),
        reach="document" if _sentence(fields.get("Reach", [])) == "document" else "dataset",
        text=text,
    )


def read_folder(folder: Path) -> list[SqlFile]:
    """The SQL files of a folder, by name.

    Raises:
        SqlFileError: the folder is missing or has no SQL file. Checks that are not found must not
            pass for checks that find nothing.
    """
    paths = sorted(folder.glob("*.sql"))
    if not paths:
        raise SqlFileError(f"no SQL files in {folder}; install Broadsheet again")
    return [read_sql_file(path) for path in paths]


def literal(value: str) -> str:
    """The value as SQL writes a string.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def in_dependency_order(files: list[SqlFile]) -> list[SqlFile]:
    """The files, each after those that it reads, and by name where that leaves a choice.

    Raises:
        SqlFileError: two files read each other.
    """
    by_name = {file.name: file for file in files}
    sorter = TopologicalSorter(
        {name: sorted(set(file.reads) & by_name.keys()) for name, file in by_name.items()}
    )
    try:
        return [by_name[name] for name in sorter.static_order()]
    except CycleError as error:
        raise SqlFileError(f"SQL files read each other: {' -> '.join(error.args[1])}") from error


def _header(text: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _leading_comment(text):
        if match := _FIELD.fullmatch(line):
            current = fields[match["name"]] = []
            line = match["words"]
        current.append(line.lstrip("-").strip())
    return fields


def _leading_comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("--"):
            return
        yield line.rstrip()


def _sentence(lines: list[str]) -> str:
    return " ".join(line for line in lines if line).rstrip(".")


def _entries(lines: list[str]) -> dict[str, str]:
    """From ``name meaning; name meaning.``, over as many lines as it takes."""
    entries: dict[str, str] = {}
    for part in " ".join(lines).split(";"):
        if match := _ENTRY.fullmatch(part.strip().rstrip(".")):
            entries[match["name"]] = match["words"]
    return entries
