"""Group names: organisations, places, peoples and the rest, by name, acronym and short form.

Pure. Mentions whose names give one id are one group. Besides, within one article:

- what the lexicons know under one name ("US", "the United States") has that name;
- an acronym means the name that the article explains by it ("Ministry of Defence (MoD)"), else the
  one organisation of the article whose initials it is;
- a short form means the one longer name that begins with it and was written before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from transforms.lexicon import words_in_role
from transforms.names.ids import normalised_name
from transforms.names.known_names import canonical_names, heads
from transforms.names.mention import EntityType, Form
from transforms.names.occurrences import Occurrence, ResolvedName, best_spelling

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_UNLETTERED = words_in_role("name_words", "unlettered")
_FEWEST_LETTERS = 2

Key: TypeAlias = tuple[EntityType, str]
"""Type and normalised name: what the entity id is a hash of."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The mentions of one key.

    Attributes:
        spelling: the best of the spellings in the article.
        known: the lexicons' name, None if they know no spelling of it.
        first_at: the first of their positions.
    """

    spelling: str
    known: str | None
    first_at: int

    @property
    def name(self) -> str:
        """What the mentions are called."""
        return self.known or self.spelling


def name_groups(occurrences: Sequence[Occurrence]) -> list[ResolvedName]:
    """One ResolvedName per occurrence, in the same order."""
    surfaces: dict[Key, list[str]] = {}
    first_at: dict[Key, int] = {}
    for one in occurrences:
        surfaces.setdefault(_key(one), []).append(one.surface)
        first_at.setdefault(_key(one), one.at)
    groups: dict[Key, _Group] = {}
    for key, written in surfaces.items():
        best = best_spelling(written)
        names = (_known(key[0], surface) for surface in (best, *sorted(set(written))))
        known = next((name for name in names if name is not None), None)
        groups[key] = _Group(best, known, first_at[key])
    defined = _definitions(occurrences)
    return [_resolved(one, groups, defined) for one in occurrences]


def _definitions(occurrences: Sequence[Occurrence]) -> dict[Key, Key]:
    """The organisation that the article says an acronym is short for; none if it says two."""
    found: dict[Key, set[Key]] = {}
    for one in occurrences:
        if one.entity_type == "org" and (one.is_told or _abbreviates(one.surface, one.defines)):
            longer: Key = "org", normalised_name("org", one.defines)
            found.setdefault(_key(one), set()).add(longer)
    return {short: longer.pop() for short, longer in found.items() if len(longer) == 1}


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name in this order, the first one first.

    >>> _abbreviates("MoD", "Ministry of Defence"), _abbreviates("NYSE", "Acme Foods")
    (True, False)
    """
    letters = short.replace(".", "")
    if " " in letters or sum(map(str.isupper, letters)) < _FEWEST_LETTERS or not name:
        return False
    rest = iter(name.casefold())
    return name[0].casefold() == letters[0].casefold() and all(
        letter in rest for letter in letters.casefold()
    )


def _key(one: Occurrence) -> Key:
    return one.entity_type, normalised_name(one.entity_type, one.surface)


def _resolved(
    one: Occurrence, groups: Mapping[Key, _Group], defined: Mapping[Key, Key]
) -> ResolvedName:
    key = _key(one)
    group = groups[key]
    known = _known(one.entity_type, one.surface) or group.known
    if one.entity_type == "norp":
        return ResolvedName(known or group.name, "demonym", "demonym")
    if known is not None:
        is_same = known.casefold() == one.surface.casefold()
        return ResolvedName(known, "full_name" if is_same else _form(one.surface), "known_name")
    if one.entity_type == "org":
        if (found := defined.get(key)) is not None and found in groups:
            return ResolvedName(groups[found].name, "acronym", "acronym_defined")
        if (found := _spelt_out(one.surface, groups)) is not None:
            return ResolvedName(groups[found].name, "acronym", "acronym")
        if (found := _begun_by(key, one.at, groups)) is not None:
            return ResolvedName(groups[found].name, "variant", "short_form")
    return ResolvedName(group.name, _form(one.surface), "same_name")


def _form(surface: str) -> Form:
    """An acronym, or the name itself."""
    return "acronym" if acronym_letters(surface) is not None else "full_name"


def _known(entity_type: str, surface: str) -> str | None:
    """The lexicons' name for a surface; one in capitals is looked up in title case, too."""
    names = canonical_names()
    found = names.get((entity_type, surface))
    if found is None and surface.isupper() and len(surface) > 3:
        found = names.get((entity_type, surface.title()))
    return found


def acronym_letters(surface: str) -> str | None:
    """The letters of an acronym, case-folded; None of any other name.

    >>> acronym_letters("U.N."), acronym_letters("Kremlin")
    ('un', None)
    """
    letters = surface.replace(".", "")
    is_acronym = " " not in letters and letters.isupper() and len(letters) >= _FEWEST_LETTERS
    return letters.casefold() if is_acronym else None


def _spelt_out(surface: str, groups: Mapping[Key, _Group]) -> Key | None:
    """The one longer name of the article whose initials an acronym is."""
    letters = acronym_letters(surface)
    if letters is None:
        return None
    found = [
        key
        for key, group in groups.items()
        if key[0] == "org" and letters in initials_of(group.spelling)
    ]
    return found[0] if len(found) == 1 else None


@cache
def initials_of(name: str) -> frozenset[str]:
    """Initials of an organisation's name of several words, with and without its small words.

    The letters of an abbreviation inside the name count each.

    >>> sorted(initials_of("Federal Bureau of Investigation")), *initials_of("U.S. Port Co.")
    (['fbi', 'fboi'], 'usp')
    """
    words = _WORD.findall(normalised_name("org", name.replace(".", " ")))
    if len(words) < _FEWEST_LETTERS:
        return frozenset()
    every = "".join(word[0] for word in words)
    return frozenset([every, "".join(word[0] for word in words if word not in _UNLETTERED)])


def _begun_by(key: Key, at: int, groups: Mapping[Key, _Group]) -> Key | None:
    """The one longer organisation, written before, whose name begins with this one."""
    if key[1] in _generic():
        return None
    longer = [
        other
        for other, group in groups.items()
        if other[0] == "org"
        and other[1].startswith(key[1] + " ")
        and key[1] in _beginnings(group.spelling)
        and group.first_at < at
    ]
    if len(longer) == 1 and groups[longer[0]].first_at < groups[key].first_at:
        return longer[0]
    return None


@cache
def _beginnings(name: str) -> frozenset[str]:
    """What an organisation's name begins with, cut at blanks only: "Left" is not "Left-Green".

    >>> sorted(_beginnings("The Left-Green Party"))
    ['left green', 'the']
    """
    words = name.split()
    return frozenset(
        normalised_name("org", " ".join(words[:length])) for length in range(1, len(words))
    )


@cache
def _generic() -> frozenset[str]:
    """Words that many organisations share."""
    roles = ("tail", "of", "head", "legal")
    return frozenset(normalised_name("org", word) for role in roles for word in heads(role))
