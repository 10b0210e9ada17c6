"""Paper: a text that was written to be printed (DOCX, ODT, PDF), as text with known zones.

Pure. A reader of such a file gives its blocks in reading order and what its structure says of each;
here they become one text with an empty line between two blocks. What the file's properties state
(title, author, dates) is weaker than what stands in the text: properties are filled in by programs
and survive in copies. A text whose structure shows no headline has no zones, and is then read like
a plain-text page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Literal, TypeAlias

from transforms.lexicon import words_in_role
from transforms.page.boilerplate import boilerplate_of
from transforms.page.bylines import names_stated, read_bare_byline, read_byline
from transforms.page.lines import Line, read_lines
from transforms.page.markup import MarkedUp, PageOfFile, StatedDate
from transforms.page.publication_lines import is_date_line
from transforms.text import Issue, Quarantined, Span, Zone, ZoneKind, identify_language, storable

Role: TypeAlias = Literal[
    "title", "subtitle", "heading", "paragraph", "table", "caption", "note", "furniture"
]

_TOP = 8  # blocks among which the one that the properties call the title may stand
_LONGEST_HEADLINE = 30  # words; the longest headline of the 22 plain-text pages has 21
_LONGEST_SUBHEADING = 15  # words of a short line in bold type
_LONGEST_CELL = 60  # words
_APART = 31  # days between creation and last change, from which on the file is an old one reused
_WORD = re.compile(r"\w+")
_FILE_NAME = re.compile(r"\S+\.[a-z]{2,4}\d?\Z", re.IGNORECASE)
_MADE_BY = re.compile(r"[\w ]{3,30} - (?=\S)")  # "Microsoft Word - draft.doc"
_GENERIC = words_in_role("file_properties", "title")
_NOBODY = words_in_role("file_properties", "author")


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A paragraph, heading, table or note.

    role:      what the file's structure says that it is.
    is_strong: whether all of it is in bold type.
    size:      of its letters in points; 0 if the file does not say it.
    page:      on which it begins, from 1; 0 in a file without pages.
    """

    text: str
    role: Role = "paragraph"
    is_strong: bool = False
    size: float = 0.0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file states about itself. created, changed: ISO 8601, as precise as stated."""

    title: str = ""
    author: str = ""
    created: str = ""
    changed: str = ""
    language: str = ""


def read_paper(
    blocks: Sequence[PaperBlock], properties: Properties, issues: Sequence[Issue] = ()
) -> MarkedUp:
    """Put the blocks of a file together.

    Raises:
        Quarantined: ``empty``, if no block holds a word.
    """
    blocks = [block for block in blocks if _WORD.search(block.text)]
    if not blocks:
        raise Quarantined(Issue("document", "error", "empty", "the file holds no text"))
    lines = [_first_line(block.text) for block in blocks]
    headline = _headline(blocks, lines, properties)
    parts = [storable(block.text.strip()) for block in blocks]
    zones: tuple[Zone, ...] = ()
    if headline is not None:
        zones = tuple(_zones(parts, list(_kinds(blocks, lines, headline))))
    text = "\n\n".join(parts)
    written = any(zone.kind == "byline" for zone in zones)
    return MarkedUp(
        text=text,
        zones=zones,
        title=title_stated(properties.title),
        byline=() if written else author_stated(properties.author),
        language=identify_language(text) or _language(properties.language),
        dates=tuple(_dates(properties)),
        pages=tuple(_pages(blocks, parts)),
        issues=tuple(issues),
    )


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds data: two columns at least, and no cell that is as long as a story.

    Others are there for the layout, as a letter whose parts stand in cells.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    longest = max((len(cell.split()) for row in filled for cell in row), default=0)
    return longest <= _LONGEST_CELL and sum(len(row) > 1 for row in filled) * 2 >= len(filled)


def title_stated(title: str) -> str | None:
    """The title in a file's properties; None if it is that of a program or a template.

    >>> title_stated("Microsoft Word - draft_3.doc"), title_stated("Pumps to be replaced")
    (None, 'Pumps to be replaced')
    """
    title = storable(" ".join(title.split()))[:500]
    stem = _MADE_BY.sub("", title, count=1)
    is_name = _FILE_NAME.search(stem) is not None or "_" in stem
    return (
        None
        if not title or is_name or title.casefold().strip(" .0123456789") in _GENERIC
        else title
    )


def author_stated(author: str) -> tuple[str, ...]:
    """The persons in a file's properties, where they have two names and are no user of a program.

    >>> author_stated("Ada Brunn"), author_stated("Microsoft Office User"), author_stated("abrunn")
    (('Ada Brunn',), (), ())
    """
    names = (name for part in author[:500].split(";") for name in names_stated(storable(part)))
    return tuple(
        dict.fromkeys(
            name
            for name in names
            if len(name.split()) > 1 and name.casefold() not in _NOBODY and not name.isupper()
        )
    )


def _first_line(text: str) -> Line | None:
    lines = read_lines(text)
    return lines[0] if len(lines) == 1 else None


def _headline(
    blocks: Sequence[PaperBlock], lines: Sequence[Line | None], properties: Properties
) -> int | None:
    """The block with the role of a title, or that the properties name, or that stands out."""
    may_be = [
        index
        for index, (block, line) in enumerate(zip(blocks, lines, strict=True))
        if line is not None
        and line.words <= _LONGEST_HEADLINE
        and block.role in ("title", "heading", "paragraph")
        and not _is_header_line(line)
    ]
    if titles := [index for index in may_be if blocks[index].role == "title"]:
        return titles[0]
    stated = _plain(properties.title)
    for index in may_be:
        if index < _TOP and stated and _plain(blocks[index].text) == stated:
            return index
    prose = next((i for i, line in enumerate(lines) if line and line.is_prose and line.stopped), 0)
    above = [index for index in may_be if index < prose and _stands_out(blocks[index])]
    return max(above, key=lambda index: (blocks[index].size, -index), default=None)


def _stands_out(block: PaperBlock) -> bool:
    return block.role == "heading" or block.is_strong


def _is_header_line(line: Line) -> bool:
    """Whether a line is a date, a byline or the like, which may be set as large as a headline."""
    furniture = boilerplate_of(line)
    return (
        is_date_line(line.surface, line.words)
        or read_byline(line.surface, line.words) is not None
        or (furniture is not None and furniture.certain)
    )


def _kinds(
    blocks: Sequence[PaperBlock], lines: Sequence[Line | None], headline: int
) -> Iterator[ZoneKind]:
    in_header = True
    for index, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        is_prose = line is None or (line.is_prose and line.stopped)
        in_header = in_header and (index <= headline or not is_prose)
        if index == headline:
            yield "headline"
        elif block.role == "furniture":
            yield "boilerplate"
        elif in_header and line and is_date_line(line.surface, line.words):
            yield "date"
        elif in_header and line and _is_byline(line, is_next=index == headline + 1):
            yield "byline"
        elif index < headline and not is_prose:
            yield "boilerplate"
        else:
            yield _kind(block, line)


def _is_byline(line: Line, *, is_next: bool) -> bool:
    """Whether a line is a byline; below the headline a name alone is one."""
    bare = read_bare_byline(line.surface, line.words, beside_date=False) if is_next else None
    return bare is not None or read_byline(line.surface, line.words) is not None


def _kind(block: PaperBlock, line: Line | None) -> ZoneKind:
    if block.role == "caption":
        return "caption"
    if block.role == "table":
        return "table"
    if block.role == "subtitle":
        return "standfirst"
    if block.role in ("title", "heading"):
        return "subheading"
    is_short = line is not None and line.words <= _LONGEST_SUBHEADING and not line.stopped
    return "subheading" if block.is_strong and is_short and block.role == "paragraph" else "body"


def _zones(parts: Sequence[str], kinds: Sequence[ZoneKind]) -> Iterator[Zone]:
    at = 0
    for part, kind in zip(parts, kinds, strict=True):
        yield Zone(kind, Span(at, at + len(part)))
        at += len(part) + 2


def _pages(blocks: Sequence[PaperBlock], parts: Sequence[str]) -> Iterator[PageOfFile]:
    """The text by pages; notes come last, and so lead back to earlier ones."""
    ends = [*accumulate(len(part) + 2 for part in parts)]
    spans = (Span(end - len(part) - 2, end - 2) for part, end in zip(parts, ends, strict=True))
    placed = zip((block.page for block in blocks), spans, strict=True)
    for page, own in groupby(placed, key=itemgetter(0)):
        held = [span for _, span in own]
        if page:
            yield PageOfFile(page, Span(held[0].start_char, held[-1].end_char))


def _dates(properties: Properties) -> Iterator[StatedDate]:
    """When the file was made and last changed.

    A file that was changed a month after it was made is often an old one written over, so its
    making says nothing; a template has the day of its own making.
    """
    created, changed = _day(properties.created), _day(properties.changed)
    if created and not (changed and abs((changed - created).days) > _APART):
        yield StatedDate(properties.created, "file_properties")
    if changed:
        yield StatedDate(properties.changed, "file_properties", is_update=True)


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated[:10])
    except ValueError:
        return None


def _language(stated: str) -> str | None:
    """The ISO 639 part of a language's tag: "en" of "en-GB"."""
    code = stated.strip().replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text)).casefold()
