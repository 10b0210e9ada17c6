"""Readers: do those who read a dataset while it is written ever see half of a commit?

    python -m benchmarks.readers [--seconds 60] [--documents 600]

One process commits without a pause, each time another twentieth of the documents in all months;
four others read all tables in one question each, again and again. A read is inconsistent when the
rows of one document are not of one revision in all tables, or a document is missing. Prints a
Markdown table.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from tests.support.faults import readers_during_writes


def results(seconds: float, documents: int) -> Iterator[str]:
    """Lines of the Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        commits, seen = readers_during_writes(Path(folder), documents=documents, seconds=seconds)
    yield (
        f"{documents:,} documents, {commits} commits in {seconds:.0f} s, {os.cpu_count()} cores,"
        f" DuckDB {duckdb.__version__}, Polars {pl.__version__}"
    )
    yield ""
    yield "| reader | reads | versions seen | inconsistent | errors: file gone | other errors |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, reads in seen.items():
        yield (
            f"| {name} | {reads.reads} | {len(reads.versions)} | {reads.inconsistent} |"
            f" {reads.gone} | {sum(reads.other_errors.values())} |"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--documents", type=int, default=600)
    given = parser.parse_args()
    for line in results(given.seconds, given.documents):
        print(line, flush=True)
