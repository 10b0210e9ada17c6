"""Names: which mentions of one article name the same entity, and what it is called.

Pure. Works within one article: ``persons`` resolves the names of persons, ``groups`` all others.
Across articles, names with one id (``ids``) are one entity, and other names are joined by the
decisions in the table ``entity_links``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.names.genders import gender_of
from transforms.names.groups import name_groups
from transforms.names.ids import entity_id_of
from transforms.names.known_names import plain
from transforms.names.mention import Mention, NamedMention
from transforms.names.occurrences import Occurrence, ResolvedName
from transforms.names.persons import name_persons

_SAID_ACRONYM = re.compile(
    r",?\s+(?:which\s+is\s+)?(?:also\s+|better\s+|commonly\s+|widely\s+)?"
    r"(?:known|called|abbreviated|shortened)(?:\s+\w+)?\s+(?:by|as|to|under|in)\s+"
    r"(?:(?:its|their|the)\s+(?:\w+\s+){0,2}?(?:acronym|initials|abbreviation|name)\s+)?(?:the\s+)?"
)


def resolve_names(text: str, mentions: Sequence[Mention]) -> tuple[NamedMention, ...]:
    """One NamedMention per mention, in the same order."""
    occurrences = [
        Occurrence(
            at=at,
            surface=plain(mention.span.of(text)),
            entity_type=mention.entity_type,
            title=plain(mention.title.of(text)) if mention.title else "",
            defines=_defined_by(text, mentions, at) or _told_before(text, mentions, at),
            is_told=bool(_told_before(text, mentions, at)),
            is_captioned=mention.zone == "caption",
        )
        for at, mention in enumerate(mentions)
    ]
    persons = [one for one in occurrences if one.entity_type == "person"]
    groups = [one for one in occurrences if one.entity_type != "person"]
    resolved = {
        one.at: name
        for one, name in [
            *zip(persons, name_persons(persons), strict=True),
            *zip(groups, name_groups(groups), strict=True),
        ]
    }
    return tuple(
        _named(mention, one, resolved[one.at])
        for mention, one in zip(mentions, occurrences, strict=True)
    )


def _defined_by(text: str, mentions: Sequence[Mention], at: int) -> str:
    """The full name next to a short one, one of the two in brackets: "United Nations (UN)"."""
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


def _told_before(text: str, mentions: Sequence[Mention], at: int) -> str:
    """The organisation whose acronym this is told to be: "X, known by its French acronym MDM"."""
    here = mentions[at].span
    before = [one for one in mentions[max(0, at - 2) : at] if one.entity_type == "org"]
    if not before or not here.of(text).isupper():
        return ""
    longer = before[-1].span
    is_said = _SAID_ACRONYM.fullmatch(text[longer.end_char : here.start_char])
    return plain(longer.of(text)) if is_said else ""


def _named(mention: Mention, one: Occurrence, resolved: ResolvedName) -> NamedMention:
    name = resolved.canonical_name
    return NamedMention(
        mention=mention,
        entity_id=entity_id_of(mention.entity_type, name),
        canonical_name=name,
        form=resolved.form,
        link_reason=resolved.reason,
        gender=gender_of(one.title, name) if one.entity_type == "person" else None,
    )
