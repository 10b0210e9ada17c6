"""Watch: what a command and all its processes looked for on the network and wrote to disk.

The watch stands in the kernel (``strace``), because libraries written in C++ open sockets and files
that Python's audit hooks never see.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path

import pytest

_SENDS = ("connect", "sendto", "sendmsg", "sendmmsg", "bind")
_OPENS = ("open", "openat", "openat2", "creat")
_MAKES = (
    "mkdir", "mkdirat", "mknod", "mknodat", "link", "linkat", "symlink", "symlinkat", "rename",
    "renameat", "renameat2", "truncate",
)  # fmt: skip
_DNS = 53
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>\d+)(?:<(?P<path>.*)>)?\Z")
_ADDRESS = re.compile(
    r"sin6?_port=htons\((?P<port>\d+)\).*?"
    r'(?:inet_addr\("(?P<v4>[^"]+)"\)|inet_pton\(AF_INET6, "(?P<v6>[^"]+)")'
)
_RESOLVER = re.compile(r'sun_path="(?P<path>/run/systemd/resolve/[^"]+)"')
"""systemd's resolver can be asked through a socket of its own; it then asks a name server."""
_WRITING = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\b")
_PLACE = re.compile(r'(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, "(?P<below>[^"]*)"|"(?P<path>[^"]*)"')


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command did.

    addresses: "address:port" beyond loopback, and name servers wherever they are.
    written:   files and folders made, renamed to or opened for writing.
    status:    the command's exit status; that of the last signal, negative, if it was ended.
    """

    addresses: list[str]
    written: list[Path]
    status: int


def strace() -> str:
    """The path of a strace that works here; without one the test is skipped, in CI it fails."""
    reason = _reason_against_strace()
    if reason:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return str(shutil.which("strace"))


@cache
def _reason_against_strace() -> str:
    found = shutil.which("strace")
    if found is None:
        return "strace is not installed: nothing sees what compiled libraries send or write"
    tried = subprocess.run([found, "-f", "-o", os.devnull, "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else f"strace does not work here: {tried.stderr.strip()}"


def watch(
    command: Sequence[str],
    *,
    folder: Path,
    environment: dict[str, str],
    until: Callable[[], bool] | None = None,
    patience: float = 300,
) -> Seen:
    """Run a command under the watch, in a folder, until it ends.

    until: asked every second; once true, the command is interrupted as by Ctrl-C.

    Raises:
        TimeoutError: the command did not end, or ``until`` did not come true, in so many seconds.
    """
    notes = folder / "trace"
    notes.mkdir()
    calls = ",".join(f"?{call}" for call in (*_SENDS, *_OPENS, *_MAKES))
    under = [strace(), "-ff", "--seccomp-bpf", "-y", "-qq", "-s", "200", "-e", f"trace={calls}"]
    process = subprocess.Popen(
        [*under, "-o", str(notes / "of"), *command],
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        _await(process, until, patience)
    finally:
        _end(process, notes)
    lines = [line for file in sorted(notes.iterdir()) for line in _lines(file)]
    return Seen(
        sorted({address for line in lines for address in _addresses(line)}),
        sorted({path for line in lines for path in _written(line, folder)}),
        process.returncode,
    )


def _await(
    process: subprocess.Popen[bytes], until: Callable[[], bool] | None, patience: float
) -> None:
    deadline = time.monotonic() + patience
    while process.poll() is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{process.args!r} is still at work after {patience} s")
        if until is not None and until():
            os.killpg(process.pid, signal.SIGINT)
            until, deadline = None, time.monotonic() + 60
        time.sleep(0.05 if until is None else 1)
    if until is not None:
        raise TimeoutError(f"{process.args!r} ended by itself with {process.returncode}")


def _end(process: subprocess.Popen[bytes], notes: Path) -> None:
    """End what is still running of the command: each of its processes has a file of notes."""
    for file in notes.iterdir() if process.poll() is None else ():
        with suppress(ProcessLookupError):
            os.kill(int(file.suffix[1:]), signal.SIGKILL)
    process.wait(timeout=20)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines()


def _addresses(line: str) -> Iterator[str]:
    """Addresses that a call names, whether it succeeded or not.

    >>> name = 'sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")'
    >>> list(_addresses(f"connect(3<UDP:[7]>, {{sa_family=AF_INET, {name}}}, 16) = 0"))
    ['127.0.0.53:53']
    """
    if not line.startswith(_SENDS):
        return
    yield from (found["path"] for found in _RESOLVER.finditer(line))
    for found in _ADDRESS.finditer(line):
        address, port = ip_address(found["v4"] or found["v6"]), int(found["port"])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_loopback or port == _DNS:
            yield f"{address}:{port}"


def _written(line: str, folder: Path) -> Iterator[Path]:
    """Paths that a call that succeeded made or opened for writing.

    >>> list(_written('openat(AT_FDCWD</a>, "b", O_WRONLY|O_CREAT, 0666) = 3</a/b>', Path("/a")))
    [PosixPath('/a/b')]
    >>> list(_written('openat(AT_FDCWD</a>, "b", O_RDONLY) = 3</a/b>', Path("/a")))
    []
    """
    call = _CALL.match(line)
    if call is None:
        return
    if call["name"] in _OPENS:
        if call["name"] == "creat" or _WRITING.search(call["arguments"]):
            yield Path(call["path"])
    elif call["name"] in _MAKES:
        # of two paths, such as those of a rename, the second is the one that comes to be
        *_, place = _PLACE.finditer(call["arguments"])
        yield folder / (place["folder"] or "") / (place["below"] or place["path"] or "")
