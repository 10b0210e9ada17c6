"""Server: where Prefect keeps its runs, either the configured one or our own on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from flows.errors import UserError
from flows.runs import uninterruptible_children

LOCAL_PORT = 4200
_PATIENCE = 120
"""Seconds for a server to answer; a slow machine needs most of them the first time."""


class ServerError(UserError):
    """No Prefect server can be reached or started; the message says what to do."""


def configured_url() -> str | None:
    """The API of the server that this environment or Prefect's profile names; None without one."""
    from prefect.settings import get_current_settings

    return get_current_settings().api.url


def require_home() -> None:
    """Refuse to start a server whose database has no place; Prefect would try for two minutes.

    Raises:
        ServerError: Prefect's folder cannot be written.
    """
    home = Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()
    nearest_there = next(path for path in (home, *home.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest_there):
            pass
    except OSError as error:
        raise ServerError(
            f"Prefect keeps its runs in {home}, where nothing can be written ({error.strerror}):"
            " name another folder in PREFECT_HOME, or run without Prefect by --direct"
        ) from error


def start_embedded() -> None:
    """Start the server that Prefect embeds in a process without one, so that Ctrl-C spares it.

    Prefect would start the same server at the first use of its client. It ends with this process.

    Raises:
        ServerError: it did not start.
    """

    def start() -> None:
        with uninterruptible_children(), get_client(sync_client=True):
            pass

    from prefect.client.orchestration import get_client

    require_home()
    # in a thread of its own, because the main one must react to Ctrl-C meanwhile
    with ThreadPoolExecutor(1) as thread:
        try:
            thread.submit(start).result()
        except RuntimeError as error:
            raise ServerError(
                f"Prefect's embedded server did not start ({error}); try `prefect server start` to"
                " see why, or run without Prefect by --direct"
            ) from error


@contextmanager
def local_server(port: int | None = None) -> Iterator[str]:
    """The API of a Prefect server on loopback: the one that already runs there, else a new one.

    A server started here ends with the context.

    Raises:
        ServerError: something else holds the port, or the server did not come up.
    """
    port = LOCAL_PORT if port is None else port
    url = f"http://127.0.0.1:{port}/api"
    if answers(url):
        yield url
        return
    require_home()
    command = [sys.executable, "-m", "prefect", "server", "start"]
    server = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        # without its API's address the dashboard asks port 4200, whatever the port
        env={**os.environ, "PREFECT_SERVER_UI_API_URL": url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # an interrupt from the keyboard is for us; we end the server afterwards
        start_new_session=True,
    )
    try:
        _await(url, server)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not answers(url):
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServerError(
                f"Prefect's server did not come up at {url}; try `prefect server start` to see"
                " why, or set PREFECT_API_URL to a server that runs"
            )
        time.sleep(0.3)


def answers(url: str) -> bool:
    """Whether a Prefect API is healthy at this address."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as reply:
            return bool(reply.read().strip() == b"true")
    except (OSError, urllib.error.URLError):
        return False
