"""Fit: learn the weights of the choice of what is measured, in numpy alone.

    python -m training.measuring fit DATASET…       writes transforms/lexicon/measured_weights.tsv
    python -m training.measuring calibrate DATASET…  answers to sets left out, by probability

A question is a figure that was annotated by eye; right is each phrase whose head is one of the
annotated ones, and "none" where there is no such phrase. What the figure before measures is a sign
too, so the questions are asked several times: first with the gold as answers, then with the
model's own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import duckdb
import numpy as np

from transforms.figures import (
    FigureAsked,
    FigureChoose,
    FigureScorer,
    Measured,
    cells_of,
    find_figures,
)
from transforms.page import parse_record
from transforms.text import Sentence, Span, find_sentences

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

STEPS, ROUNDS = 300, 3
PENALTY, KIND_PENALTY = 2.0, 2.0
SURENESS = 0.6
"""Set, not fitted."""
WEIGHTS = Path("transforms/lexicon/measured_weights.tsv")
_HEAD = """\
# Weights of the choice of what a figure measures: what speaks for a phrase (above 0) or against.
# sign: a kind of figure, or * for all, and a sign of figures/measured_signs.py; "sureness" is the
# lowest probability of an answer.
# Made by training/measuring and never edited. Source: own work. Licence: Apache-2.0.
"""
LEAST = 2  # candidates that have a sign which is learnt


class Text(NamedTuple):
    """An annotated text: the heads of what its figures measure, by where they stand."""

    group: str
    text: str
    sentences: tuple[Sentence, ...]
    heads: dict[Span, tuple[Span, ...]]


class Example(NamedTuple):
    """A question and the positions of the right candidates; the last one is none of them."""

    group: str
    asked: FigureAsked
    right: tuple[int, ...]


def read_texts(annotated: Path, datasets: Sequence[str]) -> Iterator[Text]:
    """The annotated texts, from the datasets that hold them."""
    texts: dict[str, str] = {}
    for dataset in datasets:
        with duckdb.connect(f"{dataset}/current/broadsheet.duckdb", read_only=True) as connection:
            found = connection.execute("select article_id, text from articles").fetchall()
            texts |= dict(found)
    by_article: dict[str, list[dict[str, Any]]] = {}
    for line in annotated.read_text("utf-8").splitlines():
        row = json.loads(line)
        by_article.setdefault(row["article"], []).append(row)
    for article, rows in by_article.items():
        text = texts.get(article)
        if text is None:
            continue
        heads = {
            Span(row["start"], row["end"]): tuple(Span(*head) for head in row["heads"])
            for row in rows
        }
        sentences = find_sentences(text, parse_record(text).zones)
        yield Text(rows[0]["set"], text, sentences, heads)


def examples_of(text: Text, choose: FigureChoose | None) -> list[Example]:
    """The questions of a text, answered by the gold if ``choose`` is None."""
    found: list[Example] = []

    def answer(asked: FigureAsked, /) -> Measured | None:
        heads = text.heads.get(asked.at)
        if heads is not None:
            starts = [one.head for one in asked.candidates]
            right = tuple(
                min(
                    (at for at, one in enumerate(starts) if one.overlaps(head)),
                    key=starts.__getitem__,
                )
                for head in heads
                if any(one.overlaps(head) for one in starts)
            )
            found.append(Example(text.group, asked, right or (len(asked.candidates),)))
            if choose is None:
                return asked.candidates[right[0]].measured if right else None
        return choose(asked) if choose is not None else _guess_of(asked)

    find_figures(text.text, text.sentences, choose=answer)
    return found


def _guess_of(asked: FigureAsked) -> Measured | None:
    """What the rungs alone would say."""
    return next((one.measured for one in asked.candidates if "rung" in one.signs), None)


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by name, by Adam steps on the whole set."""
    met = Counter(
        name
        for one in examples
        for candidate in (*one.asked.candidates, None)
        for name, _ in cells_of(one.asked, candidate)
    )
    names = {name: at for at, name in enumerate(sorted(n for n, k in met.items() if k >= LEAST))}
    table = _table_of(examples, names)
    penalty = np.array(
        [PENALTY if name.startswith("*") else PENALTY * KIND_PENALTY for name in names]
    )
    weights = _descend(table, penalty)
    return {name: round(float(weights[at]), 3) for name, at in names.items()}


class Table(NamedTuple):
    """Cells of a sparse table: the column, value and row of each.

    groups: the question of each row; right: whether the row is a right answer.
    """

    cells: Ints
    values: Floats
    rows: Ints
    groups: Ints
    right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def _table_of(examples: Sequence[Example], names: Mapping[str, int]) -> Table:
    cells: list[int] = []
    values: list[float] = []
    rows: list[int] = []
    groups: list[int] = []
    right: list[bool] = []
    for group, one in enumerate(examples):
        for at, candidate in enumerate((*one.asked.candidates, None)):
            for name, value in cells_of(one.asked, candidate):
                if name in names:
                    cells.append(names[name])
                    values.append(value)
                    rows.append(len(groups))
            groups.append(group)
            right.append(at in one.right)
    return Table(*map(np.array, (cells, values, rows, groups, right)))


def _descend(table: Table, penalty: Floats) -> Floats:
    cells, values, rows, groups, right = table
    width, height = len(penalty), len(groups)
    weights = np.zeros(width)
    speed, square = np.zeros(width), np.zeros(width)
    for step in range(1, STEPS + 1):
        sums = np.bincount(rows, weights[cells] * values, height)
        raised = np.exp(np.clip(sums, -30, 30))
        shares = raised / np.bincount(groups, raised)[groups]
        target = raised * right
        target = target / np.bincount(groups, target)[groups]
        residuals = (shares - target)[rows] * values
        slope = np.bincount(cells, residuals, width) + penalty * weights
        speed = 0.9 * speed + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        pace = speed / (1 - 0.9**step)
        weights -= 0.05 * pace / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def learn(texts: Iterable[Text]) -> dict[str, float]:
    """Weights from these texts, the answers before being the model's own from round two on."""
    taught = list(texts)
    scorer: FigureChoose | None = None
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        weights = fit([example for text in taught for example in examples_of(text, scorer)])
        scorer = FigureScorer(weights, 0.5)
    return weights


def write(weights: dict[str, float], path: Path = WEIGHTS) -> None:
    """The file that ``measured_choice`` reads; weights of nothing are left out."""
    kept = {name: weight for name, weight in sorted(weights.items()) if abs(weight) >= 0.02}
    lines = [f"{name}\t{weight:g}" for name, weight in kept.items()]
    text = "\n".join(["sign\tweight", f"sureness\t{SURENESS:g}", *lines])
    path.write_text(f"{_HEAD}{text}\n", encoding="utf-8")


def answers_of_left_out(texts: Sequence[Text], always: Sequence[Text]) -> list[str]:
    """Of answers to sets that were left out: by probability, how many there are and are right."""
    tallies: dict[int, list[int]] = {}
    for group in sorted({text.group for text in texts}):
        scorer = FigureScorer(learn([*(t for t in texts if t.group != group), *always]), SURENESS)
        for text in texts:
            for example in examples_of(text, scorer) if text.group == group else []:
                chances = scorer.probabilities(example.asked)[:-1]
                best = int(np.argmax(chances)) if chances else 0
                tally = tallies.setdefault(int(10 * chances[best]) if chances else 0, [0, 0])
                tally[0] += 1
                tally[1] += best in example.right
    return [
        f"{tenth / 10:.1f} {number:5} {right:5}"
        for tenth, (number, right) in sorted(tallies.items())
    ]
