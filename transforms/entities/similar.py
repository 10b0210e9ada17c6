"""Similar names: entities that no article names together, but whose names are nearly the same.

Pure. Always questions to a person, never merged: a slip of the pen ("Vladmir Putin"), a short form
of a given name, an acronym whose letters fit. Names are compared only where they share a signature:
the rest of the name and the letters of the word in question without one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import polars as pl

from transforms.entities.links import EntityRef, Link
from transforms.names import (
    acronym_letters,
    edit_distance,
    full_forms,
    initials_of,
    normalised_name,
    same_person,
)

_SHORTEST_WORD, _SHORTEST_NAME = 5, 8
"""Fewest letters of a word of a person's name, and of another name, with which one slip leaves it
recognisable."""
_MOST_AT_ONCE = 50
"""Most names that may share a signature: one that more names share says nothing of any two."""
_SCORES = {"misspelt_given_name": 0.6, "misspelt_middle_name": 0.6, "misspelt_surname": 0.5,
           "nickname": 0.6, "initial": 0.4, "middle_name": 0.6, "misspelt_name": 0.5,
           "surname": 0.4, "initials": 0.4}  # fmt: skip

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
        return found[1] if found else None
    if signature.startswith("i|"):
        is_short, is_other_short = (acronym_letters(n) is not None for n in (name, other_name))
        return "initials" if is_short != is_other_short else None
    folded, other_folded = (normalised_name(one["entity_type"], n) for n in (name, other_name))
    return "misspelt_name" if edit_distance(folded, other_folded, limit=1) == 1 else None


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
