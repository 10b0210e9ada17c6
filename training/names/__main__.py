"""Train the entity tagger and write ``transforms/models/fast_names.onnx``.

    python -m training.names                    the shipped weights, reproducibly
    python -m training.names --to /tmp/x.onnx --epochs 1 --without evidence

Data: the open rows of ``corpora`` and the project's own annotation. Some corpora do not mark a
type, or mark a coarser one. Such a row teaches only what it says: the loss sums the probabilities
of all labels that the row allows.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.graph import greatest_inputs
from training.names.corpora import CORPORA, KINDS, TrainingSentence, TrainingText, training_texts
from training.names.name_lists import world_names
from training.names.tagger import Column, Network, Shape, stream
from training.names.tagger_file import onnx_bytes
from training.names.variation import Replacer, recased
from transforms.models import labels_for
from transforms.names import COLUMN_SIZES, FLAGS, GAZETTEER_KINDS, NameFeatures, shipped_gazetteer

TARGET = Path(__file__).parents[2] / "transforms" / "models" / "fast_names.onnx"
LABELS = labels_for(KINDS)
_WIDTHS = {
    "word": 64, "word_again": 64, "begin3": 32, "begin4": 32, "end3": 32, "end2": 32,
    "shape": 32, "bucket": 8, "case": 8,
}  # fmt: skip
SHAPE = Shape(
    columns=tuple(Column(name, size, _WIDTHS[name]) for name, size in COLUMN_SIZES.items()),
    flags=FLAGS,
    labels=LABELS.names,
    shared={"word_again": "word", "begin4": "begin3", "end2": "end3"},
)
_DROPPED_WORDS = (0, 1)  # columns of the whole word
_DROPPED_PARTS = (3, 4)  # begin4, end3


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; shares are probabilities, 0..1.

    Attributes:
        epochs: passes over all texts.
        rate: greatest learning rate.
        tokens: size of a batch.
        seed: of everything random.
        replaced: share of documents with other names.
        recased: share of sentences in another casing.
        evidence: share of documents with the flags that the rest of the document gives.
        word_drop, flag_drop: shares of tokens without their word ids, or without flags.
        mean_of: share of the running mean of the weights that one step keeps.
        gazetteer: whether the gazetteer's flags are seen.
    """

    epochs: int = 5
    rate: float = 2e-3
    tokens: int = 1500
    seed: int = 1
    replaced: float = 0.4
    recased: float = 0.2
    evidence: float = 0.9
    word_drop: float = 0.2
    flag_drop: float = 0.15
    mean_of: float = 0.998
    gazetteer: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence's words, their features and the number of the set of labels each may have."""

    words: list[str]
    ids: np.ndarray
    flags: np.ndarray
    targets: np.ndarray


class LabelSets:
    """Sets of labels, numbered."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[int], int] = {}

    def number(self, labels: frozenset[int]) -> int:
        """The number of a set; a set that was not met before gets the next one."""
        return self._numbers.setdefault(labels, len(self._numbers))

    def targets(self, sentence: TrainingSentence, hidden: tuple[str, ...]) -> np.ndarray:
        """The set numbers of a sentence's tokens.

        hidden: types that the corpus does not mark.
        """
        every = range(len(LABELS.names))
        outside = frozenset([0, *(at for kind in hidden for at in every[LABELS.columns_of[kind]])])
        found = np.full(len(sentence.words), self.number(outside), np.int64)
        for first, last, kinds in sentence.stretches:
            paths = [LABELS.encode(last - first + 1, [(0, last - first, kind)]) for kind in kinds]
            for at, allowed in enumerate(zip(*paths, strict=True)):
                found[first + at] = self.number(frozenset(allowed))
        return found

    def table(self) -> Tensor:
        """Shape (sets, labels): log 1 for members of a set, about log 0 for other labels."""
        made = torch.full((len(self._numbers), len(LABELS.names)), -1e9)
        for labels, number in self._numbers.items():
            made[number, sorted(labels)] = 0.0
        return made


class Examples:
    """Draws the examples of an epoch from the texts: varied, with features, in random order."""

    def __init__(self, texts: Sequence[TrainingText], plan: Plan) -> None:
        self._texts, self._plan = texts, plan
        self._features = NameFeatures(shipped_gazetteer())
        self.sets = LabelSets()
        gazetteer = shipped_gazetteer()
        kinds = GAZETTEER_KINDS
        big = 1 << kinds.index("city_big") | 1 << kinds.index("region")
        wanted = sum(
            1 << kinds.index(kind) for kind in ("phrase_city_big", "phrase_region", "phrase_city")
        )
        places = [
            list(words)
            for firsts in gazetteer.phrases.values()
            for words, bits in firsts.items()
            if bits & wanted and len(words) <= 3
        ]
        places += [[word] for word, bits in gazetteer.words.items() if bits & big]
        orgs = [
            sentence.words[first : last + 1]
            for text in texts
            for sentence in text.sentences
            for first, last, named in sentence.stretches
            if named == ("org",) and last > first
        ]
        self._replace = Replacer(world_names("given"), world_names("family"), places, orgs)

    def epoch(self, rng: random.Random) -> list[Example]:
        """All sentences once, shuffled."""
        made = [example for text in self._texts for example in self.of(text, rng)]
        rng.shuffle(made)
        return made

    def of(self, text: TrainingText, rng: random.Random) -> Iterator[Example]:
        """The sentences of a text in order, varied."""
        plan = self._plan
        sentences = list(text.sentences)
        if rng.random() < plan.replaced:
            sentences = self._replace(sentences, rng)
        shown = [recased(sentence.words, rng, plan.recased) for sentence in sentences]
        with_evidence = rng.random() < plan.evidence
        ids, flags = self._features(shown, with_evidence=with_evidence)
        if not plan.gazetteer:
            flags[:, : len(GAZETTEER_KINDS)] = 0
        at = 0
        for sentence, words in zip(sentences, shown, strict=True):
            end = at + len(words)
            targets = self.sets.targets(sentence, text.hidden)
            yield Example(words, ids[at:end], flags[at:end], targets)
            at = end


def batches(examples: Sequence[Example], tokens: int) -> Iterator[list[Example]]:
    """Runs of consecutive examples of about this many tokens each."""
    held: list[Example] = []
    size = 0
    for example in examples:
        held.append(example)
        size += len(example.targets)
        if size >= tokens:
            yield held
            held, size = [], 0
    if held:
        yield held


def train(texts: Sequence[TrainingText], plan: Plan, shape: Shape = SHAPE) -> Network:
    """A trained network; its weights are the running mean of those of all steps."""
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    network = Network(shape)
    examples = Examples(texts, plan)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=plan.rate, weight_decay=0.02, betas=(0.9, 0.99), fused=True
    )
    total = sum(len(s.words) for text in texts for s in text.sentences)
    steps = max(1, plan.epochs * total // plan.tokens)
    mean = {name: value.detach().clone() for name, value in network.state_dict().items()}
    step = 0
    for epoch in range(plan.epochs):
        started, loss_sum = time.process_time(), 0.0
        drawn = examples.epoch(rng)
        table = examples.sets.table()
        network.train()
        for batch in batches(drawn, plan.tokens):
            step += 1
            warm = min(1.0, step / 200)
            cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * warm * max(0.02, cosine)
            loss = loss_of(network, batch, table, plan)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            loss_sum += loss.item()
            if step % 4 == 0:
                average(mean, network, min(plan.mean_of, 1 - 10 / (step + 10)) ** 4)
        seconds = time.process_time() - started
        print(
            f"epoch {epoch}: loss {loss_sum / step * (epoch + 1):.4f}, {seconds:.0f} s", flush=True
        )
    network.load_state_dict(mean)
    return network.eval()


def average(mean: dict[str, Tensor], network: Network, keep: float) -> None:
    """Move the running mean of the weights towards a network's."""
    with torch.no_grad():
        for name, value in network.state_dict().items():
            mean[name].mul_(keep).add_(value, alpha=1 - keep)


