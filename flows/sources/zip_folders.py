"""ZIP folders: archives of pages, and books (EPUB), as the files that are in them.

An archive is read like a folder: each file in it has its path behind that of the archive, as in
"march.zip/herald/a.html". Nothing is unpacked to disk, so a path that is absolute or climbs with
".." names no file of the machine; such parts are left out of it. Of a book the chapters are read,
in the order in which they are meant to be read, with the author, day and language of the book.
"""

from __future__ import annotations

import logging
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote

from lxml import etree

from transforms.text import storable

logger = logging.getLogger(__name__)

MOST_FILES = 100_000
_MOST_PART = 8 << 20  # bytes of the lists that a book begins with
_LOCKED = 1  # the flag of a file with a password
_PAGES = ("application/xhtml+xml", "text/html")
_CONTAINER = "META-INF/container.xml"
_STATED = {"language": "language", "date": "published_at", "creator": "byline"}
"""Elements of a book's description and the fields that they state; the first of each counts."""


class ArchiveBroken(Exception):
    """The archive cannot be read. code: that of the issue; the message says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    name:   its path in the archive, safe to stand behind that of the archive.
    stated: fields of ``RECORD_FIELDS`` that the archive states about it.
    form:   the suffix of the form in which it is read.
    """

    name: str
    info: zipfile.ZipInfo
    stated: Mapping[str, str] = field(default_factory=dict)
    form: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether it has a password."""
        return bool(self.info.flag_bits & _LOCKED)


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive at a path.

    Raises:
        ArchiveBroken: it is no ZIP archive, or its files lie over each other, as in a bomb.
    """
    size = path.stat().st_size
    if not size:
        raise ArchiveBroken("empty", "the file is empty")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ArchiveBroken(
            "damaged_file", f"it cannot be read as a ZIP archive: {error}"
        ) from error
    packed = sum(info.compress_size for info in archive.infolist())
    if packed > size:
        archive.close()
        detail = f"its files state {packed:,} packed bytes and it has {size:,}: they overlap"
        raise ArchiveBroken("damaged_file", detail)
    return archive


def members_of(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The files of an archive in its order; hidden ones are ignored, as in a folder."""
    for info in archive.infolist():
        name = _safe(info.filename)
        if name and not info.is_dir() and not any(p.startswith(".") for p in name.split("/")):
            yield Member(name, info, form=posixpath.splitext(name)[1].lower())


def chapters_of(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The chapters of a book in reading order.

    Raises:
        ArchiveBroken: the book has no list of chapters.
    """
    files = {info.filename: info for info in archive.infolist()}
    container = _tree(archive, files, _CONTAINER)
    place = next((one.get("full-path", "") for one in container.iter("{*}rootfile")), "")
    book = _tree(archive, files, place)
    stated: dict[str, str] = {}
    for element in book.iter("{http://purl.org/dc/elements/1.1/}*"):
        name = _STATED.get(etree.QName(element).localname)
        value = storable((element.text or "").strip()[:500])
        is_program = name == "byline" and " " not in value  # "calibre" makes books of newspapers
        if name and value and not is_program:
            stated.setdefault(name, value.split("-")[0] if name == "language" else value)
    items = {one.get("id"): one for one in book.iter("{*}item")}
    order = [items[ref] for ref in _spine(book) if ref in items]
    folder = posixpath.dirname(place)
    for item in order:
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        is_page = (
            item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split()
        )
        if name in files and is_page:
            yield Member(_safe(name), files[name], stated, ".html")


def _spine(book: Any) -> Iterator[str]:
    """The chapters' ids, without those that are read on demand alone."""
    for ref in book.iter("{*}itemref"):
        if ref.get("linear") != "no":
            yield ref.get("idref", "")


def _tree(archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo], name: str) -> Any:
    info = files.get(name)
    if info is None or info.file_size > _MOST_PART:
        raise ArchiveBroken(
            "damaged_file", f"it is no EPUB book: there is no {name or 'book'} in it"
        )
    if info.flag_bits & _LOCKED:
        raise ArchiveBroken("encrypted_file", "it has a password; save it without one")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(info), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ArchiveBroken("damaged_file", f"its part {name} cannot be read: {error}") from error


def open_member(archive: zipfile.ZipFile, member: Member) -> BinaryIO:
    """The bytes of a file in an archive, unpacked as they are read."""
    return cast(BinaryIO, archive.open(member.info))


def _safe(name: str) -> str:
    """A path without parts that lead out of the archive.

    >>> _safe("/etc/passwd"), _safe("..\\\\..\\\\a.html"), _safe("C:/x/./b.txt")
    ('etc/passwd', 'a.html', 'x/b.txt')
    """
    parts = storable(name).replace("\\", "/").split("/")
    return "/".join(p for p in parts if p not in ("", ".", "..") and not p.endswith(":"))
