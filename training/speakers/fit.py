"""Fit: learn the weights of the scorer, by maximum likelihood with a penalty, in numpy alone.

    python -m training.speakers fit
    python -m training.speakers calibrate    answers to left-out texts, by probability

Questions are those that are asked of the gold sources. What was asked depends on who spoke
before, so they are asked several times: first with the gold as history, then with the model's own
answers. What a probability is worth is counted on texts left out of the
fit, by `calibrate`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from training.speakers.gold import GoldText, is_same_name
from transforms.quotes import Asked, Choice, Choose, Scorer, columns, resolve_speakers

Ints: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]

FOLDS = 4
ROUNDS = 3
SURENESS = 0.5  # set, not fitted: answers to left-out texts are right in 208 of 246 cases above it
STEPS = 250
PENALTY = 6.0
PRIOR = {
    "person picked": 4.0,
    "thing picked": 3.0,
    "person gender_against": -3.0,
    "person gender_unknown_beside_known": -2.0,
    "person gender_by_contrast": 2.0,
    "role role_full": 3.0,
    "role role_other": -2.0,
    "role role_shared_full": -2.0,
    "role role_none": -1.0,
    "body role_full": 1.5,
    "body role_other": -1.5,
    "thing unnamed_spoke_last": 2.0,
}
"""Weights to which a penalty keeps the learnt ones close, since the texts are few: the subject of
the nearest sentence is meant, an unknown gender is no match unless all others are ruled out, a role
is whose it is."""
WEIGHTS = Path("transforms/models/speakers.json")


class Example(NamedTuple):
    """A question and the positions of the right candidates; the last one is nobody."""

    doc_id: str
    asked: Asked
    right: tuple[int, ...]


def examples_of(text: GoldText, choose: Choose | None) -> list[Example]:
    """The questions of a text, answered by the gold if ``choose`` is None."""
    who = {a.source: w for a, w in zip(text.attributions, text.who, strict=True) if a.source}
    found: list[Example] = []

    def answer(asked: Asked) -> Choice:
        wanted = who.get(asked.question.at, "?")
        right = _right(asked, wanted)
        if wanted != "?" and asked.candidates:
            found.append(Example(text.doc_id, asked, right))
        if choose is not None:
            return choose(asked)
        one = asked.candidates[right[0]].one if right[0] < len(asked.candidates) else None
        return Choice(one, 1.0)

    resolve_speakers(text.text, text.sentences, text.attributions, text.named, answer)
    return found


def _right(asked: Asked, who: str) -> tuple[int, ...]:
    if who[:1].isupper():
        found = tuple(
            at
            for at, candidate in enumerate(asked.candidates)
            if is_same_name(candidate.one.canonical_name, who)
        )
        if found:
            return found
        last = who.split()[-1].casefold()
        surnames = [candidate.one.canonical_name.split() for candidate in asked.candidates]
        same = tuple(at for at, words in enumerate(surnames) if words[-1].casefold() == last)
        if len(same) == 1 and len(surnames[same[0]]) > 1 and " " in who:  # "Adv Able", Ann Able
            return same
    return (len(asked.candidates),)


def fit(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """Weights by name, by Adam steps on the whole set."""
    names: dict[str, int] = {}
    cells: list[int] = []
    starts, groups, right = [], [], []
    for group, one in enumerate(examples):
        kind = one.asked.question.kind
        rows = [*(candidate.features for candidate in one.asked.candidates), one.asked.nobody]
        for at, features in enumerate(rows):
            starts.append(len(cells))
            for feature in sorted(features):
                cells += [names.setdefault(name, len(names)) for name in columns(kind, feature)]
            groups.append(group)
            right.append(at in one.right)
    table = Table(np.array(cells), np.array(starts), np.array(groups), np.array(right))
    start = np.array([PRIOR.get(name, 0.0) for name in names])
    weights = _descend(table, start, penalty)
    return {name: round(float(weights[at]), 3) for name, at in sorted(names.items())}


class Table(NamedTuple):
    """Rows of features: the columns that are 1, row after row, and where each row starts.

    groups: the question of each row; right: whether the row is a right answer.
    """

    cells: Ints
    starts: Ints
    groups: Ints
    right: np.ndarray[tuple[int], np.dtype[np.bool_]]


def _descend(table: Table, start: Floats, penalty: float) -> Floats:
    width = len(start)
    lengths = np.diff(np.append(table.starts, len(table.cells)))
    weights = start.copy()
    speed, square = np.zeros(width), np.zeros(width)
    for step in range(1, STEPS + 1):
        sums = np.add.reduceat(weights[table.cells], table.starts)
        raised = np.exp(np.clip(sums, -30, 30))
        shares = raised / np.bincount(table.groups, raised)[table.groups]
        target = raised * table.right
        target = target / np.bincount(table.groups, target)[table.groups]
        residuals = np.repeat(shares - target, lengths)
        slope = np.bincount(table.cells, residuals, width) + penalty * (weights - start)
        speed = 0.9 * speed + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        pace = speed / (1 - 0.9**step)
        weights -= 0.05 * pace / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def learn(texts: Sequence[GoldText]) -> dict[str, float]:
    """Weights from these texts, the history being the model's own from the second round on."""
    scorer: Scorer | None = None
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        examples = [example for text in texts for example in examples_of(text, scorer)]
        weights = fit(examples)
        scorer = Scorer(weights, 0.5)
    return weights


def answers_of_left_out(texts: Sequence[GoldText], always: Sequence[GoldText] = ()) -> list[str]:
    """Of answers to texts that were left out: by probability, how many there are and are right."""
    tallies: dict[int, list[int]] = {}
    for fold in range(FOLDS):
        taught = [text for at, text in enumerate(texts) if at % FOLDS != fold]
        scorer = Scorer(learn([*taught, *always]), SURENESS)
        for text in texts[fold::FOLDS]:
            for example in examples_of(text, scorer):
                chances = scorer.probabilities(example.asked)[:-1]
                best = int(np.argmax(chances))
                tally = tallies.setdefault(min(9, int(10 * chances[best])), [0, 0])
                tally[0] += 1
                tally[1] += best in example.right
    return [
        f"{tenth / 10:.1f} {number:5} {right:5}"
        for tenth, (number, right) in sorted(tallies.items())
    ]


def write(weights: dict[str, float], sureness: float, path: Path = WEIGHTS) -> None:
    """The file that ``transforms.quotes.scorer`` reads; weights of nothing are left out."""
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= 0.01}
    lines = json.dumps({"sureness": sureness, "weights": kept}, indent=0, ensure_ascii=False)
    path.write_text(lines + "\n", encoding="utf-8")
