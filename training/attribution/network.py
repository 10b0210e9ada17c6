"""The tagger's network: embeddings, an encoder over the chunk, and a linear-chain CRF on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from training.attribution.corpus import LABELS

FORBIDDEN = -1e4
Encoder = Literal["cnn", "lstm"]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network.

    words, prefixes, suffixes: vocabulary sizes, 0 and 1 being padding and unknown.
    columns: number of values of each further column.
    """

    words: int
    prefixes: int
    suffixes: int
    columns: tuple[int, ...]
    encoder: Encoder = "cnn"
    width: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 1, 2)


def allowed(before: str, after: str) -> bool:
    """Whether a label may follow another: I-X only after B-X or I-X."""
    return after[0] != "I" or before[2:] == after[2:]


class Crf(nn.Module):
    """Transitions between labels, learnt; those that BIO forbids are impossible."""

    def __init__(self) -> None:
        super().__init__()
        count = len(LABELS)
        self.transitions = nn.Parameter(torch.zeros(count, count))
        self.starts = nn.Parameter(torch.zeros(count))
        mask = [[0.0 if allowed(a, b) else FORBIDDEN for b in LABELS] for a in LABELS]
        self.register_buffer("mask", torch.tensor(mask))
        self.register_buffer(
            "start_mask", torch.tensor([0.0 if allowed("O", b) else FORBIDDEN for b in LABELS])
        )

    def scores(self) -> tuple[Tensor, Tensor]:
        """Transition and start scores with the forbidden ones sunk."""
        return self.transitions + self.mask, self.starts + self.start_mask  # type: ignore[operator]

    def loss(self, emissions: Tensor, labels: Tensor, present: Tensor, weight: Tensor) -> Tensor:
        """Negative log-likelihood per token. Shapes: B×N×K, B×N, B×N (bool), B."""
        transitions, starts = self.scores()
        alpha = emissions[:, 0] + starts
        first = alpha.gather(1, labels[:, :1]).squeeze(1)
        for at in range(1, emissions.shape[1]):
            stepped = torch.logsumexp(alpha.unsqueeze(2) + transitions, 1) + emissions[:, at]
            alpha = torch.where(present[:, at].unsqueeze(1), stepped, alpha)
        gold = emissions.gather(2, labels.unsqueeze(2)).squeeze(2)[:, 1:]
        gold = gold + transitions[labels[:, :-1], labels[:, 1:]]
        total = first + (gold * present[:, 1:]).sum(1)
        return ((torch.logsumexp(alpha, 1) - total) * weight).sum() / present.sum()


class Network(nn.Module):
    """Scores per token and label."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.word = nn.Embedding(shape.words, 64, padding_idx=0)
        self.prefix = nn.Embedding(shape.prefixes, 20)
        self.suffix = nn.Embedding(shape.suffixes, 28)
        self.columns = nn.ModuleList([nn.Embedding(size, 8) for size in shape.columns])
        inputs = 64 + 20 + 28 + 8 * len(shape.columns)
        self.drop_in, self.drop_out = nn.Dropout(0.35), nn.Dropout(0.4)
        width = shape.width
        if shape.encoder == "lstm":
            self.first = nn.LSTM(inputs, width, batch_first=True, bidirectional=True)
            self.second = nn.LSTM(2 * width, width, batch_first=True, bidirectional=True)
            outputs = 2 * width
        else:
            self.enter = nn.Conv1d(inputs, width, 3, padding=1)
            self.convolutions = nn.ModuleList(
                [nn.Conv1d(width, 2 * width, 3, padding=d, dilation=d) for d in shape.dilations]
            )
            self.norms = nn.ModuleList([nn.LayerNorm(width) for _ in shape.dilations])
            self.drop_middle = nn.Dropout(0.15)
            outputs = width
        self.score = nn.Linear(outputs, len(LABELS))
        self.crf = Crf()

    def forward(self, ids: Tensor, lengths: Sequence[int]) -> Tensor:
        """Emissions B×N×K of ids B×N×(3 + columns)."""
        parts = [self.word(ids[..., 0]), self.prefix(ids[..., 1]), self.suffix(ids[..., 2])]
        parts += [embed(ids[..., 3 + at]) for at, embed in enumerate(self.columns)]
        inputs = self.drop_in(torch.cat(parts, -1))
        encoded = (
            self._recurrent(inputs, lengths)
            if self.shape.encoder == "lstm"
            else self._convolved(inputs, lengths)
        )
        scored: Tensor = self.score(self.drop_out(encoded))
        return scored

    def _recurrent(self, inputs: Tensor, lengths: Sequence[int]) -> Tensor:
        for layer in (self.first, self.second):
            packed = nn.utils.rnn.pack_padded_sequence(
                inputs, torch.tensor(lengths), batch_first=True, enforce_sorted=False
            )
            inputs, _ = nn.utils.rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)
            if layer is self.first:
                inputs = self.drop_out(inputs)
        return inputs

    def _convolved(self, inputs: Tensor, lengths: Sequence[int]) -> Tensor:
        steps = torch.arange(inputs.shape[1])[None] < torch.tensor(lengths)[:, None]
        present = steps.float()[:, None]
        hidden = torch.relu(self.enter(inputs.transpose(1, 2))) * present
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            value, gate = convolution(self.drop_middle(hidden)).chunk(2, 1)
            hidden = hidden + value * torch.sigmoid(gate)
            hidden = norm(hidden.transpose(1, 2)).transpose(1, 2) * present
        return hidden.transpose(1, 2)
