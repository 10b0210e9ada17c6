"""Nothing leaves the machine: every address that a run looks for is on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTING = Path(__file__).parents[1] / "support" / "network"


def addresses_looked_for(log: Path, *command: str) -> list[str]:
    """Run a command and list what its processes looked for beyond loopback."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")
    }
    environment |= {
        "PYTHONPATH": str(NOTING),
        "NETWORK_LOG": str(log),
        "PREFECT_HOME": str(log.parent / "prefect"),
    }
    subprocess.run([sys.executable, *command], env=environment, check=True, timeout=300)
    return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("It rained on Monday, the mayor said.")
    return ["--raw", str(tmp_path / "raw"), "--processed", str(tmp_path / "processed")]


def test_the_guard_sees_a_connection_that_would_leave(tmp_path: Path) -> None:
    attempt = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    assert addresses_looked_for(tmp_path / "log", "-c", attempt)


def test_a_direct_run_looks_for_no_address(tmp_path: Path, arguments: list[str]) -> None:
    command = ["-m", "flows.cli", "run", "--direct", *arguments]
    assert addresses_looked_for(tmp_path / "log", *command) == []


@pytest.mark.prefect
def test_a_run_with_prefects_embedded_server_stays_on_loopback(
    tmp_path: Path, arguments: list[str]
) -> None:
    assert addresses_looked_for(tmp_path / "log", "-m", "flows.cli", "run", *arguments) == []
