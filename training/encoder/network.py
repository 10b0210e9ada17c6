"""Network: a pretrained encoder with one head for names and one for attributions.

The encoder reads windows of whole paragraphs. Each head sees, per word, the vector of its first
piece beside the features that the small network of the same task has, and convolves them over
stretches of its own: sentences for names, windows for attributions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.attribution.crf import path_loss, path_scores
from transforms.models import Engine
from transforms.quotes import LABELS

WIDTH, ATTENTION_HEADS, POSITIONS = 384, 12, 512


@dataclass(frozen=True, slots=True)
class Size:
    """How large an engine's networks are.

    layers: of the pretrained encoder's six, the first ones.
    inner:  values between the two projections of a layer; of the pretrained 1,536 those with the
            heaviest weights.
    names, attributions: widths of the heads.
    """

    layers: int
    inner: int
    names: int
    attributions: int


SIZES: Mapping[Engine, Size] = {
    "accurate": Size(6, 1536, 192, 256),
    "fast": Size(2, 512, 128, 160),
}


class Layer(nn.Module):
    """Attention and two projections, each with a residual and a norm after it."""

    def __init__(self, inner: int) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (windows, pieces, width); mask: (windows, 1, 1, pieces), True where a piece is."""
        windows, pieces, _ = x.shape
        heads = self.qkv(x).view(windows, pieces, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(windows, pieces, WIDTH))
        x = self.norm1(x + self.drop(seen))
        inner = functional.gelu(self.up(x), approximate="tanh")
        added: Tensor = self.norm2(x + self.drop(self.down(inner)))
        return added


class Encoder(nn.Module):
    """Vectors of pieces; the table of pieces keeps its published values."""

    def __init__(self, weights: Mapping[str, Tensor], size: Size) -> None:
        super().__init__()
        start = "embeddings."
        self.pieces = nn.Embedding.from_pretrained(weights[start + "word_embeddings.weight"])
        self.positions = nn.Parameter(
            weights[start + "position_embeddings.weight"]
            + weights[start + "token_type_embeddings.weight"][0]
        )
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        _copy(self.norm, weights, start + "LayerNorm")
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(size.inner) for _ in range(size.layers))
        for number, layer in enumerate(self.layers):
            at = f"encoder.layer.{number}."
            assert isinstance(layer, Layer)
            parts = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
            with torch.no_grad():
                layer.qkv.weight.copy_(torch.cat([weights[f"{one}.weight"] for one in parts]))
                layer.qkv.bias.copy_(torch.cat([weights[f"{one}.bias"] for one in parts]))
            _copy(layer.out, weights, at + "attention.output.dense")
            _copy(layer.norm1, weights, at + "attention.output.LayerNorm")
            _copy_heaviest(layer, weights, at)
            _copy(layer.norm2, weights, at + "output.LayerNorm")

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """pieces: (windows, pieces); mask: the same, True where a piece is. Adds a last axis."""
        x = self.pieces(pieces) + self.positions[: pieces.shape[1]]
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        found: Tensor = x
        return found


@torch.no_grad()
def _copy(layer: nn.Linear | nn.LayerNorm, weights: Mapping[str, Tensor], name: str) -> None:
    layer.weight.copy_(weights[f"{name}.weight"])
    layer.bias.copy_(weights[f"{name}.bias"])


@torch.no_grad()
def _copy_heaviest(layer: Layer, weights: Mapping[str, Tensor], at: str) -> None:
    """The inner values that weigh most, in their order."""
    up, down = weights[f"{at}intermediate.dense.weight"], weights[f"{at}output.dense.weight"]
    weight = up.norm(dim=1) * down.norm(dim=0)
    kept = weight.topk(layer.up.out_features).indices.sort().values
    layer.up.weight.copy_(up[kept])
    layer.up.bias.copy_(weights[f"{at}intermediate.dense.bias"][kept])
    layer.down.weight.copy_(down[:, kept])
    layer.down.bias.copy_(weights[f"{at}output.dense.bias"])


class Head(nn.Module):
    """Scores of labels per word, from its vector, its features and its neighbours'.

    sizes, widths: per feature column how many values it has and how wide its embedding is; a
                   column of width 0 is not seen.
    flags:         number of further values per word.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        widths: Sequence[int],
        flags: int,
        labels: int,
        width: int,
        reaches: Sequence[int],
        vectors: int = WIDTH,
    ) -> None:
        super().__init__()
        self.seen = [at for at, one in enumerate(widths) if one]
        self.tables = nn.ModuleList(nn.Embedding(sizes[at], widths[at]) for at in self.seen)
        for table in self.tables:
            assert isinstance(table, nn.Embedding)
            nn.init.normal_(table.weight, std=0.1)
        self.enter = nn.Linear(vectors + sum(widths) + flags, width)
        self.norm = nn.LayerNorm(width)
        self.reaches = tuple(reaches)
        self.layers = nn.ModuleList(nn.Linear(3 * width, 2 * width) for _ in reaches)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in reaches)
        self.out = nn.Linear(width, labels)
        self.drop_in, self.drop, self.drop_out = nn.Dropout(0.3), nn.Dropout(0.15), nn.Dropout(0.3)

    @property
    def gap(self) -> int:
        """Blank rows between stretches."""
        return max(self.reaches)

    def forward(self, vectors: Tensor, ids: Tensor, flags: Tensor, keep: Tensor) -> Tensor:
        """Scores (rows, labels) of a stream; every argument has one row per row of it."""
        parts = [table(ids[:, at]) for at, table in zip(self.seen, self.tables, strict=True)]
        x = self.enter(self.drop_in(torch.cat([vectors, *parts, flags], 1)))
        x = self.norm(functional.gelu(x, approximate="tanh")) * keep
        for layer, norm, reach in zip(self.layers, self.norms, self.reaches, strict=True):
            z = self.drop(x)
            blank = z.new_zeros((reach, z.shape[1]))
            around = torch.cat(
                [torch.cat([blank, z[:-reach]]), z, torch.cat([z[reach:], blank])], 1
            )
            x = norm(x + functional.glu(layer(around), dim=1)) * keep
        scores: Tensor = self.out(self.drop_out(x))
        return scores

    def scores(self, vectors: Tensor, ids: Tensor, flags: Tensor, lengths: Sequence[int]) -> Tensor:
        """Scores (words, labels); stretches of ``lengths`` words do not see each other."""
        rows, size = stream(lengths, self.gap)
        spread = [one.new_zeros((size, one.shape[1])) for one in (vectors, ids, flags)]
        for blank, one in zip(spread, (vectors, ids, flags), strict=True):
            blank[rows] = one
        keep = torch.zeros((size, 1))
        keep[rows] = 1.0
        found: Tensor = self(spread[0], spread[1], spread[2], keep)[rows]
        return found


class Path(nn.Module):
    """A linear-chain CRF over attribution labels."""

    def __init__(self) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.starts = nn.Parameter(torch.zeros(len(LABELS)))

    def scores(self) -> tuple[Tensor, Tensor]:
        """Transition and start scores, as ``path_scores`` gives them."""
        return path_scores(self.transitions, self.starts)

    def loss(self, scores: Tensor, labels: Tensor, lengths: Sequence[int]) -> Tensor:
        """Negative log-probability per word of the gold paths."""
        return path_loss(scores, labels, lengths, self.scores())


def stream(lengths: Sequence[int], gap: int) -> tuple[Tensor, int]:
    """The row of each token when sentences stand ``gap`` rows apart, and the number of rows."""
    rows = []
    at = gap
    for length in lengths:
        rows.append(torch.arange(at, at + length))
        at += length + gap
    return torch.cat(rows), at
