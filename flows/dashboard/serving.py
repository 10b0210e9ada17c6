"""Serving: the site behind a port of this machine, until it is interrupted."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from flows.dashboard.editing import Editor
from flows.dashboard.site import make_site
from flows.errors import UsageError, UserError

_LOCAL = ("127.0.0.1", "localhost", "[::1]")


class PortTaken(UserError):
    """Another program listens on the port; the message says what to do."""


class NotForOthers(UsageError):
    """Corrections are taken from this machine alone; the message says how."""


def serve(
    processed: Path,
    host: str,
    port: int,
    say: Callable[[str], None],
    *,
    curation: Path | None = None,
    by: str = "",
) -> None:
    """Serve the dataset until SIGINT or SIGTERM; returns then.

    host: address to listen on. Only a local one keeps the dataset from others on the network: the
          site has no log-in.
    port: 0 takes any that is free.
    say:  is given the address, once the site answers there.
    curation: folder to which corrections are added that are made on the site; None takes none.
    by:   who makes them.

    Raises:
        NotForOthers: corrections are to be taken at an address that others reach.
        PortTaken: something listens there already, or the address is not this machine's.
    """
    if curation is not None and host not in (*_LOCAL, "::1"):
        raise NotForOthers(
            f"--edit works on this machine alone, and {host} can be reached from others: there is"
            " no log-in. Leave --host away"
        )
    listener = _listener(host, port)
    names = (*_LOCAL, host) if host in (*_LOCAL, "::1") else ("*",)
    config = uvicorn.Config(
        make_site(processed, names, Editor(curation, by) if curation is not None else None),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    address = f"[{host}]" if ":" in host else host
    say(f"Serving {processed} at http://{address}:{listener.getsockname()[1]}/ (Ctrl+C ends it)")
    # the server shuts down on either and then raises it again, which needs no second effect
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _ended)
    uvicorn.Server(config).run(sockets=[listener])


def _ended(*_: object) -> None:
    """Do nothing: the site was asked to end, and ends well."""


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"cannot listen on {host}:{port}: {error.strerror or error}."
            f" Name another port: `broadsheet serve --port {port + 1}`"
        ) from error
    return listener
