"""Server: where Prefect keeps its runs, either the configured one or our own on loopback.

A server of ours ends with the process that started it, also when that one is killed.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows import lifeline
from flows.errors import UserError
from flows.settings import Settings

_PATIENCE = 300
"""Seconds for a server to answer: a busy machine needs many, and one that ends is noticed."""
_LOOK = 5
"""Seconds between two looks whether a server is still there."""
_SERVER = ("-m", "prefect", "server", "start")
_EMBEDDED = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}
"""What Prefect sets for the server that it embeds: no dashboard, and nothing that schedules."""


class ServerError(UserError):
    """No Prefect server can be reached or started; the message says what to do."""


def configured_url(settings: Settings) -> str | None:
    """The API of the server that the settings, the environment or Prefect's profile name."""
    from prefect.settings import get_current_settings

    return settings.server or get_current_settings().api.url


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


@contextmanager
def using(url: str) -> Iterator[None]:
    """Have Prefect use the server with this API, here and in child processes."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    before = os.environ.get("PREFECT_API_URL")
    os.environ["PREFECT_API_URL"] = url
    try:
        with temporary_settings({PREFECT_API_URL: url}):
            yield
    finally:
        if before is None:
            del os.environ["PREFECT_API_URL"]
        else:
            os.environ["PREFECT_API_URL"] = before


@contextmanager
def configured_server(settings: Settings) -> Iterator[str | None]:
    """Use the configured server, whose API is given, or none if none is configured.

    Raises:
        ServerError: it does not answer.
    """
    url = configured_url(settings)
    if url is None:
        yield None
        return
    with using(url):
        if (problem := problem_of_server()) is not None:
            where = "the setting `server`" if settings.server else "PREFECT_API_URL"
            raise ServerError(
                f"no Prefect server answers at {url}, which {where} names ({problem}): start it"
                " there, name another, or name none"
            )
        yield url


def problem_of_server() -> str | None:
    """Why the server in use does not answer, asked as Prefect asks it; None if it does."""
    import logging

    from prefect.client.orchestration import get_client

    logging.getLogger("httpx").setLevel(logging.WARNING)
    with get_client(sync_client=True) as client:
        error = client.api_healthcheck()
    return None if error is None else " ".join(str(error).split()) or type(error).__name__


def embed_server() -> None:
    """Have Prefect use a server for this process alone, on a free port of loopback.

    It is the server that Prefect embeds in a process without one, except that Prefect's outlives
    a process which is killed, and dies of a Ctrl-C before the run has ended in order. It ends when
    the process does and not before, since Prefect sends the last lines of a log only then.

    Raises:
        ServerError: it did not come up.
    """
    require_home()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    program = ["-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"]
    server = _start([*program, "--log-level", "error", "--lifespan", "on"], port, _EMBEDDED)
    stack = ExitStack()
    stack.callback(lifeline.end, server)
    try:
        _await(_api_at(port), server)
    except BaseException:
        stack.close()
        raise
    stack.enter_context(using(_api_at(port)))
    atexit.register(stack.close)


@contextmanager
def local_server(port: int, say: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """The API of a Prefect server on loopback: the one that already runs there, else a new one.

    A server started here ends with the context. One that is gone before, with whoever had started
    it or by itself, is replaced: what it kept lies in a database, and Prefect's clients wait.

    Raises:
        ServerError: something else holds the port, or the server did not come up.
    """
    url = _api_at(port)
    # without its API's address the dashboard asks port 4200, whatever the port
    kept = _KeptServer(url, lambda: _start(_SERVER, port, {"PREFECT_SERVER_UI_API_URL": url}), say)
    if not answers(url):
        require_home()
        _refuse_taken(port)
        kept.start()
    with kept:
        yield url


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ServerError(
                f"port {port} of 127.0.0.1 cannot be used for Prefect's server ({error.strerror}):"
                " name another with --port, or a server that runs with --server"
            ) from error


class _KeptServer:
    """A server that may be somebody else's, and is replaced while it does not answer.

    Two processes that replace one server do no harm: the port is free for one of them alone.
    """

    def __init__(
        self, url: str, make: Callable[[], subprocess.Popen[bytes]], say: Callable[[str], None]
    ) -> None:
        self._url, self._make, self._say = url, make, say
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start a server of our own, and wait until it answers."""
        self._process = self._make()
        try:
            _await(self._url, self._process)
        except BaseException:
            lifeline.end(self._process)
            raise

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()
        if self._process is not None:
            lifeline.end(self._process)

    def _keep(self) -> None:
        while not self._is_over.wait(_LOOK):
            is_at_work = self._process is not None and self._process.poll() is None
            if not is_at_work and not answers(self._url):
                self._say(f"Prefect's server at {self._url} is gone; starting it again")
                self._process = self._make()


def _start(
    program: Sequence[str], port: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    return lifeline.start(
        [sys.executable, *program, "--host", "127.0.0.1", "--port", str(port)],
        environment={**os.environ, **environment},
    )


def _api_at(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


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
    except (OSError, urllib.error.URLError, ValueError):
        return False
