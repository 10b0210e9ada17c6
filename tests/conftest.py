"""Fixtures that several rooms share; the expensive ones are made once a session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from flows.catalog import build_catalog
from flows.catalog.catalog import open_version
from flows.runs import RunSummary
from flows.settings import Settings
from flows.terminal import run_directly
from tests.support.dataset import small_tables, write_version
from tests.support.once import made_once
from transforms.models import DEFAULT_ENGINE, Engine

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "raw" / "sample"

# Hypothesis bounds the time on the clock, in which a busy machine fails what is well.
hypothesis_settings.register_profile(
    "patient",
    parent=hypothesis_settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("patient")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed ones hold the time, and every worker must collect alike.

    None leaves the name to pytest.
    """
    return argname if isinstance(val, bytes) else None


def run(settings: Settings, *, allow_retractions: bool = False) -> RunSummary:
    """Run the pipeline without Prefect."""
    return run_directly(settings, allow_retractions=allow_retractions)


def published_files(processed: Path) -> dict[str, bytes]:
    """Path below the current version to bytes of every data file."""
    current = (processed / "current").resolve()
    return {
        path.relative_to(current).as_posix(): path.read_bytes()
        for path in sorted(current.rglob("*.parquet"))
    }


def settings_in(folder: Path, engine: Engine = "rules") -> Settings:
    """Settings by which extraction happens in this process: one worker that nobody watches.

    engine: the rules, unless a test is about what a network finds: they load the least, and what
            is around an engine is the same for all.
    """
    return Settings(
        raw=folder / "raw",
        processed=folder / "processed",
        workers=1,
        document_seconds=0,
        document_memory=0,
        engine=engine,
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty raw folder and a place for the dataset; extraction in this process."""
    (tmp_path / "raw").mkdir()
    return settings_in(tmp_path)


def publish_sample(folder: Path, engine: Engine = DEFAULT_ENGINE) -> Settings:
    """Copy the sample corpus into a folder and publish it there."""
    shutil.copytree(SAMPLE, folder / "raw" / "sample")
    made = settings_in(folder, engine)
    run(made)
    return made


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample corpus as users publish it, once for all processes; tests only read it."""
    return settings_in(made_once(tmp_path_factory, "sample", publish_sample), DEFAULT_ENGINE)


@pytest.fixture(scope="session")
def ruled_sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample corpus as the rules read it, once for all processes; tests only read it."""
    made = made_once(tmp_path_factory, "ruled", lambda folder: publish_sample(folder, "rules"))
    return settings_in(made)


@pytest.fixture(scope="session")
def prefect_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as Prefect's server makes it when it first starts, which takes it ten seconds."""
    return made_once(tmp_path_factory, "prefect", migrate) / "prefect.db"


def migrate(home: Path) -> None:
    """Make the database of Prefect's server in this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
    environment = kept | {"PREFECT_HOME": str(home)}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=600)


@pytest.fixture(scope="session")
def prefect_server(
    tmp_path_factory: pytest.TempPathFactory, prefect_database: Path
) -> Iterator[None]:
    """Prefect's own test server, once a process of the session."""
    from prefect.testing import utilities

    home = tmp_path_factory.mktemp("harness")
    shutil.copy(prefect_database, home / "prefect-test.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(utilities, "mkdtemp", lambda: str(home))  # it removes that folder itself
        with utilities.prefect_test_harness(server_startup_timeout=600):
            yield


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dataset as a version with its catalog; a module may have another one."""
    folder = write_version(tmp_path_factory.mktemp("processed") / "000001", small_tables())
    build_catalog(folder)
    return folder


@pytest.fixture
def connection(version: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on the module's version."""
    with open_version(version) as opened:
        yield opened
