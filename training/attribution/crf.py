"""CRF: path scores and loss of a linear-chain CRF over the attribution labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from transforms.quotes import LABELS, may_follow

FORBIDDEN = -1e4
_FOLLOW = np.array([[may_follow(left, right) for right in LABELS] for left in LABELS])


def path_scores(transitions: Tensor, starts: Tensor) -> tuple[Tensor, Tensor]:
    """Transition and start scores; those that BIO forbids are ``FORBIDDEN``."""
    return (
        torch.where(torch.from_numpy(_FOLLOW), transitions, FORBIDDEN),
        torch.where(torch.from_numpy(_FOLLOW[0]), starts, FORBIDDEN),
    )


def path_loss(
    scores: Tensor, labels: Tensor, lengths: Sequence[int], path: tuple[Tensor, Tensor]
) -> Tensor:
    """Negative log-probability per token of the gold paths; ``path`` as ``path_scores`` gives it.

    scores: emissions (tokens, labels) of chunks of ``lengths`` tokens.
    """
    transitions, starts = path
    firsts = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths)[:-1]]))
    steps = torch.arange(max(lengths))[None]
    present = steps < torch.tensor(lengths)[:, None]
    padded = scores[torch.where(present, firsts[:, None] + steps, 0)]
    alpha = padded[:, 0] + starts
    for at in range(1, padded.shape[1]):
        stepped = torch.logsumexp(alpha.unsqueeze(2) + transitions, 1) + padded[:, at]
        alpha = torch.where(present[:, at].unsqueeze(1), stepped, alpha)
    inner = torch.ones(len(labels), dtype=torch.bool)
    inner[firsts] = False
    gold = scores.gather(1, labels[:, None]).sum() + starts[labels[firsts]].sum()
    gold = gold + transitions[labels[:-1], labels[1:]][inner[1:]].sum()
    return (torch.logsumexp(alpha, 1).sum() - gold) / len(labels)
