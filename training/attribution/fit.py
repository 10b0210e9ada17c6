"""Fit: train one network on chunks, keeping the moving average of its weights."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from training.attribution.batches import UNKNOWN, batches
from training.network import Network, stream
from transforms.attribution_parts import LABELS

BATCH = 32
RATE = 2.5e-3
AVERAGE = 0.998
WORD_DROPOUT = 0.08
FORBIDDEN = -1e4


def fit(
    network: Network,
    ids: Sequence[np.ndarray],
    labels: Sequence[Sequence[int]],
    epochs: int,
    seed: int,
    after_epoch: Callable[[int, Network, float], None],
) -> Network:
    """The averaged network after ``epochs``; ``after_epoch`` gets it and the mean loss each time."""
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
            loss = path_loss(emissions(network, rows, batch.lengths), batch.labels, batch.lengths)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 3.0)
            optimizer.step()
            schedule.step()
            step += 1
            _move(average, network, min(AVERAGE, (1 + step) / (10 + step)))
            losses.append(loss.item())
        after_epoch(epoch, average, sum(losses) / len(losses))
    return average


def emissions(network: Network, ids: Tensor, lengths: Sequence[int]) -> Tensor:
    """Scores of the tokens of several chunks, (tokens, labels)."""
    rows, size = stream(lengths, network.shape.gap)
    spaced = ids.new_zeros((size, ids.shape[1]))
    spaced[rows] = ids
    keep = torch.zeros((size, 1))
    keep[rows] = 1.0
    found: Tensor = network(spaced, torch.zeros((size, network.shape.flags)), keep)[rows]
    return found


def path_loss(scores: Tensor, labels: Tensor, lengths: Sequence[int]) -> Tensor:
    """Negative log-probability per token of the gold path among all paths the scheme allows."""
    follow = torch.where(torch.from_numpy(LABELS.may_follow), 0.0, FORBIDDEN)
    opening = torch.where(torch.from_numpy(LABELS.may_open), 0.0, FORBIDDEN)
    closing = torch.where(torch.from_numpy(LABELS.may_close), 0.0, FORBIDDEN)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    steps = torch.arange(max(lengths))[None]
    present = steps < torch.tensor(lengths)[:, None]
    padded = scores[torch.where(present, torch.from_numpy(starts)[:, None] + steps, 0)]
    alpha = padded[:, 0] + opening
    for at in range(1, padded.shape[1]):
        stepped = torch.logsumexp(alpha.unsqueeze(2) + follow, 1) + padded[:, at]
        alpha = torch.where(present[:, at].unsqueeze(1), stepped, alpha)
    gold = scores.gather(1, labels[:, None]).sum()
    return (torch.logsumexp(alpha + closing, 1).sum() - gold) / len(labels)


@torch.no_grad()
def _move(average: Network, network: Network, keep: float) -> None:
    for mean, value in zip(average.parameters(), network.parameters(), strict=True):
        mean.mul_(keep).add_(value, alpha=1 - keep)


@torch.no_grad()
def scores_of(network: Network, ids: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Scores per chunk, (tokens, labels)."""
    network.eval()
    found: list[np.ndarray] = []
    blank = [[0] * len(rows) for rows in ids]
    for batch in batches(ids, blank, BATCH):
        scores = emissions(network, batch.ids, batch.lengths).numpy()
        found += np.split(scores, np.cumsum(batch.lengths)[:-1])
    return found


def span_scores(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> dict[str, float]:
    """Exact F1 of spans of tokens, per kind of part."""
    counts: Counter[tuple[str, str]] = Counter()
    for wanted, got in zip(gold, found, strict=True):
        a, b = set(LABELS.stretches(wanted)), set(LABELS.stretches(got))
        for span in a & b:
            counts[span[2], "hit"] += 1
        for span in [*a, *b]:
            counts[span[2], "all"] += 1
    return {part: 200 * counts[part, "hit"] / max(1, counts[part, "all"]) for part in "SUC"}
