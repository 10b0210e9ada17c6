"""Loaded first by every Python process of a test run: notes each address that is looked for.

Put this folder on PYTHONPATH and name a file in NETWORK_LOG.
"""

import os
import sys
from pathlib import Path

_LOG = os.environ.get("NETWORK_LOG")
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a Unix socket
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name and not name.startswith(_LOOPBACK):
        with Path(str(_LOG)).open("a", encoding="utf-8") as log:
            log.write(f"{event} {name} {' '.join(sys.argv[:3])}\n")


if _LOG:
    sys.addaudithook(_note)
