"""Credits: who wrote the article and who took its pictures, as mentions of their own.

Pure. The names in a byline, dateline or picture credit stand in no sentence and make no news. As
mentions with a zone of their own they can be counted as writers and picture desks, and left out
where newsmakers are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from transforms.lexicon import agency_of, is_desk, words_in_role, words_of
from transforms.names.known_names import given_names, heads
from transforms.names.mention import EntityType, Mention
from transforms.text import MentionZone, PictureCredit, Span, Zone, with_plain_blanks

_IN_LINES, _IN_PICTURES = 0.95, 0.9
"""Confidence of mentions in bylines and datelines, and of those in picture credits; set by hand."""


def _any_of(role: str) -> str:
    """A pattern of the lexicon's words for one role."""
    return "|".join(map(re.escape, sorted(words_in_role("credit_words", role))))


# A part of a byline or dateline between marks: "MOSCOW (Reuters) —", "Jo Roe | AP".
_PART = re.compile(r"[^\s(),;|•/–—-][^(),;|•/–—]*[^\s(),;|•/–—-]")
_LEAD = re.compile(rf"(?i:{_any_of('lead')})\b:?\s+")
# A part of a picture credit, where a hyphen may stand inside a name: "Ann Lee-Roe for AP".
_CREDITED = re.compile(
    rf"(?<!\w)(?:(?!(?:{_any_of('joint')})\b)[^\s(),;:|•/–—©&.])"
    rf"(?:(?!\s(?:{_any_of('joint')}|-)\s|\.\s(?:{_any_of('label')})\b)"
    r"[^(),;:|•/–—©&\n])*",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_PARTICLES = "|".join(map(re.escape, sorted(words_of("name_particles"))))
_NAME = re.compile(rf"(?:[A-Z][\w.’'-]*)(?: (?:[A-Z][\w.’'-]*|{_PARTICLES})){{1,4}}")


def find_credits(
    text: str,
    zones: Iterable[Zone],
    *,
    byline: Sequence[str] = (),
    pictures: Iterable[PictureCredit] = (),
    mentions: Sequence[Mention] = (),
) -> tuple[Mention, ...]:
    """Mentions in bylines, datelines and picture credits, in text order and disjoint.

    Args:
        text: the article's text.
        zones: of the page; only bylines and datelines are read.
        byline: the authors, as written.
        pictures: the credits in the captions.
        mentions: those of the sentences; a name that they have keeps its type in a credit.

    >>> text = "OSLO (Reuters) — The talks ended on Monday."
    >>> [(m.zone, m.span.of(text)) for m in find_credits(text, [Zone("dateline", Span(0, 16))])]
    [('dateline', 'Reuters')]
    """
    found: list[Mention] = []
    for zone in zones:
        if zone.kind in ("byline", "dateline"):
            persons = list(_persons(text, zone, byline)) if zone.kind == "byline" else []
            found += persons
            found += [
                agency
                for agency in _agencies(text, zone)
                if not any(agency.span.overlaps(person.span) for person in persons)
            ]
    for credit in pictures:
        found += _credited(text, credit, mentions)
    return tuple(sorted(found, key=lambda mention: mention.span))


def outside_credits(
    pictures: Iterable[PictureCredit], mentions: Iterable[Mention]
) -> tuple[Mention, ...]:
    """The mentions that stand outside picture credits: those of the story itself."""
    credits = [credit.span for credit in pictures]
    return tuple(
        mention
        for mention in mentions
        if mention.zone != "caption" or not any(one.overlaps(mention.span) for one in credits)
    )


def _persons(text: str, zone: Zone, byline: Sequence[str]) -> Iterator[Mention]:
    """The authors who stand in a byline as they are written; of names that overlap, the first."""
    surface = with_plain_blanks(zone.span.of(text))
    taken: list[Span] = []
    for name in dict.fromkeys(byline):
        at = surface.find(name)
        if at < 0 or agency_of(name) is not None:
            continue
        span = Span(zone.span.start_char + at, zone.span.start_char + at + len(name))
        if not any(map(span.overlaps, taken)):
            taken.append(span)
            yield _credit(span, "person", zone.kind)


def _agencies(text: str, zone: Zone) -> Iterator[Mention]:
    """The agencies in a byline or dateline."""
    for part in _PART.finditer(text, zone.span.start_char, zone.span.end_char):
        lead = _LEAD.match(part[0])
        start = part.start() + (lead.end() if lead else 0)
        if start < part.end() and agency_of(text[start : part.end()]):
            yield _credit(Span(start, part.end()), "org", zone.kind)


def _credited(text: str, credit: PictureCredit, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The persons and desks of a credit, and the agency in its label: "(AP Photo/Ann Lee)"."""
    for agency in _CAPITALS.finditer(text, credit.span.start_char, credit.named.start_char):
        if agency_of(agency[0]):
            yield _credit(Span(*agency.span()), "org", "credit")
    kinds = {mention.span.of(text): mention.entity_type for mention in mentions}
    for part in _CREDITED.finditer(text, credit.named.start_char, credit.named.end_char):
        surface = part[0].rstrip(" .")
        if surface and (kind := _kind_of(surface, kinds)):
            yield _credit(Span(part.start(), part.start() + len(surface)), kind, "credit")


def _credit(span: Span, kind: EntityType, zone: MentionZone) -> Mention:
    """A mention of a credit, which belongs to no sentence."""
    return Mention(
        span=span,
        entity_type=kind,
        sentence_index=None,
        zone=zone,
        confidence=_IN_PICTURES if zone == "credit" else _IN_LINES,
    )


def _kind_of(surface: str, kinds: Mapping[str, EntityType]) -> EntityType | None:
    """The type of what a part of a credit names: a desk or a person; None if nobody."""
    if not surface[0].isupper() or surface.split()[0].lower() in words_of("caption_hints"):
        return None
    if agency_of(surface) or is_desk(surface):
        return "org"
    if kinds.get(surface) in ("person", "org"):
        return kinds[surface]
    if any(kind == "org" and surface.startswith(f"{name} ") for name, kind in kinds.items()):
        return "org"
    words = surface.split()
    if words[0] in given_names() and _NAME.fullmatch(surface):
        return "person"
    if any(word in heads("tail") or word in heads("of") for word in words):
        return "org"
    return "person" if _NAME.fullmatch(surface) and len(words) <= 3 else None
