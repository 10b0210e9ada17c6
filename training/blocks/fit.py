"""Fit: word weights by logistic regression, then two ensembles of trees by CatBoost.

What a later step learns from is always judged by an earlier step that has not seen the page's site:
else it would learn to trust what was learned by heart.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from training.blocks.pages import KnownPage
from transforms.models import Trees
from transforms.page import (
    WORD_PLACES,
    Evidence,
    Floats,
    WordWeights,
    evidence_of,
    evidence_of_shares,
)

Rows = npt.NDArray[np.int64]

_HOSTS = 4  # on which a word must stand, so that it is no outlet's own
_LEAST_WEIGHT = 0.02  # of a word that is kept
_FOLDS = 5
_TREES, _LEVELS, _RATE = 240, 6, 0.07
_UNIT = 1 << 16  # of a leaf, as in transforms/models/trees.py


@dataclass(frozen=True, slots=True)
class Learned:
    """What ``transforms/page/html_story`` judges by."""

    weights: WordWeights
    first: Trees
    second: Trees


def fold_of(site: str, folds: int = _FOLDS, salt: str = "") -> int:
    """In which of so many parts a site is, always the same; another salt parts otherwise."""
    return int(hashlib.sha1(f"{salt}{site}".encode()).hexdigest(), 16) % folds


def learn(pages: Sequence[KnownPage]) -> Learned:
    """All three steps, from these pages alone."""
    weights: list[WordWeights] = [{}] * len(pages)
    for inside, outside in _parted(pages, "words"):
        fitted = fit_words([pages[at] for at in inside])
        for at in outside:
            weights[at] = fitted
    columns = [
        evidence_of(page.read, page.parsed.metadata, own)
        for page, own in zip(pages, weights, strict=True)
    ]
    shares: list[Floats] = [np.zeros(0)] * len(pages)
    for inside, outside in _parted(pages, "first"):
        trees = fit_trees([columns[at] for at in inside], [pages[at] for at in inside])
        for at in outside:
            shares[at] = np.asarray(trees.shares(columns[at]), float)
    first = fit_trees(columns, pages)
    again = [
        own | evidence_of_shares(page.read, share)
        for own, page, share in zip(columns, pages, shares, strict=True)
    ]
    return Learned(fit_words(pages), first, fit_trees(again, pages))


def _parted(pages: Sequence[KnownPage], salt: str) -> Iterator[tuple[list[int], list[int]]]:
    """Indices of the pages in and out of each fold."""
    folds = [fold_of(page.site, salt=salt) for page in pages]
    for fold in range(_FOLDS):
        yield (
            [at for at, own in enumerate(folds) if own != fold],
            [at for at, own in enumerate(folds) if own == fold],
        )


def fit_words(pages: Sequence[KnownPage]) -> WordWeights:
    """WordWeights of words beside Trafilatura's vote and the length of the block."""
    hosts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for page in pages:
        for bag in page.bags:
            for key in bag:
                hosts[key].add(page.host)
    words = sorted(key for key, on in hosts.items() if len(on) >= _HOSTS)
    number = {key: at for at, key in enumerate(words)}
    cells: list[int] = []
    ends = [0]
    answers, importance, votes, lengths = [], [], [], []
    for page in pages:
        for at in np.flatnonzero(page.answers.is_story >= 0).tolist():
            cells += [number[key] for key in page.bags[at] if key in number]
            ends.append(len(cells))
            answers.append(page.answers.is_story[at])
            importance.append(page.answers.weights[at] / 3)
            votes.append(page.read.vote[at])
            lengths.append(np.log1p(page.read.lengths[at]))
    bags = csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(answers), len(words)))
    table = hstack([bags, csr_matrix(np.column_stack([votes, lengths]))]).tocsr()
    model = LogisticRegression(C=0.05, max_iter=60, tol=1e-3, solver="liblinear")
    model.fit(table, answers, importance)
    found: dict[str, dict[str, float]] = {place: {} for place in WORD_PLACES}
    for (place, word), weight in zip(words, model.coef_[0], strict=False):
        if abs(weight) >= _LEAST_WEIGHT:
            found[place][word] = round(float(weight), 3)
    return found


def fit_trees(columns: Sequence[Evidence], pages: Sequence[KnownPage]) -> Trees:
    """An ensemble that knows the answers of these pages.

    columns: of each page, with the same names.
    """
    names = tuple(columns[0])
    table = np.concatenate(
        [np.column_stack([np.asarray(own[name], np.float32) for name in names]) for own in columns]
    )
    answers = np.concatenate([page.answers.is_story for page in pages])
    weights = np.concatenate([page.answers.weights for page in pages])
    model = CatBoostClassifier(
        iterations=_TREES, depth=_LEVELS, learning_rate=_RATE, l2_leaf_reg=6, rsm=0.3,
        subsample=0.8, bootstrap_type="Bernoulli", border_count=128, random_seed=1,
        thread_count=2, verbose=0, allow_writing_files=False,
    )  # fmt: skip
    known = answers >= 0
    model.fit(table[known], answers[known], sample_weight=weights[known])
    return _exported(model, names)


def _exported(model: CatBoostClassifier, names: tuple[str, ...]) -> Trees:
    """The trees of a CatBoost model without the columns that it never asks for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        said = json.loads(path.read_text())
    trees = said["oblivious_trees"]
    floats = {
        feature["feature_index"]: feature["flat_feature_index"]
        for feature in said["features_info"]["float_features"]
    }
    asked = np.zeros((len(trees), _LEVELS), int)
    bounds = np.full((len(trees), _LEVELS), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << _LEVELS))
    scale, bias = said["scale_and_bias"]
    for at, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            asked[at, level] = floats[split["float_feature_index"]]
            bounds[at, level] = split["border"]
        values = np.array(tree["leaf_values"]) * scale
        # A level that was not needed is never answered yes, so that its upper leaves are not met.
        leaves[at, : len(values)] = values
    used = sorted(set(asked.ravel().tolist()))
    number = {column: at for at, column in enumerate(used)}
    return Trees(
        tuple(names[column] for column in used),
        np.vectorize(number.__getitem__)(asked).astype(np.int32),
        bounds,
        np.round(leaves * _UNIT).astype(np.int32),
        round(float(bias[0] if isinstance(bias, list) else bias) * _UNIT),
    )


def arrays_of(trees: Mapping[str, Trees]) -> dict[str, Any]:
    """What a file of several ensembles holds; ``Trees.of`` reads it."""
    return {
        f"{name}.{field}": np.asarray(getattr(own, field))
        for name, own in trees.items()
        for field in ("columns", "asked", "bounds", "leaves", "start")
    }
