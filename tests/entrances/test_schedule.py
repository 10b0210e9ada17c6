"""A schedule on a real Prefect server: a run starts by itself and completes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows import store
from flows.deployments import CronError, check_cron, deployment_name
from tests.support.processes import descendants_of, ends

ROOT = Path(__file__).parents[2]
PATIENCE = 600
"""Seconds: a server that starts, the next full minute, a run in a fresh process."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(url: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


def schedule_on(port: int) -> list[str]:
    """The command of a schedule that runs every minute, on a server at this port."""
    program = [sys.executable, "-m", "flows.cli"]
    return [*program, "schedule", "--cron", "* * * * *", "--port", str(port)]


def runs_at(port: int) -> list[dict[str, Any]]:
    """All runs that the server knows; none while it is not up."""
    try:
        runs: list[dict[str, Any]] = ask(f"http://127.0.0.1:{port}/api/flow_runs/filter", {})
    except OSError:
        return []
    return runs


def completed_at(port: int) -> list[dict[str, Any]]:
    """The parameters of the runs that have completed."""
    return [run["parameters"] for run in runs_at(port) if run["state_type"] == "COMPLETED"]


def deployments_at(port: int) -> dict[str, dict[str, Any]]:
    """The deployments of a server, by name."""
    try:
        found = ask(f"http://127.0.0.1:{port}/api/deployments/filter", {})
    except OSError:
        return {}
    return {one["name"]: one for one in found}


def household(folder: Path, database: Path | None = None) -> Path:
    """A folder with one raw text and the cheapest engine.

    database: what Prefect's server would make first; a copy of it spares the server that.
    """
    (folder / "data" / "raw").mkdir(parents=True)
    if database is not None:
        (folder / "prefect").mkdir()
        shutil.copy(database, folder / "prefect")
    (folder / "data" / "raw" / "a.txt").write_text("It rained on Monday, the mayor said.")
    (folder / "pyproject.toml").write_text('[tool.broadsheet]\nengine = "rules"\n')
    return folder


def name_in(folder: Path) -> str:
    return deployment_name(folder / "data" / "processed")


def environment_of(folder: Path, **variables: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(folder / "prefect"),
        "COLUMNS": "200",
        **variables,
    }


@contextmanager
def serving(
    folder: Path, port: int, *, ended_by: signal.Signals = signal.SIGINT
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        schedule_on(port), cwd=folder, env=environment_of(folder), start_new_session=True
    )
    try:
        yield process
    finally:
        process.send_signal(ended_by)
        try:
            process.wait(timeout=90)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def comes_true(process: subprocess.Popen[bytes], what: Callable[[], bool]) -> None:
    """Wait for something while a schedule serves."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert process.poll() is None, "the schedule ended by itself"
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(1)


def is_served(port: int, name: str) -> bool:
    deployment = deployments_at(port).get(name)
    return deployment is not None and not deployment["paused"]


@pytest.mark.prefect
def test_two_datasets_are_kept_on_one_server_and_neither_schedule_touches_the_other(
    tmp_path: Path, prefect_database: Path
) -> None:
    one, other = household(tmp_path / "one", prefect_database), household(tmp_path / "other")
    port = free_port()
    with serving(one, port) as first:
        comes_true(first, lambda: is_served(port, name_in(one)))
        with serving(other, port, ended_by=signal.SIGTERM) as second:
            comes_true(second, lambda: is_served(port, name_in(other)))
            raws = {str(folder / "data" / "raw") for folder in (one, other)}
            comes_true(second, lambda: {run["raw"] for run in completed_at(port)} == raws)
        assert second.returncode == 0, "whoever is asked to end has not failed"
        assert not is_served(port, name_in(other))
        assert is_served(port, name_in(one)), "the end of one schedule paused another"
        runs, automations = runs_at(port), automations_at(port)
    assert first.returncode == 130, "an interrupt is not a failure, and ends the server too"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert not {"FAILED", "CRASHED"} & {run["state_type"] for run in runs}
    ran = [run["parameters"] for run in runs if run["state_type"] == "COMPLETED"]
    assert {run["settings"]["engine"] for run in ran} == {"rules"}
    for folder in (one, other):
        assert (folder / "data" / "processed" / "current" / "articles").exists()
    assert [one["name"] for one in automations] == ["crash runs of news that show no sign of life"]


def automations_at(port: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(f"http://127.0.0.1:{port}/api/automations/filter", {})
    return found


def test_a_dataset_that_is_served_is_refused_with_the_process_that_serves_it(
    tmp_path: Path,
) -> None:
    folder = household(tmp_path / "one")
    with store.lock(folder / "data" / "processed", "schedule", wait=False):
        done = command_in(folder, "schedule", "--port", str(free_port()))
    assert done.returncode not in (0, 1)
    assert re.fullmatch(
        rf"error: another schedule is at work on {folder}/data/processed: process {os.getpid()},"
        r" since .*\n",
        done.stderr,
    )


def command_in(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        env=environment_of(folder, **variables),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("arguments", [("schedule",), ("run",), ("deploy",)])
def test_a_server_that_does_not_answer_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    folder, url = household(tmp_path / "one"), f"http://127.0.0.1:{free_port()}/api"
    done = command_in(folder, *arguments, PREFECT_API_URL=url)
    assert done.returncode not in (0, 1)
    assert re.fullmatch(
        rf"error: no Prefect server answers at {url}, which PREFECT_API_URL names \(.*\): .*\n",
        done.stderr,
    ), done.stderr


def test_a_work_pool_without_a_server_is_refused(tmp_path: Path) -> None:
    done = command_in(household(tmp_path / "one"), "deploy")
    assert "error: a work pool needs a Prefect server that stays" in done.stderr


def test_a_port_that_something_else_holds_is_refused(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        done = command_in(household(tmp_path / "one"), "schedule", "--port", str(port))
    assert done.returncode not in (0, 1)
    assert f"error: port {port} of 127.0.0.1 cannot be used" in done.stderr


@pytest.mark.prefect
@pytest.mark.parametrize("is_killed", [True, False])
def test_the_server_of_a_run_ends_with_it_and_not_before_the_last_line_of_its_log(
    tmp_path: Path, prefect_database: Path, is_killed: bool
) -> None:
    folder = household(tmp_path / "one", prefect_database)
    with (tmp_path / "said").open("w") as said:
        run = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "run"],
            cwd=folder,
            env=environment_of(folder),
            stderr=said,
        )
    deadline = time.monotonic() + PATIENCE
    while not (family := descendants_of(run.pid, "uvicorn")):
        assert time.monotonic() < deadline
        assert run.poll() is None
        time.sleep(0.2)
    if is_killed:
        run.kill()
    assert run.wait(timeout=PATIENCE) == (-signal.SIGKILL if is_killed else 0)
    assert all(ends(process, 30) for process in family)
    assert "Error" not in (tmp_path / "said").read_text()


@pytest.mark.parametrize("cron", ["hourly", "99 * * * *", "* * *", ""])
def test_anything_but_a_cron_line_is_refused_before_a_server_starts(cron: str) -> None:
    with pytest.raises(CronError, match="five fields"):
        check_cron(cron)


def test_datasets_of_one_folder_name_have_deployments_of_different_names() -> None:
    names = {deployment_name(Path(p)) for p in ("/a/x/processed", "/b/x/processed", "/a-b/x y/%p")}
    assert len(names) == 3
    assert all(re.fullmatch(r"[\w.-]+-[0-9a-f]{6}", name) for name in names)
