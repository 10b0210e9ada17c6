"""A user's story: its steps in their order, each with what the user sees and how long it took.

A story is one test, since its steps build on each other and tests may run on several machines'
cores at once. ``pytest -s`` shows it as a session at a terminal. Times are shown, never bounded:
a slow machine breaks no story.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.entrances.test_cli import called

ROOT = Path(__file__).parents[2]
Row = dict[str, Any]


class Session:
    """What a user does in one folder: programs that start there, and what they print."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, Any] = {}
        """What an earlier step learned and a later one needs."""

    def broadsheet(self, *words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Call the command line in this process, and see that it ends with this exit code."""
        return _shown(called(list(map(str, words)), self.folder, ""), "broadsheet", words, code)

    def rows(self, *words: object) -> list[Row]:
        """The rows that ``broadsheet sql`` prints as JSON."""
        printed: list[Row] = json.loads(self.broadsheet("sql", *words, "--format", "json").stdout)
        return printed

    def program(self, *words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Start ``broadsheet`` as a process of its own, as a shell does."""
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", *map(str, words)],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        )
        return _shown(done, "broadsheet", words, code)


def _shown(
    done: subprocess.CompletedProcess[str], name: str, words: Iterable[object], code: int
) -> subprocess.CompletedProcess[str]:
    said = f"$ {shlex.join([name, *map(str, words)])}\n{done.stdout}{done.stderr}".rstrip()
    print(said)
    assert done.returncode == code, f"exit code {done.returncode} instead of {code}\n{said}"
    assert "Traceback" not in done.stderr, said
    return done


def stranger(program: str, folder: Path) -> Any:
    """What a program prints as JSON that knows the libraries, not Broadsheet: a bare process."""
    words = [sys.executable, "-I", "-c", program]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder, env=environment)
    assert done.returncode == 0, done.stderr
    print(f"$ python\n{program.strip()}\n{done.stdout.rstrip()}")
    return json.loads(done.stdout)


def play(session: Session, steps: Iterable[Callable[[Session], None]]) -> None:
    """Go through the steps; print the sentence of each and the seconds that it took."""
    for number, step in enumerate(steps, start=1):
        print(f"\n# {number}. {step.__name__.replace('_', ' ')}")
        begun, processor = time.perf_counter(), _processor()
        step(session)
        wall, used = time.perf_counter() - begun, _processor() - processor
        print(f"# {wall:.1f} s, of which {used:.1f} s of processor time")


def _processor() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    return sum(os.times()[:4])
