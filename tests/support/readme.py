"""The commands and code in the documentation, and what each kind of block must be.

A fenced block says its language. ``console`` blocks hold ``broadsheet`` commands, each with what
it prints on the sample below it; ``python -m tests.support.readme`` runs them again and writes
their outputs: read the difference before committing it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import publish_sample

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
GENERATED = ROOT / "docs" / "data-dictionary.md"
PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "data").glob("*.md"),
        *(ROOT / "data" / "curation").glob("*.md"),
    }
    - {GENERATED}
)
WIDTH = 100
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_BLOCK = re.compile(r"^```(?P<language>[a-z]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """A fenced block of a page; ``language`` is empty where none is stated."""

    page: Path
    language: str
    body: str

    @property
    def name(self) -> str:
        """Page and first line, for people."""
        return f"{self.page.relative_to(ROOT)}: {self.body.strip().splitlines()[0][:50]}"


def blocks(*languages: str) -> list[Block]:
    """The blocks of all pages, of these languages or of any."""
    found = [
        Block(page, block["language"], block["body"])
        for page in PAGES
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]
    return [block for block in found if not languages or block.language in languages]


def commands(text: str) -> Iterator[str]:
    """The commands of all console blocks, without their prompt."""
    for block in _CONSOLE.finditer(text):
        yield from _prompted(block[0])


def shell_lines(body: str) -> Iterator[str]:
    """The commands of a shell block, without comments."""
    for line in body.replace("\\\n", " ").splitlines():
        if (command := line.partition(" #")[0].strip()) and not command.startswith("#"):
            yield command


def output_of(command: str, processed: Path) -> str:
    """What a ``broadsheet`` command prints for the dataset in ``processed``."""
    program, *arguments = shlex.split(command)
    assert program == "broadsheet", f"a console runs {program!r}"
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        env={**os.environ, "BROADSHEET_PROCESSED": str(processed), "COLUMNS": str(WIDTH)},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def with_outputs(text: str, processed: Path) -> str:
    """A page with every console block's outputs as the commands print them."""

    def run(block: re.Match[str]) -> str:
        return "\n".join(
            f"$ {command}\n{output_of(command, processed)}" for command in _prompted(block[0])
        )

    return _CONSOLE.sub(run, text)


def _prompted(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def main() -> None:
    """Write the outputs of every console block, as they are on the sample alone."""
    with tempfile.TemporaryDirectory() as folder:
        settings = publish_sample(Path(folder))
        for page in PAGES:
            written = page.read_text(encoding="utf-8")
            page.write_text(with_outputs(written, settings.processed), encoding="utf-8")


if __name__ == "__main__":
    main()
