"""Fit: train one network on chunks, keeping the moving average of its weights."""

from __future__ import annotations

import copy
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn

from training.attribution.batches import UNKNOWN, batches
from training.attribution.corpus import LABELS
from training.attribution.network import Network

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
            rows = batch.ids
            dropped = (torch.rand(rows.shape[:2]) < WORD_DROPOUT) & (rows[..., 0] > 0)
            rows[..., 0] = torch.where(dropped, UNKNOWN, rows[..., 0])
            present = torch.arange(rows.shape[1])[None] < torch.tensor(batch.lengths)[:, None]
            weight = torch.ones(len(batch.lengths))
            loss = network.crf.loss(network(rows, batch.lengths), batch.labels, present, weight)
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


@torch.no_grad()
def _move(average: Network, network: Network, keep: float) -> None:
    for mean, value in zip(average.parameters(), network.parameters(), strict=True):
        mean.mul_(keep).add_(value, alpha=1 - keep)


@torch.no_grad()
def emissions_of(network: Network, ids: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Scores per chunk, N×K."""
    network.eval()
    found: list[np.ndarray] = [np.empty(0)] * len(ids)
    empty = [np.zeros(len(rows), dtype=np.int64) for rows in ids]
    for batch in batches(ids, empty, BATCH):
        scores = network(batch.ids, batch.lengths).numpy()
        for row, at in enumerate(batch.positions):
            found[at] = scores[row, : batch.lengths[row]]
    return found


def viterbi(scores: np.ndarray, transitions: np.ndarray, starts: np.ndarray) -> list[int]:
    """The best path of labels."""
    alpha = scores[0] + starts
    back = []
    for row in scores[1:]:
        steps = alpha[:, None] + transitions
        back.append(steps.argmax(0))
        alpha = steps.max(0) + row
    path = [int(alpha.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def span_scores(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> dict[str, float]:
    """Exact F1 of spans of tokens, per part."""
    counts: Counter[tuple[str, str]] = Counter()
    for wanted, got in zip(gold, found, strict=True):
        a, b = _spans(wanted), _spans(got)
        for part in "SUC":
            x = {span for span in a if span[0] == part}
            y = {span for span in b if span[0] == part}
            counts[part, "hit"] += len(x & y)
            counts[part, "all"] += len(x) + len(y)
    return {part: 200 * counts[part, "hit"] / max(1, counts[part, "all"]) for part in "SUC"}


def _spans(labels: Sequence[int]) -> set[tuple[str, int, int]]:
    found, part, start = set(), "", 0
    for at, number in enumerate([*labels, 0]):
        name = LABELS[number]
        if part and not (name[0] == "I" and name[2:] == part):
            found.add((part, start, at))
            part = ""
        if name != "O" and not part:
            part, start = name[2:], at
    return found


def clock() -> str:
    """CPU seconds so far, for the log."""
    return f"{time.process_time():.0f} CPU s"
