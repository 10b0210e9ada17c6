"""Nothing leaves the machine, and nothing is written but the dataset and what Prefect keeps."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.server import answers
from tests.entrances.test_schedule import PATIENCE, free_port, runs_at, schedule_on
from tests.support.readme import README, blocks, shell_lines
from tests.support.watch import Seen, watch

ROOT = Path(__file__).parents[2]
OPEN_A_SESSION = (
    "import benchmarks, onnxruntime, time;"
    f" onnxruntime.InferenceSession({str(ROOT / 'transforms/models/fast_names.onnx')!r});"
    " time.sleep(2)"
)
# Prefect unpacks its dashboard beside its own code when its server starts for the first time.
PREFECT_SERVER = Path(sysconfig.get_paths()["purelib"]) / "prefect" / "server"


class Household:
    """A folder with raw text, a home that must stay empty, and places that may be written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.may_write = [folder / name for name in ("data/processed", "tmp", "prefect")]
        for place in (self.home, folder / "data" / "raw", *self.may_write):
            place.mkdir(parents=True)
        (folder / "data" / "raw" / "a.txt").write_text("It rained on Monday, the mayor said.")

    def watch(
        self, *command: str, until: Callable[[], bool] | None = None, patience: float = 300,
        **variables: str,
    ) -> Seen:  # fmt: skip
        """Run a command with no variable set that switches anything off, but those given."""
        home, tmp, prefect = (str(self.folder / name) for name in ("home", "tmp", "prefect"))
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": home,
            "TMPDIR": tmp,
            "PREFECT_HOME": prefect,
            **variables,
        }
        return watch(
            command, folder=self.folder, environment=environment, until=until, patience=patience
        )

    def strays(self, seen: Seen) -> list[str]:
        """What was looked for beyond loopback, and written where nothing may be."""
        allowed = (*self.may_write, PREFECT_SERVER, Path("/dev"), Path("/proc"))
        written = [p for p in seen.written if not any(p.is_relative_to(a) for a in allowed)]
        return [*seen.addresses, *map(str, written), *map(str, self.home.iterdir())]


@pytest.fixture
def household(tmp_path: Path) -> Household:
    return Household(tmp_path / "house")


SENDING = {
    "a datagram socket that is connected": (
        "s = socket.socket(type=socket.SOCK_DGRAM); s.connect(('192.0.2.1', 9))",
        "192.0.2.1:9",
    ),
    "IPv6": (
        "s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.connect(('2001:db8::1', 9))",
        "2001:db8::1:9",
    ),
    "a question to a name server on loopback": (
        "s = socket.socket(type=socket.SOCK_DGRAM); s.sendto(b'?', ('127.0.0.53', 53))",
        "127.0.0.53:53",
    ),
    "a listener for everybody": (
        "s = socket.socket(); s.bind(('0.0.0.0', 0))",
        "0.0.0.0:0",
    ),
}


@pytest.mark.parametrize(("attempt", "address"), SENDING.values(), ids=SENDING)
def test_the_watch_sees_an_address_that_a_child_looks_for(
    household: Household, attempt: str, address: str
) -> None:
    inner = f"import socket; {attempt}"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    assert household.strays(household.watch(sys.executable, "-c", child)) == [address]


def test_the_watch_sees_a_name_that_is_looked_up(household: Household) -> None:
    code = "import socket; socket.getaddrinfo('news.example', 80)"  # fails, after it was looked up
    assert household.strays(household.watch(sys.executable, "-c", code)) != []


def test_the_watch_sees_what_is_written_and_where(household: Household) -> None:
    code = (
        "import os, pathlib; open('made', 'w'); open('tmp/scratch', 'w'); os.mkdir('folder');"
        " os.rename('tmp/scratch', 'renamed'); os.symlink('made', 'link');"
        " (pathlib.Path.home() / '.cache').mkdir(); open('made'); open('/dev/null', 'w')"
    )
    names = {
        Path(stray).name for stray in household.strays(household.watch(sys.executable, "-c", code))
    }
    assert names == {"made", "folder", "renamed", "link", ".cache"}


def test_the_watch_sees_no_stray_where_nothing_is_done(household: Household) -> None:
    seen = household.watch(sys.executable, "-c", "import socket; open('tmp/scratch', 'w')")
    assert (household.strays(seen), seen.status) == ([], 0)


def test_without_the_variable_the_models_runtime_writes_to_the_home(household: Household) -> None:
    """When this fails, ONNX Runtime has no telemetry that transforms would have to switch off."""
    code = OPEN_A_SESSION.replace("benchmarks, ", "")
    assert any(
        ".onnxruntime" in stray
        for stray in household.strays(household.watch(sys.executable, "-c", code))
    )


def test_a_direct_run_and_a_question_leave_nothing_but_the_dataset(household: Household) -> None:
    run = household.watch(sys.executable, "-m", "flows.cli", "run", "--direct")
    assert (household.strays(run), run.status) == ([], 0)
    assert (household.folder / "data" / "processed" / "current").exists()
    (household.folder / "trace").rename(household.folder / "trace of the run")
    sql = household.watch(sys.executable, "-m", "flows.cli", "sql", "select 1")
    assert (household.strays(sql), sql.status) == ([], 0)
    assert sql.written == []


def test_a_measurement_that_opens_a_model_leaves_nothing(household: Household) -> None:
    seen = household.watch(sys.executable, "-c", OPEN_A_SESSION)
    assert (household.strays(seen), seen.status) == ([], 0)


@pytest.mark.prefect
def test_a_run_with_prefects_embedded_server_stays_on_loopback(
    household: Household, prefect_database: Path
) -> None:
    shutil.copy(prefect_database, household.folder / "prefect")  # the last test has it made anew
    seen = household.watch(sys.executable, "-m", "flows.cli", "run")
    assert (household.strays(seen), seen.status) == ([], 0)


@pytest.mark.prefect
def test_a_schedule_with_its_server_stays_on_loopback(
    household: Household, prefect_database: Path
) -> None:
    shutil.copy(prefect_database, household.folder / "prefect")
    port = free_port()
    seen = household.watch(
        *schedule_on(port),
        until=lambda: "COMPLETED" in {run["state_type"] for run in runs_at(port)},
        patience=2 * PATIENCE,  # every process is slower under the watch
    )
    assert (household.strays(seen), seen.status) == ([], 130)


@pytest.mark.prefect
def test_a_prefect_server_started_as_documented_stays_on_loopback(household: Household) -> None:
    port = free_port()
    since: list[float] = []

    def has_been_up_a_while() -> bool:
        if answers(f"http://127.0.0.1:{port}/api"):
            since.append(time.monotonic())
        return bool(since) and time.monotonic() - since[0] > 10

    (line,) = {
        line
        for block in blocks("sh")
        if block.page == README
        for line in shell_lines(block.body)
        if "prefect server start" in line
    }
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    seen = household.watch(
        "sh", "-c", f"exec env {line}",
        until=has_been_up_a_while, PATH=programs, PREFECT_SERVER_API_PORT=str(port),
    )  # fmt: skip
    assert household.strays(seen) == []
