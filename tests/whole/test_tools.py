"""The tools that look at the code: hooks and `make lint` agree, coverage has a floor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEAST_COVERED = 96
"""Percent. Raise this and ``fail_under`` together when `make coverage` shows more; lower neither:
a change that takes branches which no test takes gets its test in the same commit."""


def prerequisites(target: str) -> list[str]:
    """What a target of the Makefile depends on."""
    line = re.search(rf"^{target}:([^#\n]*)", MAKEFILE, re.MULTILINE)
    assert line is not None, f"the Makefile has no target {target}"
    return line[1].split()


def hooks() -> list[dict[str, Any]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in config["repos"]} == {"local"}, "a hook would be downloaded"
    return [hook for repo in config["repos"] for hook in repo["hooks"]]


def test_the_hooks_run_exactly_the_steps_of_make_lint() -> None:
    assert [hook["entry"] for hook in hooks()] == [f"make {one}" for one in prerequisites("lint")]


def test_a_hook_looks_at_the_whole_tree_at_each_commit() -> None:
    for hook in hooks():
        assert (hook["language"], hook["always_run"], hook["pass_filenames"]) == (
            "system", True, False,
        )  # fmt: skip


def test_each_step_of_make_lint_says_what_it_is() -> None:
    for step in prerequisites("lint"):
        assert re.search(rf'^{step}:.*\n\t@echo "lint: \w+', MAKEFILE, re.MULTILINE), step


def test_continuous_integration_runs_what_a_person_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in script if line.startswith("make ")] == ["make test COVERAGE=yes"]
    assert "lint" in prerequisites("test")


def test_types_are_strict_in_every_folder_of_code() -> None:
    mypy = PROJECT["tool"]["mypy"]
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"sql"}
    assert mypy["strict"] is True
    assert set(mypy["files"]) == folders


def test_coverage_counts_branches_of_the_whole_product_and_its_floor_only_rises() -> None:
    coverage = PROJECT["tool"]["coverage"]
    assert coverage["run"]["branch"] is True
    assert coverage["run"]["source"] == ["broadsheet", "flows", "transforms"]
    assert coverage["report"]["fail_under"] >= LEAST_COVERED > 0


def test_the_locks_name_everything_that_is_needed_since_they_are_installed_alone() -> None:
    """`make setup` installs with --no-deps, so nothing else would say that a library is missing."""
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout


def made(folder: Path, *goals: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """What make does in a folder that has our Makefile and what the goal needs."""
    shutil.copy(ROOT / "Makefile", folder)
    command = ["make", "--no-print-directory", *goals]
    return subprocess.run(
        command, cwd=folder, input=answer, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("code", "is_well", "said"), [(0, True, ""), (1, True, "quarantine"), (3, False, "Error 3")]
)
def test_make_run_goes_on_after_a_quarantine_and_stops_after_a_failure(
    tmp_path: Path, code: int, is_well: bool, said: str
) -> None:
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("")
    program = tmp_path / ".venv" / "bin" / "broadsheet"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "did $1"\n[ "$1" = run ] && exit {code}\nexit 0\n')
    program.chmod(0o755)
    touched = shutil.copy(ROOT / "Makefile", tmp_path)
    newer = Path(touched).stat().st_mtime + 10
    for name in ("installed", "runtime"):  # whatever says that the environment is complete
        (tmp_path / ".venv" / name).write_text("")
        os.utime(tmp_path / ".venv" / name, (newer, newer))
    done = made(tmp_path, "run")
    assert (done.returncode == 0) is is_well
    assert ("did tables" in done.stdout) is is_well
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(("answer", "is_kept"), [("", True), ("n\n", True), ("y\n", False)])
def test_make_clean_removes_a_dataset_only_if_somebody_says_so(
    tmp_path: Path, answer: str, is_kept: bool
) -> None:
    (tmp_path / "data" / "processed" / "versions").mkdir(parents=True)
    (tmp_path / ".venv").mkdir()
    done = made(tmp_path, "clean", answer=answer)
    assert done.returncode == 0
    assert "Remove the dataset" in done.stdout
    assert (tmp_path / "data" / "processed" / "versions").exists() is is_kept
    assert not (tmp_path / ".venv").exists()
