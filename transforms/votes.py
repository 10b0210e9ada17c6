"""Votes: the stretches of one article that read alike agree on a type.

Pure. Every occurrence votes with the tagger's confidence, and with the words beside it: "in
Dunmarsh" speaks for a place whatever the tagger made of a name that it has never seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from transforms.lexicon import read_lexicon

UNSHAKEN = 0.97  # confidence that neither a namesake nor the words beside overrule
_OUTWEIGHS = 1.5  # by how much one type must outweigh another to overrule it
_BESIDE = 0.15  # of a context's weight, where 1.5 would decide alone

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens of a sentence, both ends included, that name something of this type."""

    first: int
    last: int
    kind: str
    confidence: float


@dataclass(slots=True)
class TaggedSentence:
    """A sentence's words with the stretches found so far; ``is_mute``: capitals prove nothing."""

    words: Sequence[str]
    stretches: list[Stretch]
    is_mute: bool

    def phrase(self, stretch: Stretch) -> Phrase:
        """The words of a stretch."""
        return tuple(self.words[stretch.first : stretch.last + 1])


def vote(sentences: Iterable[TaggedSentence]) -> None:
    """One surface, one type, unless two weigh alike; peoples keep theirs."""
    weights: dict[Phrase, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sentence in sentences:
        for stretch in sentence.stretches:
            tally = weights[sentence.phrase(stretch)]
            tally[stretch.kind] += stretch.confidence
            for kind, weight in _told_beside(sentence.words, stretch):
                tally[kind] += _BESIDE * weight
    for sentence in sentences:
        for at, stretch in enumerate(sentence.stretches):
            tally = weights[sentence.phrase(stretch)]
            if len(tally) == 1 or stretch.kind == "norp":
                continue
            kind = max(sorted(tally), key=lambda one: tally[one])
            if kind != "norp" and tally[kind] > _OUTWEIGHS * tally[stretch.kind]:
                sentence.stretches[at] = Stretch(
                    stretch.first, stretch.last, kind, stretch.confidence
                )


def _told_beside(words: Sequence[str], stretch: Stretch) -> Iterator[tuple[str, float]]:
    """Types that the words beside a stretch speak for, and how strongly."""
    if stretch.confidence >= UNSHAKEN or stretch.kind == "norp":
        return
    before = words[stretch.first - 1].lower() if stretch.first else ""
    after = words[stretch.last + 1] if stretch.last + 1 < len(words) else ""
    for beside in ((before, "before"), (after, "after")):
        if beside in _contexts():
            yield _contexts()[beside]


@cache
def _contexts() -> Mapping[tuple[str, str], tuple[str, float]]:
    """Type and weight by a word and its side."""
    return {
        (row["surface"], row["side"]): (row["entity_type"], float(row["weight"]))
        for row in read_lexicon("name_contexts")
    }
