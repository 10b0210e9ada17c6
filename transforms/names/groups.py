"""Group names: organisations, places, peoples and the rest, by name, acronym and short form.

Pure. What the lexicons know under one name ("US", "the United States") is that; an acronym goes to
the name that the article explains it by ("Ministry of Defence (MoD)"), else to the one organisation
of the article whose initials it is; a short form to the one longer name that begins with it and was
written before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from transforms.names.known_names import canonical_names, heads
from transforms.names.mention import Form
from transforms.names.occurrences import Naming, Occurrence, best_spelling

_WORD = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "a", "an"])
_FEWEST_LETTERS = 2

Key = tuple[str, str]
"""Type and case-folded name."""


def name_groups(occurrences: Sequence[Occurrence]) -> list[Naming]:
    """One Naming per occurrence, in the same order."""
    spelled: dict[Key, list[str]] = {}
    first_at: dict[Key, int] = {}
    for one in occurrences:
        spelled.setdefault(_key(one), []).append(one.surface)
        first_at.setdefault(_key(one), one.at)
    spellings = {key: best_spelling(surfaces) for key, surfaces in spelled.items()}
    defined = _definitions(occurrences)
    return [_name(one, spellings, first_at, defined) for one in occurrences]


def _definitions(occurrences: Sequence[Occurrence]) -> dict[Key, Key]:
    """The organisation that the article says an acronym is short for; none if it says two."""
    found: dict[Key, set[Key]] = {}
    for one in occurrences:
        if one.entity_type == "org" and _abbreviates(one.surface, one.defines):
            longer = "org", _core("org", one.defines)
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
    return one.entity_type, _core(one.entity_type, one.surface)


def _core(entity_type: str, surface: str) -> str:
    """The case-folded name without "the" and, of an organisation, its legal form."""
    words = surface.casefold().split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if entity_type == "org":
        while len(words) > 1 and words[-1].strip(".,") in _legal_forms():
            words.pop()
    return " ".join(words).strip(",")


def _name(
    one: Occurrence,
    spellings: Mapping[Key, str],
    first_at: Mapping[Key, int],
    defined: Mapping[Key, Key],
) -> Naming:
    key = _key(one)
    spelling = spellings[key]
    known = _known(one.entity_type, one.surface) or _known(one.entity_type, spelling)
    if one.entity_type == "norp":
        return Naming(known or spelling, "demonym", "demonym")
    if known is not None:
        same = known.casefold() == one.surface.casefold()
        form: Form = "full_name" if same else _form(one.surface)
        return Naming(known, form, "known_name")
    if one.entity_type == "org":
        if (found := defined.get(key)) is not None and found in spellings:
            return Naming(_called(found, spellings), "acronym", "acronym_defined")
        if (found := _spelt_out(one.surface, spellings)) is not None:
            return Naming(_called(found, spellings), "acronym", "acronym")
        if (found := _begins(key, one.at, spellings, first_at)) is not None:
            return Naming(_called(found, spellings), "variant", "short_form")
    return Naming(spelling, _form(one.surface), "same_name")


def _form(surface: str) -> Form:
    """An acronym, or the name itself."""
    return "acronym" if acronym_letters(surface) is not None else "full_name"


def _called(key: Key, spellings: Mapping[Key, str]) -> str:
    return _known(key[0], spellings[key]) or spellings[key]


def _known(entity_type: str, surface: str) -> str | None:
    """The lexicons' name for a surface; a name in capitals is looked up as a written one too."""
    names = canonical_names()
    found = names.get((entity_type, surface))
    if found is None and surface.isupper() and len(surface) > 3:
        found = names.get((entity_type, surface.title()))
    return found


def acronym_letters(surface: str) -> str | None:
    """The letters of an acronym; None when it is none.

    >>> acronym_letters("U.N."), acronym_letters("Kremlin")
    ('un', None)
    """
    letters = surface.replace(".", "")
    is_acronym = " " not in letters and letters.isupper() and len(letters) >= _FEWEST_LETTERS
    return letters.casefold() if is_acronym else None


def _spelt_out(surface: str, spellings: Mapping[Key, str]) -> Key | None:
    """The one longer name of the article whose initials an acronym is."""
    letters = acronym_letters(surface)
    if letters is None:
        return None
    found = [key for key in spellings if key[0] == "org" and letters in initials_of(key[1])]
    return found[0] if len(found) == 1 else None


@cache
def initials_of(name: str) -> frozenset[str]:
    """Initials of a name of several words, with and without its small words.

    >>> sorted(initials_of("federal bureau of investigation"))
    ['fbi', 'fboi']
    """
    words = _WORD.findall(name)
    if len(words) < _FEWEST_LETTERS:
        return frozenset()
    every = "".join(word[0] for word in words)
    return frozenset([every, "".join(word[0] for word in words if word not in _SMALL)])


def _begins(
    key: Key, at: int, spellings: Mapping[Key, str], first_at: Mapping[Key, int]
) -> Key | None:
    """The one longer organisation, written before, whose name begins with this one."""
    if key[1] in _generic():
        return None
    longer = [
        other
        for other in spellings
        if other[0] == "org" and other[1].startswith(key[1] + " ") and first_at[other] < at
    ]
    return longer[0] if len(longer) == 1 and first_at[longer[0]] < first_at[key] else None


@cache
def _generic() -> frozenset[str]:
    """Words that many organisations share."""
    return frozenset(
        word.casefold() for role in ("tail", "of", "head", "legal") for word in heads(role)
    )


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form.casefold() for form in heads("legal"))
