"""What docs/operate.md says to do is done here as it stands, but for ports and folders."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.entrances.test_cli import called
from tests.entrances.test_schedule import (
    PATIENCE,
    ROOT,
    automations_at,
    environment_of,
    free_port,
    household,
    is_served,
    name_in,
    runs_at,
)
from tests.support.hearing import note_taker, notes
from tests.support.processes import descendants_of
from tests.support.readme import Block, blocks, shell_lines

PAGE = ROOT / "docs" / "operate.md"
PROGRAMS = Path(sys.executable).parent
OURS = [block for block in blocks("sh") if block.page == PAGE]
UNITS = [block for block in blocks("ini") if block.page == PAGE]
RECIPE = [block for block in OURS if "prefect " in block.body]
OTHERS = [
    block
    for block in OURS
    if all(line.startswith("broadsheet ") for line in shell_lines(block.body))
]


def documented(folder: Path, **variables: str) -> dict[str, str]:
    """An environment in which `broadsheet` and `prefect` are those of this checkout."""
    program = folder / "bin" / "broadsheet"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flows.cli "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}:{PROGRAMS}:{os.environ['PATH']}"
    return environment_of(folder, PATH=path, **variables)


def test_commands_of_the_page_do_what_it_says(tmp_path: Path) -> None:
    folder = household(tmp_path / "house")

    def run(words: list[str]) -> None:
        # Prefect's part of a run is looked at elsewhere
        direct = ["--direct"] if words[1] == "run" and "--dry-run" not in words else []
        assert words[0] == "broadsheet"
        done = called([*words[1:], *direct], folder, "")
        assert done.returncode == 0, f"{shlex.join(words)}\n{done.stderr}"

    for name in "bc":  # two versions, so that there is one to go back to
        run(["broadsheet", "run"])
        (folder / "data" / "raw" / f"{name}.txt").write_text("The dam holds, an engineer said.")
    shutil.copytree(folder / "data" / "raw", folder / "srv" / "news" / "raw")
    lines = [line for block in OTHERS for line in shell_lines(block.body)]
    assert len(lines) >= 5
    for line in lines:
        run(shlex.split(line.replace("/srv/news", str(folder / "srv" / "news"))))


@pytest.mark.parametrize("unit", UNITS, ids=lambda block: block.name)
def test_systemd_understands_every_line_of_a_unit(unit: Block, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    path = tmp_path / "broadsheet.service"
    path.write_text(re.sub(r"(?<=ExecStart=)\S+", "/bin/true", unit.body))
    done = subprocess.run(
        [analyze, "verify", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_service_runs_as_somebody_with_few_rights_and_keeps_a_log() -> None:
    service = next(unit.body for unit in UNITS if "Install" in unit.body)
    for wanted in (
        "User=",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "StandardOutput=append:",
    ):
        assert wanted in service


@contextmanager
def started(
    command: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """A command that stays, in a session of its own; ended at the end with all that it started."""
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, start_new_session=True, text=True, stderr=said
        )
    try:
        yield process
    finally:
        family = [process.pid, *descendants_of(process.pid)]
        for one in family if process.poll() is None else ():
            os.kill(one, signal.SIGTERM)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.proof
@pytest.mark.parametrize("unit", UNITS, ids=lambda block: block.name)
def test_what_a_unit_starts_serves_and_ends_well_when_asked_to(
    unit: Block, tmp_path: Path, prefect_database: Path
) -> None:
    folder = household(tmp_path / "house", prefect_database)
    environment = documented(folder, BROADSHEET_PORT=str(free_port()))
    for name, value in re.findall(r"^Environment=(\w+)=(.+)$", unit.body, re.MULTILINE):
        environment[name] = value.replace("/var/lib", str(folder / "var"))
    (folder / "var" / "broadsheet").mkdir(parents=True)  # systemd makes it, as StateDirectory=
    line = re.search(r"^ExecStart=(\S+) (.+)$", unit.body, re.MULTILINE)
    assert line is not None
    with started(["broadsheet", *shlex.split(line[2])], folder, environment) as process:
        said = folder / "said"
        comes(lambda: process.poll() is not None or is_ready(said.read_text()))
        assert process.poll() is None, said.read_text()
        process.terminate()
        assert process.wait(timeout=120) == 0


def is_ready(said: str) -> bool:
    return re.search("^(Serving|\\S+Z Watching)", said, re.MULTILINE) is not None


def comes(what: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not what():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.5)


def states_at(port: int) -> list[str]:
    return [run["state_name"] for run in runs_at(port)]


SLOW = """
import time
from flows import news
def slow(*_, **__):
    time.sleep(600)
