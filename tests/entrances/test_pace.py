"""How a run says how far it is: in a log a line every ten seconds, beside a bar at once."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from flows import terminal
from flows.narration import Silent
from flows.pace import Logged
from flows.terminal import Terminal


class Clock:
    """A clock that is set by hand, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        """The time that was set."""
        return self.now


def test_a_log_has_a_line_of_progress_every_ten_seconds() -> None:
    lines: list[str] = []
    clock = Clock()
    log = Logged(lines.append, Silent(), clock)
    log.say("Reading raw")
    log.begin(1_000)
    for second in range(1, 26):
        clock.now = second
        log.advance(40)
    log.end()
    assert lines == [
        "Reading raw",
        "Extracting 1,000 documents",
        "400 of 1,000 documents, 40 a second, 15 s left",
        "800 of 1,000 documents, 40 a second, 5 s left",
        "1,000 of 1,000 documents, 40 a second, in 25 s",
    ]


def test_a_run_without_documents_divides_nothing_by_nothing() -> None:
    lines: list[str] = []
    log = Logged(lines.append, Silent(), Clock())
    log.begin(0)
    log.end()
    assert lines[-1] == "0 of 0 documents"


def test_the_bar_shows_documents_a_second_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(
        terminal, "Console", lambda **_: Console(file=screen, force_terminal=True, width=100)
    )
    shown = Terminal()
    shown.begin(300)
    shown.advance(100)
    shown._progress.refresh()
    shown.end()
    assert re.search(r"100/300\S* documents [\d,.]+ a second, \d+ s left", screen.getvalue())
