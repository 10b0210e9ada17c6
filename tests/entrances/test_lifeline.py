"""What is started on a lifeline ends with its starter, also when that one is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import lifeline
from tests.support.processes import ends

ROOT = Path(__file__).parents[2]
SERVICE = """
import os, pathlib, signal, sys, time
if sys.argv[1] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path("service.pid").write_text(str(os.getpid()))
time.sleep(600)
"""
STARTER = """
import sys, time
from flows import lifeline
service = lifeline.start([sys.executable, "service.py", "plain"])
time.sleep(600)
"""


def appears(path: Path) -> int:
    """The process id in a file that is about to be written."""
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, f"{path} was not written"
        time.sleep(0.05)
    return int(path.read_text())


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_service_ends_when_its_starter_is_ended_in_whatever_way(
    tmp_path: Path, how: signal.Signals
) -> None:
    (tmp_path / "service.py").write_text(SERVICE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    )
    service = appears(tmp_path / "service.pid")
    starter.send_signal(how)
    starter.wait(timeout=20)
    assert ends(service, 20)


def test_a_service_that_ignores_being_asked_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "service.py").write_text(SERVICE)
    impatient = "import sys, flows.lifeline as l; l._PATIENCE = 0.2; sys.exit(l.main(sys.argv[1:]))"
    monkeypatch.chdir(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", impatient, sys.executable, "service.py", "deaf"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    service = appears(tmp_path / "service.pid")
    lifeline.end(process)
    assert ends(service, 10)
