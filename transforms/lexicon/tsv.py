"""TSV files: reads a lexicon.

A file has ``#`` comment lines, then one header line, then one row per entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

_Meaning = TypeVar("_Meaning")
# An error lists what a cell may hold up to this many values: a list of all units helps nobody.
_LISTED = 40


@cache
def read_lexicon(name: str, package: str = "transforms.lexicon") -> tuple[dict[str, str], ...]:
    """The rows of ``name``.tsv in a package, one dict per entry.

    Missing last cells are empty strings.

    Raises:
        ValueError: a row has more cells than the header; the message names file and line.
    """
    text = (files(package) / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    header = lines[0][1].split("\t")
    rows = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise ValueError(f"lexicon/{name}.tsv line {number}: more cells than the header has")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return tuple(rows)


def one_of(
    allowed: Mapping[str, _Meaning], lexicon: str, row: Mapping[str, str], column: str
) -> _Meaning:
    """What a cell with a closed vocabulary stands for.

    Raises:
        ValueError: the cell holds none of the allowed values; the message names lexicon, row,
            column and, unless they are very many, the values that it may hold.

    >>> one_of({"up": 1, "down": -1}, "change_words", {"surface": "rose", "change": "up"}, "change")
    1
    """
    if row[column] in allowed:
        return allowed[row[column]]
    few = ", ".join(value or "nothing" for value in allowed)
    values = few if len(allowed) <= _LISTED else f"the {len(allowed)} values that it may hold"
    raise ValueError(f"{_cell(lexicon, row, column)}, not one of: {values}")


def number_of(lexicon: str, row: Mapping[str, str], column: str) -> float:
    """The number in a cell.

    Raises:
        ValueError: the cell holds no number; the message names lexicon, row and column.

    >>> number_of("number_words", {"surface": "dozen", "value": "12"}, "value")
    12.0
    """
    try:
        return float(row[column])
    except ValueError:
        raise ValueError(f"{_cell(lexicon, row, column)}, not a number") from None


def _cell(lexicon: str, row: Mapping[str, str], column: str) -> str:
    """A cell and where it is, for an error."""
    entry = next(iter(row.values()))
    holds = repr(row[column]) if row[column] else "empty (are the cells separated by tabs?)"
    return f"lexicon/{lexicon}.tsv, row {entry!r}: {column} is {holds}"


@cache
def words_of(name: str, column: str = "surface") -> frozenset[str]:
    """The lower-cased values of one column of a lexicon."""
    return frozenset(row[column].lower() for row in read_lexicon(name))


@cache
def words_in_role(name: str, *roles: str) -> frozenset[str]:
    """The lower-cased surfaces of a lexicon whose column ``role`` has one of these values.

    >>> "dollars" in words_in_role("name_words", "money")
    True
    """
    return frozenset(row["surface"].lower() for row in read_lexicon(name) if row["role"] in roles)


def either(words: Iterable[str]) -> str:
    """A regular expression for any of these words; the longest are tried first.

    An apostrophe may be straight or curved.

    >>> either(["pic", "picture", "artist's"])
    "(?:artist['’]s|picture|pic)"
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})".replace("'", "['’]")
