"""Genders: what a person's title, or else the given name, says of the person's gender.

Pure. The lexicons decide; most titles ("Senator") and some given names ("Kim") say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, TypeAlias

from transforms.lexicon import read_lexicon

Gender: TypeAlias = Literal["m", "f"]


def gender_of(title: str, name: str) -> Gender | None:
    """The gender that a title, or else the given name in a full name, speaks for.

    >>> gender_of("Mrs.", "Clinton"), gender_of("", "VLADIMIR PUTIN"), gender_of("", "Vladimir")
    ('f', 'm', None)
    """
    return title_gender(title) or given_gender(name)


@cache
def title_gender(title: str) -> Gender | None:
    """The gender of the last phrase of a title that says one: the longest that ends there.

    >>> title_gender("Archbishop"), title_gender("former First Gentleman"), title_gender("Senator")
    ('m', 'm', None)
    """
    words = [word.strip(".").casefold() for word in title.split()]
    for end in range(len(words), 0, -1):
        for start in range(end):
            if found := _title_genders().get(" ".join(words[start:end])):
                return found
    return None


def given_gender(name: str) -> Gender | None:
    """The gender of the given name, whatever its case; None of a name of one word.

    >>> given_gender("Ann Lee"), given_gender("ann"), given_gender("Kim Lee")
    ('f', None, None)
    """
    given, _, rest = name.partition(" ")
    return _given_genders().get(given.casefold()) if rest else None


def genders_clash(given: str, other: str) -> bool:
    """Whether two given names, case-folded, are known to be of different gender.

    >>> genders_clash("maria", "mario"), genders_clash("kim", "ann")
    (True, False)
    """
    genders = {_given_genders().get(given), _given_genders().get(other)}
    return genders == {"m", "f"}


@cache
def _title_genders() -> Mapping[str, Gender]:
    return _genders("titles")


@cache
def _given_genders() -> Mapping[str, Gender]:
    return _genders("given_names")


def _genders(lexicon: str) -> Mapping[str, Gender]:
    """Gender by case-folded surface, where the lexicon has one."""
    found: dict[str, Gender] = {}
    for row in read_lexicon(lexicon):
        if row["gender"] == "m":
            found[row["surface"].casefold()] = "m"
        elif row["gender"] == "f":
            found[row["surface"].casefold()] = "f"
    return found