news.run_pipeline = slow
"""
"""Makes every run of a process take ten minutes; Python imports it from the folder ``slow``."""


@pytest.mark.proof
def test_the_recipe_of_a_work_pool_runs_and_notices_a_run_whose_machine_is_gone(
    tmp_path: Path,
) -> None:
    """The lines of the page, one after another; then a worker and its run are killed."""
    (block,) = RECIPE
    folder, port = household(tmp_path / "house"), free_port()
    environment = documented(folder, PREFECT_SERVER_API_PORT=str(port))
    script = block.body.replace("4200", str(port))
    try:
        with started(["bash", "-euc", script], folder, environment) as shell:
            comes(lambda: "Completed" in states_at(port), 2 * PATIENCE)
            assert shell.poll() is None, "the worker has ended by itself"
        assert (folder / "data" / "processed" / "current" / "articles").exists()
        assert len(automations_at(port)) == 1

        environment["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        worker = ["prefect", "worker", "start", "--pool", "news-pool"]
        again = ["broadsheet", "deploy", "--now"]
        (folder / "slow").mkdir()
        (folder / "slow" / "sitecustomize.py").write_text(SLOW)
        slowed = environment | {"PYTHONPATH": f"{folder / 'slow'}:{ROOT}"}
        subprocess.run(again, cwd=folder, env=environment, check=True)
        with started(worker, folder, slowed) as process:
            comes(lambda: "Running" in states_at(port))
            time.sleep(35)  # one sign of life
            for one in (process.pid, *descendants_of(process.pid)):
                os.kill(one, signal.SIGKILL)
        comes(lambda: "Crashed" in states_at(port), 180)
        assert len(automations_at(port)) == 1, "each deployment made another automation"
    finally:
        stop = ["prefect", "server", "stop"]
        stopped = subprocess.run(stop, cwd=folder, env=environment, check=False)
    assert stopped.returncode == 0


@pytest.mark.proof
def test_a_schedule_outlives_its_server_and_says_it_when_a_run_is_killed(
    tmp_path: Path, prefect_database: Path
) -> None:
    folder, port = household(tmp_path / "house", prefect_database), free_port()
    (folder / "slow").mkdir()
    (folder / "slow" / "sitecustomize.py").write_text(SLOW)
    environment = documented(
        folder,
        BROADSHEET_PORT=str(port),
        BROADSHEET_NOTIFY=f"exec:{note_taker(tmp_path)}",
        PYTHONPATH=f"{folder / 'slow'}:{ROOT}",
    )
    command = ["broadsheet", "schedule", "--cron", "* * * * *"]
    with started(command, folder, environment) as process:
        comes(lambda: is_served(port, name_in(folder)))
        comes(lambda: "Running" in states_at(port))
        (run,) = descendants_of(process.pid, "prefect.engine")
        os.kill(run, signal.SIGKILL)
        comes(lambda: notes(tmp_path) != [])
        assert [one["kind"] for one in notes(tmp_path)] == ["failed"]
        assert "a defect" not in notes(tmp_path)[0]["text"], "a killed process is none of ours"
        comes(lambda: "Crashed" in states_at(port))

        for one in descendants_of(process.pid, "server"):
            os.kill(one, signal.SIGKILL)
        comes(lambda: "is gone; starting it again" in (folder / "said").read_text())
        comes(lambda: is_served(port, name_in(folder)))
        runs = len(runs_at(port))
        comes(lambda: states_at(port).count("Running") + states_at(port).count("Crashed") > 1)
        assert len(runs_at(port)) >= runs
        process.terminate()
        assert process.wait(timeout=120) == 0
