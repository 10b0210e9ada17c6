"""Lifeline: runs a command that ends when the process which started it is gone, however it went.

``python -m flows.lifeline COMMAND …`` reads a pipe from its starter, into which nobody writes. The
kernel closes that pipe when the starter ends, also when it is killed; then the command is ended. A
service of ours, such as Prefect's server, is started so, for a server that nobody asks any more
would hold its port and its database for ever.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress

_PATIENCE = 15
"""Seconds that the command has to end in order."""


def start(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a command on a lifeline; it says nothing, and no interrupt of a terminal reaches it."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows.lifeline", *command],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End what was started on a lifeline, and wait until it has ended."""
    if process.stdin is not None:
        process.stdin.close()
    process.wait()


def main(command: Sequence[str]) -> int:
    """Run the command until it ends or the starter is gone; the exit status is the command's."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_the_starter, args=(child,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()


def _end_with_the_starter(child: subprocess.Popen[bytes]) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    child.terminate()
    try:
        child.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        # with whatever it has started: the lifeline leads a session of its own
        with suppress(ProcessLookupError):
            os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
