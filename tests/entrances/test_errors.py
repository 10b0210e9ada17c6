"""An error that a user can mend ends in its message and an exit code; a defect in its traceback."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path

import duckdb
import pytest

from flows import cli
from flows.catalog import CatalogError
from flows.deployments import CronError
from flows.errors import UserError, is_defect, report_of
from flows.notify import NoSuchService, NotDelivered
from flows.runs import ChecksFailed, Incomplete
from flows.runs.plan import RetractionRefused
from flows.runs.raw_folder import RawFolderMissing
from flows.runs.workers import WorkerDied
from flows.server import ServerError
from flows.settings import SettingsError
from flows.sources import Unreadable
from flows.sources.curation_file import CurationFileError
from flows.store import BrokenTable, Locked, NoDataset, NoSuchVersion, StoreError

ROOT = Path(__file__).parents[2]


class NewlyInvented(UserError):
    """A subclass that no table lists."""


class WentWrong(NewlyInvented):
    """A subclass with a code of its own."""

    exit_code = 5


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
        (CurationFileError("x"), 3),
        (RawFolderMissing("x"), 2),
        (RetractionRefused("x"), 3),
        (Locked("x"), 3),
        (StoreError("x"), 3),
        (NoDataset(Path("x")), 2),
        (NoSuchVersion(Path("x"), "version 9", [1]), 2),
        (NoSuchService("x"), 2),
        (CatalogError("x"), 3),
        (NotDelivered("x"), 3),
        (CronError("x"), 2),
        (ServerError("x"), 3),
        (Incomplete("x"), 3),
        (ChecksFailed([]), 4),
        (BrokenTable("x"), 3),
        (WorkerDied("x"), 3),
        (PermissionError("x"), 3),
        (OSError("x"), 3),
        (duckdb.IOException("x"), 3),
        (NewlyInvented("x"), 3),
        (WentWrong("x"), 5),
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
    assert (said.out, said.err.rstrip()) == ("", f"error: {error}".rstrip())


def sinking(depth: int, error: Exception) -> None:
    """Raise the error from below so many calls."""
    if depth:
        sinking(depth - 1, error)
    raise error


@pytest.mark.parametrize("defect", [ZeroDivisionError("x"), KeyError("x"), duckdb.Error("x")])
def test_a_defect_is_one_screen_with_its_place_and_exit_code_3(
    defect: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "app", lambda: sinking(50, defect))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 3
    said = capsys.readouterr().err
    assert "report" in said
    assert Path(__file__).name in said
    assert type(defect).__name__ in said.splitlines()[-1]
    assert len(said.splitlines()) <= 20


def test_a_defect_keeps_its_whole_traceback_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cli, "app", lambda: sinking(1, ZeroDivisionError()))
    monkeypatch.setattr(sys, "argv", ["broadsheet", "run", "--verbose"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_an_error_of_a_thousand_lines_is_one_screen() -> None:
    said = report_of(UserError("\n".join(f"fault {n}" for n in range(1000)))).splitlines()
    assert said[:2] == ["error: fault 0", "fault 1"]
    assert said[-1] == "… and 980 lines more"
    assert len(said) == 21


def test_a_defect_is_known_without_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "duckdb")
    assert is_defect(ZeroDivisionError())


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
