"""Curation files: people's decisions about entities, read from their folder.

data/curation/decisions.tsv        merge, split, alias, block, type
data/curation/knowledge_base.tsv   optional: ids of a knowledge base
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flows.errors import UserError
from transforms.entities import Curation, CurationError, read_decisions, read_knowledge_base

DECISIONS, KNOWLEDGE_BASE = "decisions.tsv", "knowledge_base.tsv"
Rows = TypeVar("Rows")


class CurationFileError(UserError):
    """A curation file cannot be used; the message says file, line and what would do."""


def read_curation(folder: Path) -> Curation:
    """What people decided; a file that is not there decides nothing.

    Raises:
        CurationFileError: a file that is not UTF-8 text, or a line that cannot be used.
    """
    return Curation(
        decisions=_read(folder / DECISIONS, read_decisions),
        known=_read(folder / KNOWLEDGE_BASE, read_knowledge_base),
    )


def _read(path: Path, read: Callable[[str, str], tuple[Rows, ...]]) -> tuple[Rows, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise CurationFileError(f"{path} is not UTF-8 text: {error}") from error
    try:
        return read(text, path.name)
    except CurationError as error:
        raise CurationFileError(str(error)) from error
