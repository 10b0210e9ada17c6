"""Catalog: the DuckDB file of a version, with its tables as views, its macros and its checks.

The file holds no rows of the dataset: its views name the exact Parquet files of one version, so
that whoever opened the file keeps reading that version. The file is written in the storage format
that DuckDB 1.x and 2.x both read, opens from any working folder, and finds its files also where the
dataset was moved to (``whereabouts``).

To open it needs DuckDB alone. What declares and checks tables brings Polars and Arrow, so it is
imported where a catalog is made or checked: a question waits for neither.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from flows.catalog.sql_files import SQL_FOLDER, SqlFile, in_dependency_order, literal, read_folder
from flows.catalog.whereabouts import create_macro, expression, finds_its_files, meaning_of
from flows.errors import UserError
from flows.store import CATALOG, NoDataset, NoSuchVersion, current_version, folder_of, sync

if TYPE_CHECKING:
    from flows.catalog.checks import Fault
    from transforms.tables import Column, Table

_LEXICONS = {
    "clause_words": "sense", "source_words": "sense", "role_nouns": "class", "person_nouns": None,
    "function_words": None, "pronouns": None, "pronoun_forms": None,
}  # fmt: skip
"""Lexicons that SQL reads, each with the column that says what its words stand for, if any."""
_STORAGE = "v1.0.0"
"""The oldest format there is. DuckDB 1.x, which most BI tools embed, refuses the format of 2."""
_ALIAS = "broadsheet"
_WORDS_GRAIN = "one row per word of a lexicon that the views use"
_WORDS_MEANINGS = {
    "lexicon": "name of the lexicon",
    "surface": "the word in lower case",
    "sense": "what the word stands for; empty for words that say nothing about the topic",
}

_BODY = """
    array_to_string([
        substring(text, zone.start_char + 1, zone.end_char - zone.start_char)
        for zone in zones
        if zone.kind = 'body'
    ], chr(10))
"""
_OUTLET = """
    (select articles.outlet from articles where articles.article_id = stored.article_id)
"""
_DERIVED = {
    "body": _BODY,
    "outlet": _OUTLET,
    "month_start": "try_cast(month || '-01' as date)",
    "canonical_name": "speaker_name",
    "segment_count": "len(segments)::integer",
}
"""SQL of the columns that views add; a part of a quote has columns by its number."""
_SEGMENT = re.compile(r"segment_(\d+)_(start_char|end_char)")
_READ_AT_ONCE = 64 << 20
"""Bytes of Parquet files whose rows are checked in memory, where they take several times that."""
_DEFECTS = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)
"""Errors of DuckDB that say that SQL of ours is wrong, and nothing about files."""


class CatalogError(UserError):
    """A catalog cannot be built or opened; the message says which and why."""


def build_catalog(version: Path) -> Path:
    """Write the catalog of a version folder, durably and read-only; returns its path.

    The file appears complete or not at all; one that is there already is replaced.

    Raises:
        CatalogError: a table has no file, or a file cannot be read.
        OSError, duckdb.IOException: the catalog cannot be written.
        duckdb.Error: a view or macro of ``sql/`` is wrong.
    """
    path = version.resolve() / CATALOG
    unfinished = path.with_name(f".{CATALOG}.new")
    unfinished.unlink(missing_ok=True)
    try:
        with interruptible(), duckdb.connect() as connection:
            connection.execute(
                f"attach {literal(str(unfinished))} as {_ALIAS} (storage_version '{_STORAGE}')"
            )
            connection.execute(f"use {_ALIAS}")
            _fill(connection, version.resolve())
            connection.execute("use memory")
            connection.execute(f"detach {_ALIAS}")
        # whoever opened the file for writing, by accident, would lock every dashboard out
        unfinished.chmod(0o444)
        sync(unfinished)
        unfinished.replace(path)
    except _DEFECTS:
        raise
    except duckdb.Error as error:
        raise CatalogError(f"cannot make the catalog of {version}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    sync(path.parent)
    return path


def open_version(version: Path) -> duckdb.DuckDBPyConnection:
    """A connection on the tables and views of a version's folder; instants are shown in UTC.

    The connection is read-only on the version's catalog. Where a release before 0.5 made it and
    the dataset was moved since, a catalog in memory takes the place of the file.

    Raises:
        CatalogError: the catalog cannot be opened.
    """
    path = version.resolve() / CATALOG
    try:
        connection = duckdb.connect(path, read_only=True)
        if not finds_its_files(connection, version.resolve()):
            connection.close()
            connection = duckdb.connect()
            _fill(connection, version.resolve())
        connection.execute("set timezone = 'UTC'")
    except duckdb.Error as error:
        raise CatalogError(f"cannot open {path}: {error}") from error
    return connection


def open(processed: Path | str, version: int | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection on a version, by default the current one.

    The connection keeps its version while later ones are published; close it, or use it in a
    ``with`` statement. Instants are shown in UTC.

    processed: the folder of the dataset.
    version:   number of an earlier version that is still there; ``versions`` of the store has them.

    Raises:
        NoDataset, NoSuchVersion: nothing was published in the folder yet, or not this one.
        CatalogError: its catalog cannot be opened.
    """
    return open_version(folder(processed, version))


