"""ZIP lists: what the lists of files in an archive state about the other files in it.

They are those of ``file_lists``, and the nearest counts here too. A list is no document.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from flows.sources.file_lists import MOST_BYTES, NAMES, FileList, faults_of, parsed_list
from flows.sources.zip_folders import Member, open_member

_SPOILED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def lists_among(archive: zipfile.ZipFile, members: Iterable[Member]) -> Mapping[str, FileList]:
    """The lists of an archive by their paths in it; one that cannot be unpacked is none.

    It is then read as what it is, and has the issue of a damaged file.
    """
    found: dict[str, FileList] = {}
    for member in members:
        is_one = PurePosixPath(member.name).name in NAMES
        if not is_one or member.is_locked or not 0 < member.info.file_size <= MOST_BYTES:
            continue
        try:
            with open_member(archive, member) as stream:
                payload = stream.read(MOST_BYTES + 1)
        except _SPOILED:
            continue
        listed = parsed_list(member.name, payload)
        if listed is not None and len(payload) <= MOST_BYTES:
            found.setdefault(member.name, listed)
    return found


def stated_inside(lists: Mapping[str, FileList], name: str) -> Mapping[str, str]:
    """The fields that a list in the folder of a file in an archive, or above it, states of it."""
    path = PurePosixPath(name)
    for folder in path.parents if lists else ():
        for one in NAMES:
            listed = lists.get((folder / one).as_posix())
            stated = listed.stated.get(path.relative_to(folder).as_posix()) if listed else None
            if stated:
                return stated
    return {}


def faults_inside(
    listed: FileList, name: str, names: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """Code, entry and detail of what a list in an archive names and the archive does not have.

    name:  of the list.
    names: of all files in the archive.
    """
    folder = PurePosixPath(name).parent
    yield from faults_of(listed, lambda one: (folder / one).as_posix() in names)
