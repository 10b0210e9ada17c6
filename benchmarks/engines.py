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

from transforms.annotate import annotate
from transforms.documents import RawDocument, read_document
from transforms.models import Engine
from transforms.tables import build_rows

ENGINES: tuple[Engine, ...] = get_args(Engine)


def read(document: RawDocument, engine: Engine) -> None:
    """From bytes to rows."""
    build_rows(annotate(read_document(document), engine), "0")


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
        read(documents[0], engine)  # loads the models
    for at in range(len(documents)):
        for shift, engine in enumerate(ENGINES):
            # each reads another document, since engines that share a network remember its last one
            begun = time.process_time()
            read(documents[at - shift], engine)
            spent[engine] += time.process_time() - begun
    characters = sum(len(document.payload) for document in documents)
    for engine in ENGINES:
        cost = 5_000_000 * spent[engine] / characters
        print(f"{engine:10}{cost:7.1f} ms{spent[engine] / spent['fast']:6.2f}")


if __name__ == "__main__":
    main()
