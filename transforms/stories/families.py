"""Families: copies gathered into stories, and the original of each story.

Pure. Two bodies that share most of their words belong together, and so do all that belong with
either. An excerpt belongs to one story only: a round-up that holds two reports, or a text that two
stories end with, must not make one story of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from transforms.lexicon import agency_of
from transforms.stories.candidates import UnionFind
from transforms.stories.copies import Body, Flags, Likeness, containment, likeness

_SHARED_WORDS = 20
"""Fewer words in common are a quotation or a phrase."""
_SAME, _SAME_IF_SHORT, _SHORT = 0.5, 0.6, 100
"""Share of both bodies that two of one report have in common, and the share if the shorter body has
fewer words than ``_SHORT``. Above a half, no body can be most of two that share nothing."""
_EXCERPT = 0.6
"""Share of the shorter body that an excerpt has in common with the longer."""
_OVERLAP = 0.5
"""Share of an excerpt's region that must be known from others, and of a beginning to be a lead."""
_LEAD = 40
"""Words of a beginning."""
_NEVER = (date.max, datetime.max)


@dataclass(frozen=True, slots=True)
class StoryMember:
    """An article of a story, with what decides whether it is the original.

    Attributes:
        article_id: the article.
        fingerprint: of its body.
        published_date, published_at: as in the table ``articles``.
        is_agency: an agency signed or published it.
        word_count: of its body.
    """

    article_id: str
    fingerprint: str
    published_date: date | None
    published_at: datetime | None
    is_agency: bool
    word_count: int


@dataclass(frozen=True, slots=True)
class StoryRole:
    """What an article is in its story.

    Attributes:
        article_id: the article.
        story_id: the article_id of the story's original.
        copy_of: the same of a copy; None of the original itself.
        copy_similarity: share of the shorter body's shingles that the original has, too; 0..1.
    """

    article_id: str
    story_id: str
    copy_of: str | None
    copy_similarity: float | None


def families_of(
    bodies: Mapping[str, Body], pairs: Sequence[tuple[str, str]]
) -> dict[str, list[str]]:
    """Families of bodies: the fingerprints of each, by the least of them.

    Args:
        bodies: by fingerprint.
        pairs: fingerprints of a longer and a shorter body, the most alike first; only these are
            compared.
    """
    same = UnionFind()
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
    same: UnionFind, excerpts: Mapping[tuple[str, str], Likeness], regions: dict[str, Flags]
) -> UnionFind:
    """Join each group of one report with the longer report that it is an excerpt of.

    Of several longer ones, the one that begins with the excerpt is taken, then the one that shares
    most words with it. An excerpt from further down must overlap with what is already found in the
    longer text: two excerpts that do not overlap are parts of a round-up.
    """
    families: UnionFind = UnionFind()
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
    """Whether the shared words take in most of the beginning."""
    return bool(region[:_LEAD].mean() > _OVERLAP)


def original_of(members: Sequence[StoryMember]) -> StoryMember:
    """The original of a story: signed by an agency, then earliest, then longest.

    >>> day = date(2024, 3, 1)
    >>> herald = StoryMember("a", "1", day, None, False, 200)
    >>> wire = StoryMember("b", "1", date(2024, 3, 2), None, True, 180)
    >>> original_of([herald, wire]).article_id
    'b'
    """
    return min(members, key=_precedence)


def _precedence(member: StoryMember) -> tuple[object, ...]:
    return (
        not member.is_agency,
        member.published_date or _NEVER[0],
        member.published_at is None,
        member.published_at or _NEVER[1],
        -member.word_count,
        member.article_id,
    )


def members_of(articles: pl.DataFrame) -> Iterator[StoryMember]:
    """One member per row, in the same order.

    articles: columns article_id, published_date, published_at, agency and outlet as in the table
        ``articles``, fingerprint and word_count as in ``_signatures``.
    """
    for row in articles.iter_rows(named=True):
        yield StoryMember(
            article_id=row["article_id"],
            fingerprint=row["fingerprint"],
            published_date=row["published_date"],
            published_at=row["published_at"],
            is_agency=row["agency"] is not None or agency_of(row["outlet"] or "") is not None,
            word_count=row["word_count"],
        )


def roles_in(members: Sequence[StoryMember], bodies: Mapping[str, Body]) -> list[StoryRole]:
    """The role of each member of one story.

    bodies: by fingerprint; needed only where the members' bodies differ.
    """
    original = original_of(members)
    return [
        StoryRole(one.article_id, one.article_id, None, None)
        if one is original
        else StoryRole(
            article_id=one.article_id,
            story_id=original.article_id,
            copy_of=original.article_id,
            copy_similarity=_similarity(one, original, bodies),
        )
        for one in members
    ]


def _similarity(one: StoryMember, other: StoryMember, bodies: Mapping[str, Body]) -> float:
    if one.fingerprint == other.fingerprint:
        return 1.0
    return round(containment(bodies[one.fingerprint], bodies[other.fingerprint]), 4)
