"""Similar names: entities that no article names together, but whose names are nearly the same.

Pure. Always questions to a person, never merged: a slip of the pen ("Vladmir Putin"), a short form
of a given name, an acronym whose letters fit. Names are compared only where they share a signature:
the rest of the name and the letters of the word in question without one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from transforms.entities.links import Link
from transforms.names import (
    acronym_letters,
    edit_distance,
    full_forms,
    initials_of,
    normalised_name,
    same_person,
)

_SHORTEST_WORD, _SHORTEST_NAME = 5, 8
"""Letters of a word of a person's name, and of another name, that one slip leaves recognisable."""
_MOST_AT_ONCE = 50
"""Names that share a signature; more of them and it is no sign of anything."""
_SCORES = {"misspelt_given_name": 0.6, "misspelt_middle_name": 0.6, "misspelt_surname": 0.5,
           "nickname": 0.6, "initial": 0.4, "middle_name": 0.6, "misspelt_name": 0.5,
           "surname": 0.4, "initials": 0.4}  # fmt: skip

Name = Mapping[str, Any]


def similar_names(names: pl.DataFrame) -> list[Link]:
    """Pairs of entities that may be one; columns of ``names`` as ``attested_links.NAMES``."""
    blocks: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names.sort("entity_id").iter_rows(named=True):
        for signature in _signatures(name):
            blocks[signature].append(name)
    found: dict[tuple[str, str], Link] = {}
    for signature, block in sorted(blocks.items()):
        if 1 < len(block) <= _MOST_AT_ONCE:
            for link in _compared(signature, block):
                found.setdefault((link.left_id, link.right_id or ""), link)
    return [found[pair] for pair in sorted(found)]


def _signatures(name: Name) -> set[str]:
    """What a name has in common with those that it is compared with."""
    kind, normalised = (
        name["entity_type"],
        normalised_name(name["entity_type"], name["canonical_name"]),
    )
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
        letters = acronym_letters(name["canonical_name"])
        found = {f"i|{one}" for one in ({letters} if letters else initials_of(normalised))}
    if len(normalised) >= _SHORTEST_NAME and not any(map(str.isdigit, normalised)):
        found |= {f"{kind}|{rest}" for rest in _without_one(normalised)}
    return found


def _without_one(word: str) -> set[str]:
    """A word, and what is left of it without one letter; nothing of a short word."""
    if len(word) < _SHORTEST_WORD:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _compared(signature: str, block: list[Name]) -> Iterator[Link]:
    for at, one in enumerate(block):
        for other in block[at + 1 :]:
            rule = _rule(signature, one, other)
            if rule is not None:
                # the name that more stories have is more likely the right one
                right, left = sorted(
                    (one, other), key=lambda name: (-name["story_count"], name["entity_id"])
                )
                if rule == "initials" and acronym_letters(right["canonical_name"]):
                    left, right = right, left
                yield _link(left, right, rule)


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
        left["entity_id"], left["canonical_name"], left["entity_type"],
        right["entity_id"], right["canonical_name"], right["entity_type"],
        "unsure", rule, _SCORES[rule], "rule",
        f"{left['story_count']} against {right['story_count']} stories; none names both",
        0, left["mention_id"], None, left["published_date"],
    )  # fmt: skip
