"""Place: an empty folder for one's own news, apart from the sample."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from flows.errors import UsageError

_SETTINGS = """\
# A place for news, made by `broadsheet init`. Run `broadsheet run` in this folder.
# `broadsheet config` lists every setting, its value and where that comes from.
[tool.broadsheet]
raw = "raw"              # put files here, in a folder per outlet
processed = "processed"  # the dataset; only Broadsheet writes it, and Git ignores it
curation = "curation"    # what people decide about entities

# What records of JSON lines, CSV, TSV and Parquet call the fields of an article:
# [tool.broadsheet.columns]
# text = "content"
#
# The same for the files of one folder of raw/:
# [tool.broadsheet.columns.gazette]
# text = "story"
"""


class PlaceTaken(UsageError):
    """The folder has settings already, or is none; the message says what to do."""


def make_place(folder: Path) -> Iterator[str]:
    """Make raw/, curation/ and pyproject.toml; what else lies in the folder stays.

    Yields:
        What was done, and what to do next; a sentence each.

    Raises:
        PlaceTaken: there is a pyproject.toml, whose settings would be lost; or a file stands where
            the folder must be.
        OSError: the folder cannot be written.
    """
    for path in (folder, *folder.parents):
        if path.is_file():
            raise PlaceTaken(f"{path} is a file, and a folder is needed: name another")
    settings = folder / "pyproject.toml"
    if settings.exists():
        raise PlaceTaken(
            f"{settings} is there already: name another folder, or write [tool.broadsheet] into it"
        )
    for name in ("raw", "curation"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    is_here = folder.resolve() == Path.cwd()
    yield f"made raw/, curation/ and pyproject.toml in {folder.resolve()}"
    go = "" if is_here else f"`cd {shlex.quote(str(folder))}`, "
    yield f"next: {go}put files into raw/, a folder per outlet, and run `broadsheet run`"
