"""Curation files: people's decisions about entities, read from their folder.

data/curation/decisions.tsv        merge, split, alias, block, type
data/curation/entities.csv         the same columns, added to by reviews and by the site
data/curation/knowledge_base.tsv   optional: ids of a knowledge base
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from flows.errors import UserError
from flows.sources.correction_files import locked, put_in_place
from transforms.corrected import protected, unprotected
from transforms.entities import (
    DECISION_COLUMNS,
    Curation,
    CurationError,
    read_decisions,
    read_knowledge_base,
    refuse_contradictions,
)

DECISIONS, ENTITIES, KNOWLEDGE_BASE = "decisions.tsv", "entities.csv", "knowledge_base.tsv"
Rows = TypeVar("Rows")


class CurationFileError(UserError):
    """A curation file cannot be used; the message says file, line and what would do."""


def read_curation(folder: Path) -> Curation:
    """What people decided; a file that is not there decides nothing.

    Raises:
        CurationFileError: a file that is not UTF-8 text, or a line that cannot be used.
    """
    return _curation(folder, _text(folder / ENTITIES))


def _curation(folder: Path, entities: str) -> Curation:
    by_hand = _read(folder / DECISIONS, _text(folder / DECISIONS), read_decisions)
    added = _read(folder / ENTITIES, _as_lines(entities), read_decisions)
    try:
        refuse_contradictions([*by_hand, *added])
    except CurationError as error:
        raise CurationFileError(str(error)) from error
    known = _read(folder / KNOWLEDGE_BASE, _text(folder / KNOWLEDGE_BASE), read_knowledge_base)
    return Curation(decisions=(*by_hand, *added), known=known)


def add_decisions(folder: Path, added: Sequence[tuple[str, str, str, str, str]]) -> Path:
    """Add decisions (action, type, name, value, note) to ``entities.csv``; the file.

    Raises:
        CurationFileError: a line is wrong or contradicts another one; nothing was added.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ENTITIES
    with locked(folder):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        before = _text(path)
        if not before.strip():
            writer.writerow(DECISION_COLUMNS)
        else:
            buffer.write(before if before.endswith("\n") else f"{before}\n")
        for action, kind, name, value, note in added:
            writer.writerow(map(protected, (action, kind, name, value, "", note)))
        _curation(folder, buffer.getvalue())
        put_in_place(path, buffer.getvalue())
    return path


def _as_lines(text: str) -> str:
    """A CSV file in the form of ``decisions.tsv``; a cell has one line, so that lines agree."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return "\n".join("\t".join(" ".join(unprotected(one).split()) for one in row) for row in rows)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise CurationFileError(f"{path} is not UTF-8 text: {error}") from error


def _read(path: Path, text: str, read: Callable[[str, str], tuple[Rows, ...]]) -> tuple[Rows, ...]:
    try:
        return read(text, path.name)
    except CurationError as error:
        raise CurationFileError(str(error)) from error
