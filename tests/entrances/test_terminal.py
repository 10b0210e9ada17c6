"""What a run says where no bar can be shown, and how long answers are paged."""

from __future__ import annotations

import json
import pydoc
import sys

import pytest

from flows import paging, terminal
from flows.terminal import Terminal


class Clock:
    """A clock that a test moves; ``monotonic`` stands in for the function of ``time``."""

    now = 100.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the terminal sees."""
    made = Clock()
    monkeypatch.setattr("flows.terminal.time.monotonic", made.monotonic)
    return made


def extract(shown: Terminal, clock: Clock, seconds: float) -> None:
    """A thousand documents in ten batches, each of so many seconds."""
    shown.begin(1000)
    for _ in range(10):
        clock.now += seconds
        shown.advance(100)
    shown.end()


def test_off_a_terminal_progress_is_a_line_every_ten_seconds(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    extract(Terminal(), clock, seconds=5.0)
    first, *lines = capsys.readouterr().err.splitlines()
    assert first == "Extracting 1,000 documents"
    assert lines[0] == "200 of 1,000 documents, 20 a second, 40 s left"
    assert len(lines) == 4


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_short_run_says_no_more_than_that_it_began(
    clock: Clock, capsys: pytest.CaptureFixture[str], form: terminal.LogForm
) -> None:
    extract(Terminal(form=form), clock, seconds=0.5)
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_quiet_terminal_says_errors_alone(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = Terminal(form="json", quiet=True)
    extract(quiet, clock, seconds=60.0)
    quiet.fail("error: the disk is full")
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "error: the disk is full"


@pytest.mark.parametrize(
    ("is_terminal", "count", "is_paged"), [(True, 200, True), (True, 3, False), (False, 200, False)]
)
def test_lines_go_through_a_pager_only_if_a_terminal_cannot_show_them_at_once(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_terminal: bool,
    count: int,
    is_paged: bool,
) -> None:
    paged: list[str] = []
    monkeypatch.setattr(pydoc, "pager", lambda text, *_: paged.append(text))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LESS", "-R")
    lines = [f"{number} [b]{'wide ' * 60}" for number in range(count)]
    paging.show(lines)
    assert bool(paged) is is_paged
    shown = "".join(paged) + capsys.readouterr().out
    assert [line.rstrip() for line in shown.splitlines()] == [line.rstrip() for line in lines]
