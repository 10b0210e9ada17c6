"""Names: which mentions of one article name the same entity, and what it is called.

Pure. Works within one article; nothing is merged across articles except by equal names, because
``entity_id`` is a hash of type and normalised canonical name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.mentions import EntityType, Mention

Form = Literal["full_name", "surname", "given_name", "acronym", "variant", "misspelling", "demonym"]


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention with the entity it names.

    canonical_name: the fullest attested correct spelling in the article, without title.
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
    """16 hex digits: a hash of type and normalised name, the same in every article and run."""
    raise NotImplementedError


def resolve_names(text: str, mentions: Sequence[Mention]) -> tuple[NamedMention, ...]:
    """One NamedMention per mention, in the same order."""
    raise NotImplementedError
