"""Scale: ten thousand documents through a whole run, then nothing to do, then 1 % changed.

    python -m benchmarks.scale [--documents 10000]

The corpus is the sample's pages again and again with the numbers and surnames in them changed, so
that no two documents have the same text. Prints a Markdown table; times are of whole processes.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "raw" / "sample"
_NUMBER = re.compile(rb"\b(?!20\d\d\b)\d{2,4}\b")
_SURNAME = re.compile(rb"(?<=[a-z] )[A-Z][a-z]{5,}")


@dataclass(frozen=True)
class Measured:
    """One run: wall seconds of the process and its peak memory with that of its workers, MiB."""

    seconds: float
    peak: int


def pages() -> list[bytes]:
    """Texts of the sample that become articles."""
    found = [path.read_bytes() for path in sorted(SAMPLE.rglob("*.txt"))]
    return [page for page in found if len(page) > 400 and b"\0" not in page]


def changed(page: bytes, random_: random.Random) -> bytes:
    """The page with other numbers, and each surname-like word given another ending."""
    ending = bytes(random_.choices(b"aeiou", k=1) + random_.choices(b"lnrst", k=1))
    page = _NUMBER.sub(lambda _: str(random_.randint(11, 1899)).encode(), page)
    return _SURNAME.sub(lambda found: found[0] + ending, page)


def write_corpus(raw: Path, documents: int) -> int:
    """Write the corpus; its bytes."""
    random_, texts, total = random.Random(1), pages(), 0
    for number in range(documents):
        text = changed(texts[number % len(texts)], random_)
        month, day = 1 + number // 28 % 12, 1 + number % 28
        path = raw / f"outlet-{number % 7}" / f"2024-{month:02d}-{day:02d}-{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        total += len(text)
    return total


def edit(raw: Path, every: int) -> None:
    """Change one file in ``every``."""
    for path in sorted(raw.rglob("*.txt"))[::every]:
        path.write_bytes(path.read_bytes() + b"\nIt rained, the mayor said.\n")


def measure(raw: Path, processed: Path) -> Measured:
    """One direct run in a process of its own, with one worker per core."""
    code = (
        "import resource, sys\nfrom flows.cli import app\n"
        "if __name__ == '__main__':\n"
        "    try: app(sys.argv[1:])\n"
        "    except SystemExit: pass\n"
        "    own, kids = (resource.getrusage(w).ru_maxrss for w in (0, -1))\n"
        "    print(own, kids)\n"
    )
    script = processed.parent / "measured.py"
    script.write_text(code)
    command = [sys.executable, script, "run", "--direct", "--raw", raw, "--processed", processed]
    begun = time.perf_counter()
    done = subprocess.run(
        [str(word) for word in command],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    seconds = time.perf_counter() - begun
    own, largest_worker = map(int, done.stdout.split())
    return Measured(seconds, (own + largest_worker * (os.cpu_count() or 1)) // 1024)


def results(documents: int) -> Iterator[str]:
    """Lines of the Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        raw, processed = Path(folder) / "raw", Path(folder) / "processed"
        size = write_corpus(raw, documents)
        yield f"{documents:,} documents, {size / 1e6:.1f} MB, {os.cpu_count()} cores"
        yield ""
        yield "| run | seconds | share of the full run | documents/s | peak memory, MiB |"
        yield "|---|---:|---:|---:|---:|"
        full = measure(raw, processed)
        yield _row("full", full, full, documents)
        yield _row("nothing pending", measure(raw, processed), full, documents)
        edit(raw, 100)
        yield _row("1 % changed", measure(raw, processed), full, documents)


def _row(name: str, one: Measured, full: Measured, documents: int) -> str:
    share = one.seconds / full.seconds
    return (
        f"| {name} | {one.seconds:.2f} | {share:.2%} | {documents / one.seconds:,.0f} |"
        f" {one.peak:,} |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    for line in results(parser.parse_args().documents):
        print(line, flush=True)
