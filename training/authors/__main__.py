"""Fits and measures which names of a page are its authors; numpy alone, in seconds.

python -m training.authors collect WEB_DIR NAMES.jsonl   the labels of every name of every page
python -m training.authors measure NAMES.jsonl           right names on hosts left out of the fit
python -m training.authors fit NAMES.jsonl               writes author_weights.tsv of the lexicon

WEB_DIR: see `training/web_pages.py`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from training.web_pages import BENCHES, FOLDS, fold_of, read_pages
from transforms.lexicon import agency_of
from transforms.page import folded, labels_by_name, read_html
from transforms.text import Quarantined, decode

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

TARGET = Path("transforms/lexicon/author_weights.tsv")
BIAS = "bias"
STEPS, RATE, PENALTY, FEWEST = 400, 0.1, 0.003, 4
LEAST = (0.3, 0.35, 0.4, 0.45, 0.5)
_HEAD = """\
# What speaks for a name of a page being an author's: the weight of each label in a logistic sum.
# label: as transforms/page/html_authors.py and author_weights.py name it; "bias" is added for every
# name.
# Made by training/authors and never edited. Source: own work. Licence: Apache-2.0.
"""


class Judged(NamedTuple):
    """A page: a benchmark that states its authors, what it states, and the labels of its names."""

    host: str
    bench: str
    gold: list[str]
    names: dict[str, list[str]]


def collect(web: Path) -> Iterator[Judged]:
    """The pages of which a benchmark states the authors, agencies aside."""
    for page in read_pages(web, "authors"):
        try:
            read = read_html(decode(page.payload, is_html=True).text)
        except Quarantined:
            continue
        found = labels_by_name(read.names, outlet=read.outlet, url=read.url)
        names = {key: sorted(one.labels) for key, one in found.items() if not agency_of(one.name)}
        for bench, authors in page.stated.items():
            gold = [folded(name) for name in authors if not agency_of(name)]
            yield Judged(page.host, bench, gold, names)


def fit(pages: Sequence[Judged]) -> dict[str, float]:
    """The weight of each label: a logistic regression by Adam, with a penalty on the squares."""
    known = Counter(label for page in pages for own in page.names.values() for label in own)
    labels = [BIAS, *sorted(label for label, count in known.items() if count >= FEWEST)]
    place = {label: index for index, label in enumerate(labels)}
    rows, right = [], []
    for page in pages:
        for key, own in page.names.items():
            row = np.zeros(len(labels))
            row[[0, *(place[label] for label in own if label in place)]] = 1
            rows.append(row)
            right.append(float(key in page.gold))
    table, is_right = np.array(rows), np.array(right)
    weights = np.zeros(len(labels))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (likely - is_right) / len(is_right) + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        move = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = weights - RATE * (1 - step / STEPS) * move
    return dict(zip(labels, map(float, weights), strict=True))


def measure(pages: Sequence[Judged]) -> None:
    """Print precision, recall and F1 on each benchmark at several thresholds."""
    said: list[tuple[Judged, dict[str, float]]] = []
    for fold in range(FOLDS):
        weights = fit([page for page in pages if fold_of(page.host) != fold])
        for page in pages:
            if fold_of(page.host) == fold:
                sums = {
                    key: weights[BIAS] + sum(weights.get(label, 0.0) for label in own)
                    for key, own in page.names.items()
                }
                said.append((page, {key: 1 / (1 + np.exp(-x)) for key, x in sums.items()}))
    for least in LEAST:
        for bench in BENCHES:
            counts = np.zeros(3)
            for page, likely in said:
                if page.bench == bench:
                    chosen, gold = {k for k, x in likely.items() if x >= least}, set(page.gold)
                    counts += (len(chosen & gold), len(chosen - gold), len(gold - chosen))
            if counts.sum():
                hits, false, missed = counts
                f1 = 2 * hits / (2 * hits + false + missed)
                shares = (hits / (hits + false), hits / (hits + missed), f1)
                print(least, bench, *(f"{share:.3f}" for share in shares))


def write(weights: dict[str, float]) -> None:
    """Write the lexicon."""
    rows = (f"{label}\t{weight:.2f}\n" for label, weight in sorted(weights.items()))
    TARGET.write_text(f"{_HEAD}label\tweight\n{''.join(rows)}", encoding="utf-8")


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("step", choices=("collect", "measure", "fit"))
    parser.add_argument("paths", nargs="+", type=Path)
    told = parser.parse_args()
    if told.step == "collect":
        web, target = told.paths
        with target.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(page._asdict()) + "\n" for page in collect(web))
        return
    rows = told.paths[0].read_text("utf-8").splitlines()
    pages = [Judged(**json.loads(row)) for row in rows]
    if told.step == "measure":
        measure(pages)
    else:
        write(fit(pages))


if __name__ == "__main__":
    main()
