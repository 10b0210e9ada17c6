"""Watching a folder: a run when files have settled, never two at once, and on after a failure."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import store
from flows import watch as watching
from flows.errors import UserError
from flows.settings import Settings
from flows.terminal import Terminal
from flows.watch import Quiet, look, watch
from tests.entrances.test_schedule import environment_of, household


def files(letters: str) -> frozenset[tuple[str, int, int]]:
    """What is seen when there is a file for each letter."""
    return frozenset((letter, 1, 1) for letter in letters)


@pytest.mark.parametrize(
    ("seen", "runs_at"),
    [
        pytest.param([(0, ""), (2, ""), (60, "")], [0], id="nothing arrives"),
        pytest.param([(0, ""), (2, "a"), (4, "a"), (7, "a"), (9, "a")], [0, 7], id="a file"),
        pytest.param(
            [(0, ""), *((2 * n, "abcdefgh"[:n]) for n in range(1, 6)), (15, "abcde")], [0, 15],
            id="file after file, and then none for five seconds",
        ),
        pytest.param(
            [(0, ""), *((n, chr(200 + n)) for n in range(1, 130))], [0, 61, 122],
            id="it never settles",
        ),
        pytest.param([(0, "a"), (2, ""), (4, "a"), (30, "a")], [0], id="gone and back again"),
    ],
)  # fmt: skip
def test_a_run_waits_until_files_have_settled_but_not_for_ever(
    seen: Sequence[tuple[float, str]], runs_at: list[float]
) -> None:
    quiet, ran = Quiet(5), []
    for now, letters in seen:
        if quiet.asks_for_a_run(files(letters), now):
            ran.append(now)
            quiet.ran(files(letters), well=True, now=now)
    assert ran == runs_at


def test_a_run_that_failed_is_tried_again_after_five_minutes_or_a_change() -> None:
    quiet = Quiet(5)
    quiet.ran(files("a"), well=False, now=0)
    assert [quiet.asks_for_a_run(files("a"), now) for now in (5, 299, 300)] == [False, False, True]
    quiet.ran(files("a"), well=False, now=300)
    assert [quiet.asks_for_a_run(files("b"), now) for now in (310, 315)] == [False, True]


def test_a_change_during_a_run_asks_for_another() -> None:
    quiet = Quiet(5)
    assert quiet.asks_for_a_run(files("a"), 0)
    quiet.ran(files("a"), well=True, now=100)  # b arrived meanwhile
    assert [quiet.asks_for_a_run(files("ab"), now) for now in (100, 105)] == [False, True]


@pytest.fixture
def kept_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def asleep(*deeds: Callable[[], object]) -> Callable[[float], None]:
    """A sleep that does one thing after another, and interrupts when there is none left."""
    waiting = iter(deeds)

    def sleep(_: float) -> None:
        deed = next(waiting, None)
        if deed is None:
            raise KeyboardInterrupt
        deed()

    return sleep


@pytest.mark.usefixtures("kept_signals")
def test_the_watch_goes_on_after_a_run_that_failed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs: list[int] = []

    def run(_: Settings, *, allow_retractions: bool, terminal: Terminal) -> None:
        assert allow_retractions
        terminal.say("it runs")
        runs.append(len(list(settings.raw.iterdir())))
        if len(runs) == 2:
            raise UserError("no disk")

    def arrive() -> None:
        (settings.raw / f"{len(runs)}.txt").write_text("News.")

    monkeypatch.setattr(watching, "run_directly", run)
    with pytest.raises(KeyboardInterrupt):
        watch(
            settings,
            Terminal(is_dated=True),
            settle=0,
            allow_retractions=True,
            sleep=asleep(arrive, arrive, int),
        )
    assert runs == [0, 1, 2]
    lines = capsys.readouterr().err.splitlines()
    assert any(line.endswith("Z error: no disk") for line in lines)
    for line in lines:
        when, _, _ = line.partition(" ")
        assert datetime.fromisoformat(when).tzinfo is UTC


@pytest.mark.usefixtures("kept_signals")
def test_a_defect_ends_the_watch(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(watching, "run_directly", run)
    with pytest.raises(ZeroDivisionError):
        watch(settings, Terminal(), sleep=asleep())


@pytest.mark.usefixtures("kept_signals")
def test_a_second_watch_is_refused(settings: Settings) -> None:
    with (
        store.lock(settings.processed, "watch", wait=False),
        pytest.raises(store.Locked, match="process"),
    ):
        watch(settings, Terminal())


def test_files_are_looked_at_without_being_read(settings: Settings, tmp_path: Path) -> None:
    chosen = replace(settings, curation=tmp_path / "curation")
    before = look(chosen)
    (settings.raw / "herald").mkdir()
    (settings.raw / "herald" / "a.txt").write_text("News.")
    after = look(chosen)
    chosen.curation.mkdir()
    (chosen.curation / "links.tsv").write_text("")
    assert [len(one) for one in (before, after, look(chosen))] == [0, 1, 2]


def test_a_watch_publishes_what_arrives_and_ends_well_when_asked_to(tmp_path: Path) -> None:
    folder = household(tmp_path / "house")
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "watch", "--settle", "0.5"],
        cwd=folder,
        env=environment_of(folder),
    )

    def published(number: int) -> bool:
        current = folder / "data" / "processed" / "current"
        return current.exists() and current.resolve().name == f"{number:06d}"

    def comes(number: int) -> None:
        deadline = time.monotonic() + 120
        while not published(number):
            assert process.poll() is None, "the watch ended by itself"
            assert time.monotonic() < deadline, f"version {number} was not published"
            time.sleep(0.2)

    try:
        comes(1)
        (folder / "data" / "raw" / "b.txt").write_text("The dam holds, the engineer said.")
        comes(2)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    assert process.returncode == 0
