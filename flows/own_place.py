"""Place: an empty folder for one's own news, apart from the sample."""

from __future__ import annotations

from pathlib import Path

from flows.errors import UsageError

_SETTINGS = """\
# A place for news, made by `broadsheet init`. Run `broadsheet run` in this folder.
# `broadsheet config` lists every setting, its value and where that comes from.
[tool.broadsheet]
raw = "raw"              # put files here, in a folder per outlet
processed = "processed"  # the dataset; only Broadsheet writes it
curation = "curation"    # what people decide about entities

# What records of JSON lines, CSV, TSV and Parquet call the fields of an article:
# [tool.broadsheet.columns]
# text = "content"
#
# The same for the files of one folder of raw/:
# [tool.broadsheet.columns.gazette]
# text = "story"
"""
_IGNORED = "/processed/\n"


class PlaceTaken(UsageError):
    """The folder has settings already; the message says what to do."""


def make_place(folder: Path) -> None:
    """Make raw/, curation/, pyproject.toml and .gitignore; what else lies in the folder stays.

    Raises:
        PlaceTaken: there is a pyproject.toml, whose settings would be lost.
        OSError: the folder cannot be written.
    """
    settings, ignored = folder / "pyproject.toml", folder / ".gitignore"
    if settings.exists():
        raise PlaceTaken(
            f"{settings} is there already: name another folder, or write [tool.broadsheet] into it"
        )
    for name in ("raw", "curation"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    if not ignored.exists():
        ignored.write_text(_IGNORED, encoding="utf-8")
