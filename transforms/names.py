"""Names: which mentions of one article name the same entity, and what it is called.

Pure. Works within one article; nothing is merged across articles except by equal names, because
``entity_id`` is a hash of type and normalised canonical name. How persons are told apart stands in
``person_names``, everything else in ``group_names``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.gazetteer import Gender, given_names, heads, plain, title_genders
from transforms.group_names import name_groups
from transforms.mentions import EntityType, Mention
from transforms.occurrences import Form, Naming, Occurrence
from transforms.person_names import name_persons

__all__ = ["Form", "NamedMention", "entity_id_of", "resolve_names"]

_BLANKS = re.compile(r"[\s\-–‑]+")
_MARKS = re.compile(r"[.,'\"“”]")
_INITIAL = re.compile(r"(?<= )\w (?=\w)")


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with the entity it names.

    canonical_name: the best attested correct spelling in the article, without title.
    form:           how this mention relates to it.
    link_reason:    the rule that linked it, snake_case: "same_name", "surname", "acronym",
                    "misspelt_given_name", "demonym", …
    gender:         of a person, when title or given name tells it; for resolving "he" and "she".
    """

    mention: Mention
    entity_id: str
    canonical_name: str
    form: Form
    link_reason: str
    gender: Literal["m", "f"] | None = None


def entity_id_of(entity_type: EntityType, canonical_name: str) -> str:
    """16 hex digits: a hash of type and normalised name, the same in every article and run.

    Case, accents, points, hyphens, a leading "the", an initial inside a person's name and an
    organisation's legal form do not count.

    >>> entity_id_of("person", "John F. Kerry") == entity_id_of("person", "JOHN KERRY")
    True
    >>> entity_id_of("place", "Kerry") == entity_id_of("person", "Kerry")
    False
    """
    key = f"{entity_type}|{_normalised(entity_type, canonical_name)}"
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def _normalised(entity_type: EntityType, name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain(name))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _BLANKS.sub(" ", _MARKS.sub("", bare)).casefold().strip()
    words = words.removeprefix("the ")
    if entity_type == "person":
        return _INITIAL.sub("", words)
    if entity_type == "org":
        kept = words.split(" ")
        while len(kept) > 1 and kept[-1] in _legal_forms():
            kept.pop()
        return " ".join(kept)
    return words


def _legal_forms() -> frozenset[str]:
    return frozenset(form.casefold() for form in heads("legal"))


def resolve_names(text: str, mentions: Sequence[Mention]) -> tuple[NamedMention, ...]:
    """One NamedMention per mention, in the same order."""
    occurrences = [
        Occurrence(
            at=at,
            surface=plain(mention.span.of(text)),
            entity_type=mention.entity_type,
            title=plain(mention.title.of(text)) if mention.title else "",
        )
        for at, mention in enumerate(mentions)
    ]
    persons = [one for one in occurrences if one.entity_type == "person"]
    groups = [one for one in occurrences if one.entity_type != "person"]
    namings = {
        one.at: naming
        for one, naming in [
            *zip(persons, name_persons(persons), strict=True),
            *zip(groups, name_groups(groups), strict=True),
        ]
    }
    return tuple(
        _named(mention, one, namings[one.at])
        for mention, one in zip(mentions, occurrences, strict=True)
    )


def _named(mention: Mention, one: Occurrence, naming: Naming) -> NamedMention:
    return NamedMention(
        mention=mention,
        entity_id=entity_id_of(mention.entity_type, naming.canonical_name),
        canonical_name=naming.canonical_name,
        form=naming.form,
        link_reason=naming.reason,
        gender=gender_of(one.title, naming.canonical_name) if one.entity_type == "person" else None,
    )


def gender_of(title: str, name: str) -> Gender | None:
    """What the title, or else the given name, says of a person's gender.

    >>> gender_of("Mrs.", "Clinton"), gender_of("", "Vladimir Putin"), gender_of("", "Putin")
    ('f', 'm', None)
    """
    words = [word.strip(".").lower() for word in title.split()]
    for key in (" ".join(words), *reversed(words)):
        if key in title_genders():
            return title_genders()[key]
    first, _, rest = name.partition(" ")
    known = given_names().get(first)
    if not rest:
        return None
    return "m" if known == "m" else "f" if known == "f" else None
