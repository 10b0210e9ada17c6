"""Engines: what an article costs with each, from a raw document to its rows.

    python -m benchmarks.engines FOLDER [--articles 30]

FOLDER holds plain texts; those of 4,000 to 6,000 characters are read, each with every engine in
turn, so that a busy machine slows all alike. Prints milliseconds of processor time for 5,000
characters, and the multiple of the fast engine's.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import get_args

from flows.runs.extract import rows_of
from transforms.documents import RawDocument
from transforms.models import Engine

ENGINES: tuple[Engine, ...] = get_args(Engine)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=30)
    asked = parser.parse_args()
    paths = [p for p in sorted(asked.folder.glob("*.txt")) if 4000 <= p.stat().st_size <= 6000]
    documents = [
        RawDocument(path.stem, path.name, None, "0", "page", path.read_bytes())
        for path in paths[: asked.articles]
    ]
    spent: dict[Engine, float] = dict.fromkeys(ENGINES, 0.0)
    for engine in ENGINES:
        rows_of(documents[0], engine, "0")  # loads the models
    for document in documents:
        for engine in ENGINES:
            begun = time.process_time()
            rows_of(document, engine, "0")
            spent[engine] += time.process_time() - begun
    characters = sum(len(document.payload) for document in documents)
    for engine in ENGINES:
        cost = 5_000_000 * spent[engine] / characters
        print(f"{engine:10}{cost:7.1f} ms{spent[engine] / spent['fast']:6.2f}")


if __name__ == "__main__":
    main()
