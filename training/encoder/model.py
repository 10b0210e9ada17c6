"""Model: encoder and heads as they are trained together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from training.encoder.network import Encoder, Head, Path, Size
from training.encoder.taught import TaughtBatch
from training.encoder.windows import Batch
from training.names.examples import LABELS as NAME_LABELS
from transforms.names import COLUMN_SIZES, FLAGS
from transforms.quotes import COLUMNS, LABELS

NAME_WIDTHS = {"word": 32, "begin3": 16, "end3": 16, "shape": 24, "bucket": 8, "case": 8}
ATTRIBUTION_WIDTHS = (32, 16, 24, *[8] * len(COLUMNS))


class SharedModel(nn.Module):
    """One encoder, two heads, one CRF.

    vocabulary_sizes: values of the three columns of an attribution vocabulary.
    halved: whether the encoder learns in bfloat16, which some processors do twice as fast.
    """

    def __init__(
        self,
        weights: Mapping[str, Tensor],
        vocabulary_sizes: Sequence[int],
        size: Size,
        *,
        halved: bool = False,
    ) -> None:
        super().__init__()
        self.halved = halved
        self.encoder = Encoder(weights, size)
        sizes = (*vocabulary_sizes, *COLUMNS.values())
        self.attributions = Head(
            sizes, ATTRIBUTION_WIDTHS, 0, len(LABELS), size.attributions, (1, 2, 4)
        )
        widths = [NAME_WIDTHS.get(name, 0) for name in COLUMN_SIZES]
        self.names = Head(
            tuple(COLUMN_SIZES.values()), widths, FLAGS, len(NAME_LABELS.names), size.names, (1, 1)
        )
        self.path = Path()

    def vectors(self, batch: Batch | TaughtBatch) -> Tensor:
        """The vector of every word of a batch."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training and self.halved):
            found: Tensor = self.encoder(batch.pieces, batch.mask)
        return found.float().flatten(0, 1)[batch.firsts]

    def name_scores(self, batch: Batch) -> Tensor:
        """Log-probabilities (words, name labels)."""
        scores = self.names.scores(self.vectors(batch), batch.ids, batch.flags, batch.lengths)
        return scores.log_softmax(-1)

    def attribution_scores(self, batch: Batch) -> Tensor:
        """Emissions (words, attribution labels)."""
        return self.attributions.scores(self.vectors(batch), batch.ids, batch.flags, batch.lengths)

    def name_loss(self, batch: Batch, table: Tensor) -> Tensor:
        """table: (sets, labels), log 1 for the labels that a set allows."""
        scores = self.name_scores(batch)
        return -torch.logsumexp(scores + table[batch.targets], dim=1).mean()

    def attribution_loss(self, batch: Batch) -> Tensor:
        """Negative log-probability per word of the gold paths."""
        return self.path.loss(self.attribution_scores(batch), batch.targets, batch.lengths)

    def taught_loss(self, batch: TaughtBatch) -> Tensor:
        """How far both heads are from what the larger engine reads."""
        vectors = self.vectors(batch)
        none = vectors.new_zeros((len(vectors), 0))
        scores = self.attributions.scores(vectors, batch.ids, none, batch.chunk_lengths)
        path = self.path.loss(scores, batch.path, batch.chunk_lengths)
        shares = batch.scores.softmax(1)
        words = -(shares * scores.log_softmax(1)).sum(1).mean()
        named = self.names.scores(
            vectors[batch.name_rows], batch.name_ids, batch.flags, batch.lengths
        )
        names = -(batch.shares * named.log_softmax(1)).sum(1).mean()
        return 0.5 * path + 0.5 * words + names
