"""The linker: which cue reports a content, and which source a cue has.

Pure. A logistic regression compares every content with the cues around it and every cue with the
sources around it, by their places and the words between them. The likeliest pair is kept. Trained
by ``training.attribution.linking``.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from transforms.quotes.attribution import Attribution
from transforms.quotes.learned.features import LOWER, FeatureToken
from transforms.quotes.learned.parts import Part, Parts, TokenLine

CUES_PER_SIDE = 4
SOURCES_PER_SIDE = 3
Weights = Mapping[str, float]
_NONE: frozenset[int] = frozenset()


class Surroundings:
    """What stands between and around the parts of one text.

    tokens:   without the markers of paragraphs; parts are positions in them.
    together: what the rules put together: by kind of part ("S", "U", "C") and token, the numbers of
              the rules' attributions that the token belongs to.
    """

    def __init__(
        self,
        tokens: Sequence[FeatureToken],
        parts: Parts,
        together: Mapping[str, Mapping[int, frozenset[int]]],
    ) -> None:
        self.tokens = tokens
        self.together = together
        self.firsts = {
            "S": [first for first, _ in parts.sources],
            "U": [first for first, _ in parts.cues],
            "C": [first for first, _ in parts.contents],
        }

    def features(self, kind: str, part: Part, cue: Part) -> list[str]:
        """Names of the features of a pair: a content ("C") or source ("S"), and a cue."""
        tokens = self.tokens
        after = part[0] > cue[1]
        low, high = (cue[1] + 1, part[0]) if after else (part[1] + 1, cue[0])
        side = "a" if after else "b"
        start, head = tokens[part[0]], tokens[cue[0]]
        distance = max(0, high - low)
        step = distance if distance < 4 else min(9, 4 + distance // 5)
        sentences = max(-3, min(3, start.sentence_index - head.sentence_index))
        paragraphs = max(-2, min(2, start.paragraph_index - head.paragraph_index))
        quoted = start.quotation
        gap = [token.word for token in tokens[low : min(high, low + 30)]]
        lower = start.shape == LOWER
        rule = self._rule(kind, part, cue)
        found = [
            f"distance {side}{step}",
            f"paragraphs {paragraphs}",
            f"sentences {sentences}",
            f"sentences and mark {sentences} {min(quoted, 2)} {side}",
            f"opens {gap[0] if gap else ''} {side}",
            f"closes {gap[-1] if gap else ''} {side}",
            f"that {'that' in gap}",
            f"and {'and' in gap} {side}",
            f"cue {head.word} {side}",
            f"cue ends {tokens[cue[1]].word} {side}",
            f"marks {head.quotation} {quoted}",
            f"before {tokens[part[0] - 1].word if part[0] else ''} {side}",
            f"lower {lower} {side} {sentences == 0}",
            f"rule {rule}",
            f"rule {rule} {side}",
        ]
        for name, firsts in self.firsts.items():
            count = bisect_left(firsts, high) - bisect_left(firsts, low) if low < high else 0
            found += (f"between {name} {min(3, count)}", f"between {name} {min(2, count)} {side}")
        return found

    def is_quoted(self, part: Part) -> bool:
        """Whether a part holds words in quotation marks."""
        return any(token.quotation for token in self.tokens[part[0] : part[1] + 1])

    def share_sentence(self, part: Part, cue: Part) -> bool:
        """Whether a part stands in the sentence of a cue, or reaches into it."""
        sentence = self.tokens[cue[0]].sentence_index
        first, last = self.tokens[part[0]], self.tokens[part[1]]
        return first.sentence_index <= sentence <= last.sentence_index

    def _rule(self, kind: str, part: Part, cue: Part) -> str:
        """Whether the rules have put these two together."""
        ours, theirs = self._numbers(kind, part), self._numbers("U", cue)
        if not ours or not theirs:
            return f"{bool(ours)} {bool(theirs)}"
        return "same" if ours & theirs else "other"

    def _numbers(self, kind: str, part: Part) -> frozenset[int]:
        numbers = self.together[kind]
        return frozenset().union(*(numbers.get(at, _NONE) for at in part))


def around(part: Part, others: Sequence[Part], per_side: int) -> list[Part]:
    """The nearest parts on either side, and those that overlap.

    >>> around((5, 6), [(0, 0), (2, 3), (6, 6), (8, 9)], 1)
    [(2, 3), (6, 6), (8, 9)]
    """
    first = bisect_left(others, part[0], key=lambda other: other[1])
    last = bisect_right(others, part[1], key=lambda other: other[0])
    return list(others[max(0, first - per_side) : last + per_side])


class LinkedParts(NamedTuple):
    """One cue, or none, with its source and what it reports; probabilities of both links."""

    cue: Part | None
    source: Part | None
    contents: tuple[Part, ...]
    content_probability: float
    source_probability: float


class PartLinker:
    """The trained weights.

    content_threshold: a content has no cue below this probability.
    source_threshold:  a cue has no source below this probability.
    """

    def __init__(
        self,
        contents: Weights,
        sources: Weights,
        content_threshold: float = 0.05,
        source_threshold: float = 0.15,
    ) -> None:
        self._contents = contents
        self._sources = sources
        self._content_threshold = content_threshold
        self._source_threshold = source_threshold

    def link(self, surroundings: Surroundings, parts: Parts) -> list[LinkedParts]:
        """One per cue that reports something, then one per content without a cue."""
        owned: dict[Part, list[Part]] = {}
        chance: dict[Part, float] = {}
        orphans = []
        for content in parts.contents:
            probability, cue = self._best(surroundings, content, parts.cues)
            if cue is None or probability < self._needed(surroundings, content, cue):
                orphans.append(content)
                continue
            owned.setdefault(cue, []).append(content)
            chance[cue] = min(probability, chance.get(cue, 1.0))
        found = []
        for cue in parts.cues:
            if cue in owned:
                probability, source = self._source_of(surroundings, cue, parts.sources)
                found.append(LinkedParts(cue, source, tuple(owned[cue]), chance[cue], probability))
        return found + [LinkedParts(None, None, (content,), 0.0, 0.0) for content in orphans]

    def _needed(self, surroundings: Surroundings, content: Part, cue: Part) -> float:
        """The least probability of a link; across paragraphs it must be likelier than not."""
        tokens = surroundings.tokens
        same = tokens[content[0]].paragraph_index == tokens[cue[0]].paragraph_index
        return self._content_threshold if same else 0.5

    def _best(
        self, surroundings: Surroundings, content: Part, cues: Sequence[Part]
    ) -> tuple[float, Part | None]:
        best: tuple[float, Part | None] = (0.0, None)
        near = around(content, cues, CUES_PER_SIDE)
        if not surroundings.is_quoted(content):
            home = [cue for cue in near if surroundings.share_sentence(content, cue)]
            near = home or near
        for cue in near:
            probability = _probability(self._contents, surroundings.features("C", content, cue))
            if probability > best[0]:
                best = (probability, cue)
        return best

    def _source_of(
        self, surroundings: Surroundings, cue: Part, sources: Sequence[Part]
    ) -> tuple[float, Part | None]:
        best: tuple[float, Part | None] = (self._source_threshold, None)
        for source in around(cue, sources, SOURCES_PER_SIDE):
            probability = _probability(self._sources, surroundings.features("S", source, cue))
            if probability > best[0]:
                best = (probability, source)
        return best


def _probability(weights: Weights, features: list[str]) -> float:
    total = weights.get("", 0.0) + sum([weights.get(name, 0.0) for name in features])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def rule_numbers(
    line: TokenLine, ruled: Sequence[Attribution]
) -> dict[str, dict[int, frozenset[int]]]:
    """``Surroundings.together`` of what the rules found."""
    found: dict[str, dict[int, frozenset[int]]] = {"S": {}, "U": {}, "C": {}}
    for number, attribution in enumerate(ruled):
        spans = [("C", segment) for segment in attribution.segments]
        spans += [("S", attribution.source)] if attribution.source is not None else []
        spans += [("U", attribution.cue)] if attribution.cue is not None else []
        for kind, span in spans:
            part = line.part(span)
            for at in range(part[0], part[1] + 1) if part is not None else ():
                found[kind][at] = found[kind].get(at, _NONE) | {number}
    return found
