"""Fits and measures what speaks for a day of a page with markup; numpy alone, in a minute.

python -m training.dates collect WEB_DIR PAGES.jsonl   the labels of every stated day of every page
python -m training.dates measure PAGES.jsonl           right days of hosts left out of the fit
python -m training.dates fit PAGES.jsonl               writes transforms/lexicon/date_weights.tsv

WEB_DIR: see `training/web_pages.py`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from training.web_pages import BENCHES, FOLDS, fold_of, read_pages
from transforms.documents import RawDocument, read_document
from transforms.page import (
    NO_DAY,
    gather_dates,
    labels_by_day,
    parse_marked_up,
    puts_day_first,
)
from transforms.text import Quarantined

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

TARGET = Path("transforms/lexicon/date_weights.tsv")
STEPS, RATE, PENALTY, FEWEST = 400, 0.1, 0.004, 3
# No page of the benchmarks is a record or is named after its day. A record's own field is believed
# whatever the page says; the name of a file is worth what an address is.
GIVEN = {"metadata": 20.0}
SAME = {"file_name": "url"}
_HEAD = """\
# What speaks for a day of a page with markup: the weight of each label in a sum.
# label: as transforms/page/html_dates.py and date_weights.py name it; "none" is the sum of the
# alternative that no day is right.
# Made by training/dates and never edited. Source: own work. Licence: Apache-2.0.
"""


class Judged(NamedTuple):
    """A page: the benchmarks that have it with the day each states, and the labels of its days."""

    host: str
    gold: dict[str, str]
    language: str | None
    days: dict[str, list[str]]


def collect(web: Path) -> Iterator[Judged]:
    """The pages for which a benchmark states a day."""
    for page in read_pages(web, "date"):
        days = _labels(page.path, page.payload, page.language)
        yield Judged(page.host, page.stated, page.language, days)


def _labels(path: str, payload: bytes, language: str | None) -> dict[str, list[str]]:
    raw = RawDocument("0" * 16, path, None, "0" * 64, "html", payload)
    try:
        document = read_document(raw)
    except Quarantined:
        return {}  # it has no row whose date could be right
    found = gather_dates(
        parse_marked_up(document.text, document.zones, byline=document.byline),
        source_path=path,
        url=document.url,
        stated=document.dates,
        day_first=puts_day_first(document.language or language),
    )
    return {day: sorted(own) for day, own in labels_by_day(found.candidates).items()}


def fit(pages: Sequence[Judged]) -> dict[str, float]:
    """The weight of each label: maximum likelihood of the right days, by Adam, with a penalty."""
    known = Counter(label for page in pages for own in page.days.values() for label in own)
    names = [NO_DAY, *sorted(label for label, count in known.items() if count >= FEWEST)]
    place = {name: index for index, name in enumerate(names)}
    table, right, owner = [], [], []
    for number, page in enumerate(pages):
        golds = set(page.gold.values())
        hits = golds & set(page.days)
        for day, own in [*page.days.items(), (NO_DAY, [NO_DAY])]:
            row = np.zeros(len(names))
            row[[place[label] for label in own if label in place]] = 1
            table.append(row)
            right.append(1 / len(hits) if day in golds else float(day == NO_DAY and not hits))
            owner.append(number)
    return dict(
        zip(names, _ascended(np.array(table), np.array(right), np.array(owner)), strict=True)
    )


def _ascended(table: Floats, right: Floats, owner: Any) -> list[float]:
    weights = np.zeros(table.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    count = int(owner[-1]) + 1
    for step in range(1, STEPS + 1):
        sums = table @ weights
        highest = np.full(count, -np.inf)
        np.maximum.at(highest, owner, sums)
        powers = np.exp(sums - highest[owner])
        likely = powers / np.bincount(owner, powers, count)[owner]
        slope = table.T @ (likely - right) / count + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        move = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = weights - RATE * (1 - step / STEPS) * move
    return [float(weight) for weight in weights]


def choose(weights: dict[str, float], page: Judged) -> tuple[str | None, float]:
    """The most probable day and its probability."""
    sums = {day: sum(weights.get(x, 0.0) for x in own) for day, own in page.days.items()}
    if not sums:
        return None, 0.0
    best = max(sums, key=lambda day: sums[day])
    whole = np.exp(weights[NO_DAY] - sums[best]) + sum(
        np.exp(x - sums[best]) for x in sums.values()
    )
    return best, float(1 / whole)


def measure(pages: Sequence[Judged]) -> None:
    """Print the accuracy on each benchmark, and what a threshold of the probability costs."""
    said: list[tuple[Judged, str | None, float]] = []
    for fold in range(FOLDS):
        weights = fit([page for page in pages if fold_of(page.host) != fold])
        said += [(page, *choose(weights, page)) for page in pages if fold_of(page.host) == fold]
    for bench in BENCHES:
        own = [(page, day == page.gold[bench]) for page, day, _ in said if bench in page.gold]
        english = [is_right for page, is_right in own if page.language == "en"]
        shares = [float(np.mean([is_right for _, is_right in own])), float(np.mean(english))]
        print(f"{bench:10} {len(own):4} pages  all {shares[0]:.3f}  English {shares[1]:.3f}")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6):
        below = [day in page.gold.values() for page, day, trust in said if trust < least]
        print(f"below {least}: {sum(below)} right, {len(below) - sum(below)} wrong")


def write(weights: dict[str, float]) -> None:
    """Write the lexicon."""
    weights = weights | GIVEN | {name: weights[other] for name, other in SAME.items()}
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
