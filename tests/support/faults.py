"""What the fault tests do to a dataset in processes of their own, and how they look at it after."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import polars as pl

from flows import catalog
from flows.catalog import build_catalog
from flows.store import StoreSettings, current_version, store
from flows.store.manifest import read_manifest
from flows.store.pointer import CATALOG, public_names
from tests.support.factory import MENTIONS, Doc, stage

APART = multiprocessing.get_context("forkserver")
"""Processes forked from one that has imported everything and used nothing: a kill costs 0.1 s."""
APART.set_forkserver_preload(["tests.support.faults", "pytest"])

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
MONTHS = 2
KEEP_ALL = StoreSettings(keep_versions=10_000)
TABLES = ("articles", "entities", "quotes", "figures", "_documents")

# grain: one row. How many articles there are, how many of them are not of one revision with the
# rows of the other tables, and the sum of all revisions.
CONSISTENCY = f"""
    with counted as (
        select article_id, count(*) as found, min(surface) as lowest, max(surface) as highest
        from (
            select article_id, surface from entities
            union all
            select article_id, surface from quotes
            union all
            select article_id, surface from figures
        )
        group by article_id
    ),
    ledger as (
        select article_id, content_sha256 from _documents where state = 'article'
    )
    select
        count(articles.article_id) as documents,
        count(*) filter (
            articles.article_id is null or counted.article_id is null or ledger.article_id is null
            or counted.found != {MENTIONS + 1} + ('0x' || right(articles.article_id, 1))::int % 2
            or counted.lowest != left(articles.text, 6)
            or counted.highest != left(articles.text, 6)
            or ledger.content_sha256 != articles.content_sha256
        ) as mixed,
        sum(left(articles.text, 6)::int) as revisions
    from articles
    full join counted on articles.article_id = counted.article_id
    full join ledger on articles.article_id = ledger.article_id
"""


def document(number: int, revision: int) -> Doc:
    """A document whose month follows from its number."""
    return Doc(number, date(2024, 1 + number % MONTHS, 1 + number % 28), revision)


def commit(
    processed: Path,
    staged: Sequence[Path],
    *,
    day: int = 0,
    settings: StoreSettings = KEEP_ALL,
    full_catalog: bool = False,
) -> store.Commit:
    """Commit staged batches with a catalog, as a run of the given day does."""
    finish = build_catalog if full_catalog else plain_catalog
    run = {"run_id": "test", "started_at": (NOON + timedelta(days=day)).isoformat()}
    return store.commit(
        processed,
        staged,
        run=run,
        finish=_without_result(finish),
        settings=settings,
    )


def _without_result(build: Callable[[Path], Path]) -> Callable[[Path], None]:
    def finish(version: Path) -> None:
        build(version)

    return finish


def plain_catalog(version: Path) -> Path:
    """A catalog of the tables alone, made as the whole one is, in a tenth of its time."""
    path, unfinished = version / CATALOG, version / f".{CATALOG}.new"
    with duckdb.connect(unfinished) as connection:
        for table in TABLES:
            files = [str(file) for file in sorted((version / table).rglob("*.parquet"))]
            connection.execute(f"create view {table} as select * from read_parquet({files})")
    unfinished.chmod(0o444)
    return unfinished.replace(path)


# ---- a look at a dataset -----------------------------------------------------------------------


def consistency(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Documents, mixed ones and the sum of revisions, of a connection that has the five tables."""
    [(documents, mixed, revisions)] = connection.execute(CONSISTENCY).fetchall()
    return documents, mixed, revisions


def damage(processed: Path, readers: int = 2) -> list[str]:
    """Everything that is wrong with the published version, as the first so many readers see it."""
    version = current_version(processed)
    if version is None:
        return []
    found = [
        f"{file.path} is not what the manifest says"
        for file in read_manifest(version).files
        if hashlib.sha256((version / file.path).read_bytes()).hexdigest() != file.sha256
    ]
    for name, reader in list(READERS.items())[:readers]:
        with reader(processed) as connection:
            documents, mixed, _ = consistency(connection)
            if mixed:
                found.append(f"{name}: {mixed} of {documents} documents are not of one revision")
    return found


def revision_sum(processed: Path) -> int | None:
    """The sum of all documents' revisions; None without a dataset."""
    if current_version(processed) is None:
        return None
    with catalog.open(processed) as connection:
        return consistency(connection)[2]


