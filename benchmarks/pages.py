"""Pages: how fast plain text becomes zones, on one core.

    python -m benchmarks.pages FOLDER ... [--rounds 5]

The folders hold pages as .txt files. Prints one row of a Markdown table: seconds of processor time
of the fastest round, which other work on the machine disturbs least.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from transforms.page import parse_page, read_dates


def seconds_for(texts: Sequence[str], *, dates: bool) -> float:
    """Processor seconds of reading all texts once."""
    begun = time.process_time()
    for text in texts:
        page = parse_page(text)
        if dates:
            read_dates(page, source_path="page.txt")
    return time.process_time() - begun


def table(texts: Sequence[str], rounds: int) -> str:
    """A Markdown table of one row."""
    characters = sum(map(len, texts))
    zones, dated = (
        min(seconds_for(texts, dates=dates) for _ in range(rounds)) for dates in (False, True)
    )
    return (
        "| pages | characters a page | pages/s, zones | M characters/s | pages/s, with dates |\n"
        "|---:|---:|---:|---:|---:|\n"
        f"| {len(texts):,} | {characters / len(texts):,.0f} | {len(texts) / zones:,.0f} |"
        f" {characters / zones / 1e6:.1f} | {len(texts) / dated:,.0f} |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    found = [path for folder in given.folders for path in sorted(folder.glob("*.txt"))]
    print(table([path.read_text(encoding="utf-8") for path in found], given.rounds))
