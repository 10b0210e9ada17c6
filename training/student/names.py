"""Teach the small network of names: gold beside what the teacher reads in unlabelled text.

    python -m training.student.names LESSONS [--to transforms/models/fast_names.onnx]
                                     [--seed 1] [--rounds 2]

LESSONS is the folder that ``lessons`` wrote. Every step sees a batch of gold, with the loss of
``training.names``, and one that asks for the teacher's probabilities.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.names.__main__ import SHAPE, Examples, Plan, average, batches, loss_of, reaches_of
from training.names.corpora import training_texts
from training.names.tagger import Network, stream
from training.names.tagger_file import onnx_bytes
from training.student.lessons import Lesson
from transforms.names import FLAGS

TARGET = Path(__file__).parents[2] / "transforms" / "models" / "fast_names.onnx"
RATE = 2e-3


def taught(lesson: Lesson, tokens: int, rng: random.Random) -> Iterator[tuple[np.ndarray, ...]]:
    """Batches of sentences in random order: ids, flags, the teacher's shares, lengths."""
    ends = np.cumsum(lesson.name_lengths)
    starts = ends - lesson.name_lengths
    order = np.array(rng.sample(range(len(ends)), len(ends)))
    groups = np.cumsum(lesson.name_lengths[order]) // tokens
    for group in np.split(order, np.flatnonzero(np.diff(groups)) + 1):
        rows = np.concatenate([np.arange(starts[at], ends[at]) for at in group])
        if not len(rows):
            continue
        flags = (lesson.name_flags[rows, None] >> np.arange(FLAGS)) & 1
        yield (
            lesson.name_ids[rows].astype(np.int64),
            flags.astype(np.float32),
            lesson.name_shares[rows].astype(np.float32),
            lesson.name_lengths[group],
        )


def taught_loss(network: Network, batch: tuple[np.ndarray, ...], plan: Plan) -> Tensor:
    """How far the network's probabilities are from the teacher's."""
    seen, shown, shares, lengths = batch
    seen = seen.copy()
    for columns, share in (((0, 1), plan.word_drop), ((3, 4), plan.word_drop / 2)):
        dropped = torch.rand(len(seen)).numpy() < share
        for column in columns:
            seen[dropped, column] = 0
    rows, size = stream(lengths.tolist(), network.shape.gap)
    ids = torch.zeros((size, seen.shape[1]), dtype=torch.long)
    flags, keep = torch.zeros((size, shown.shape[1])), torch.zeros((size, 1))
    ids[rows], flags[rows], keep[rows] = torch.from_numpy(seen), torch.from_numpy(shown), 1.0
    scores = network(ids, flags, keep)[rows]
    return -(torch.from_numpy(shares) * scores).sum(1).mean()


def train(lessons: Path, plan: Plan, rounds: int) -> Network:
    """A network; its weights are the running mean of those of all steps."""
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    network = Network(SHAPE)
    texts = training_texts()
    examples = Examples(texts, plan)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=RATE, weight_decay=0.02, betas=(0.9, 0.99), fused=True
    )
    paths = sorted(lessons.glob("*.npz"))
    total = rounds * sum(len(Lesson.load(path).name_ids) for path in paths) // plan.tokens
    mean = {name: value.detach().clone() for name, value in network.state_dict().items()}
    gold = (one for _ in iter(int, 1) for one in batches(examples.epoch(rng), plan.tokens))
    step, started = 0, time.process_time()
    network.train()
    for _ in range(rounds):
        rng.shuffle(paths)
        for path in paths:
            losses = []
            for batch in taught(Lesson.load(path), plan.tokens, rng):
                step += 1
                cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, step / total)))
                for group in optimizer.param_groups:
                    group["lr"] = RATE * min(1.0, step / 200) * max(0.02, cosine)
                known = next(gold)
                loss = taught_loss(network, batch, plan)
                loss = loss + loss_of(network, known, examples.sets.table(), plan)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                losses.append(loss.item())
                if step % 4 == 0:
                    average(mean, network, min(plan.mean_of, 1 - 10 / (step + 10)) ** 4)
            spent = f"{time.process_time() - started:.0f} CPU s"
            print(f"{step} of {total}: {np.mean(losses):.4f}, {spent}", flush=True)
    network.load_state_dict(mean)
    return network.eval()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.student.names")
    parser.add_argument("lessons", type=Path)
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    network = train(options.lessons, Plan(seed=options.seed), options.rounds)
    options.to.write_bytes(onnx_bytes(network, reaches_of(network, training_texts())))


if __name__ == "__main__":
    main()