def public_sum(processed: Path) -> int:
    """As ``revision_sum``, by the catalog that readers outside open."""
    with _catalog(processed) as connection:
        return consistency(connection)[2]


def leftovers(processed: Path) -> list[str]:
    """Files and folders that belong to no published version, and public names that lead nowhere."""
    is_linked = (processed / "current").is_symlink()
    names = {*public_names()} if is_linked else {CATALOG}
    mine = {".write.lock", ".run.lock", "current" if is_linked else "current.json", "versions"}
    mine |= {".gitignore", ".raw-files.aside", *names}
    for summary in store.versions(processed):
        version = processed / "versions" / f"{summary.number:06d}"
        files = [file.path for file in read_manifest(version).files]
        for name in ("manifest.json", "published", CATALOG, *files):
            path = (version / name).relative_to(processed)
            mine |= {path.as_posix(), *(parent.as_posix() for parent in path.parents)}
    there = {path.relative_to(processed).as_posix() for path in processed.rglob("*")}
    lost = [name for name in sorted(names) if not (processed / name).exists()]
    return sorted(there - mine) + [f"{name} is missing" for name in lost]


# ---- processes that are killed -----------------------------------------------------------------

_CHANGES = {"os.rename", "os.symlink", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.chmod"}


Patch = Callable[[object, str, object], None]
"""Replaces an attribute: ``setattr`` in a process of its own, else ``monkeypatch.setattr``."""
StandIn = Callable[[Patch], None]
"""Stands in for a file system of another sort: replaces what that one lacks by what refuses it.

Where one stands in, the tests read the dataset through the catalog alone. It is a function of a
module, so that a process can be started with it.
"""


def local(_: Patch) -> None:
    """The file system of this machine, as it is."""


def no_links(patch: Patch) -> None:
    """A file system that knows neither symbolic nor hard links."""
    patch(os, "symlink", _refuse_link)
    patch(os, "link", _refuse_link)


def _refuse_link(*_: object, **__: object) -> None:
    raise OSError("links are refused here")


def _commit_and_die(
    processed: Path,
    staged: list[Path],
    day: int,
    settings: StoreSettings,
    at: str,
    fatal: int,
    file_system: StandIn,
) -> None:
    file_system(setattr)
    passed = 0

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal passed
        if at == "step":
            is_moment = event == "broadsheet.commit"
        else:
            is_moment = event in _CHANGES or (event == "open" and _writes(arguments))
        if is_moment:
            passed += 1
        if is_moment and passed == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)
    commit(processed, staged, day=day, settings=settings)


def _writes(arguments: tuple[object, ...]) -> bool:
    _, _, flags = arguments
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def dies(
    processed: Path,
    staged: list[Path],
    *,
    day: int,
    settings: StoreSettings,
    at: str,
    fatal: int,
    file_system: StandIn = local,
) -> bool:
    """Commit in a process that kills itself at a moment; False when it came through before it.

    Args:
        at: "step": just after a step of the commit; "change": just before a change to the folder.
        fatal: at which of these moments, from 1.
        file_system: what it commits on.
    """
    code = exit_code(_commit_and_die, processed, staged, day, settings, at, fatal, file_system)
    assert code in (0, -signal.SIGKILL), f"the commit ended with {code}"
    return code != 0


def exit_code(target: Callable[..., None], *arguments: object) -> int | None:
    """Run a function in a process of its own; what it ended with."""
    process = APART.Process(target=target, args=arguments)
    process.start()
    process.join(120)
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"{target} hung")
    return process.exitcode


def commit_for_ever(processed: Path, scratch: Path, first: int, documents: int,
                    acknowledged: Connection) -> None:  # fmt: skip
    """Give every document the next revision, say so once it is committed, and again."""
    for revision in range(first, first + 1_000_000):
        docs = [document(number, revision) for number in range(documents)]
        commit(processed, [stage(scratch / f"{revision}", docs)], day=revision)
        acknowledged.send(revision)


def commit_some(processed: Path, scratch: Path, numbers: Iterable[int]) -> None:
    """Commit one document after the other."""
    for number in numbers:
        commit(processed, [stage(scratch / f"{number}", [document(number, 1)])])


# ---- readers -----------------------------------------------------------------------------------


