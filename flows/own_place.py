"""Place: an empty folder for one's own news, apart from the sample."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from flows.errors import UsageError
from flows.runs import previews
from flows.settings import load_settings
from flows.sources import guess_mapping, raw_files

_SETTINGS = """\
# A place for news, made by `broadsheet init`. Run `broadsheet run` in this folder.
# `broadsheet config` lists every setting, its value and where that comes from.
[tool.broadsheet]
raw = "raw"              # put files here, in a folder per outlet
processed = "processed"  # the dataset; only Broadsheet writes it, and Git ignores it
curation = "curation"    # what people decide about entities

"""
_SHOWN = 3
"""Articles that are shown as a run would read them."""


class PlaceTaken(UsageError):
    """The folder has settings already, or is none; the message says what to do."""


def make_place(folder: Path) -> Iterator[str]:
    """Make raw/, curation/ and pyproject.toml; what else lies in the folder stays.

    If there are files in raw/ already, the settings say what their columns seem to hold, and the
    first articles are shown as a run would read them.

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
    guessed = guess_mapping(folder / "raw")
    written = _SETTINGS + guessed.as_settings()
    settings.write_text(written, encoding="utf-8")
    is_here = folder.resolve() == Path.cwd()
    yield f"made raw/, curation/ and pyproject.toml in {folder.resolve()}"
    yield from guessed.sentences()
    go = "" if is_here else f"`cd {shlex.quote(str(folder))}`, "
    if any(raw_files(folder / "raw")):
        yield from _as_read(folder)
        yield f"next: {go}mend pyproject.toml where that is wrong, and run `broadsheet run`"
    else:
        yield f"next: {go}put files into raw/, a folder per outlet, and run `broadsheet run`"


def _as_read(folder: Path) -> Iterator[str]:
    """The first articles as a run would read them."""
    for shown in previews(load_settings(environ={}, folder=folder), _SHOWN):
        yield f"{shown.source_path}:"
        if shown.problem:
            yield f"    cannot be read: {shown.problem}"
            continue
        for name in ("headline", "date", "byline"):
            yield f"    {name + ':':<9} {getattr(shown, name) or 'not found'}"
        yield f"    {shown.start or 'no paragraph of a story was found'}"
