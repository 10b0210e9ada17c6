"""The wheel: what is installed from it works anywhere and gives the checkout's dataset."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from flows import catalog
from flows.settings import Settings
from tests.conftest import published_files

ROOT = Path(__file__).parents[2]
PACKAGES = ("broadsheet", "flows", "transforms", "sql")
CACHES = shutil.ignore_patterns("__pycache__", "*.egg-info")
LARGEST = 40 * 2**20


def said_by(*command: object, folder: Path) -> str:
    """Standard output of a command that no variable of this process leads back to the checkout."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr  # 1: documents of the sample are quarantined
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the tree, so that the checkout gets no build folder."""
    copy = tmp_path_factory.mktemp("tree")
    for folder in (*PACKAGES, "tests", "training", "benchmarks"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=CACHES)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, copy)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    said_by(*pip, "--wheel-dir", copy / "dist", copy, folder=copy)
    [built] = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel and the libraries of this environment.

    A line of a ``.pth`` file adds a folder without reading the ``.pth`` files in it: the editable
    install of this environment does not come along.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=True)
    programs = folder / "bin"
    pip = [sys.executable, "-m", "pip", "--python", programs / "python", "install"]
    said_by(*pip, "--no-deps", "--no-index", wheel, folder=folder)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def test_the_wheel_holds_every_file_of_its_packages_and_nothing_else(wheel: Path) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected
    for suffix in (".pyi", ".sql", ".tsv", ".onnx"):
        assert any(name.endswith(suffix) for name in held)
    assert {f"{package}/py.typed" for package in ("flows", "transforms")} <= held
    assert wheel.stat().st_size < LARGEST


def test_what_is_installed_runs_in_any_folder_and_gives_the_same_bytes(
    installed: Path, sample_settings: Settings, tmp_path: Path
) -> None:
    code = "import flows, transforms, sql; print(flows.__file__, transforms.__file__, sql.__file__)"
    homes = said_by(installed / "python", "-c", code, folder=tmp_path).split()
    assert all(Path(home).is_relative_to(installed.parent) for home in homes)

    broadsheet, dataset = installed / "broadsheet", ("--processed", tmp_path / "dataset")
    raw = ("--raw", sample_settings.raw)
    said_by(broadsheet, "run", "--direct", "--workers", "1", *raw, *dataset, folder=tmp_path)
    assert published_files(tmp_path / "dataset") == published_files(sample_settings.processed)

    assert said_by(broadsheet, "check", *dataset, folder=tmp_path) == ""
    asked = said_by(
        broadsheet, "sql", "conflicting_figures", "--format", "json", *dataset, folder=tmp_path
    )
    there = catalog.ask(sample_settings.processed, "conflicting_figures").frame()
    assert [row["figure_id"] for row in json.loads(asked)] == there["figure_id"].to_list()
