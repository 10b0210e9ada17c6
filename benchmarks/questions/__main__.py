"""Questions: how many of the planted answers the shipped questions give, and what else they give.

    python -m benchmarks.questions planted_a [--engine accurate] [--show conflicting_figures ...]

Reads the corpus with the whole pipeline, asks each question that has a file in its ``answers``, and
prints a Markdown table. With --processed FOLDER the dataset stays there for the next time.

A file of ``answers`` has one line per row of an answer: the parameters that are asked with (and,
behind ">", the rows of the answer that are looked at), whether the row must come or may, and the
cells that identify it. A row that may come counts neither way. Every other row is wrong, and so
are those that ``forbidden.tsv`` lists, whatever else they match.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import duckdb

from benchmarks.questions.matching import Pattern, Row, folded
from flows import catalog

HERE = Path(__file__).parent
_IDS = ("figure_id", "quote_id", "article_id", "first_mention_id", "example_figure_id")


@dataclass
class Asked:
    """One question with its parameters, and what must, may and must not be in the answer."""

    question: str
    ask: str
    must: list[Pattern] = field(default_factory=list)
    may: list[Pattern] = field(default_factory=list)
    forbidden: list[Pattern] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The columns by which rows are told apart."""
        return list((self.must or self.may or self.forbidden)[0].cells)


@dataclass
class Score:
    """How one or more answers did; rows that are the same in all compared columns count once."""

    found: int = 0
    planted: int = 0
    right: int = 0
    wrong: int = 0
    missed: list[str] = field(default_factory=list)
    unplanted: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take in another answer to the same question."""
        for name in ("found", "planted", "right", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.missed += other.missed
        self.unplanted += other.unplanted

    @property
    def precision(self) -> float:
        """Right rows among those that are right or wrong; 1 for an answer without either."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Planted rows that came among all planted ones."""
        return self.found / self.planted if self.planted else 1.0


def planted(answers: Path) -> list[Asked]:
    """What is asked of a corpus, in the order of the files and their lines."""
    asked: dict[tuple[str, str], Asked] = {}
    for path in sorted(answers.glob("*.tsv")):
        if path.stem == "forbidden":
            continue
        for line in _lines(path):
            ask, need = line.pop("ask"), line.pop("need")
            one = asked.setdefault((path.stem, ask), Asked(path.stem, ask))
            (one.must if need == "must" else one.may).append(Pattern(line))
    for line in _lines(answers / "forbidden.tsv"):
        cells = dict(cell.split("=", 1) for cell in line["cells"].split("; "))
        asked[line["question"], line["ask"]].forbidden.append(Pattern(cells))
    return list(asked.values())


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def score(asked: Asked, rows: Iterable[Row]) -> Score:
    """One answer against what was planted for it."""
    result, came = Score(planted=len(asked.must)), set[int]()
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        hits = {at for at, pattern in enumerate(asked.must) if pattern.matches(row)}
        came |= hits
        key = tuple(folded(row.get(column)) for column in asked.columns)
        if key in seen:
            continue
        seen.add(key)
        if any(pattern.matches(row) for pattern in asked.forbidden):
            hits, neutral = set(), False
        else:
            neutral = any(pattern.matches(row) for pattern in asked.may)
        if hits:
            result.right += 1
        elif not neutral:
            result.wrong += 1
            result.unplanted.append(f"{asked.ask}: {' | '.join(key)}")
    result.found = len(came)
    result.missed = [f"{asked.ask}: {one}" for at, one in enumerate(asked.must) if at not in came]
    return result


def answer(dataset: duckdb.DuckDBPyConnection, asked: Asked, pages: dict[str, str]) -> list[Row]:
    """The rows that the dataset answers, each with the page that it was read from."""
    parameters, _, kept = asked.ask.partition(">")
    given = dict(one.strip().split("=") for one in parameters.split(";") if one.strip())
    only = Pattern(dict(one.strip().split("=") for one in kept.split(";") if one.strip()))
    rows: list[Row] = []
    try:
        answered = catalog.ask(dataset, asked.question, **given).frame()
    except catalog.QueryError:  # the dataset lacks what the question names
        return rows
    for row in answered.iter_rows(named=True):
        name = next((name for name in _IDS if name in row), "")
        if only.matches(row):
            rows.append(row | {"page": pages.get(str(row.get(name)).split("/")[0])})
    return rows


def ask_all(processed: Path, answers: Path) -> dict[str, Score]:
    """The score of each question on a dataset."""
    scores: dict[str, Score] = {}
    with catalog.open(processed) as dataset:
        pages = {
            str(article): str(record or Path(path).stem)
            for article, path, record in dataset.execute(
                "select article_id, source_path, source_id from articles"
            ).fetchall()
        }
        for asked in planted(answers):
            one = score(asked, answer(dataset, asked, pages))
            scores.setdefault(asked.question, Score()).add(one)
    return scores


def read_corpus(raw: Path, processed: Path, engine: str) -> None:
    """Run the pipeline; that documents are quarantined is part of the corpus."""
    command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--workers", "1"]
    command += ["--raw", str(raw), "--processed", str(processed)]
    setting = os.environ | {"BROADSHEET_ENGINE": engine}
    ran = subprocess.run(command, env=setting, capture_output=True, text=True, check=False)
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stdout + ran.stderr)


def table(scores: dict[str, Score]) -> Iterator[str]:
    """Lines of Markdown: each question, and the mean."""
    yield "| question | precision | recall | planted | wrong rows |"
    yield "|---|---:|---:|---:|---:|"
    for name, one in scores.items():
        yield f"| {name} | {one.precision:.1%} | {one.recall:.1%} | {one.planted} | {one.wrong} |"
    means = (
        mean(getattr(one, part) for one in scores.values()) for part in ("precision", "recall")
    )
    yield f"| mean | {' | '.join(f'{value:.1%}' for value in means)} | | |"


def main() -> None:
    """Read the command line, run the pipeline and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", choices=[path.name for path in sorted(HERE.glob("planted_*"))])
    parser.add_argument("--engine", default="accurate")
    parser.add_argument("--processed", type=Path)
    parser.add_argument("--show", nargs="*", default=[], help="questions whose rows are listed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        processed = given.processed or Path(scratch)
        read_corpus(HERE / given.corpus / "raw", processed, given.engine)
        scores = ask_all(processed, HERE / given.corpus / "answers")
    for line in table(scores):
        print(line)
    for name in given.show:
        for mark, rows in (("missed", scores[name].missed), ("wrong", scores[name].unplanted)):
            for row in rows:
                print(f"{name} {mark}: {row}")


if __name__ == "__main__":
    main()
