"""What many tests read is made once a session, whichever process asks first."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.support.once import made_once
from tests.support.sizes import proof_size


class Factory:
    """Stands for pytest's, with the base folder of one process."""

    def __init__(self, base: Path) -> None:
        base.mkdir(exist_ok=True)
        self._base = base

    def getbasetemp(self) -> Path:
        """As pytest has it: below the session's folder where there are several processes."""
        return self._base


def made(base: Path, name: str, says: str, done: list[str]) -> Path:
    def make(folder: Path) -> None:
        done.append(says)
        (folder / "said").write_text(says)
        if says == "fails":
            raise OSError("no space")

    return made_once(cast(pytest.TempPathFactory, Factory(base)), name, make)


def test_the_processes_of_a_session_share_what_the_first_of_them_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    done: list[str] = []
    first = made(tmp_path / "popen-gw0", "sample", "one", done)
    second = made(tmp_path / "popen-gw1", "sample", "two", done)
    other = made(tmp_path / "popen-gw1", "another", "three", done)
    assert (first, done) == (second, ["one", "three"])
    assert (first / "said").read_text() == "one"
    assert other != first


def test_what_could_not_be_made_is_made_anew_by_the_next_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    done: list[str] = []
    with pytest.raises(OSError, match="no space"):
        made(tmp_path, "sample", "fails", done)
    assert (made(tmp_path, "sample", "works", done) / "said").read_text() == "works"
    assert done == ["fails", "works"]


def test_a_proof_has_its_size_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROOF_FILES", raising=False)
    assert proof_size("FILES", 7) == 7
    monkeypatch.setenv("PROOF_FILES", "100000")
    assert proof_size("FILES", 7) == 100_000
