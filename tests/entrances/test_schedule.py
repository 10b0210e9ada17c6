"""A schedule on a real Prefect server: a run starts by itself and completes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.schedule import ScheduleError, check_cron

ROOT = Path(__file__).parents[2]
PATIENCE = 240
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
    code = (
        "import flows.server, flows.cli; "
        f"flows.server.LOCAL_PORT = {port}; "
        "import sys; sys.argv[1:] = ['schedule', '--cron', '* * * * *']; flows.cli.main()"
    )
    return [sys.executable, "-c", code]


def runs_at(port: int) -> list[dict[str, Any]]:
    """All runs that the server knows; none while it is not up."""
    try:
        runs: list[dict[str, Any]] = ask(f"http://127.0.0.1:{port}/api/flow_runs/filter", {})
    except OSError:
        return []
    return runs


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"PYTHONPATH": str(ROOT), "PREFECT_HOME": str(folder / "prefect")}
    process = subprocess.Popen(
        schedule_on(port), cwd=folder, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.prefect
def test_a_scheduled_run_starts_by_itself_and_publishes(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "a.txt").write_text("It rained on Monday, the mayor said.")
    (tmp_path / "pyproject.toml").write_text('[tool.broadsheet]\nengine = "rules"\n')
    port = free_port()
    states: list[str] = []
    runs: list[dict[str, Any]] = []
    with serving(tmp_path, port) as process:
        deadline = time.monotonic() + PATIENCE
        while "COMPLETED" not in states and time.monotonic() < deadline:
            time.sleep(2)
            assert process.poll() is None, "the schedule ended by itself"
            runs = runs_at(port)
            states = [run["state_type"] for run in runs]
    assert "COMPLETED" in states
    assert not {"FAILED", "CRASHED"} & set(states)
    assert {run["parameters"]["settings"]["engine"] for run in runs} == {"rules"}
    assert (tmp_path / "data" / "processed" / "current" / "articles").exists()
    assert process.returncode == 130, "an interrupt is not a failure, and ends the server too"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("cron", ["hourly", "99 * * * *", "* * *", ""])
def test_anything_but_a_cron_line_is_refused_before_a_server_starts(cron: str) -> None:
    with pytest.raises(ScheduleError, match="five fields"):
        check_cron(cron)
