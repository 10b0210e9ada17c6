"""Credits: who wrote the article, as mentions of their own.

Pure. The names of a byline and the agency in a byline or dateline stand in no sentence. As mentions
with their zone they can be counted as writers and left out where newsmakers are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.agencies import agency_of
from transforms.mention import EntityType, Mention
from transforms.page import Page, Zone
from transforms.span import Span

# A part of a byline or dateline between marks: "MOSCOW (Reuters) —", "Jo Roe | AP".
_PART = re.compile(r"[^\s(),;|•/–—-][^(),;|•/–—]*[^\s(),;|•/–—-]")
_LEAD = re.compile(r"(?i:by|from|source|agency|and)\b:?\s+")


def find_credits(page: Page) -> tuple[Mention, ...]:
    """Mentions in byline and dateline zones, in text order and disjoint.

    >>> from transforms.page import parse_page
    >>> text = "Talks end\\nBy Jo Roe\\n\\nOSLO (Reuters) — The talks ended on Monday, both said."
    >>> [(m.zone, m.entity_type, m.span.of(text)) for m in find_credits(parse_page(text))]
    [('byline', 'person', 'Jo Roe'), ('dateline', 'org', 'Reuters')]
    """
    found = []
    for zone in page.zones:
        if zone.kind in ("byline", "dateline"):
            persons = list(_persons(page, zone)) if zone.kind == "byline" else []
            found += persons
            found += [
                agency
                for agency in _agencies(page.text, zone)
                if not any(agency.span.overlaps(person.span) for person in persons)
            ]
    return tuple(sorted(found, key=lambda mention: mention.span))


def _persons(page: Page, zone: Zone) -> Iterator[Mention]:
    surface = zone.span.of(page.text)
    for name in dict.fromkeys(page.byline):
        at = surface.find(name)
        if at >= 0 and agency_of(name) is None:
            start = zone.span.start_char + at
            yield _credit(Span(start, start + len(name)), "person", zone)


def _agencies(text: str, zone: Zone) -> Iterator[Mention]:
    for part in _PART.finditer(text, zone.span.start_char, zone.span.end_char):
        lead = _LEAD.match(part[0])
        start = part.start() + (lead.end() if lead else 0)
        if start < part.end() and agency_of(text[start : part.end()]):
            yield _credit(Span(start, part.end()), "org", zone)


def _credit(span: Span, entity_type: EntityType, zone: Zone) -> Mention:
    return Mention(span, entity_type, None, zone.kind, 0.95)
