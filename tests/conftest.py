"""Fixtures that several rooms share; the expensive ones are made once a session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

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
def prefect_server() -> Iterator[None]:
    """Prefect's own test server, once a session (about 15 s)."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
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
