"""Open document: an ODT file as text with known zones.

Pure. Read are paragraphs, headings, lists, tables, text boxes and notes, as the last reviser left
them. Headers, footers, comments and deleted words are left out. A style counts by its name or by
the name of the one that it is based on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from transforms.lexicon import read_lexicon
from transforms.page.markup import MarkedUp
from transforms.page.office_archive import OfficeArchive, attribute, local
from transforms.page.paper import (
    PaperBlock,
    Properties,
    Role,
    is_data,
    read_paper,
)
from transforms.text import text_of_rows

_ROLES: Mapping[str, Role] = {row["surface"]: row["role"] for row in read_lexicon("paper_styles")}  # type: ignore[misc]  # a test holds the roles of the lexicon
_LEFT_OUT = frozenset(("annotation", "tracked-changes", "forms", "sequence-decls", "ruby-text"))
_APART = frozenset(("note", "text-box"))  # what hangs on a paragraph and is a block of its own
_MOST_ANCESTORS = 20  # styles of which one is based on the next


@dataclass(slots=True)
class _Reading:
    """The styles of a file, and the notes met on the way, which come at the end."""

    parents: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    weights: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    notes: list[PaperBlock] = field(default_factory=list)


def read_open_document(payload: bytes) -> MarkedUp:
    """Take an ODT file apart.

    Raises:
        Quarantined: ``empty``, ``encrypted_file``, ``too_large`` or ``damaged_file``.
    """
    archive = OfficeArchive(payload, "ODT")
    content = archive.required("content.xml")
    reading = _Reading()
    for root in (archive.tree("styles.xml"), content):
        for element in root.iter() if root is not None else ():
            if local(element) == "style":
                _note_style(element, reading)
    texts = (
        one for one in content.iter() if local(one) == "text" and local(one.getparent()) == "body"
    )
    blocks = list(_blocks(next(texts, ()), reading))
    return read_paper([*blocks, *reading.notes], _properties(archive.tree("meta.xml")))


def _note_style(style: Any, reading: _Reading) -> None:
    name = attribute(style, "name")
    reading.names[name] = attribute(style, "display-name") or name
    if parent := attribute(style, "parent-style-name"):
        reading.parents[name] = parent
    for letters in (child for child in style if local(child) == "text-properties"):
        if weight := attribute(letters, "font-weight"):
            reading.weights[name] = weight
        if size := attribute(letters, "font-size"):
            reading.sizes[name] = size


def _ancestors(name: str, reading: _Reading) -> Iterator[str]:
    for _ in range(_MOST_ANCESTORS):
        if not name:
            return
        yield name
        name = reading.parents.get(name, "")


def _blocks(parent: Iterable[Any], reading: _Reading) -> Iterator[PaperBlock]:
    for element in parent:
        match local(element):
            case "p" | "h":
                yield _paragraph(element, reading)
                yield from _hanging(element, reading)
            case "table":
                yield from _table(element, reading)
            case name if name not in _LEFT_OUT:
                yield from _blocks(element, reading)


def _paragraph(element: Any, reading: _Reading) -> PaperBlock:
    styles = list(_ancestors(attribute(element, "style-name"), reading))
    named = (_ROLES.get(reading.names.get(name, name).casefold()) for name in styles)
    role = next((role for role in named if role), None)
    if role is None:
        role = "heading" if local(element) == "h" else "paragraph"
    spans = [list(_ancestors(attribute(one, "style-name"), reading)) for one in element]
    whole = not (element.text or "").strip() and all(
        not (one.tail or "").strip() for one in element
    )
    is_strong = _is_strong(styles, reading) or (
        whole and bool(spans) and all(_is_strong(names, reading) for names in spans)
    )
    own = [_size(names, reading) for names in ([styles] if not whole else [styles, *spans])]
    return PaperBlock(_text(element), role, is_strong, max(own, default=0.0))


def _is_strong(styles: Iterable[str], reading: _Reading) -> bool:
    weight = next((reading.weights[name] for name in styles if name in reading.weights), "")
    return weight == "bold" or (weight.isdecimal() and int(weight) > 500)


def _size(styles: Iterable[str], reading: _Reading) -> float:
    sizes = (reading.sizes.get(name, "") for name in styles)
    stated = next((size[:-2] for size in sizes if size.endswith("pt")), "")
    return float(stated) if stated.replace(".", "", 1).isdecimal() else 0.0


def _hanging(element: Any, reading: _Reading) -> Iterator[PaperBlock]:
    """Text boxes of a paragraph; its notes are put aside."""
    for child in element:
        match local(child):
            case "note":
                bodies = (one for one in child if local(one) == "note-body")
                text = "\n".join(b.text for body in bodies for b in _blocks(body, reading))
                reading.notes.append(PaperBlock(text.strip(), "note"))
            case "text-box":
                yield from _blocks(child, reading)
            case name if name not in _LEFT_OUT:
                yield from _hanging(child, reading)


def _text(element: Any) -> str:
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        match local(child):
            case "s" | "tab":
                yield " "
            case "line-break":
                yield "\n"
            case name if name and name not in _LEFT_OUT | _APART:
                yield from _pieces(child)
        yield child.tail or ""


def _table(element: Any, reading: _Reading) -> Iterator[PaperBlock]:
    """A table of data as one block; of another one what stands in its cells."""
    before = len(reading.notes)
    rows = [
        [
            " ".join(" ".join(block.text for block in _blocks(cell, reading)).split())
            for cell in row
            if local(cell) == "table-cell"
        ]
        for row in _rows(element)
    ]
    if is_data(rows):
        yield PaperBlock(text_of_rows(rows), "table")
    else:
        del reading.notes[before:]  # they are met again
        for row in _rows(element):
            yield from _blocks(row, reading)


def _rows(element: Any) -> Iterator[Any]:
    """The rows of a table, also those in its head; not those of a table in a cell."""
    for child in element:
        if local(child) == "table-row":
            yield child
        elif local(child).startswith("table-"):
            yield from _rows(child)


def _properties(root: Any) -> Properties:
    said: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        said.setdefault(local(element), element.text or "")
    return Properties(
        title=said.get("title", ""),
        author=said.get("initial-creator") or said.get("creator", ""),
        created=said.get("creation-date", ""),
        changed=said.get("date", ""),
        language=said.get("language", ""),
    )
