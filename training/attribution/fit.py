"""Fit: train one network on chunks, keeping the moving average of its weights."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn

from training.attribution.batches import UNKNOWN, batches
from training.attribution.labeller import Network
from transforms.quotes import stretches

BATCH = 32
RATE = 2.5e-3
AVERAGE = 0.998
WORD_DROPOUT = 0.08


def fit(
    network: Network,
    ids: Sequence[np.ndarray],
    labels: Sequence[Sequence[int]],
    epochs: int,
    seed: int,
    after_epoch: Callable[[int, Network, float], None],
) -> Network:
    """The averaged network; ``after_epoch`` gets it and the mean loss after each epoch."""
    shuffle = random.Random(seed)
    average = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
    steps = -(-len(ids) // BATCH) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
    )
    step = 0
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in batches(ids, labels, BATCH, shuffle):
            rows = batch.ids.clone()
            rows[torch.rand(len(rows)) < WORD_DROPOUT, 0] = UNKNOWN
            loss = network.loss(rows, batch.labels, batch.lengths)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 3.0)
            optimizer.step()
            schedule.step()
            step += 1
            move(average, network, min(AVERAGE, (1 + step) / (10 + step)))
            losses.append(loss.item())
        after_epoch(epoch, average, sum(losses) / len(losses))
    return average


@torch.no_grad()
def move(average: Network, network: Network, keep: float) -> None:
    """Move averaged weights towards a network's."""
    for mean, value in zip(average.parameters(), network.parameters(), strict=True):
        mean.mul_(keep).add_(value, alpha=1 - keep)


@torch.no_grad()
def scores_of(network: Network, ids: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Scores per chunk, (tokens, labels)."""
    network.eval()
    found: list[np.ndarray] = []
    blank = [[0] * len(rows) for rows in ids]
    for batch in batches(ids, blank, BATCH):
        scores = network.emissions(batch.ids, batch.lengths).numpy()
        found += np.split(scores, np.cumsum(batch.lengths)[:-1])
    return found


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
