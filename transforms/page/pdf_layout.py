"""PDF layout: pieces of lines as paragraphs, headings, tables and notes in reading order.

Pure. Producers write a page in its reading order, column after column. Where no two pieces stand
side by side, lines are read from top to bottom instead, because a title may be drawn last. Pieces
side by side are cells of a table, or columns if they are long. Lines at the edges of pages that
most pages have, and numbers of pages, are left out.

Numbers below were set on papers of LibreOffice, groff, ReportLab and WeasyPrint; see
tests/page/papers.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.page.paper import PaperBlock, Role, is_data
from transforms.page.pdf_lines import PdfPage, Piece
from transforms.text import text_of_rows

_EDGE = 2  # rows at the top and at the bottom of a page that may be its furniture
_MOST_PAGES = 0.5  # share of the pages on which furniture stands
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:[^\W\d_]+\.? )?(\d{1,4}|[ivxl]{1,6})(?: ?[^\W\d_]*/? ?\d{1,4})?\W*"
)
_ROW = 0.35  # heights by which the lower edges of one row may differ
_ALIKE, _WIDEST = 1.25, 3  # how far the gaps of a justified line differ; heights they have at most
_PROSE = 5  # words of a piece on average, from which on pieces side by side are columns
_BESIDE, _MOST_BESIDE = 0.8, 40  # heights between pieces side by side; pieces that are looked at
_FEWEST_ROWS = 3  # rows of columns; two of a table
_LARGER, _SMALLER = 1.15, 0.92  # times the height of most letters: a heading, a note or caption
_LEADING = 1.35  # times the usual distance of two lines, from which on a paragraph begins
_FARTHEST = 2.2  # heights between the lines of one paragraph, where no usual distance is known
_INDENT = 0.8  # heights by which a first line is moved in
_SHORT, _VERY_SHORT = 0.12, 0.45  # share of a line left empty at the end of a paragraph
_STOPPED = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
_MARK = re.compile(r"[•·▪●○‣◦■–—*]\Z")
_POINT = re.compile(r"[•·▪●○‣◦■–—*]\s|\(?\d{1,2}[.)]\s|[a-z]\)\s")
_NOTE = re.compile(r"(?:\d{1,2}|[*†‡]+)\s?(?=[“\"A-Z])")
_LEADERS = re.compile(r"(?:[.·…] ?){4,}\d+\Z")  # of a table of contents
_CAPTION = re.compile(r"([^\W\d_]+)\.? ?\d*\s?[.:–—-]")
_CAPTION_WORDS = words_of("caption_labels")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class _Between(NamedTuple):
    """Where what stands to the left of a piece ends, and what stands to its right begins."""

    left: float
    right: float

    def holds(self, piece: Piece) -> bool:
        """Whether a piece stands between the two."""
        return self.left <= piece.left and piece.right <= self.right


_NOWHERE = _Between(-math.inf, math.inf)


@dataclass(slots=True)
class _Lines:
    """Lines that belong to one block. right: of the column in which they stand."""

    pieces: list[Piece]
    left: float
    right: float
    rows: list[list[str]] = field(default_factory=list)


def blocks_of(pages: Sequence[PdfPage]) -> list[PaperBlock]:
    """The blocks of a file in reading order; notes at the foot of a page come after the text."""
    kept = _without_furniture(pages)
    heights: Counter[float] = Counter()
    for piece in (piece for page in kept for piece in page):
        heights[round(piece.size)] += len(piece.text)
    if not heights:
        return []
    body = heights.most_common(1)[0][0]
    drafts = [draft for page in kept for draft in _drafts(page, body)]
    words = Counter(
        word.casefold() for page in kept for piece in page for word in _WORD.findall(piece.text)
    )
    text: list[PaperBlock] = []
    notes: list[PaperBlock] = []
    for draft in _rejoined(drafts, body):
        block = _block(draft, body, words)
        (notes if block.role == "note" else text).append(block)
    return [*text, *notes]


def _without_furniture(pages: Sequence[PdfPage]) -> list[list[Piece]]:
    edges = [{id(piece) for row in _edge_rows(page) for piece in row} for page in pages]
    seen: Counter[str] = Counter()
    for page, edge in zip(pages, edges, strict=True):
        seen.update({_key(piece) for piece in page.pieces if id(piece) in edge})
    least = max(2, _MOST_PAGES * sum(1 for page in pages if page.pieces))
    return [
        [
            piece
            for piece in page.pieces
            if id(piece) not in edge
            or (seen[_key(piece)] < least and not _PAGE_NUMBER.fullmatch(piece.text))
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edge_rows(page: PdfPage) -> list[list[Piece]]:
    rows = [list(row) for _, row in groupby(sorted(page.pieces, key=_base), key=_base)]
    return [*rows[:_EDGE], *rows[-_EDGE:]]


def _base(piece: Piece) -> int:
    return round(piece.base)


def _key(piece: Piece) -> str:
    return _DIGITS.sub("#", piece.text.casefold())


def _drafts(page: Sequence[Piece], body: float) -> Iterator[_Lines]:
    """The blocks of one page."""
    parts = list(_parts(_rows(_top_first(page) if _has_columns(page) else _from_top(page))))
    gutters = _gutters([line for part in parts if isinstance(part, list) for line in part])
    for is_table, run in groupby(parts, key=lambda part: isinstance(part, _Lines)):
        found = list(run)
        if is_table:
            yield from (part for part in found if isinstance(part, _Lines))
        else:
            lines = [line for part in found if isinstance(part, list) for line in part]
            yield from _paragraphs(lines, body, gutters)


def _parts(rows: Iterable[list[Piece]]) -> Iterator[list[Piece] | _Lines]:
    """Tables, and between them lines in reading order."""
    joined = ([_joined(row)] if _is_spread(row) else row for row in rows)
    for is_wide, run in groupby(joined, key=lambda row: len(row) > 1):
        found = list(run)
        if is_wide and _are_columns(found):
            yield from _columns(found)
        elif is_wide and _is_table(found):
            yield _Lines([piece for row in found for piece in row], 0, 0, _cells(found))
        else:
            yield [_joined(row) for row in found]


def _is_spread(row: Sequence[Piece]) -> bool:
    """Whether pieces are the words of a justified line: the gaps between them are all alike."""
    gaps = [after.left - before.right for before, after in pairwise(row)]
    return len(gaps) > 1 and max(gaps) <= min(_ALIKE * min(gaps), _WIDEST * row[0].size)


def _from_top(page: Sequence[Piece]) -> list[Piece]:
    return sorted(page, key=lambda piece: (-round(piece.base), piece.left))


def _top_first(page: Sequence[Piece]) -> list[Piece]:
    """The pieces in the order of the file, but for the highest row, which may be drawn last."""
    top = max((piece.base for piece in page), default=0.0)
    return sorted(page, key=lambda piece: piece.base < top - _ROW * piece.size)


def _gutters(page: Sequence[Piece]) -> dict[int, _Between]:
    """By the id of a piece that has others beside it: between what it stands."""
    ordered = sorted(page, key=lambda piece: piece.base)
    found: dict[int, _Between] = {}
    for at, piece in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + _MOST_BESIDE]:
            if other.base - piece.base > _BESIDE * piece.size:
                break
            for one, two in ((piece, other), (other, piece)):
                if one.right <= two.left:
                    left, right = found.get(id(one), _NOWHERE)
                    found[id(one)] = _Between(left, min(right, two.left))
                    left, right = found.get(id(two), _NOWHERE)
                    found[id(two)] = _Between(max(left, one.right), right)
    return found


def _has_columns(page: Sequence[Piece]) -> bool:
    """Whether pieces that do not follow each other in a row stand side by side."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for index, piece in enumerate(page):
        rows[round(piece.base / max(piece.size, 1))].append(index)
    return any(after - before > 1 for row in rows.values() for before, after in pairwise(row))


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that follow each other from left to right on one height."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if (
            last
            and abs(last.base - piece.base) <= _ROW * max(last.size, piece.size)
            and piece.left >= last.right
        ):
            if _MARK.match(last.text):  # of a point of a list, and no cell
                rows[-1][-1] = _joined([last, piece])
            else:
                rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _are_columns(rows: Sequence[Sequence[Piece]]) -> bool:
    pieces = [piece for row in rows for piece in row]
    words = sum(len(piece.text.split()) for piece in pieces)
    return len(rows) >= _FEWEST_ROWS and words >= _PROSE * len(pieces)


