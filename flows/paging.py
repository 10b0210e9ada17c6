"""Paging: lines on standard output, through a pager where they are more than a terminal shows."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from itertools import islice

_LESS = "-RSFX"
"""For less: colours as they are, long lines cut and not folded, short texts without a stop."""


def show(lines: Iterable[str]) -> None:
    """Print the lines; the pager is the one in PAGER, which `cat` switches off."""
    if not sys.stdout.isatty():
        _write(lines)
        return
    waiting = iter(lines)
    height = shutil.get_terminal_size().lines
    first = list(islice(waiting, height))
    if len(first) < height:
        _write(first)
        return
    from rich.console import Console

    os.environ.setdefault("LESS", _LESS)
    console = Console(highlight=False, soft_wrap=True)
    with console.pager():
        console.print("\n".join([*first, *waiting]), markup=False)


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
