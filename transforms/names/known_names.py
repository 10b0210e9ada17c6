"""Gazetteer: the names and name parts that the lexicons know.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from transforms.lexicon import read_lexicon

Gender = Literal["m", "f"]


def plain(surface: str) -> str:
    """One spelling for the apostrophes and blanks that typesetting varies."""
    if "’" in surface or "\N{NO-BREAK SPACE}" in surface:
        return surface.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ")
    return surface


@cache
def title_genders() -> Mapping[str, Gender]:
    """The gender that a title tells, by its lower-cased last word or whole phrase."""
    genders: dict[str, Gender] = {}
    for row in read_lexicon("titles"):
        if row["gender"] == "m":
            genders[row["surface"].lower()] = "m"
        elif row["gender"] == "f":
            genders[row["surface"].lower()] = "f"
    return genders


@cache
def given_names() -> Mapping[str, str]:
    """Gender (m, f, u) of each known given name, as written."""
    return {row["surface"]: row["gender"] for row in read_lexicon("given_names")}


@cache
def canonical_names() -> Mapping[tuple[str, str], str]:
    """The name that a known surface is counted under, by entity type and surface.

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
    """Words with this role in a longer name (tail, of, head, legal) and the type they tell."""
    return {
        row["surface"]: row["entity_type"]
        for row in read_lexicon("name_heads")
        if row["role"] == role
    }
