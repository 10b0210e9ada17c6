"""Names: which mentions of one article name the same entity, and what it is called.

Pure. Works within one article; across articles equal names meet in ``identities``, other names by
the decisions of ``entity_links``. How persons are told apart stands in ``person_names``, everything
else in ``group_names``.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.names.known_names import Gender, given_names, plain, title_genders
from transforms.names.groups import name_groups
from transforms.names.ids import entity_id_of
from transforms.names.mention import Mention, NamedMention
from transforms.names.occurrences import Naming, Occurrence
from transforms.names.persons import name_persons


def resolve_names(text: str, mentions: Sequence[Mention]) -> tuple[NamedMention, ...]:
    """One NamedMention per mention, in the same order."""
    occurrences = [
        Occurrence(
            at=at,
            surface=plain(mention.span.of(text)),
            entity_type=mention.entity_type,
            title=plain(mention.title.of(text)) if mention.title else "",
            defines=_defined(text, mentions, at),
            is_captioned=mention.zone == "caption",
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


def _defined(text: str, mentions: Sequence[Mention], at: int) -> str:
    """The longer name that stands beside a short one, one of the two in brackets."""
    span = mentions[at].span
    for other in (at - 1, at + 1):
        if not 0 <= other < len(mentions):
            continue
        beside = mentions[other].span
        if beside.end_char - beside.start_char <= span.end_char - span.start_char:
            continue
        first, second = sorted((span, beside))
        between = text[first.end_char : second.start_char]
        if between.strip(" \"“'‘") == "(" and text[second.end_char :][:2].strip("\"”'’")[:1] == ")":
            return plain(beside.of(text))
    return ""


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