def folder(processed: Path | str, version: int | None = None) -> Path:
    """The folder of a version, by default the current one: for whoever reads Parquet files.

    What it holds never changes, and it stays as long as the setting ``keep_days`` says after
    another version took its place; a path through ``current`` may change between two reads.

    Raises:
        NoDataset, NoSuchVersion: nothing was published in the folder yet, or not this one.
    """
    processed = Path(processed)
    if version is None:
        current = current_version(processed)
        if current is None:
            raise NoDataset(processed)
        return current
    from flows.store import versions

    numbers = [published.number for published in versions(processed)]
    if version not in numbers:
        raise NoSuchVersion(processed, f"version {version}", numbers)
    return folder_of(processed, version).resolve()


@contextmanager
def connected(
    where: Path | str | duckdb.DuckDBPyConnection,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection given, or one on a dataset's current version that ends with the context.

    Raises:
        CatalogError: a file is gone or damaged; the message says what to do.
    """
    try:
        if isinstance(where, duckdb.DuckDBPyConnection):
            yield where
        else:
            with open(where) as connection:
                yield connection
    except _DEFECTS:
        raise
    except duckdb.Error as error:
        raise CatalogError(meaning_of(error)) from error


def run_checks(
    version: Path,
    sql_folder: Path = SQL_FOLDER / "checks",
    *,
    changed: Collection[str] | None = None,
) -> list[Fault]:
    """Check every promise of a version; no faults means that all are kept.

    changed: paths, below the version's folder, of the files of months in which a file is not that
             of a version which kept the same promises (``store.changed_files``): what the rows of
             one document decide is looked up in them alone. None looks at all files.

    Raises:
        CatalogError: the version has no catalog that can be opened.
        duckdb.Error: a check of the folder is not valid SQL for these tables.
    """
    from flows.catalog.checks import checks_of, find_faults

    checks = checks_of(sql_folder)
    inside = [check for check in checks if check.reach == "document"]
    with interruptible(), open_version(version) as connection:
        faults = find_faults(connection, [check for check in checks if check not in inside])
    if changed is None or changed:
        with interruptible(), _tables_of(version.resolve(), changed) as tables:
            faults += find_faults(tables, inside)
    return faults


def promises(sql_folder: Path = SQL_FOLDER / "checks") -> str:
    """A fingerprint of what ``run_checks`` checks: 16 hex digits."""
    from flows.catalog.checks import checks_of, fingerprint_of

    return fingerprint_of(checks_of(sql_folder))


@contextmanager
def _tables_of(version: Path, paths: Collection[str] | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that has the stored tables, with the rows of these files of a version, or all.

    Few rows are read into memory, because a query over files spends most of its time on their
    places and formats; many stay in the files.
    """
    from transforms.tables import TABLES

    there = {table: _files_of(version, table) for table in TABLES}
    own = {
        table: [path for path in files if paths is None or path in paths]
        for table, files in there.items()
    }
    size = sum((version / path).stat().st_size for files in own.values() for path in files)
    kind = "table" if size <= _READ_AT_ONCE else "view"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        create_macro(connection, version)
        for table, files in own.items():
            columns = f"{_columns_of_table(table)}, month"
            rows = f"select {columns} from {read(files or there[table][:1])}"
            limit = "" if files else " limit 0"
            connection.execute(f"create {kind} {table.name} as {rows}{limit}")
        yield connection


@contextmanager
def interruptible() -> Iterator[None]:
    """Give an interrupt its own name, which DuckDB takes from it in the middle of a query."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise


def _fill(connection: duckdb.DuckDBPyConnection, version: Path) -> None:
    """Create every view and macro in the connection's current database.

    DuckDB binds a view when it is created, with all that it reads down to the files. So views are
    created over empty tables, whose places the views of the files then take: a tenth of the time.
    """
    from transforms.tables import EVERY

    create_macro(connection, version)
    connection.execute("begin")
    meanings: dict[str, dict[str, str]] = {}
    for table in EVERY:
        rows = rows_of(table, read(_files_of(version, table)[:1]))
        connection.execute(f"create table {table.name} as {rows} limit 0")
        meanings[table.name] = _meanings_of_table(table)
    create_lexicon_words(connection)
    for macro in in_dependency_order(read_folder(SQL_FOLDER / "macros")):
        connection.execute(macro.text)
    views = in_dependency_order(read_folder(SQL_FOLDER / "views"))
    for view in views:
        connection.execute(f"create view {view.name} as\n{view.text}")
        meanings[view.name] = _meanings_of(view, meanings, _columns_of(connection, view.name))
    for table in EVERY:
        connection.execute(f"drop table {table.name}")
    for table in EVERY:
        rows = rows_of(table, read(_files_of(version, table)))
        connection.execute(f"create view {table.name} as {rows}")
    grains = {one.name: one.grain for one in EVERY} | {one.name: one.grain for one in views}
    for name, grain in grains.items():
        _comment(connection, name, grain, meanings[name])
    connection.execute("commit")


def rows_of(table: Table, source: str) -> str:
    """SQL of a table's rows with the columns that views add.

    source: SQL of the stored rows with their month, under the name ``stored``.
    """
    from transforms.tables import VIEW_COLUMNS

    columns = [_columns_of_table(table)]
    columns += [
        f'{_derived(column.name)} as "{column.name}"' for column in VIEW_COLUMNS[table.name]
    ]
    return f"select {', '.join(columns)} from {source}"


def _meanings_of_table(table: Table) -> dict[str, str]:
    from transforms.tables import VIEW_COLUMNS

    return {
        column.name: column.doc + (f" [{column.unit}]" if column.unit else "")
        for column in (*table.columns, *VIEW_COLUMNS[table.name])
    }


def _files_of(version: Path, table: Table) -> list[str]:
    """The paths of a table's files, below the version's folder."""
    files = sorted((version / table.name).glob("month=*/*.parquet"))
    if not files:
        raise CatalogError(f"{version / table.name} has no Parquet file")
    return [path.relative_to(version).as_posix() for path in files]


def read(paths: Iterable[str]) -> str:
    """SQL for the rows of these files of the version, with their month."""
    return (
        f"read_parquet({expression(paths)}, hive_partitioning = true,"
        " hive_types = {'month': varchar}) as stored"
    )


def _columns_of_table(table: Table) -> str:
    """SQL of the columns that a table stores."""
    return ", ".join(map(_stored, table.columns))


def _stored(column: Column) -> str:
    """SQL of a stored column; an instant becomes a timestamp in UTC.

    DuckDB 1 hands an instant to Python only where pytz is installed, and each session would show it
    in a time zone of its own.
    """
    import polars as pl

    if isinstance(column.dtype, pl.Datetime):
        return f'make_timestamp(epoch_us("{column.name}")) as "{column.name}"'
    return f'"{column.name}"'


def _derived(name: str) -> str:
    segment = _SEGMENT.fullmatch(name)
    return f"segments[{segment[1]}].{segment[2]}" if segment else _DERIVED.get(name, name)


def create_lexicon_words(connection: duckdb.DuckDBPyConnection) -> None:
    """The words of English that macros and views use, so that no SQL has to list any."""
    from transforms.lexicon import read_lexicon

    connection.execute(
        "create table lexicon_words"
        " (lexicon varchar not null, surface varchar not null, sense varchar not null)"
    )
    words = [
        (lexicon, row["surface"], row[column] if column else "")
        for lexicon, column in _LEXICONS.items()
        for row in read_lexicon(lexicon)
    ]
    # one statement: DuckDB plans and logs each row of an executemany, which takes seconds
    connection.execute(
        "insert into lexicon_words select unnest(?::varchar[]), unnest(?::varchar[]),"
        " unnest(?::varchar[])",
        [list(column) for column in zip(*words, strict=True)],
    )
    _comment(connection, "lexicon_words", _WORDS_GRAIN, _WORDS_MEANINGS, kind="table")


def _meanings_of(
    view: SqlFile, meanings: dict[str, dict[str, str]], columns: list[str]
) -> dict[str, str]:
    """What a view's header says of a column, else what the first table it reads says."""
    inherited: dict[str, str] = {}
    for name in reversed(view.reads):
        inherited |= meanings.get(name, {})
    known = inherited | view.columns
    return {column: known[column] for column in columns if column in known}


def _columns_of(connection: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    return [row[0] for row in connection.execute(f"describe {view}").fetchall()]


def _comment(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    grain: str,
    meanings: dict[str, str],
    *,
    kind: str = "view",
) -> None:
    said = [f"comment on {kind} {view} is {literal(grain)}"]
    said += [
        f'comment on column {view}."{column}" is {literal(meaning)}'
        for column, meaning in meanings.items()
    ]
    connection.execute("; ".join(said))
