"""Heard: who spoke so far in an article, looked up without reading all of it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from transforms.names import NamedMention


class Spoken(NamedTuple):
    """A source that was read: the entity, or None for one without a name."""

    one: NamedMention | None
    start: int
    sentence: int
    paragraph: int
    is_pronoun: bool
    is_nested: bool
    gender: str


@dataclass(slots=True)
class Heard:
    """Who spoke so far, in the order in which they were read.

    Those quoted by others count only inside what others say: ``inside`` says whether that is where
    somebody asks.
    """

    spoken: list[Spoken] = field(default_factory=list)
    _by_sentence: dict[int, list[tuple[int, Spoken]]] = field(default_factory=dict)
    _furthest: int = -1  # sentence in which somebody spoke
    _last: dict[tuple[str, bool], Spoken] = field(default_factory=dict)

    def add(self, past: Spoken) -> None:
        """Note one more."""
        self._by_sentence.setdefault(past.sentence, []).append((len(self.spoken), past))
        self._furthest = max(self._furthest, past.sentence)
        self.spoken.append(past)
        if past.one is not None:
            self._last[past.one.entity_id, True] = past
            if not past.is_nested:
                self._last[past.one.entity_id, False] = past

    def last_of(self, entity_id: str, *, inside: bool) -> Spoken | None:
        """When an entity spoke last."""
        return self._last.get((entity_id, inside))

    def named_in(self, sentence: int, *, inside: bool = True) -> list[NamedMention]:
        """Who of those with a name spoke in a sentence."""
        return [
            past.one
            for _, past in self._by_sentence.get(sentence, ())
            if past.one is not None and (inside or not past.is_nested)
        ]

    def latest(self, count: int, since: int, *, inside: bool) -> Iterator[Spoken]:
        """The last few who spoke in a sentence from ``since`` on, the latest first."""
        near = [
            (number, past)
            for sentence in range(max(0, since), self._furthest + 1)
            for number, past in self._by_sentence.get(sentence, ())
            if inside or not past.is_nested
        ]
        return (past for _, past in sorted(near, key=lambda pair: -pair[0])[:count])
