"""File lists: what a list beside files states about them, such as where they were fetched.

A file called files.csv, files.tsv, files.txt or sitemap.xml names files in its folder and below.
A sheet has a column for the file, and others with our names or ones like them; a line of files.txt
is a path, an address and perhaps a day; an address of a sitemap names the file that a copy of the
site has for it, with the host's folder or without (its ``lastmod`` says nothing of publication).
What a list states wins over what a page says of itself. A file of such a name that is no list is
read as what it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from transforms.lexicon import read_lexicon
from transforms.text import Quarantined, decode, storable

NAMES = ("files.csv", "files.tsv", "files.txt", "sitemap.xml")
MOST_BYTES = 64 << 20
_FIELDS = ("url", "title", "outlet", "published_at", "byline", "language")
_LINE = re.compile(r"(?P<file>\S.*?)\s+(?P<url>https?://\S+)(?:\s+(?P<published_at>\S.*?))?\s*\Z")
_SEPARATORS = ",;\t|"
_IN_SITEMAP = {
    "loc": "url", "publication_date": "published_at", "title": "title", "name": "outlet",
    "language": "language",
}  # fmt: skip
_ENDINGS = ("", ".html", ".htm", "/index.html", "index.html")
"""What programs that copy sites put behind the path of an address."""


@dataclass(frozen=True, slots=True)
class FileList:
    """A list that was read.

    stated: fields by the path of a file, from the list's folder.
    named:  for each entry the paths that it may mean; only one of them need be there.
    """

    stated: Mapping[str, Mapping[str, str]]
    named: Sequence[Sequence[str]]
    is_sitemap: bool = False


def stated_in_lists(path: Path, raw: Path) -> Mapping[str, str]:
    """The fields that a list in the folder of a file, or in one above it, states of it."""
    for folder in path.parents:
        for name in NAMES:
            found = list_at(folder / name)
            stated = found.stated.get(path.relative_to(folder).as_posix()) if found else None
            if stated:
                return stated
        if folder == raw:
            break
    return {}


def list_at(path: Path) -> FileList | None:
    """The list at a path; None if there is no file, or if it is no list."""
    if path.name not in NAMES:
        return None
    try:
        status = path.stat()
        return _list(path, status.st_mtime_ns, status.st_size)
    except OSError:
        return None


def faults_of(found: FileList, is_there: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    """Code, entry and detail of what a list names and is not there.

    is_there: whether the folder of the list has a file of this path.

    A sitemap names pages that nobody kept, so it is one fault, if none is there.
    """
    missing = [paths for paths in found.named if not any(map(is_there, paths))]
    if found.is_sitemap:
        if len(missing) == len(found.named):
            detail = (
                f"none of its {len(missing):,} addresses has a file beside it; nothing is fetched"
                " here: put the pages into the folder of the sitemap, or take it out"
            )
            yield "sitemap_without_files", "sitemap", detail
        return
    for paths in missing:
        yield "listed_file_missing", paths[0], f"it names {paths[0]}, which is not in its folder"


def is_in(folder: Path, name: str) -> bool:
    """Whether a folder has a file of this path, which may not lead out of it."""
    parts = PurePosixPath(name).parts
    inside = bool(parts) and parts[0] != "/" and ".." not in parts
    try:
        return inside and (folder / name).is_file()
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=64)
def _list(path: Path, _changed: int, size: int) -> FileList | None:
    """The list, read again only when the file was changed."""
    if not 0 < size <= MOST_BYTES:
        return None
    return parsed_list(path.name, path.read_bytes())


def parsed_list(name: str, payload: bytes) -> FileList | None:
    """The list in the bytes of a file of this name; None if it is none."""
    suffix = PurePosixPath(name).suffix
    if suffix == ".xml":
        return _sitemap(payload)
    try:
        text = decode(payload).text.removeprefix("\ufeff")
    except Quarantined:
        return None
    rows = _lines(text) if suffix == ".txt" else _sheet(text)
    if not rows:
        return None
    stated = {_plain(row["file"]): _fields(row) for row in rows}
    return FileList(stated, [[name] for name in stated])


def _plain(name: str) -> str:
    """A path as the file system gives it: with forward slashes, without "./"."""
    return name.strip().replace("\\", "/").removeprefix("./")


def _fields(row: Mapping[str, str]) -> dict[str, str]:
    return {name: storable(row[name].strip()) for name in _FIELDS if row.get(name, "").strip()}


def _lines(text: str) -> list[Mapping[str, str]]:
    """The entries of a text, if all its lines are entries."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = [_LINE.fullmatch(line.strip()) for line in lines]
    return [
        {name: value or "" for name, value in match.groupdict().items()} for match in found if match
    ] if all(found) else []  # fmt: skip


def _sheet(text: str) -> list[Mapping[str, str]]:
    """The entries of a sheet, if it has a column for the file and none for a text."""
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    known = {row["surface"]: row["field"] for row in read_lexicon("column_names")}
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return []
    names = [known.get(re.sub(r"[\W_]+", "", name).casefold(), "") for name in rows[0]]
    if "file" not in names or {"text", "html"} & {*names}:
        return []
    made = [dict(zip(reversed(names), reversed(row), strict=False)) for row in _whole(rows, names)]
    return [row for row in made if row["file"].strip()]


def _whole(rows: Sequence[Sequence[str]], names: Sequence[str]) -> Iterator[Sequence[str]]:
    """The rows below the first, each with a cell for every column."""
    for row in rows[1:]:
        yield [*row, *[""] * (len(names) - len(row))][: len(names)]


def _sitemap(payload: bytes) -> FileList | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(payload, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if _name(root) not in ("urlset", "sitemapindex"):
        return None
    stated: dict[str, Mapping[str, str]] = {}
    named = []
    for entry in root:
        said: dict[str, str] = {}
        for one in entry.iter():
            if field := _IN_SITEMAP.get(_name(one)):
                said.setdefault(field, one.text or "")  # pictures have addresses too, further down
        paths = list(_paths(said.get("url", "").strip()))
        if paths:
            named.append(paths)
            fields = _fields(said)
            for path in paths:
                stated.setdefault(path, fields)
    return FileList(stated, named, is_sitemap=True)


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _paths(url: str) -> Iterator[str]:
    """The files that a copy of a site may have for an address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    path = unquote(parts.path).strip("/")
    for start in (path, f"{parts.netloc}/{path}" if parts.netloc else path):
        for ending in _ENDINGS:
            if name := f"{start}{ending}".strip("/"):
                yield name
