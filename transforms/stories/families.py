"""Families: copies gathered into stories, and the original of each.

Pure. Bodies that are most of each other belong together, and so do theirs. An excerpt belongs to
one story only: a round-up that holds two reports, or a text that two stories end with, must not
make one story of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from transforms.stories.candidates import Links
from transforms.stories.copies import Body, Flags, Likeness, containment, likeness

_SHARED_WORDS = 20
"""Fewer words in common are a quotation or a phrase."""
_SAME, _SAME_IF_SHORT, _SHORT = 0.5, 0.6, 100
"""More than half of both: a text cannot be most of two that have nothing in common."""
_EXCERPT = 0.6
_OVERLAP = 0.5
_LEAD = 40
_NEVER = (date.max, datetime.max)


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as one telling of its story.

    tagged: signed by an agency, or published by one.
    """

    article_id: str
    fingerprint: str
    published_date: date | None
    published_at: datetime | None
    tagged: bool
    word_count: int


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an article in its story: the story is called after its original."""

    article_id: str
    story_id: str
    copy_of: str | None
    copy_similarity: float | None


def families_of(
    bodies: Mapping[str, Body], pairs: Sequence[tuple[str, str]]
) -> dict[str, list[str]]:
    """Fingerprints by the least one of their family.

    Args:
        bodies: by fingerprint.
        pairs:  of a longer and a shorter one, the most alike first; others are never compared.
    """
    same = Links()
    excerpts: dict[tuple[str, str], Likeness] = {}
    regions: dict[str, Flags] = {}
    for longer, shorter in pairs:
        if same.root(longer) == same.root(shorter):
            continue
        found = likeness(bodies[shorter], bodies[longer])
        if found.region.sum() < _SHARED_WORDS or not found.states_the_same:
            continue
        if min(found.shorter, found.longer) > _least(bodies[shorter]):
            same.join(longer, shorter)
            regions[longer] = regions.get(longer, False) | found.region
        elif found.shorter >= _EXCERPT:
            excerpts[longer, shorter] = found
    families = _with_excerpts(same, excerpts, regions)
    groups: dict[str, list[str]] = {}
    for fingerprint in sorted(bodies):
        groups.setdefault(families.root(same.root(fingerprint)), []).append(fingerprint)
    return groups


def _least(body: Body) -> float:
    return _SAME if len(body) >= _SHORT else _SAME_IF_SHORT


def _with_excerpts(
    same: Links, excerpts: Mapping[tuple[str, str], Likeness], regions: dict[str, Flags]
) -> Links:
    """Groups of the same report joined with the one that each is an excerpt of.

    Of several, the one that begins with it, then the one that it shares most with. An excerpt from
    further down must overlap with what was found in the longer text before: two that do not are
    parts of a round-up.
    """
    families: Links = Links()
    placed: set[str] = set()
    order = sorted(
        (not _is_lead(found.region), -int(found.region.sum()), longer, shorter)
        for (longer, shorter), found in excerpts.items()
    )
    for further_down, _, longer, shorter in order:
        small, large = same.root(shorter), same.root(longer)
        if small in placed or families.root(small) == families.root(large):
            continue
        region = excerpts[longer, shorter].region
        known = regions.get(longer)
        apart = known is not None and (region & known).sum() < _OVERLAP * region.sum()
        if further_down and apart:
            continue
        regions[longer] = region if known is None else region | known
        placed.add(small)
        families.join(small, large)
    return families


def _is_lead(region: Flags) -> bool:
    """Whether the stretches take in most of the beginning."""
    return bool(region[:_LEAD].mean() > _OVERLAP)


def original_of(tellings: Sequence[Telling]) -> Telling:
    """The original of a story: signed by an agency, then earliest, then longest.

    >>> day = date(2024, 3, 1)
    >>> herald = Telling("a", "1", day, None, False, 200)
    >>> wire = Telling("b", "1", date(2024, 3, 2), None, True, 180)
    >>> original_of([herald, wire]).article_id
    'b'
    """
    return min(tellings, key=_precedence)


def _precedence(telling: Telling) -> tuple[object, ...]:
    return (
        not telling.tagged,
        telling.published_date or _NEVER[0],
        telling.published_at is None,
        telling.published_at or _NEVER[1],
        -telling.word_count,
        telling.article_id,
    )


def places_in(tellings: Sequence[Telling], bodies: Mapping[str, Body]) -> list[Place]:
    """The place of each article of one story."""
    original = original_of(tellings)
    return [
        Place(
            one.article_id,
            original.article_id,
            original.article_id,
            _similarity(one, original, bodies),
        )
        if one is not original
        else Place(one.article_id, one.article_id, None, None)
        for one in tellings
    ]


def _similarity(one: Telling, other: Telling, bodies: Mapping[str, Body]) -> float:
    if one.fingerprint == other.fingerprint:
        return 1.0
    return round(containment(bodies[one.fingerprint], bodies[other.fingerprint]), 4)
