"""The README's commands: each is run on the sample, and what it prints stands below it.

``python -m tests.readme`` writes the outputs anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def commands(text: str) -> Iterator[str]:
    """The commands of all console blocks, without their prompt."""
    for block in _BLOCK.finditer(text):
        yield from (line[2:] for line in block[0].splitlines() if line.startswith("$ "))


def output_of(command: str, processed: Path) -> str:
    """What a ``broadsheet`` command prints for the dataset in ``processed``."""
    program, *arguments = shlex.split(command)
    assert program == "broadsheet", f"the README runs {program!r}"
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        env={**os.environ, "BROADSHEET_PROCESSED": str(processed), "COLUMNS": "160"},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def with_outputs(text: str, processed: Path) -> str:
    """The README with every console block's outputs as the commands print them now."""

    def run(block: re.Match[str]) -> str:
        said = [f"$ {command}\n{output_of(command, processed)}" for command in _lines(block[0])]
        return "\n".join(said)

    return _BLOCK.sub(run, text)


def _lines(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


if __name__ == "__main__":
    written = README.read_text(encoding="utf-8")
    README.write_text(with_outputs(written, ROOT / "data" / "processed"), encoding="utf-8")
