"""Word file: a DOCX file as text with known zones.

Pure. Read are paragraphs, tables, text boxes, footnotes and endnotes, as the last reviser left
them: inserted words are in, deleted and hidden ones are not. Headers, footers and comments are left
out. A style counts by its name of origin ("heading 1"), which Word writes in English everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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

_DELETED = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback"))
_ROLES: Mapping[str, Role] = {row["surface"]: row["role"] for row in read_lexicon("paper_styles")}  # type: ignore[misc]  # a test holds the roles of the lexicon
_MOST_ANCESTORS = 20  # styles of which one is based on the next
_LEVELS = frozenset("012345678")  # 9 is body text
_HALF_POINTS = 2
_OFF = ("0", "false", "off", "none")
_MAIN = "/officeDocument"


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of its paragraphs; None where it leaves that to the one it is based on."""

    role: Role | None = None
    is_strong: bool | None = None
    size: float | None = None
    parent: str = ""


def read_word_file(payload: bytes) -> MarkedUp:
    """Take a DOCX file apart.

    Raises:
        Quarantined: ``empty``, ``encrypted_file``, ``too_large`` or ``damaged_file``.
    """
    archive = OfficeArchive(payload, "DOCX")
    main = _main_part(archive)
    folder = main.rpartition("/")[0]
    body = next((one for one in archive.required(main) if local(one) == "body"), ())
    styles = _styles(archive.tree(f"{folder}/styles.xml"))
    blocks = list(_blocks(body, styles))
    for name in ("footnotes", "endnotes"):
        notes = archive.tree(f"{folder}/{name}.xml")
        blocks += _notes(notes if notes is not None else (), styles)
    return read_paper(blocks, _properties(archive.tree("docProps/core.xml")))


def _main_part(archive: OfficeArchive) -> str:
    """The name of the document among the parts: most often word/document.xml."""
    links = archive.tree("_rels/.rels")
    for link in links if links is not None else ():
        if link.get("Type", "").endswith(_MAIN):
            return str(link.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _styles(root: Any) -> Mapping[str, _Style]:
    """Styles by their id; the one under "" holds for a paragraph that names none."""
    found: dict[str, _Style] = {}
    for style in root if root is not None else ():
        if local(style) != "style" or attribute(style, "type") not in ("paragraph", ""):
            continue
        one = _style(style)
        found[attribute(style, "styleId")] = one
        if attribute(style, "default") in ("1", "true"):
            found[""] = one
    return found


def _style(style: Any) -> _Style:
    values = {local(child): attribute(child, "val") for child in style.iter()}
    role = _ROLES.get(values.get("name", "").casefold())
    if role is None and values.get("outlineLvl") in _LEVELS:
        role = "heading"
    return _Style(role, *_letters(values), values.get("basedOn", ""))


def _letters(values: Mapping[str, str]) -> tuple[bool | None, float | None]:
    """Whether the letters are bold, and their size in points, where the properties say so."""
    is_strong = values["b"] not in _OFF if "b" in values else None
    size = values.get("sz", "")
    return is_strong, int(size) / _HALF_POINTS if size.isdecimal() else None


def _inherited(styles: Mapping[str, _Style], name: str) -> _Style:
    role: Role | None = None
    is_strong, size = None, None
    for _ in range(_MOST_ANCESTORS):
        style = styles.get(name)
        if style is None:
            break
        role = role or style.role
        is_strong = style.is_strong if is_strong is None else is_strong
        size = size or style.size
        name = style.parent
        if not name:
            break
    return _Style(role, is_strong, size)


def _blocks(parent: Iterable[Any], styles: Mapping[str, _Style]) -> Iterator[PaperBlock]:
    """Paragraphs and tables in reading order, at any depth of content controls."""
    for element in parent:
        match local(element):
            case "p":
                yield _paragraph(element, styles)
                for box in _boxes(element):
                    yield from _blocks(box, styles)
            case "tbl":
                yield from _table(element, styles)
            case name if name not in _DELETED:
                yield from _blocks(element, styles)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph; a box inside a box comes with the outer one."""
    for element in paragraph:
        name = local(element)
        if name == "txbxContent":
            yield element
        elif name not in _DELETED:
            yield from _boxes(element)


def _paragraph(element: Any, styles: Mapping[str, _Style]) -> PaperBlock:
    named, outline = "", ""
    for setting in (one for child in element if local(child) == "pPr" for one in child):
        if local(setting) == "pStyle":
            named = attribute(setting, "val")
        elif local(setting) == "outlineLvl":
            outline = attribute(setting, "val")
    style = _inherited(styles, named)
    role = style.role or ("heading" if outline in _LEVELS else "paragraph")
    runs = [(text, run) for text, run in _runs(element) if text.strip()]
    strong = [_letters(_run_values(run)) for _, run in runs]
    is_strong = bool(runs) and all(style.is_strong if bold is None else bold for bold, _ in strong)
    size = max((size or style.size or 0.0 for _, size in strong), default=0.0)
    return PaperBlock(_text(element), role, is_strong, size)


def _runs(element: Any) -> Iterator[tuple[str, Any]]:
    for child in element:
        name = local(child)
        if name == "r":
            yield "".join(_pieces(child)), child
        elif name not in _DELETED and name != "txbxContent":
            yield from _runs(child)


def _text(element: Any) -> str:
    """The words of a paragraph, each line without outer blanks."""
    lines = "".join(text for text, _ in _runs(element)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _run_values(run: Any) -> Mapping[str, str]:
    settings = (one for child in run if local(child) == "rPr" for one in child)
    return {local(one): attribute(one, "val") for one in settings}


def _pieces(run: Any) -> Iterator[str]:
    hidden = _run_values(run)
    if hidden.get("vanish", "0") not in _OFF:
        return
    for child in run:
        match local(child):
            case "t":
                yield child.text or ""
            case "tab" | "ptab":
                yield " "
            case "br" | "cr":
                yield "\n" if attribute(child, "type") in ("", "textWrapping") else " "
            case "noBreakHyphen":
                yield "-"
            case "ruby":  # the words, without the small letters above them that say their sound
                bases = (one for one in child if local(one) == "rubyBase")
                yield from (text for base in bases for text, _ in _runs(base))


def _table(element: Any, styles: Mapping[str, _Style]) -> Iterator[PaperBlock]:
    """A table of data as one block; of another one what stands in its cells."""
    rows = [
        [_cell(cell, styles) for cell in row.iterchildren() if local(cell) == "tc"]
        for row in element.iterchildren()
        if local(row) == "tr"
    ]
    if is_data(rows):
        yield PaperBlock(text_of_rows(rows), "table")
    else:
        for row in element:
            yield from _blocks(row, styles)


def _cell(element: Any, styles: Mapping[str, _Style]) -> str:
    """The words of a cell, those of a table in it as well, on one line."""
    return " ".join(" ".join(block.text for block in _blocks(element, styles)).split())


def _notes(root: Iterable[Any], styles: Mapping[str, _Style]) -> Iterator[PaperBlock]:
    """The notes, without the lines that part them from the text."""
    for note in root:
        if local(note) in ("footnote", "endnote") and attribute(note, "type") in ("", "normal"):
            text = "\n".join(block.text for block in _blocks(note, styles))
            yield PaperBlock(text.strip(), "note")


def _properties(root: Any) -> Properties:
    said = {local(one): one.text or "" for one in (root if root is not None else ())}
    return Properties(
        title=said.get("title", ""),
        author=said.get("creator", ""),
        created=said.get("created", ""),
        changed=said.get("modified", ""),
        language=said.get("language", ""),
    )
