"""Input and output of resolving one mention's name: what ``persons`` and ``groups`` share.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from transforms.names.ids import unaccented
from transforms.names.mention import EntityType, Form


class Occurrence(NamedTuple):
    """One mention, as the resolvers see it.

    Attributes:
        at: its position among the article's mentions.
        surface: as written, with plain apostrophes and blanks.
        entity_type: its type.
        title: the title before it, "" if there is none.
        defines: the longer name beside it, one of the two in brackets: "United Nations" beside the
            "UN" of "United Nations (UN)" and of "UN (United Nations)"; "" if there is none.
        is_told: words say that it is short for the other, so that its letters need not: "known by
            its French acronym MDM".
        is_captioned: it stands in a caption, which is often written by others and often doubled.
    """

    at: int
    surface: str
    entity_type: EntityType
    title: str = ""
    defines: str = ""
    is_captioned: bool = False
    is_told: bool = False


class ResolvedName(NamedTuple):
    """The name that a mention resolves to, how the mention relates to it, and by which rule."""

    canonical_name: str
    form: Form
    reason: str


def best_spelling(surfaces: Iterable[str]) -> str:
    """The most frequent of several spellings of one name; one in capitals throughout comes last.

    Of two equally frequent ones the one with accents comes first: they are seldom added by mistake.

    >>> best_spelling(["MOSCOW", "Moscow", "MOSCOW"]), best_spelling(["Leon", "León"])
    ('Moscow', 'León')
    """
    counted = Counter(surfaces)

    def rank(surface: str) -> tuple[bool, int, bool, str]:
        return surface.isupper(), -counted[surface], unaccented(surface) == surface, surface

    return min(counted, key=rank)
