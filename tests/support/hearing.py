"""Hearing: places on this machine to which notices are sent, and what arrived there."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def note_taker(folder: Path) -> Path:
    """A program that adds its standard input to a file, as a line; for ``exec:`` addresses."""
    program = folder / "note-taker"
    program.write_text(f"#!/bin/sh\ncat >> '{folder}/notes'\necho >> '{folder}/notes'\n")
    program.chmod(0o755)
    return program


def notes(folder: Path) -> list[Any]:
    """What the note taker of a folder has heard."""
    path = folder / "notes"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@contextmanager
def web_hook(status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    """A web server on loopback: its address, and the JSON that was posted to it."""
    heard: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        yield from _while_serving(server, "http", heard)


@contextmanager
def mail_sink() -> Iterator[tuple[str, list[str]]]:
    """A mail server on loopback that keeps what it gets: an address for Apprise, the messages."""
    messages: list[str] = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 sink")
            while line := self.rfile.readline().decode().strip():
                command = line.split()[0].upper()
                if command == "DATA":
                    self._say("354 go on")
                    messages.append(self._message())
                self._say({"QUIT": "221 bye", "EHLO": "250 sink"}.get(command, "250 well"))
                if command == "QUIT":
                    return

        def _message(self) -> str:
            lines = []
            while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
                lines.append(line)
            return "".join(lines)

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        yield from _while_serving(server, "mailto", messages)


def _while_serving(
    server: socketserver.TCPServer, scheme: str, heard: list[T]
) -> Iterator[tuple[str, list[T]]]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}", heard
    finally:
        server.shutdown()
        thread.join()
