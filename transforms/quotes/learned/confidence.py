"""Confidence: how likely a learned attribution has its content and its speaker right.

Pure. A logistic regression on what tagger, linker and rules say. Its weights are fitted on texts
that neither was trained on, so that four in five of the attributions at 0.8 are right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from transforms.quotes.attribution import Attribution
from transforms.quotes.learned.linker import LinkedParts
from transforms.quotes.learned.parts import Part
from transforms.text import Span

_LEAST = 1e-3
_HIGHEST = 0.99


class ConfidenceInputs(NamedTuple):
    """What speaks for an attribution; each is 0..1 except ``length``.

    content, edges: the tagger's probability of the labels, least over the content and at its ends.
    cue, source:    likewise over cue and source; 0 when there is none.
    content_link, source_link: the linker's probabilities.
    has_source, is_direct, is_mixed, is_thought: 0 or 1.
    rule_cue:       the rules found an attribution with this cue.
    rule_content:   share that the rules' content and this one have in common.
    rule_source:    the rules found this source.
    length:         logarithm of the number of words.
    """

    content: float
    edges: float
    cue: float
    source: float
    content_link: float
    source_link: float
    has_source: float
    is_direct: float
    is_mixed: float
    is_thought: float
    rule_cue: float
    rule_content: float
    rule_source: float
    length: float


def inputs_of(
    linked: LinkedParts,
    attribution: Attribution,
    ruled: Attribution | None,
    sure: Sequence[float],
) -> ConfidenceInputs:
    """The inputs of one attribution.

    ruled: what the rules made of the same cue.
    sure:  per token the probability of the label it got.
    """
    parts = linked.contents
    inside = [sure[at] for first, last in parts for at in range(first, last + 1)]
    edges = [sure[at] for part in parts for at in part]
    speech = attribution.attribution_kind in ("speech", "writing")
    return ConfidenceInputs(
        content=min(inside),
        edges=min(edges),
        cue=_least(sure, linked.cue),
        source=_least(sure, linked.source),
        content_link=linked.content_probability,
        source_link=linked.source_probability,
        has_source=float(linked.source is not None),
        is_direct=float(attribution.quote_type == "direct"),
        is_mixed=float(attribution.quote_type == "mixed"),
        is_thought=float(not speech),
        rule_cue=float(ruled is not None),
        rule_content=_shared(attribution.segments, ruled.segments) if ruled is not None else 0.0,
        rule_source=float(
            ruled is not None
            and ruled.source is not None
            and attribution.source is not None
            and ruled.source.overlaps(attribution.source)
        ),
        length=math.log(len(inside)),
    )


def _least(sure: Sequence[float], part: Part | None) -> float:
    return min(sure[part[0] : part[1] + 1]) if part is not None else 0.0


def _shared(ours: Sequence[Span], theirs: Sequence[Span]) -> float:
    """Intersection over union of two lists of disjoint spans, in characters."""
    both = sum(
        max(0, min(a.end_char, b.end_char) - max(a.start_char, b.start_char))
        for a in ours
        for b in theirs
    )
    either = sum(s.end_char - s.start_char for s in (*ours, *theirs)) - both
    return both / either


def features_of(inputs: ConfidenceInputs) -> dict[str, float]:
    """The inputs as the regression takes them, probabilities also as log-odds."""
    found = dict(zip(ConfidenceInputs._fields, inputs, strict=True))
    for name in ("content", "edges", "cue", "source", "content_link", "source_link"):
        share = min(1 - _LEAST, max(_LEAST, found[name]))
        found[f"{name} odds"] = math.log(share / (1 - share))
    return found


def confidence_of(inputs: ConfidenceInputs, weights: Mapping[str, float]) -> float:
    """The probability to two decimals, at most 0.99: nothing that was learnt is certain."""
    total = weights[""] + sum(
        weights.get(name, 0.0) * value for name, value in features_of(inputs).items()
    )
    return round(min(_HIGHEST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))), 2)
