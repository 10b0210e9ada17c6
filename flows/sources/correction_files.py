"""Correction files: people's corrections of articles, one CSV file a kind in the curation's folder.

data/curation/quotes.csv    figures.csv    pages.csv    dates.csv

Whoever adds to a file holds a lock and puts a whole new file in its place, so that neither two
people nor a machine that stops leave half a line.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.errors import UserError
from transforms.corrected import CorrectionError, header_of, line_of, read_corrections
from transforms.corrections import Correction, CorrectionKind

FILES: Mapping[CorrectionKind, str] = {
    "quote": "quotes.csv", "figure": "figures.csv", "zone": "pages.csv", "date": "dates.csv",
}  # fmt: skip


class CorrectionFileError(UserError):
    """A file of corrections cannot be used; the message says file, row, column and what would."""


def read_correction_files(folder: Path) -> tuple[Correction, ...]:
    """What people say of articles; a file that is not there says nothing.

    Raises:
        CorrectionFileError: a file that is not UTF-8 text, or a row that cannot be used.
    """
    return tuple(one for kind in FILES for one in _read(folder, kind))


def by_article(corrections: Sequence[Correction]) -> dict[str, tuple[Correction, ...]]:
    """article_id to its corrections, in their order."""
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        found[one.article_id].append(one)
    return {name: tuple(ones) for name, ones in found.items()}


def add_corrections(folder: Path, added: Sequence[tuple[Correction, str]]) -> list[Path]:
    """Add corrections, each with the path of its source, to their files; the files written.

    All are added or none: each file is written whole beside the old one before any takes its place.

    Raises:
        CorrectionFileError: a file that is there cannot be read, so nothing is added to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        made = []
        for kind in FILES:
            lines = [line_of(one, source) for one, source in added if one.kind == kind]
            if lines:
                _read(folder, kind)
                made.append(_written(folder / FILES[kind], kind, lines))
        for unfinished, path in made:
            unfinished.replace(path)
    return [path for _, path in made]


def _written(path: Path, kind: CorrectionKind, lines: Sequence[Sequence[str]]) -> tuple[Path, Path]:
    """A new file beside the old one, durably: what stood there, then the lines."""
    header = header_of(kind)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if before.strip():
        theirs = next(csv.reader(io.StringIO(before, newline="")))
        columns = [cell.strip() for cell in theirs]
        if missing := [name for name in header if name not in columns]:
            raise CorrectionFileError(
                f"{path.name} row 1: columns {missing} are not there, so nothing can be added;"
                f" the columns are {', '.join(header)}"
            )
        buffer.write(before if before.endswith("\n") else f"{before}\n")
    else:
        columns = list(header)
        writer.writerow(header)
    for line in lines:
        cells = dict(zip(header, line, strict=True))
        writer.writerow([cells[name] for name in columns])
    return _beside(path, buffer.getvalue()), path


def put_in_place(path: Path, text: str) -> None:
    """Write a file whole, durably, in place of what is there."""
    _beside(path, text).replace(path)


def _beside(path: Path, text: str) -> Path:
    unfinished = path.with_name(f".{path.name}.new")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return unfinished


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else adds meanwhile: the folder itself is locked, until the process is done."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(folder: Path, kind: CorrectionKind) -> tuple[Correction, ...]:
    path = folder / FILES[kind]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise CorrectionFileError(
            f"{path} is not UTF-8 text: {error}; save it as “CSV UTF-8”"
        ) from error
    try:
        return read_corrections(text, path.name, kind)
    except CorrectionError as error:
        raise CorrectionFileError(str(error)) from error