def reaches_of(network: Network, texts: Sequence[TrainingText]) -> list[float]:
    """The greatest absolute input of each layer in every twentieth text."""
    features = NameFeatures(shipped_gazetteer())
    with torch.no_grad(), greatest_inputs(network.layers) as greatest:
        for text in texts[::20]:
            words = [sentence.words for sentence in text.sentences]
            network(*_stream(*features(words), [len(one) for one in words], network.shape.gap)[:3])
    return greatest


def _stream(
    seen: np.ndarray, shown: np.ndarray, lengths: Sequence[int], gap: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The stream's ids, flags and keep, and the row of each token.

    Args:
        seen: ids, shape (tokens, columns).
        shown: flags, shape (tokens, flags).
        lengths: tokens of each sentence.
        gap: blank rows between sentences.
    """
    rows, size = stream(lengths, gap)
    ids = torch.zeros((size, seen.shape[1]), dtype=torch.long)
    flags = torch.zeros((size, shown.shape[1]))
    keep = torch.zeros((size, 1))
    ids[rows], flags[rows] = torch.from_numpy(seen).long(), torch.from_numpy(shown)
    keep[rows] = 1.0
    return ids, flags, keep, rows


def loss_of(network: Network, batch: Sequence[Example], table: Tensor, plan: Plan) -> Tensor:
    """Minus the logarithm of the probability of the labels that a batch allows, per token."""
    seen = np.concatenate([example.ids for example in batch])
    shown = np.concatenate([example.flags for example in batch])
    for columns, share in ((_DROPPED_WORDS, plan.word_drop), (_DROPPED_PARTS, plan.word_drop / 2)):
        dropped = torch.rand(len(seen)).numpy() < share
        for column in columns:
            seen[dropped, column] = 0
    shown = shown * (torch.rand(len(shown), 1).numpy() >= plan.flag_drop)
    lengths = [len(example.targets) for example in batch]
    ids, flags, keep, rows = _stream(seen, shown, lengths, network.shape.gap)
    scores = network(ids, flags, keep)[rows]
    targets = torch.from_numpy(np.concatenate([example.targets for example in batch]))
    return -torch.logsumexp(scores + table[targets], dim=1).mean()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--seed", type=int, default=Plan().seed)
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--corpora", default=",".join(CORPORA))
    parser.add_argument("--annotation", type=float, default=1.0, help="share of the own texts")
    parser.add_argument("--without", choices=["evidence", "gazetteer", "replacement", "casing"])
    asked = parser.parse_args()
    plan = replace(Plan(), seed=asked.seed, epochs=asked.epochs)
    change: dict[str, dict[str, Any]] = {
        "evidence": {"evidence": 0.0},
        "gazetteer": {"gazetteer": False},
        "replacement": {"replaced": 0.0},
        "casing": {"recased": 0.0},
    }
    plan = replace(plan, **change.get(asked.without, {}))
    texts = training_texts(asked.corpora.split(","), asked.annotation)
    network = train(texts, plan)
    asked.to.write_bytes(onnx_bytes(network, reaches_of(network, texts)))


if __name__ == "__main__":
    main()