def _frames(base: Path) -> duckdb.DuckDBPyConnection:
    """The five tables of one Polars query, for the same question."""
    lazy = [
        pl.scan_parquet(f"{base}/{table}/**/*.parquet", hive_partitioning=False) for table in TABLES
    ]
    connection = duckdb.connect()
    for table, frame in zip(TABLES, pl.collect_all(lazy), strict=True):
        connection.register(table, frame.to_arrow())
    return connection


def _catalog(processed: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach '{processed / CATALOG}' as published (read_only)")
    connection.execute("use published")
    return connection


def _globs(processed: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table in TABLES:
        pattern = f"{processed}/current/{table}/**/*.parquet"
        # a macro, because a view would list the files when it is made, not when it is read
        connection.execute(
            f"create macro {table}_now() as table"
            f" select * from read_parquet('{pattern}', hive_partitioning = false)"
        )
        connection.execute(f"create view {table} as select * from {table}_now()")
    return connection


READERS: Mapping[str, Callable[[Path], duckdb.DuckDBPyConnection]] = {
    "DuckDB, catalog attached per read": _catalog,
    "DuckDB, glob through `current`": _globs,
    "Polars, pinned real path": lambda processed: _frames((processed / "current").resolve()),
    "Polars, glob through `current`": lambda processed: _frames(processed / "current"),
}
"""Ways to read a dataset; one that globs may meet a file that is gone, and says so."""


@dataclass
class Reads:
    """What one reader saw."""

    reads: int = 0
    inconsistent: int = 0
    versions: set[int] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def gone(self) -> int:
        """Errors that say that a file is gone."""
        return sum(n for said, n in self.errors.items() if "no such file" in said.lower())

    @property
    def other_errors(self) -> dict[str, int]:
        """The other errors."""
        return {said: n for said, n in self.errors.items() if "no such file" not in said.lower()}


def read_until(processed: Path, name: str, documents: int, ready: Event, stop: Event,
               report: Connection) -> None:  # fmt: skip
    """Read again and again, then report what was seen."""
    seen = Reads()
    while not stop.is_set() or not seen.reads:
        try:
            with READERS[name](processed) as connection:
                connection.execute("set threads = 1")
                found, mixed, revisions = consistency(connection)
            seen.reads += 1
            if mixed or found != documents:
                seen.inconsistent += 1
            seen.versions.add(revisions)
        except Exception as error:
            seen.errors[str(error).splitlines()[0]] += 1
        ready.set()
    report.send(seen)


def readers_during_writes(
    folder: Path, *, documents: int, seconds: float, commits: int = 1
) -> tuple[int, dict[str, Reads]]:
    """Let every reader loop while this process commits; the commits made, and what each saw.

    Args:
        seconds, commits: the writer goes on until both are reached.
    """
    processed = folder / "processed"
    docs = [document(number, 0) for number in range(documents)]
    commit(processed, [stage(folder / "staged-0", docs)])
    stop = APART.Event()
    running = []
    for name in READERS:
        ready, (hears, tells) = APART.Event(), APART.Pipe(duplex=False)
        arguments = (processed, name, documents, ready, stop, tells)
        process = APART.Process(target=read_until, args=arguments)
        process.start()
        running.append((name, process, ready, hears))
    for *_, ready, _ in running:
        assert ready.wait(60)
    chosen, revision, begun = random.Random(1), 0, time.monotonic()
    try:
        while time.monotonic() < begun + seconds or revision < commits:
            revision += 1
            numbers = sorted(chosen.sample(range(documents), max(documents // 20, MONTHS)))
            docs = [document(number, revision) for number in numbers]
            commit(processed, [stage(folder / f"staged-{revision}", docs)])
    finally:
        stop.set()
    seen = {}
    for name, process, _, hears in running:
        assert hears.poll(60), f"{name} hung"
        seen[name] = hears.recv()
        process.join(10)
    return revision, seen


def mount_small(folder: Path, options: str) -> Callable[[], None]:
    """Mount a file system of its own on a folder; returns how to take it away again.

    Raises:
        OSError: this process may not mount.
    """
    import subprocess

    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise OSError(done.stderr.strip())

    def unmount() -> None:
        subprocess.run(["umount", str(folder)], check=True)

    return unmount


REFUSED = 3
"""How a process ends whose commit met a full disk."""


def commit_with_limit(processed: Path, staged: list[Path], largest: int) -> None:
    """Commit while no file may grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    try:
        commit(processed, staged)
    except (OSError, duckdb.Error, pl.exceptions.PolarsError):
        os._exit(REFUSED)
