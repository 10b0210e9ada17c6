"""What naming one mention needs and says: shared by the resolvers of persons and of groups.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from transforms.names.mention import Form


class Occurrence(NamedTuple):
    """One mention, as the resolvers see it.

    at:      its position among the article's mentions.
    surface: as written, with plain apostrophes and blanks.
    title:   the title before it, "" if none.
    defines: the name before the brackets that it stands in: of "UN" in "United Nations (UN)"; or
             the one in the brackets after it: "UN (United Nations)". "" if none.
    is_captioned: it stands in a caption, which is often written by others and often doubled.
    """

    at: int
    surface: str
    entity_type: str
    title: str = ""
    defines: str = ""
    is_captioned: bool = False


class Naming(NamedTuple):
    """What a mention is called, how it relates to that name, and the rule that says so."""

    canonical_name: str
    form: Form
    reason: str


def best_spelling(surfaces: Iterable[str]) -> str:
    """Of spellings that differ in case only, the most frequent; capitals throughout come last.

    >>> best_spelling(["MOSCOW", "Moscow", "MOSCOW"])
    'Moscow'
    """
    counted = Counter(surfaces)
    return min(counted, key=lambda surface: (surface.isupper(), -counted[surface], surface))
