"""Originals: which article of a story the others were made from, and each article's role in it.

Pure. The evidence, in this order: who says that the text is another's, who is an agency or is named
as the source, who published first. What is left is decided by length and id, so that it never
depends on the order in which articles came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias

import polars as pl

from transforms.lexicon import agency_of, words_of
from transforms.stories.copies import Body, containment

Words: TypeAlias = tuple[str, ...]
"""A name, folded and cut into its words: ("npa", "wire")."""

MEMBER_COLUMNS = ("article_id", "published_date", "published_at", "agency", "outlet", "byline")
"""What of the table ``articles`` decides which of them is the original."""
_WORD = re.compile(r"\w+")
_BESIDE = words_of("wire_words")
_FEWEST_ABBREVIATED = 3
"""Words of a name that goes by its initials."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoryMember:
    """An article of a story, with what decides whether it is the original.

    Attributes:
        article_id: the article.
        fingerprint: of its body.
        published_date, published_at: as in the table ``articles``.
        outlet: who published it, as in the table; empty if nobody knows.
        sources: the agency that signed it and the names in its byline.
        is_agency: an agency signed or published it.
        word_count: of its body.
    """

    article_id: str
    fingerprint: str
    published_date: date | None
    published_at: datetime | None
    outlet: str
    sources: tuple[str, ...]
    is_agency: bool
    word_count: int

    @property
    def moment(self) -> datetime:
        """When it was out for certain: its instant, without one the end of its day."""
        if self.published_at is not None:
            return self.published_at
        if self.published_date is None or self.published_date == date.max:
            return _NEVER
        return datetime.combine(self.published_date, time(), UTC) + timedelta(days=1)


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


def members_of(articles: pl.DataFrame) -> Iterator[StoryMember]:
    """One member per row, in the same order.

    articles: ``MEMBER_COLUMNS`` as in the table ``articles``, fingerprint and word_count as in
        ``_signatures``.
    """
    for row in articles.iter_rows(named=True):
        agency, outlet = row["agency"], row["outlet"] or ""
        yield StoryMember(
            article_id=row["article_id"],
            fingerprint=row["fingerprint"],
            published_date=row["published_date"],
            published_at=row["published_at"],
            outlet=outlet,
            sources=tuple(name for name in (agency, *(row["byline"] or ())) if name),
            is_agency=bool(agency or _agency(outlet)),
            word_count=row["word_count"],
        )


def original_of(members: Sequence[StoryMember]) -> StoryMember:
    """The original of a story.

    An article that names the outlet of another one as its source is a copy. Of the others, one of
    an agency, or of an outlet that is named, comes first; then the one that was out first; then the
    longest.

    >>> signed = StoryMember("a", "1", date(2024, 3, 1), None, "herald", ("NPA",), True, 200)
    >>> wire = StoryMember("b", "1", date(2024, 3, 2), None, "npa-wire", (), False, 180)
    >>> original_of([signed, wire]).article_id
    'b'
    """
    outlets = {member.outlet for member in members if member.outlet}
    named = {member: _others_named(member, outlets) for member in members}
    sources = set().union(*named.values())
    return min(
        members,
        key=lambda member: (
            bool(named[member]),
            not (member.is_agency or member.outlet in sources),
            member.moment,
            -member.word_count,
            member.article_id,
        ),
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


def _others_named(member: StoryMember, outlets: Iterable[str]) -> frozenset[str]:
    """The outlets, other than its own, that an article names as its source."""
    return frozenset(
        outlet
        for outlet in outlets
        if any(_is_own(source, outlet) for source in member.sources)
        and not _is_own(member.outlet, outlet)
    )


@lru_cache(maxsize=1 << 14)
def _is_own(source: str, outlet: str) -> bool:
    """Whether an outlet is the one that a source names.

    The same agency, or the same name but for words that say what it is: "NPA" and "npa-wire",
    "Reuters" and "www.reuters.com". "Norvik Press Agency" is NPA too, but not the Norvik News.
    """
    agency = _agency(source)
    if agency is not None and agency == _agency(outlet):
        return True
    one, other = _folded(source), _folded(outlet)
    initials = ("".join(word[0] for word in one),)
    forms = [one, initials] if len(one) >= _FEWEST_ABBREVIATED else [one]
    return any(_is_same_name(form, other) for form in forms)


def _is_same_name(one: Words, other: Words) -> bool:
    """Whether the longer name is the shorter one amid words that say what it is."""
    shorter, longer = sorted((one, other), key=len)
    if all(word in _BESIDE for word in shorter):
        return False
    size = len(shorter)
    return any(
        longer[at : at + size] == shorter
        and all(word in _BESIDE for word in longer[:at] + longer[at + size :])
        for at in range(len(longer) - size + 1)
    )


def _agency(name: str) -> str | None:
    """The agency that a name is, also as that of a folder: "press-association"."""
    return agency_of(name) or agency_of(" ".join(_folded(name)))


def _folded(name: str) -> Words:
    return tuple(_WORD.findall(name.casefold()))
