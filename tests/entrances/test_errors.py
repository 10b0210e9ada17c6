"""An error that a user can mend ends in its message and an exit code; a defect in its traceback."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path

import duckdb
import pytest

from flows import cli
from flows.deployments import CronError
from flows.errors import UserError, exit_code_of
from flows.runs import ChecksFailed, Incomplete
from flows.runs.plan import RawFolderMissing, RetractionRefused
from flows.runs.workers import WorkerDied
from flows.server import ServerError
from flows.settings import SettingsError
from flows.sources import Unreadable
from flows.sources.curation_file import CurationFileError
from flows.store import BrokenTable, Locked, NoDataset, StoreError

ROOT = Path(__file__).parents[2]


class NewlyInvented(UserError):
    """A subclass that no table lists."""


class WentWrong(NewlyInvented):
    """A subclass with a code of its own."""

    exit_code = 3


def end_of(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    """The exit code with which the command line ends when a command raises the error."""

    def failing() -> None:
        raise error

    monkeypatch.setattr(cli, "app", failing)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("x"), 2),
        (CurationFileError("x"), 2),
        (RawFolderMissing("x"), 2),
        (RetractionRefused("x"), 2),
        (Locked("x"), 2),
        (StoreError("x"), 2),
        (NoDataset(Path("x")), 2),
        (CronError("x"), 2),
        (ServerError("x"), 2),
        (Incomplete("x"), 2),
        (ChecksFailed([]), 2),
        (BrokenTable("x"), 2),
        (WorkerDied("x"), 2),
        (PermissionError("x"), 2),
        (OSError("x"), 2),
        (duckdb.IOException("x"), 2),
        (NewlyInvented("x"), 2),
        (WentWrong("x"), 3),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_the_exit_code_of_an_error_follows_from_its_class(
    error: Exception,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert end_of(error, monkeypatch) == code
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"error: {error}\n")


@pytest.mark.parametrize("defect", [ZeroDivisionError("x"), KeyError("x"), duckdb.Error("x")])
def test_a_defect_keeps_its_traceback(defect: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> None:
        raise defect

    monkeypatch.setattr(cli, "app", failing)
    with pytest.raises(type(defect)):
        cli.main()


def test_a_defect_is_known_without_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "duckdb")
    assert exit_code_of(ZeroDivisionError()) is None


@pytest.mark.parametrize("room", ["catalog", "runs", "sources", "store"])
def test_every_error_that_leaves_a_room_can_be_shown_to_a_user(room: str) -> None:
    face = importlib.import_module(f"flows.{room}")
    errors = {
        value
        for value in (getattr(face, name) for name in face.__all__)
        if inspect.isclass(value) and issubclass(value, Exception)
    }
    # the plan of a run catches Unreadable and goes on with the other files
    assert all(issubclass(error, UserError) for error in errors - {Unreadable})