def _is_table(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether pieces side by side are cells: short ones, which stand below each other."""
    pieces = [piece for row in rows for piece in row]
    words = sum(len(piece.text.split()) for piece in pieces)
    return len(rows) > 1 and words < _PROSE * len(pieces) and is_data(_cells(rows))


def _columns(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces by columns: those that overlap from left to right stand in one."""
    columns: list[tuple[float, float, list[Piece]]] = []
    for piece in sorted((piece for row in rows for piece in row), key=lambda one: one.left):
        if columns and piece.left < columns[-1][1]:
            left, right, held = columns[-1]
            columns[-1] = (left, max(right, piece.right), [*held, piece])
        else:
            columns.append((piece.left, piece.right, [piece]))
    return [_from_top(held) for _, _, held in columns]


def _cells(rows: Sequence[Sequence[Piece]]) -> list[list[str]]:
    """The cells of a table, each in the column whose pieces overlap it."""
    columns = _columns(rows)
    place = {id(piece): index for index, column in enumerate(columns) for piece in column}
    cells = []
    for row in rows:
        line = [""] * len(columns)
        for piece in row:
            line[place[id(piece)]] = f"{line[place[id(piece)]]} {piece.text}".strip()
        cells.append(line)
    return cells


def _joined(row: Sequence[Piece]) -> Piece:
    text = " ".join(piece.text for piece in row)
    return replace(
        row[0], text=text, right=row[-1].right, is_strong=all(piece.is_strong for piece in row)
    )


def _paragraphs(
    lines: Sequence[Piece], body: float, gutters: Mapping[int, _Between]
) -> Iterator[_Lines]:
    """Lines one after another as paragraphs."""
    for column in _runs(lines, gutters):
        left, right = min(one.left for one in column), max(one.right for one in column)
        usual = _usual_distance(column)
        open_: list[Piece] = []
        for line in column:
            if open_ and _begins(line, open_, left, right, usual, body):
                yield _Lines(open_, left, right)
                open_ = []
            open_.append(line)
        yield _Lines(open_, left, right)


def _runs(lines: Sequence[Piece], gutters: Mapping[int, _Between]) -> Iterator[list[Piece]]:
    """Lines that stand below each other in one column.

    A column ends where a line stands higher again, or where lines are wider. A line without others
    beside it stands in the column of its neighbours if it is not too wide for it.
    """
    runs: list[list[Piece]] = []
    for line in lines:
        if runs and line.base < runs[-1][-1].base:
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        between = [gutters.get(id(line)) for line in run]
        for order in (range(1, len(run)), range(len(run) - 2, -1, -1)):
            step = -1 if order.step > 0 else 1
            for index in order:
                near = between[index + step]
                if between[index] is None and near and near.holds(run[index]):
                    between[index] = near
        parted = zip(run, between, strict=True)
        for _, column in groupby(parted, key=lambda pair: pair[1] is None):
            yield [line for line, _ in column]


def _usual_distance(column: Sequence[Piece]) -> float:
    """The distance of two lines of one height, in their heights."""
    apart = [
        (before.base - line.base) / line.size
        for before, line in pairwise(column)
        if _are_alike(before, line) and line.size
    ]
    near = [distance for distance in apart if distance < _FARTHEST]
    return median(near) if len(near) > 1 else _FARTHEST / _LEADING


def _are_alike(one: Piece, other: Piece) -> bool:
    return abs(one.size - other.size) <= 0.08 * max(one.size, other.size)


def _begins(
    line: Piece, open_: Sequence[Piece], left: float, right: float, usual: float, body: float
) -> bool:
    """Whether a line begins a block."""
    last = open_[-1]
    size = max(line.size, last.size)
    if not _are_alike(last, line) or last.is_strong != line.is_strong:
        return True
    distance = (last.base - line.base) / (size or 1)
    if last.size >= _LARGER * body:
        return distance > _FARTHEST
    if distance > _LEADING * usual or _POINT.match(line.text):
        return True
    is_item = _POINT.match(open_[0].text) is not None
    if line.left > last.left + _INDENT * size and not (is_item and len(open_) == 1):
        return True
    room = (right - last.right) / max(right - left, 1)
    return room > _VERY_SHORT or (room > _SHORT and _STOPPED.search(last.text) is not None)


def _rejoined(drafts: Iterable[_Lines], body: float) -> Iterator[_Lines]:
    """Paragraphs that go on in the next column or on the next page as one."""
    waiting: _Lines | None = None
    between: list[_Lines] = []
    for draft in drafts:
        if waiting and _goes_on(waiting, draft, body):
            waiting = replace(waiting, pieces=[*waiting.pieces, *draft.pieces])
            continue
        if waiting and draft.pieces[0].size < _SMALLER * body and not draft.rows:
            between.append(draft)  # notes at the foot of the page
            continue
        if waiting:
            yield waiting
        yield from between
        waiting, between = draft, []
    if waiting:
        yield waiting
    yield from between


def _goes_on(before: _Lines, draft: _Lines, body: float) -> bool:
    last, first = before.pieces[-1], draft.pieces[0]
    if before.rows or draft.rows or first.size >= _LARGER * body or first.size < _SMALLER * body:
        return False
    is_moved = first.page != last.page or first.base > last.base
    is_same = _are_alike(last, first) and last.is_strong == first.is_strong
    is_indented = first.left > draft.left + _INDENT * first.size
    ended = _STOPPED.search(last.text) is not None or _POINT.match(first.text) is not None
    return is_moved and is_same and not is_indented and not ended


def _block(draft: _Lines, body: float, words: Counter[str]) -> PaperBlock:
    first = draft.pieces[0]
    is_strong = all(piece.is_strong for piece in draft.pieces)
    if draft.rows:
        return PaperBlock(text_of_rows(draft.rows), "table", is_strong, first.size, first.page + 1)
    text = _unhyphenated(draft.pieces, words)
    role: Role = "paragraph"
    label = _CAPTION.match(text)
    if _LEADERS.search(text):
        role = "furniture"
    elif first.size >= _LARGER * body:
        role = "heading"
    elif label and label[1].casefold() in _CAPTION_WORDS:
        role = "caption"
    elif first.size < _SMALLER * body and (mark := _NOTE.match(text)):
        role, text = "note", text[mark.end() :]
    elif mark := _POINT.match(text):
        text = text[mark.end() :] if not text[0].isalnum() else text
    return PaperBlock(text.strip(), role, is_strong, first.size, first.page + 1)


def _unhyphenated(pieces: Sequence[Piece], words: Counter[str]) -> str:
    """The lines as one, with the parts of a word joined.

    The hyphen stays if the file has the word with it elsewhere, and not without it.
    """
    text = ""
    for piece, before in zip(pieces, [None, *pieces], strict=False):
        if before is None:
            text = piece.text
        elif before.is_hyphenated:
            head, tail = _WORD.findall(text)[-1:], _WORD.match(piece.text)
            whole = f"{''.join(head)}{tail[0] if tail else ''}".casefold()
            parted = f"{''.join(head)}-{tail[0] if tail else ''}".casefold()
            stays = words[parted] > 0 and not words[whole]
            text += f"-{piece.text}" if stays or not piece.text[:1].islower() else piece.text
        elif text.endswith("-") and text[-2:-1].isalpha():
            text += piece.text
        else:
            text += f" {piece.text}"
    return text
