"""Whereabouts: how the views of a catalog find their files, also after the dataset was moved.

DuckDB resolves a relative path in a view against the reader's working folder, so views need whole
paths. What a view can ask is where DuckDB puts its temporary files: beside the database that was
opened, under its name. From that the macro below finds the version's folder. A reader who attaches
the catalog to another database gets the folder where the catalog was made, or the one that the
variable ``broadsheet_folder`` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import duckdb

from flows.catalog.sql_files import literal
from flows.store import CATALOG

MACRO = "version_folder"
_GLOB = re.compile(r"[*?\[]")
_VERSION = re.compile(r"(?P<folder>/[^\"\n]*?/versions/(?P<number>[0-9]{6,}))/")
_QUOTED = re.compile(r"\b(?:file|pattern|directory|extension|URL) ([\"'])(?P<path>.+?)\1")
"""How DuckDB names the file that an error is about."""
_BESIDE = f"{CATALOG}.tmp"
"""What DuckDB calls the folder of its temporary files, beside the file that was opened."""
_OPENED = (
    "left(current_setting('temp_directory'),"
    f" length(current_setting('temp_directory')) - {len(_BESIDE)})"
)
"""The folder of the opened file with its last slash; DuckDB before 1.5 follows no links there."""


def create_macro(connection: duckdb.DuckDBPyConnection, version: Path) -> None:
    """Create ``version_folder()``: the folder of the version that the catalog shows, as a glob."""
    name, made_in = literal(f"{version.name}/"), literal(f"{pattern(str(version))}/")
    inside = literal(f"versions/{version.name}/")
    connection.execute(rf"""
        create macro {MACRO}() as coalesce(getvariable('broadsheet_folder') || '/', case
            when not regexp_matches(current_setting('temp_directory'), '(^|/){_BESIDE}$')
                then {made_in}
            else regexp_replace(case
                when {_OPENED} = {name} or ends_with({_OPENED}, '/' || {name}) then {_OPENED}
                when regexp_matches({_OPENED}, '(^|/)[0-9]{{6,}}/$') then null
                else regexp_replace({_OPENED}, '(^|/)current/$', '\1') || {inside}
            end, '([*?[])', '[\1]', 'g')
        end, {made_in})
    """)


def expression(paths: Iterable[str]) -> str:
    """SQL for a list of files of the version, by their paths below the version's folder.

    The macro stands once, not with each file: to bind it takes as long as to open one.
    """
    listed = literal("|".join(f"<{pattern(path)}" for path in paths))
    return f"string_split(replace({listed}, '<', {MACRO}()), '|')"


def finds_its_files(connection: duckdb.DuckDBPyConnection, version: Path) -> bool:
    """Whether an opened catalog shows the files in this folder.

    Catalogs of releases before 0.5 name whole paths, and find them only where they were made.
    """
    beginning = literal(pattern(f"{version}/"))[:-1]
    [[found]] = connection.execute(
        "select count(*) from duckdb_views() where view_name = 'articles'"
        " and (contains(sql, ?) or contains(sql, ?))",
        [beginning, f"{MACRO}()"],
    ).fetchall()
    return bool(found)


def pattern(path: str) -> str:
    """The path as a glob that matches only itself.

    >>> pattern("news [old]/a.parquet")
    'news [[]old]/a.parquet'
    """
    return _GLOB.sub(lambda found: f"[{found[0]}]", path)


def meaning_of(error: duckdb.Error) -> str:
    """The message of an error, and what it means if a file is gone or damaged.

    >>> meaning_of(duckdb.IOException('No files found: "/x/versions/000003/quotes/a.parquet"'))
    'version 3 is gone from /x/versions: newer ones took its place, so open the dataset again'
    """
    said = str(error)
    if (found := _VERSION.search(said)) and not Path(found["folder"]).exists():
        number, folder = int(found["number"]), Path(found["folder"]).parent
        return (
            f"version {number} is gone from {folder}: newer ones took its place,"
            " so open the dataset again"
        )
    # errors of a class that has no name of its own are those of DuckDB's Parquet reader
    is_of_a_file = type(error) in (duckdb.Error, duckdb.IOException) or "parquet" in said.lower()
    if is_of_a_file and not _names_a_file_of_others(said):
        return f"{said}; `broadsheet check` says whether a file of the dataset is damaged"
    return said


def _names_a_file_of_others(said: str) -> bool:
    """Whether an error names a file that the query brought in, and no file of a version.

    >>> _names_a_file_of_others('No files found that match the pattern "my.csv"')
    True
    """
    named = [found["path"] for found in _QUOTED.finditer(said)]
    return bool(named) and not any("/versions/" in path for path in named)
