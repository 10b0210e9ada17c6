"""Fit: train encoder and heads together, on as many processes as there are cores.

Every process reads its own half of each round and the gradients are averaged after every step, so
all processes hold the same weights. The learning rate rises, stays, and falls to nothing at the
end; what ships is the running mean of the weights.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, distributed

from training.attribution.vocabulary import UNKNOWN, Vocabulary
from training.encoder.model import SharedModel
from training.encoder.taught import TaughtBatch
from training.encoder.windows import (
    Batch,
    Window,
    attribution_window,
    batch_of,
    batches,
    name_windows,
)
from training.names.corpora import TrainingText
from training.names.examples import Examples
from transforms.models import WordPieces
from transforms.quotes import Chunk

_POOL = 60
"""Documents whose windows are shuffled together."""


@dataclass(frozen=True, slots=True)
class Course:
    """How to train.

    steps, decay: all steps, and how many of the last ones bring the rate down.
    encoder_rate, head_rate: greatest learning rates.
    pieces: size of a batch of one process.
    names_share: share of steps that teach names.
    word_drop, piece_drop, mark_drop: shares of words whose own id is hidden, of pieces that are
        masked, and of windows in which double quotation marks are single ones.
    own_rounds: how often the own annotation is read while the other corpora are read once.
    mean_of: share of the running mean of the weights that one step keeps.
    """

    steps: int = 1500
    decay: int = 750
    warm_up: int = 100
    encoder_rate: float = 2e-4
    head_rate: float = 1.2e-3
    pieces: int = 1700
    names_share: float = 0.5
    word_drop: float = 0.1
    piece_drop: float = 0.03
    mark_drop: float = 0.1
    mean_of: float = 0.996
    own_rounds: int = 2
    seed: int = 1


class Stream:
    """Batches without end, of one task and one process."""

    def __init__(
        self,
        course: Course,
        rng: random.Random,
        count: int,
        windows_of: Callable[[int], Sequence[Window]],
    ) -> None:
        self._course, self._rng = course, rng
        self._count, self._windows_of = count, windows_of
        self.rounds = 0.0
        self._batches = self._endless()

    def __next__(self) -> list[Window]:
        return next(self._batches)

    def _endless(self) -> Iterator[list[Window]]:
        order = list(range(self._count))
        while True:
            self._rng.shuffle(order)
            for start in range(0, len(order), _POOL):
                pool = [w for at in order[start : start + _POOL] for w in self._windows_of(at)]
                yield from batches(pool, self._course.pieces, self._rng)
                self.rounds += len(order[start : start + _POOL]) / len(order)


def attribution_stream(
    texts: Sequence[tuple[Sequence[Chunk], Sequence[Sequence[int]]]],
    vocabulary: Vocabulary,
    pieces: WordPieces,
    course: Course,
    rng: random.Random,
) -> Stream:
    """texts: chunks and their labels, per text."""
    known: dict[int, list[Window]] = {}

    def windows_of(at: int) -> Sequence[Window]:
        if at not in known:
            known[at] = [
                attribution_window(chunk, path, vocabulary, pieces)
                for chunk, path in zip(*texts[at], strict=True)
            ]
        return known[at]

    return Stream(course, rng, len(texts), windows_of)


def name_stream(
    texts: Sequence[TrainingText],
    examples: Examples,
    pieces: WordPieces,
    course: Course,
    rng: random.Random,
) -> Stream:
    """Names, varied anew in every round."""
    return Stream(
        course,
        rng,
        len(texts),
        lambda at: list(name_windows(list(examples.of(texts[at], rng)), pieces, rng)),
    )


class Varied:
    """Hides a part of what a batch shows."""

    def __init__(self, course: Course, pieces: WordPieces) -> None:
        self._course = course
        self._mask = pieces.number_of("[MASK]")
        self._double, self._single = pieces.number_of('"'), pieces.number_of("'")

    def __call__(self, windows: Sequence[Window], word_columns: Sequence[int]) -> Batch:
        """word_columns: the columns of ids that hold the whole word."""
        batch = batch_of(windows)
        course = self._course
        seen = batch.pieces.clone()
        single = torch.rand(len(seen), 1) < course.mark_drop
        seen[single & (seen == self._double)] = self._single
        seen[(torch.rand(seen.shape) < course.piece_drop) & batch.mask] = self._mask
        ids = batch.ids
        dropped = torch.rand(len(ids)) < course.word_drop
        for column in word_columns:
            ids[dropped, column] = UNKNOWN
        flags = batch.flags * (torch.rand(len(ids), 1) >= course.word_drop)
        return replace(batch, pieces=seen, flags=flags)

    def taught(self, batch: TaughtBatch) -> TaughtBatch:
        """The same for a batch that teaches both heads."""
        course = self._course
        seen = batch.pieces.clone()
        seen[(torch.rand(seen.shape) < course.piece_drop) & batch.mask] = self._mask
        dropped = torch.rand(len(batch.ids)) < course.word_drop
        batch.ids[dropped, 0] = UNKNOWN
        hidden = dropped[batch.name_rows]
        batch.name_ids[hidden, :2] = UNKNOWN
        return replace(batch, pieces=seen, flags=batch.flags * ~hidden[:, None])


def rate_of(step: int, course: Course) -> float:
    """The share of the greatest learning rate at a step."""
    falling = (course.steps - step) / max(1, course.decay)
    return min(1.0, (step + 1) / course.warm_up, max(0.01, falling))


class Fit:
    """Weights, their running mean and the optimizer."""

    def __init__(self, model: SharedModel, course: Course) -> None:
        self.model, self.course, self.step = model, course, 0
        self.mean = copy.deepcopy(model).eval()
        own = [p for p in model.encoder.parameters() if p.requires_grad]
        inside = {id(p) for p in model.encoder.parameters()}
        rest = [p for p in model.parameters() if id(p) not in inside]
        self._rates = (course.encoder_rate, course.head_rate)
        self._optimizer = torch.optim.AdamW(
            [{"params": own}, {"params": rest}], lr=1e-3, weight_decay=0.01, fused=True
        )
        self._learning = [*own, *rest]
        means = dict(self.mean.named_parameters())
        pairs = [(means[n], p) for n, p in model.named_parameters() if p.requires_grad]
        self._means, self._values = [a for a, _ in pairs], [b for _, b in pairs]

    def advance(self, loss: Tensor) -> None:
        """One step down a loss."""
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * rate_of(self.step, self.course)
        self._optimizer.zero_grad(set_to_none=False)
        loss.backward()
        self._share()
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self.step += 1
        keep = min(self.course.mean_of, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(self._means, self._values, 1 - keep)

    def _share(self) -> None:
        """Average the gradients over the processes."""
        for parameter in self._learning:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        if distributed.is_initialized() and distributed.get_world_size() > 1:
            grads = [parameter.grad for parameter in self._learning if parameter.grad is not None]
            flat = torch._utils._flatten_dense_tensors(grads)
            distributed.all_reduce(flat)
            flat /= distributed.get_world_size()
            for own, new in zip(
                grads, torch._utils._unflatten_dense_tensors(flat, grads), strict=True
            ):
                own.copy_(new)

    def state(self) -> dict[str, object]:
        """Everything that going on needs."""
        return {
            "model": self.model.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
        }

    def resume(self, state: dict[str, object]) -> None:
        """Go on from a stored state."""
        self.model.load_state_dict(state["model"])
        self.mean.load_state_dict(state["mean"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step = int(str(state["step"]))
