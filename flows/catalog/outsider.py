"""Outsider: a dataset as a dashboard reads it, by DuckDB alone, from another folder, as anybody.

Commands of ours open a version by its own path and in their own working folder. Whoever comes from
outside opens the public catalog by its name, or attaches it, and has rights of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from flows.store import CATALOG
from transforms.tables import TABLES

_SECONDS = 120
_READ = """
import json, sys
import duckdb

path, tables = sys.argv[1], json.loads(sys.argv[2])
said = []


def read(how, connection, before):
    try:
        with connection:
            if before:
                connection.execute(before)
            for table in tables:
                connection.execute(f"select * from {table} limit 1").fetchall()
    except duckdb.Error as error:
        said.append(f"who {how} it gets: {str(error).splitlines()[0]}")


try:
    read("opens", duckdb.connect(path, read_only=True), "")
except duckdb.Error as error:
    said.append(f"who opens it gets: {str(error).splitlines()[0]}")
quoted = path.replace("'", "''")
read("attaches", duckdb.connect(), f"attach '{quoted}' as news (read_only); use news")
print(json.dumps(said))
"""
"""A program of its own, so that neither this working folder nor a connection of ours helps it."""


def outside_faults(processed: Path) -> list[str]:
    """What a reader meets who opens the public catalog or attaches it; a sentence for each fault.

    The reader is a process without our modules, in the folder for temporary files.
    """
    tables = json.dumps([table.name for table in TABLES if table.is_public])
    path = processed.resolve() / CATALOG
    done = subprocess.run(
        [sys.executable, "-P", "-c", _READ, str(path), tables],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        cwd=tempfile.gettempdir(),
    )
    if done.returncode:
        return [f"{path}: DuckDB ended while it opened the file; run `broadsheet repair`"]
    return [f"{path}: {said}; run `broadsheet repair`" for said in json.loads(done.stdout)]


def hidden_files(processed: Path, version: Path) -> list[str]:
    """Paths of a version that are closed to users to whom the dataset's folder is open.

    That comes of a run with another umask than the ones before. Where the folder itself is closed,
    its owner wants it so.
    """
    wanted = processed.stat().st_mode & 0o055
    return [
        path.relative_to(processed.resolve()).as_posix()
        for path in sorted((version, *version.rglob("*")))
        if _lacks(path, wanted)
    ]


def _lacks(path: Path, wanted: int) -> bool:
    needed = wanted if path.is_dir() else wanted & 0o044
    return path.stat().st_mode & needed != needed


def audience(processed: Path) -> str:
    """Who may read the dataset, as far as the rights of its folder and of those above say."""
    folder = processed.resolve()
    bits = [path.stat().st_mode for path in folder.parents]
    own = folder.stat().st_mode
    if own & 0o005 == 0o005 and all(bit & 0o001 for bit in bits):
        return "every user of this machine may read it"
    if own & 0o050 == 0o050:
        return "its group may read it, if every folder above lets the group through"
    return "only its owner may read it"
