"""Teach the small network of attributions: gold beside what the teacher reads in unlabelled text.

    python -m training.student.attribution LESSONS GOLD OUT [--seed 1] [--rounds 2]

LESSONS is the folder that ``lessons`` wrote, GOLD holds polnear_train.jsonl and text/. Every second
batch is gold: PolNeAR and the project's own annotation. The other asks for the teacher's path and
for its probabilities, token by token. OUT gets fast_attribution.onnx and fast_attribution.json.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.attribution.__main__ import EMBEDDED, KEPT_OUT, write_model
from training.attribution.batches import AFFIX, UNKNOWN, Batch, Vocabulary, batches, numbered
from training.attribution.corpus import TrainingText, read_own_annotation, read_texts
from training.attribution.fit import (
    AVERAGE,
    BATCH,
    RATE,
    WORD_DROPOUT,
    move,
    scores_of,
    span_scores,
)
from training.attribution.labeller import Network, Shape
from training.attribution.linking import train_linker
from training.student.lessons import Lesson
from transforms.models import best_paths
from transforms.quotes import COLUMNS

OFTEN = 12
"""How often unlabelled text must have a word for the vocabulary to hold it."""


def vocabulary_of(gold: Sequence[TrainingText], lessons: Sequence[Path]) -> Vocabulary:
    """The words of the gold texts that they have twice, and the frequent ones of the lessons."""
    words = Counter(token.word for text in gold for chunk in text.chunks for token in chunk)
    known = {word for word, count in words.items() if count >= 2}
    seen = Counter(word for path in lessons for word in Lesson.load(path).chunk_words())
    words.update({word: count for word, count in seen.items() if count >= OFTEN})
    kept = Counter({w: n for w, n in words.items() if w in known or n >= OFTEN})
    prefixes: Counter[str] = Counter()
    suffixes: Counter[str] = Counter()
    for word, count in words.items():
        prefixes[word[:AFFIX]] += count
        suffixes[word[-AFFIX:]] += count
    return Vocabulary(numbered(kept, 2), numbered(prefixes, 5), numbered(suffixes, 5))


def taught(
    lesson: Lesson, vocabulary: Vocabulary, rng: random.Random
) -> Iterator[tuple[Batch, Tensor]]:
    """Batches of chunks with the teacher's path as labels, and its scores."""
    ids = np.array([_numbers(word, vocabulary) for word in lesson.chunk_words()], np.int64)
    rows = np.concatenate([ids, lesson.values.astype(np.int64)], axis=1)
    cuts = np.cumsum(lesson.chunk_lengths)[:-1]
    chunks, scores = np.split(rows, cuts), np.split(lesson.scores, cuts)
    paths = [part.tolist() for part in np.split(lesson.path, cuts)]
    for batch in batches(chunks, paths, BATCH, rng):
        wanted = np.concatenate([scores[at] for at in batch.positions]).astype(np.float32)
        yield batch, torch.from_numpy(wanted)


def _numbers(word: str, vocabulary: Vocabulary) -> tuple[int, int, int]:
    return (
        vocabulary.words.get(word, UNKNOWN),
        vocabulary.prefixes.get(word[:AFFIX], UNKNOWN),
        vocabulary.suffixes.get(word[-AFFIX:], UNKNOWN),
    )


class Pupil:
    """A network in training, with the running mean of its weights."""

    def __init__(self, network: Network, steps: int) -> None:
        self.network, self.mean = network.train(), copy.deepcopy(network).eval()
        self._optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
        )
        self.step = 0

    def learn(self, batch: Batch, teacher: Tensor | None) -> float:
        """One step; the loss."""
        rows = batch.ids.clone()
        rows[torch.rand(len(rows)) < WORD_DROPOUT, 0] = UNKNOWN
        loss = self.network.loss(rows, batch.labels, batch.lengths)
        if teacher is not None:
            shares = teacher.softmax(1)
            own = self.network.emissions(rows, batch.lengths).log_softmax(1)
            loss = 0.5 * loss - 0.5 * (shares * own).sum(1).mean()
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 3.0)
        self._optimizer.step()
        self._schedule.step()
        self.step += 1
        move(self.mean, self.network, min(AVERAGE, (1 + self.step) / (10 + self.step)))
        return float(loss.item())


def train(
    lessons: Sequence[Path],
    gold: Sequence[TrainingText],
    kept_out: Sequence[TrainingText],
    seed: int,
    rounds: int,
) -> tuple[Network, Vocabulary]:
    """The averaged network and its vocabulary."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    vocabulary = vocabulary_of(gold, lessons)
    sizes = (*(len(entries) + 2 for entries in vocabulary), *COLUMNS.values())
    ids = [vocabulary.ids(chunk) for text in gold for chunk in text.chunks]
    labels = [path for text in gold for path in text.labels]
    steps = 2 * rounds * sum(len(Lesson.load(path).chunk_lengths) for path in lessons) // BATCH
    pupil = Pupil(Network(Shape(sizes, EMBEDDED)), steps)
    known = (one for _ in iter(int, 1) for one in batches(ids, labels, BATCH, rng))
    started = time.process_time()
    for _ in range(rounds):
        for path in rng.sample(list(lessons), len(lessons)):
            losses = []
            for batch, scores in taught(Lesson.load(path), vocabulary, rng):
                losses += [pupil.learn(batch, scores), pupil.learn(next(known), None)]
            spent = f"{time.process_time() - started:.0f} CPU s"
            print(f"{pupil.step} of {steps}: {np.mean(losses):.4f}, {spent}", flush=True)
        print(_judged(pupil.mean, kept_out, vocabulary), flush=True)
    return pupil.mean, vocabulary


def _judged(
    network: Network, texts: Iterable[TrainingText], vocabulary: Vocabulary
) -> dict[str, float]:
    chunks = [chunk for text in texts for chunk in text.chunks]
    labels = [path for text in texts for path in text.labels]
    transitions, starts = (part.detach().numpy() for part in network.path_scores())
    scores = np.concatenate(scores_of(network, [vocabulary.ids(chunk) for chunk in chunks]))
    found = best_paths(scores, [len(chunk) for chunk in chunks], transitions, starts)
    return {part: round(f1, 1) for part, f1 in span_scores(labels, found).items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.student.attribution")
    parser.add_argument("lessons", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    texts = read_texts(options.gold, "polnear_train")
    kept_out = [text for at, text in enumerate(texts) if at % KEPT_OUT == 0]
    used = [text for at, text in enumerate(texts) if at % KEPT_OUT]
    gold = [*used, *read_own_annotation()]
    paths = sorted(options.lessons.glob("*.npz"))
    network, vocabulary = train(paths, gold, kept_out, options.seed, options.rounds)
    write_model(options.out, network, vocabulary, train_linker(used), kept_out)


if __name__ == "__main__":
    main()
