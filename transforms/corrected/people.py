"""People: whom a correction means by a name or by words of the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.corrections import occurrences
from transforms.names import NamedMention
from transforms.text import Span


@dataclass(frozen=True, slots=True)
class Stated:
    """Somebody as the article has them.

    span:      where the article states them, nearest to what they say.
    name, entity_id: None when it only describes them.
    is_surname: whether the words there are a surname alone.
    """

    span: Span
    name: str | None = None
    entity_id: str | None = None
    is_surname: bool = False

    def written(self, text: str) -> str:
        """The name, or the description as written."""
        return self.name or " ".join(self.span.of(text).split())


def find_stated(
    text: str, named: Sequence[NamedMention], said: str, near: Span, beside: Span | None = None
) -> Stated | None:
    """Who is meant by a name or a description; None where the article has no such words.

    near:   what they say; of several mentions the nearest counts.
    beside: what an engine took for their mention; it stays if it names them.
    """
    wanted = _plain(said)
    exact = [one for one in named if wanted == _plain(one.canonical_name)]
    mentions = exact or [one for one in named if wanted == _plain(one.mention.span.of(text))]
    if mentions:
        entity = min(mentions, key=lambda one: _distance(one.mention.span, near)).entity_id
        everywhere = [one for one in named if one.entity_id == entity]
        inside = [one for one in everywhere if beside and beside.overlaps(one.mention.span)]
        best = min(inside or everywhere, key=lambda one: _distance(one.mention.span, near))
        span = beside if inside and beside else best.mention.span
        return Stated(span, best.canonical_name, entity, best.form == "surname")
    places = list(_written(text, said))
    return Stated(min(places, key=lambda one: _distance(one, near))) if places else None


def _written(text: str, said: str) -> Iterator[Span]:
    yield from occurrences(text, said)
    if said[:1].isupper():
        yield from occurrences(text, said[0].lower() + said[1:])
    elif said[:1].islower():
        yield from occurrences(text, said[0].upper() + said[1:])


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _distance(one: Span, other: Span) -> int:
    """Characters between two stretches; 0 where they touch or overlap."""
    return max(one.start_char - other.end_char, other.start_char - one.end_char, 0)
