"""Tagger: the window network in PyTorch, from hashed features to log-probabilities of labels.

No sentence sees another: sentences stand in one stream with ``gap`` blank rows between them. Blank
rows are set to zero after every layer, so that training and the exported graph compute the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Column:
    """One feature column: ids below ``size`` (0 is the blank), embedded in ``width`` numbers."""

    name: str
    size: int
    width: int


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a network.

    Attributes:
        columns: the feature columns in order.
        flags: number of flags per token.
        labels: names of the labels in order.
        width: numbers per token inside the network.
        dilations: per layer, how far away the two tokens stand that it sees beside each token.
        dropout: share of the numbers set to zero in training, 0..1.
        shared: the column whose embedding table another column uses, by the name of the other.
    """

    columns: tuple[Column, ...]
    flags: int
    labels: tuple[str, ...]
    width: int = 128
    dilations: tuple[int, ...] = (1, 1, 1, 1)
    dropout: float = 0.35
    shared: dict[str, str] = field(default_factory=dict)

    @property
    def gap(self) -> int:
        """Blank rows between sentences."""
        return max(self.dilations)


class _Dropout(nn.Module):
    """Dropout with masks from random bytes: five times as fast on a CPU as PyTorch's own.

    The seed is PyTorch's: ``torch.manual_seed`` before the network is made fixes the masks.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self._cut = round(256 * share)
        self._random = np.random.Generator(np.random.SFC64(torch.initial_seed()))

    def forward(self, x: Tensor) -> Tensor:
        """The numbers; in training some of them are zero and the others larger."""
        if not self.training or not self._cut:
            return x
        drawn = np.frombuffer(self._random.bytes(x.numel()), np.uint8) >= self._cut
        return x * (torch.from_numpy(drawn).view(x.shape) * (256 / (256 - self._cut)))


class Network(nn.Module):
    """Embeddings, a projection, gated convolutions of three tokens with residuals, a classifier."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.tables = nn.ModuleDict(
            {
                column.name: nn.Embedding(column.size, column.width)
                for column in shape.columns
                if column.name not in shape.shared
            }
        )
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.1)
        # One projection per column gives the same as one over all columns side by side.
        self.projections = nn.ModuleDict(
            {
                column.name: nn.Linear(column.width, shape.width, bias=False)
                for column in shape.columns
            }
        )
        fan_in = sum(column.width for column in shape.columns) + shape.flags
        for projection in self.projections.values():
            nn.init.uniform_(projection.weight, -(fan_in**-0.5), fan_in**-0.5)
        self.flags = nn.Linear(shape.flags, shape.width)
        self.norm = nn.LayerNorm(shape.width)
        self.layers = nn.ModuleList(
            nn.Linear(3 * shape.width, 2 * shape.width) for _ in shape.dilations
        )
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in shape.dilations)
        self.out = nn.Linear(shape.width, len(shape.labels))
        self.dropout = _Dropout(shape.dropout)

    def table_of(self, column: Column) -> nn.Embedding:
        """The embedding table of a column."""
        table = self.tables[self.shape.shared.get(column.name, column.name)]
        assert isinstance(table, nn.Embedding)
        return table

    def forward(self, ids: Tensor, flags: Tensor, keep: Tensor) -> Tensor:
        """Log-probabilities (rows, labels) of a stream.

        ids: (rows, columns) int64; flags: (rows, flags); keep: (rows, 1), 0 on blank rows.
        """
        x = self.flags(flags)
        for at, column in enumerate(self.shape.columns):
            x = x + self.projections[column.name](self.dropout(self.table_of(column)(ids[:, at])))
        x = self.norm(nn.functional.gelu(x, approximate="tanh")) * keep
        x = self.dropout(x)
        for layer, norm, reach in zip(self.layers, self.norms, self.shape.dilations, strict=True):
            around = torch.cat([_shifted(x, reach), x, _shifted(x, -reach)], dim=1)
            x = norm(x + self.dropout(nn.functional.glu(layer(around), dim=1))) * keep
        return self.out(self.dropout(x)).log_softmax(dim=-1)


def _shifted(x: Tensor, by: int) -> Tensor:
    """The rows moved down by ``by``, or up if it is negative; zeros fill the gap."""
    blank = x.new_zeros((abs(by), x.shape[1]))
    return torch.cat([blank, x[:-by]]) if by > 0 else torch.cat([x[-by:], blank])


def stream(lengths: Sequence[int], gap: int) -> tuple[Tensor, int]:
    """The row of each token when sentences stand ``gap`` rows apart, and the number of rows."""
    rows = []
    at = gap
    for length in lengths:
        rows.append(torch.arange(at, at + length))
        at += length + gap
    return torch.cat(rows), at
