"""TSV files: reads a lexicon.

A file has ``#`` comment lines, then one header line, then one row per entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


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
