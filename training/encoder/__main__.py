"""Train the shared encoder and its heads.

    python -m training.encoder WEIGHTS GOLD WORK [--processes 2] [--steps 1500] [--resume STATE]
                               [--engine fast --lessons LESSONS] [--halved]

WEIGHTS is the unpacked package of ``pretrained``, GOLD a folder with polnear_train.jsonl and text/.
WORK gets state.pt after every 200 steps. The fast engine's networks are smaller and learn from
LESSONS, too, the folder that ``training.encoder.lessons`` wrote: every step adds a batch of them.
Every 17th text of PolNeAR is kept out, for choosing and calibrating. Two free cores take about an
hour; ``--halved`` makes it twice as fast where the processor multiplies bfloat16.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import distributed, multiprocessing

from training.attribution.corpus import KEPT_OUT, TrainingText, read_own_annotation, read_texts
from training.attribution.vocabulary import Vocabulary
from training.encoder.fit import Course, Fit, Varied, attribution_stream, name_stream
from training.encoder.judge import judged
from training.encoder.model import SharedModel
from training.encoder.network import SIZES
from training.encoder.pretrained import read_pieces, read_weights
from training.encoder.taught import TaughtStream
from training.names.corpora import training_texts
from training.names.examples import Examples, Plan
from transforms.models import WordPieces


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder")
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--steps", type=int, default=Course().steps)
    parser.add_argument("--decay", type=int, default=Course().decay)
    parser.add_argument("--names-share", type=float, default=Course().names_share)
    parser.add_argument("--replaced", type=float, default=Plan().replaced)
    parser.add_argument("--seed", type=int, default=Course().seed)
    parser.add_argument("--rate", type=float, default=1.0, help="share of the learning rates")
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--engine", choices=list(SIZES), default="accurate")
    parser.add_argument("--lessons", type=Path)
    parser.add_argument("--halved", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    texts = read_texts(options.gold, "polnear_train")
    print(f"{len(texts)} texts with quotes", flush=True)
    store = options.work / "meeting"
    store.unlink(missing_ok=True)
    multiprocessing.start_processes(
        train,
        args=(options, texts, f"file://{store.absolute()}"),
        nprocs=options.processes,
        start_method="fork",
    )


def train(rank: int, options: argparse.Namespace, texts: list[TrainingText], meeting: str) -> None:
    """What one process does."""
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=meeting, rank=rank, world_size=options.processes
    )
    course = Course(
        steps=options.steps,
        decay=options.decay,
        encoder_rate=options.rate * Course().encoder_rate,
        head_rate=options.rate * Course().head_rate,
        seed=options.seed,
        names_share=options.names_share,
    )
    torch.manual_seed(course.seed)
    kept_out = [text for at, text in enumerate(texts) if at % KEPT_OUT == 0]
    used = [text for at, text in enumerate(texts) if at % KEPT_OUT]
    own = read_own_annotation()
    vocabulary = Vocabulary.of([chunk for text in used for chunk in text.chunks])
    pieces = WordPieces(read_pieces(options.weights))
    model = SharedModel(
        read_weights(options.weights),
        [len(entries) + 2 for entries in vocabulary],
        SIZES[options.engine],
        halved=options.halved,
    )
    fit = Fit(model, course)
    if options.resume:
        fit.resume(torch.load(options.resume, weights_only=True))
    torch.manual_seed(course.seed + 100 * rank + fit.step)
    rng = random.Random(course.seed + 100 * rank + fit.step)
    mine = slice(rank, None, options.processes)
    quotes = attribution_stream(
        [(text.chunks, text.labels) for text in [*used, *own * course.own_rounds][mine]],
        vocabulary,
        pieces,
        course,
        rng,
    )
    named = training_texts()
    own_names = [text for text in named if text.corpus == "annotation"]
    named += own_names * (course.own_rounds - 1)
    examples = Examples(named, Plan(replaced=options.replaced))
    names = name_stream(named[mine], examples, pieces, course, rng)
    varied = Varied(course, pieces)
    lessons = None
    if options.lessons:
        paths = sorted(options.lessons.glob("*.npz"))[rank :: options.processes]
        lessons = TaughtStream(paths, vocabulary, pieces, 2 * course.pieces, rng)
    losses: dict[str, list[float]] = {"quotes": [], "names": [], "taught": []}
    started = time.process_time()
    while fit.step < course.steps:
        model.train()
        # the processes teach different tasks in turn, so that every step teaches both
        turn = fit.step + rank
        if int(turn * course.names_share) == int((turn + 1) * course.names_share):
            loss = model.attribution_loss(varied(next(quotes), (0,)))
            losses["quotes"].append(loss.item())
        else:
            batch = varied(next(names), (0, 1))
            loss = model.name_loss(batch, examples.sets.table())
            losses["names"].append(loss.item())
        if lessons:
            taught = model.taught_loss(varied.taught(next(lessons)))
            losses["taught"].append(taught.item())
            loss = loss + taught
        fit.advance(loss)
        if rank == 0 and fit.step % 50 == 0:
            means = {
                name: round(float(np.mean(one[-25:])), 4) for name, one in losses.items() if one
            }
            rounds = f"rounds {quotes.rounds:.2f} {names.rounds:.2f}"
            spent = f"{time.process_time() - started:.0f} CPU s"
            print(fit.step, means, rounds, spent, flush=True)
        if rank == 0 and (fit.step % 200 == 0 or fit.step == course.steps):
            torch.save(fit.state(), options.work / "state.pt")
            print(fit.step, "kept out:", judged(fit.mean, kept_out, vocabulary, pieces), flush=True)
    distributed.destroy_process_group()


if __name__ == "__main__":
    main()
