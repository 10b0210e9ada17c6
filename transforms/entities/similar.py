"""Similar names: entities that no article names together, but whose names are nearly the same.

Pure. Always questions to a person, never merged: a slip of the pen ("Vladmir Putin"), a short form
of a given name, another spelling of a foreign sound, the family name first or last, an acronym
whose letters fit. Names are compared only where they share a signature: the rest of the name and
the letters of the word in question without one of them, its consonants, its words in alphabetical
order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl

from transforms.entities.links import EntityRef, Link
from transforms.names import (
    acronym_letters,
    edit_distance,
    full_forms,
    genders_clash,
    initials_of,
    is_family_first,
    is_given_name,
    normalised_name,
    same_person,
    sound_of,
)

_SHORTEST_WORD, _SHORTEST_NAME = 5, 8
"""Fewest letters of a word of a person's name, and of another name, with which one slip leaves it
recognisable."""
_MOST_AT_ONCE = 50
"""Most names that may share a signature: one that more names share says nothing of any two."""
_SCORES = {"misspelt_given_name": 0.6, "misspelt_middle_name": 0.6, "misspelt_surname": 0.5,
           "nickname": 0.6, "initial": 0.4, "middle_name": 0.6, "misspelt_name": 0.5,
           "surname": 0.4, "initials": 0.4, "transliteration": 0.5, "name_order": 0.5}  # fmt: skip
_FEWEST_CONSONANTS, _FEWEST_IN_GIVEN = 5, 3
"""Consonants that two names must share to be spellings of one sound, and their given names if they
differ: "Mohamed" and "Muhammad" have four, "Anna" and "Anne" two. Set by hand."""
_ARTICLES = frozenset({"al", "el"})

Name: TypeAlias = Mapping[str, Any]
"""A row with the columns of ``attested.NAMES``."""


def similar_names(names: pl.DataFrame) -> list[Link]:
    """Pairs of entities that may be one, as questions.

    names: one row per entity, columns as ``attested.NAMES``.
    """
    blocks: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names.sort("entity_id").iter_rows(named=True):
        for signature in _signatures(name):
            blocks[signature].append(name)
    found: dict[tuple[str, str], Link] = {}
    for signature, block in sorted(blocks.items()):
        if 1 < len(block) <= _MOST_AT_ONCE:
            for left, right, rule in _compared(signature, block):
                pair = left["entity_id"], right["entity_id"]
                found.setdefault(pair, _link(left, right, rule))
    return [found[pair] for pair in sorted(found)]


def _signatures(name: Name) -> set[str]:
    """What a name has in common with those that it is compared with."""
    kind, written = name["entity_type"], name["canonical_name"]
    normalised = normalised_name(kind, written)
    words = normalised.split(" ")
    if kind == "person":
        if len(words) < 2:
            return set()
        given, surname = words[0], words[-1]
        return {
            *(f"s|{surname}|{form}" for form in full_forms(given)),
            *(f"g|{surname}|{rest}" for rest in _without_one(given)),
            *(f"f|{given}|{rest}" for rest in _without_one(surname)),
            f"o|{' '.join(sorted(words))}",
            f"t|{sound_of(_worded(words))[0]}",
        }
    found = set()
    if kind == "org":
        letters = acronym_letters(written)
        found = {f"i|{one}" for one in ({letters} if letters else initials_of(written))}
    if len(normalised) >= _SHORTEST_NAME and not any(map(str.isdigit, normalised)):
        found |= {f"{kind}|{rest}" for rest in _without_one(normalised)}
    return found


def _without_one(word: str) -> set[str]:
    """A word, and what is left of it without one letter; nothing of a short word."""
    if len(word) < _SHORTEST_WORD:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _compared(signature: str, block: list[Name]) -> Iterator[tuple[Name, Name, str]]:
    """The names that are alike, the one that may stand for the other first, with the rule."""
    for at, one in enumerate(block):
        for other in block[at + 1 :]:
            rule = _rule(signature, one, other)
            if rule is not None:
                # The name that more stories have is more likely the right one.
                right, left = sorted(
                    (one, other), key=lambda name: (-name["story_count"], name["entity_id"])
                )
                if rule == "initials" and acronym_letters(right["canonical_name"]):
                    left, right = right, left
                yield left, right, rule


def _rule(signature: str, one: Name, other: Name) -> str | None:
    """How two names that share a signature are alike; None when they are not."""
    name, other_name = one["canonical_name"], other["canonical_name"]
    if one["entity_type"] == "person":
        found = same_person(name, other_name)
        return found[1] if found else _person_rule(name, other_name)
    if signature.startswith("i|"):
        is_short, is_other_short = (acronym_letters(n) is not None for n in (name, other_name))
        return "initials" if is_short != is_other_short else None
    folded, other_folded = (normalised_name(one["entity_type"], n) for n in (name, other_name))
    return "misspelt_name" if edit_distance(folded, other_folded, limit=1) == 1 else None


def _person_rule(name: str, other_name: str) -> str | None:
    """How two persons' names are alike beyond slips of the pen; None when they are not."""
    words, others = (normalised_name("person", one).split(" ") for one in (name, other_name))
    if words != others and sorted(words) == sorted(others):
        has_family_first = any(_is_family_first(one) for one in (name, other_name))
        return "name_order" if has_family_first or _may_turn(words, others) else None
    return "transliteration" if _sounds_alike(_worded(words), _worded(others)) else None


def _is_family_first(name: str) -> bool:
    return is_family_first(tuple(name.casefold().split()))


def _may_turn(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the family name stands first in one of two names of the same words.

    "Martin Thomas" and "Thomas Martin" are two people, since each begins with a given name.
    """
    return not (is_given_name(words[0]) and is_given_name(others[0]))


def _sounds_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two names are spellings of one sound: all consonants agree, all vowels but one."""
    (consonants, vowels), (other_consonants, other_vowels) = sound_of(words), sound_of(others)
    if consonants != other_consonants or len(consonants) < _FEWEST_CONSONANTS:
        return False
    if edit_distance(vowels, other_vowels, limit=1) > 1 or genders_clash(words[0], others[0]):
        return False
    if words[0] == others[0]:
        return True
    if len(sound_of(words[:1])[0]) < _FEWEST_IN_GIVEN:
        return False
    return sound_of(words[-1:]) == sound_of(others[-1:])


def _worded(words: Sequence[str]) -> list[str]:
    """The words of a name without the Arabic article."""
    return [word for word in words if word not in _ARTICLES] or list(words)


def _link(left: Name, right: Name, rule: str) -> Link:
    return Link(
        left=EntityRef.of(left),
        right=EntityRef.of(right),
        decision="unsure",
        rule=rule,
        score=_SCORES[rule],
        actor="rule",
        evidence=f"{left['story_count']} against {right['story_count']} stories; none names both",
        mention_id=left["mention_id"],
        published_date=left["published_date"],
    )
