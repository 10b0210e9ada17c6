"""The tagger's network: embeddings, gated dilated convolutions over a chunk, a linear-chain CRF.

Chunks stand in one stream with ``gap`` blank rows between them, as ``transforms.models`` runs them.
Blank rows are set to zero after every layer, so that no chunk sees another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.attribution.crf import path_loss, path_scores
from training.names.tagger import stream
from transforms.quotes import LABELS


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network.

    sizes:     how many values each column has, 0 the blank among them.
    embedded:  width of each column's embedding.
    width:     of the layers.
    dilations: reach of each layer, in rows.
    """

    sizes: tuple[int, ...]
    embedded: tuple[int, ...]
    width: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 1, 2)

    @property
    def gap(self) -> int:
        """Blank rows between chunks."""
        return max(self.dilations)


class Network(nn.Module):
    """Scores per token and label, and the CRF's transitions."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.tables = nn.ModuleList(
            nn.Embedding(size, width)
            for size, width in zip(shape.sizes, shape.embedded, strict=True)
        )
        width = shape.width
        self.enter = nn.Linear(3 * sum(shape.embedded), width)
        self.layers = nn.ModuleList(nn.Linear(3 * width, 2 * width) for _ in shape.dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in shape.dilations)
        self.out = nn.Linear(width, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.starts = nn.Parameter(torch.zeros(len(LABELS)))
        self.drop_in, self.drop, self.drop_out = nn.Dropout(0.35), nn.Dropout(0.15), nn.Dropout(0.4)

    def forward(self, ids: Tensor, keep: Tensor) -> Tensor:
        """Emissions (rows, labels) of a stream: ids (rows, columns), keep (rows, 1)."""
        parts = [table(ids[:, at]) for at, table in enumerate(self.tables)]
        inputs = self.drop_in(torch.cat(parts, 1)) * keep
        hidden = torch.relu(self.enter(with_neighbours(inputs, 1))) * keep
        for layer, norm, reach in zip(self.layers, self.norms, self.shape.dilations, strict=True):
            added = nn.functional.glu(layer(with_neighbours(self.drop(hidden), reach)), dim=1)
            hidden = norm(hidden + added) * keep
        scored: Tensor = self.out(self.drop_out(hidden))
        return scored

    def emissions(self, ids: Tensor, lengths: Sequence[int]) -> Tensor:
        """Emissions of the tokens of several chunks, (tokens, labels)."""
        rows, size = stream(lengths, self.shape.gap)
        spaced = ids.new_zeros((size, ids.shape[1]))
        spaced[rows] = ids
        keep = torch.zeros((size, 1))
        keep[rows] = 1.0
        found: Tensor = self(spaced, keep)[rows]
        return found

    def path_scores(self) -> tuple[Tensor, Tensor]:
        """Transition and start scores; those that BIO forbids are ``FORBIDDEN``."""
        return path_scores(self.transitions, self.starts)

    def loss(self, ids: Tensor, labels: Tensor, lengths: Sequence[int]) -> Tensor:
        """Negative log-probability per token of the gold paths."""
        return path_loss(self.emissions(ids, lengths), labels, lengths, self.path_scores())


def with_neighbours(x: Tensor, reach: int) -> Tensor:
    """Each row beside the ones ``reach`` above and below it."""
    blank = x.new_zeros((reach, x.shape[1]))
    return torch.cat([torch.cat([blank, x[:-reach]]), x, torch.cat([x[reach:], blank])], dim=1)
