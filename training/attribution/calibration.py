"""Calibrate: fit the confidence on texts that tagger and linker were not trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from training.attribution.corpus import TrainingText
from transforms.models import Encoder, SequenceModel
from transforms.quotes import (
    Attribution,
    AttributionModel,
    ConfidenceInputs,
    features_of,
    find_learned_attributions,
)
from transforms.text import Span

DECAY = 1e-3
STEPS = 3000
Judged = tuple[ConfidenceInputs, bool]


class _Recorder(AttributionModel):
    """Notes the inputs of every attribution and gives their number in place of a confidence."""

    seen: list[ConfidenceInputs]

    def confidence(self, inputs: ConfidenceInputs) -> float:
        """The number of the inputs, from 1: high enough that no attribution is left out."""
        self.seen.append(inputs)
        return float(len(self.seen))


def judged(
    model: Mapping[str, object], encoder: Encoder, network: SequenceModel, text: TrainingText
) -> list[Judged]:
    """What each learned attribution's confidence rests on, and whether the attribution is right."""
    recorder = _Recorder.of(encoder, network, model)
    assert isinstance(recorder, _Recorder)
    recorder.seen = []
    found = find_learned_attributions(text.text, text.sentences, text.quotations, None, recorder)
    learned = [one for one in found if one.method == "learned"]
    right = verdicts(learned, text.rows)
    return [
        (recorder.seen[int(one.confidence) - 1], is_right)
        for one, is_right in zip(learned, right, strict=True)
    ]


def verdicts(found: Sequence[Attribution], rows: Sequence[Mapping[str, object]]) -> list[bool]:
    """Whether an attribution matches a gold row of its own: contents share half, sources a part."""
    pairs = []
    for at, one in enumerate(found):
        for number, row in enumerate(rows):
            share = _overlap(one.segments, _spans(row["quote_spans"]))
            if share >= 0.5:
                pairs.append((-share, at, number))
    taken: set[int] = set()
    matched: dict[int, int] = {}
    for _, at, number in sorted(pairs):
        if at not in matched and number not in taken:
            matched[at] = number
            taken.add(number)
    return [at in matched and _same_source(one, rows[matched[at]]) for at, one in enumerate(found)]


def _spans(pairs: object) -> list[Span]:
    return [Span(start, end) for start, end in pairs]  # type: ignore[attr-defined]


def _same_source(one: Attribution, row: Mapping[str, object]) -> bool:
    gold = _spans(row["speaker_spans"] or [])
    if one.source is None or not gold:
        return one.source is None and not gold
    return any(one.source.overlaps(span) for span in gold)


def _overlap(ours: Sequence[Span], theirs: Sequence[Span]) -> float:
    both = sum(
        max(0, min(a.end_char, b.end_char) - max(a.start_char, b.start_char))
        for a in ours
        for b in theirs
    )
    return both / (sum(s.end_char - s.start_char for s in (*ours, *theirs)) - both)


def fit_confidence(pairs: Sequence[Judged]) -> dict[str, float]:
    """Weights by feature, "" the constant."""
    names = ["", *features_of(pairs[0][0])]
    rows = np.array([[1.0, *features_of(inputs).values()] for inputs, _ in pairs])
    wanted = np.array([float(is_right) for _, is_right in pairs])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    mean[0], spread[0] = 0.0, 1.0
    scaled = (rows - mean) / spread
    weights = np.zeros(len(names))
    for step in range(STEPS):
        found = 1 / (1 + np.exp(-scaled @ weights))
        weights -= (
            0.5 * (1 - step / STEPS) * (scaled.T @ (found - wanted) / len(rows) + DECAY * weights)
        )
    plain = weights / spread
    plain[0] = weights[0] - (weights[1:] * mean[1:] / spread[1:]).sum()
    return {name: round(float(w), 4) for name, w in zip(names, plain, strict=True)}


def reliability(
    confidences: Sequence[float], right: Sequence[bool], show: Callable[[str], None]
) -> None:
    """Show predicted and observed shares by decile, the expected error, the coverage at 90 %."""
    order = np.argsort(confidences, kind="stable")
    given, hits = np.array(confidences)[order], np.array(right, float)[order]
    error = 0.0
    for part, hit in zip(np.array_split(given, 10), np.array_split(hits, 10), strict=True):
        show(f"{part.min():.2f}-{part.max():.2f} {part.mean():.3f} {hit.mean():.3f} {len(part)}")
        error += abs(part.mean() - hit.mean()) * len(part) / len(given)
    precision = np.cumsum(hits[::-1]) / np.arange(1, len(hits) + 1)
    enough = np.flatnonzero(precision >= 0.9)
    covered = int(enough[-1]) + 1 if len(enough) else 0
    lowest = given[::-1][covered - 1] if covered else 1.0
    show(f"expected calibration error {error:.3f}")
    show(f"coverage at 90 % precision {covered / len(hits):.3f} (confidence >= {lowest:.2f})")
