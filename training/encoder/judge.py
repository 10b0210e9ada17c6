"""Judge: how well a network in training finds the parts of attributions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import torch

from training.attribution.corpus import TrainingText
from training.attribution.vocabulary import Vocabulary
from training.encoder.model import SharedModel
from training.encoder.windows import attribution_window, batch_of, batches
from transforms.models import WordPieces, best_paths
from transforms.quotes import stretches


@torch.no_grad()
def judged(
    model: SharedModel, texts: list[TrainingText], vocabulary: Vocabulary, pieces: WordPieces
) -> dict[str, float]:
    """Exact F1 of spans of words, per kind of part, on texts that are kept out."""
    windows = [
        attribution_window(chunk, path, vocabulary, pieces)
        for text in texts
        for chunk, path in zip(text.chunks, text.labels, strict=True)
    ]
    transitions, starts = (part.numpy() for part in model.path.scores())
    wanted: list[list[int]] = []
    found: list[list[int]] = []
    for group in batches(windows, 4000, random.Random(0)):
        scores = model.attribution_scores(batch_of(group)).numpy()
        found += best_paths(scores, [len(one.firsts) for one in group], transitions, starts)
        wanted += [one.targets.tolist() for one in group]
    return {part: round(f1, 1) for part, f1 in span_scores(wanted, found).items()}


def span_scores(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> dict[str, float]:
    """Exact F1 of spans of tokens, per kind of part."""
    counts: Counter[tuple[str, str]] = Counter()
    for wanted, got in zip(gold, found, strict=True):
        a, b = set(stretches(wanted)), set(stretches(got))
        for span in a & b:
            counts[span[2], "hit"] += 1
        for span in [*a, *b]:
            counts[span[2], "all"] += 1
    return {part: 200 * counts[part, "hit"] / max(1, counts[part, "all"]) for part in "SUC"}
