"""Known names: the names and name parts that the lexicons hold.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from transforms.lexicon import read_lexicon


def plain(surface: str) -> str:
    """The surface with straight apostrophes and single ordinary blanks, as if on one line.

    >>> plain("Politi’fact"), plain("Ida van\\n  Dell")
    ("Politi'fact", 'Ida van Dell')
    """
    return " ".join(surface.replace("’", "'").split())


@cache
def given_names() -> Mapping[str, str]:
    """Gender (m, f, u) of each given name of the lexicon, as written."""
    return {row["surface"]: row["gender"] for row in read_lexicon("given_names")}


@cache
def canonical_names() -> Mapping[tuple[str, str], str]:
    """The name that a surface is counted under, by entity type and surface.

    >>> canonical_names()["place", "Kiev"]
    'Kyiv'
    """
    names: dict[tuple[str, str], str] = {}
    for lexicon, kind in (("countries", ""), ("organisations", "org"), ("places", "place")):
        for row in read_lexicon(lexicon):
            surface = plain(row["surface"])
            canonical = row["canonical"] or row["surface"]
            names.setdefault((kind or row["kind"], surface), canonical)
    return names


@cache
def heads(role: str) -> Mapping[str, str]:
    """Words with a role in longer names, and the type of the names that have the word there.

    role: ``tail``, ``of``, ``head`` or ``legal``, as in the lexicon ``name_heads``.

    >>> heads("tail")["Bridge"], heads("legal")["Ltd"]
    ('facility', 'org')
    """
    return {
        row["surface"]: row["entity_type"]
        for row in read_lexicon("name_heads")
        if row["role"] == role
    }
