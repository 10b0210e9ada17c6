"""Train the attribution model and write it where it ships.

    python -m training.attribution GOLD OUT [--epochs 11] [--seed 1] [--work DIR]

GOLD is a folder with polnear_train.jsonl and text/. OUT gets fast_attribution.onnx and its .json.
Every 17th training text is kept out, and the confidence is calibrated on those. Takes about 15
minutes on one free core. DIR, if given, gets the network of every epoch.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training.attribution.batches import Vocabulary
from training.attribution.calibration import fit_confidence, judged
from training.attribution.corpus import TrainingText, read_texts
from training.attribution.fit import fit, scores_of, span_scores
from training.attribution.labeller import Network, Shape
from training.attribution.labeller_file import onnx_bytes
from training.attribution.linking import train_linker
from training.attribution.word_classes import current_word_classes
from transforms.models import SequenceModel, best_paths
from transforms.quotes import COLUMNS

KEPT_OUT = 17
EMBEDDED = (64, 20, 28, *[8] * len(COLUMNS))


def main() -> None:
    """Read, train, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution")
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=11)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    texts = read_texts(options.gold, "polnear_train")
    kept_out = [text for at, text in enumerate(texts) if at % KEPT_OUT == 0]
    used = [text for at, text in enumerate(texts) if at % KEPT_OUT]
    network, vocabulary = train_tagger(used, kept_out, options.epochs, options.seed, options.work)
    write_model(options.out, network, vocabulary, train_linker(used), kept_out)


def train_tagger(
    used: Sequence[TrainingText],
    kept_out: Sequence[TrainingText],
    epochs: int,
    seed: int,
    work: Path | None,
) -> tuple[Network, Vocabulary]:
    """Train the tagger's network and print its progress."""
    chunks = [chunk for text in used for chunk in text.chunks]
    labels = [path for text in used for path in text.labels]
    vocabulary = Vocabulary.of(chunks)
    sizes = (*(len(entries) + 2 for entries in vocabulary), *COLUMNS.values())
    network = Network(Shape(sizes, EMBEDDED))
    judged_on = [vocabulary.ids(chunk) for text in kept_out for chunk in text.chunks]
    wanted = [path for text in kept_out for path in text.labels]

    def after_epoch(epoch: int, average: Network, loss: float) -> None:
        transitions, starts = (part.detach().numpy() for part in average.path_scores())
        lengths = [len(ids) for ids in judged_on]
        found = best_paths(
            np.concatenate(scores_of(average, judged_on)), lengths, transitions, starts
        )
        scores = {part: round(f1, 1) for part, f1 in span_scores(wanted, found).items()}
        print(epoch, round(loss, 4), scores, f"{time.process_time():.0f} CPU s", flush=True)
        if work is not None:
            work.mkdir(parents=True, exist_ok=True)
            (work / f"epoch-{epoch:02d}.onnx").write_bytes(onnx_bytes(average))

    ids = [vocabulary.ids(chunk) for chunk in chunks]
    return fit(network, ids, labels, epochs, seed, after_epoch), vocabulary


def write_model(
    out: Path,
    network: Network,
    vocabulary: Vocabulary,
    links: dict[str, dict[str, float]],
    kept_out: Sequence[TrainingText],
) -> None:
    """Write both files; the confidence is calibrated on the network as it is stored."""
    transitions, starts = network.path_scores()
    rest: dict[str, object] = {
        "vocabulary": {name: list(entries) for name, entries in vocabulary._asdict().items()},
        "word_classes": current_word_classes().words,
        "links": links,
        "path": {
            "transitions": np.round(transitions.detach().numpy(), 3).tolist(),
            "starts": np.round(starts.detach().numpy(), 3).tolist(),
        },
        "calibration": {"": 0.0},
    }
    with greatest_inputs(network.layers) as greatest:
        scores_of(network, [vocabulary.ids(chunk) for text in kept_out for chunk in text.chunks])
    content = onnx_bytes(network, greatest)
    stored = SequenceModel(content)
    pairs = [pair for text in kept_out for pair in judged(rest, stored, text)]
    rest["calibration"] = fit_confidence(pairs)
    out.mkdir(parents=True, exist_ok=True)
    (out / "fast_attribution.onnx").write_bytes(content)
    text = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    (out / "fast_attribution.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
