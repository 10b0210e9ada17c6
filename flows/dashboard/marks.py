"""Marks: a text with what was found in it, cut into pieces that do not overlap.

Spans of quotes, names and figures lie within and across each other, and a page's markup cannot: so
the text is cut wherever one begins or ends, and each piece says which spans it is a part of. The
server does that, because Python and the dataset count code points and a browser does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that belongs to a row.

    start, end: code points of the text.
    kind:       "quote", "cue", "speaker", "figure" or "name", or one of those with its type.
    anchor:     where a link to the row lands; empty for marks that are no place to land.
    title:      what is said of it on hovering.
    link:       where it leads; empty for nowhere.
    """

    start: int
    end: int
    kind: str
    anchor: str = ""
    title: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of text and the marks that cover it, the widest first.

    anchors: those of the rows that begin here.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    anchors: tuple[str, ...] = ()

    @property
    def kinds(self) -> str:
        """The kinds of its marks, as classes of an element."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def title(self) -> str:
        """What its marks say, one after the other."""
        return " · ".join(dict.fromkeys(mark.title for mark in self.marks if mark.title))

    @property
    def link(self) -> str:
        """Where the narrowest mark with a link leads."""
        return next((mark.link for mark in reversed(self.marks) if mark.link), "")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The pieces of one zone of the page."""

    kind: str
    pieces: list[TextPart] = field(default_factory=list)


def cut(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[TextPart]:
    """The text from start to end in pieces, each with the marks that cover it.

    >>> marks = [Mark(0, 7, "quote", "q0"), Mark(4, 9, "name")]
    >>> [(piece.text, piece.kinds) for piece in cut("We saw Ann", 0, 10, marks)]
    [('We s', 'quote'), ('aw ', 'quote name'), ('An', 'name'), ('n', '')]
    """
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    here.sort(key=lambda mark: mark.start)
    edges = {start, end}
    for mark in here:
        edges.update((max(mark.start, start), min(mark.end, end)))
    pieces = []
    covering: list[Mark] = []
    begun = 0
    for left, right in pairwise(sorted(edges)):
        while begun < len(here) and here[begun].start <= left:
            covering.append(here[begun])
            begun += 1
        covering = [mark for mark in covering if mark.end > left]
        widest = sorted(covering, key=lambda mark: (mark.start - mark.end, mark.start))
        anchors = [mark.anchor for mark in widest if mark.anchor and mark.start == left]
        pieces.append(TextPart(text[left:right], tuple(widest), tuple(dict.fromkeys(anchors))))
    return pieces


def paragraphs(text: str, zones: Sequence[_Row], marks: Sequence[Mark]) -> Iterator[Paragraph]:
    """The zones of a text, in order, each with its pieces; blank stretches are left out.

    What stands between two zones is shown as well, as "boilerplate": nothing of the text is hidden.
    """
    stretches = []
    at = 0
    for zone in zones:
        stretches.append(("boilerplate", at, zone["start_char"]))
        stretches.append((zone["kind"], zone["start_char"], zone["end_char"]))
        at = zone["end_char"]
    stretches.append(("boilerplate", at, len(text)))
    waiting = sorted(marks, key=lambda mark: mark.start)
    here: list[Mark] = []
    begun = 0
    for kind, start, end in stretches:
        # only the marks that reach into the stretch: looking at all for each is quadratic
        here = [mark for mark in here if mark.end > start]
        while begun < len(waiting) and waiting[begun].start < end:
            here.append(waiting[begun])
            begun += 1
        if kind != "boilerplate" or text[start:end].strip():
            yield Paragraph(kind, cut(text, start, end, here))


def marks_of(article: Any, asked: str = "") -> list[Mark]:
    """The marks of an article's rows.

    asked: quote_id, figure_id or mention_id of the row that the reader comes for; all of its parts
           are marked as asked for.
    """
    return [
        *_quotes(article.quotes, asked),
        *_figures(article.figures, asked),
        *_names(article.entities, asked),
    ]


def _quotes(rows: Iterable[_Row], asked: str) -> Iterator[Mark]:
    for row in rows:
        speaker = row["speaker_name"] or row["speaker_role"] or row["speaker_text"] or "unnamed"
        title = f"{row['quote_type']} {row['attribution_kind']}: {speaker}"
        title += "" if row["stance"] == "asserts" else f" ({row['stance']})"
        kind = _kind("quote", row["quote_id"], asked)
        for number, part in enumerate(row["segments"]):
            anchor = f"q{row['quote_index']}" if number == 0 else ""
            yield Mark(part["start_char"], part["end_char"], kind, anchor, title)
        if row["cue_start_char"] is not None:
            yield Mark(row["cue_start_char"], row["cue_end_char"], "cue", title=f"cue: {title}")
        if row["speaker_start_char"] is not None:
            yield Mark(row["speaker_start_char"], row["speaker_end_char"], "speaker")


def _figures(rows: Iterable[_Row], asked: str) -> Iterator[Mark]:
    for row in rows:
        title = f"{row['kind']}" + (f" of {row['measured']}" if row["measured"] else "")
        kind = _kind("figure", row["figure_id"], asked)
        yield Mark(row["start_char"], row["end_char"], kind, f"f{row['figure_index']}", title)


def _names(rows: Iterable[_Row], asked: str) -> Iterator[Mark]:
    for row in rows:
        kind = _kind(f"name {row['entity_type'].lower()}", row["mention_id"], asked)
        title = f"{row['entity_type'].lower()}: {row['canonical_name']}"
        link = f"/names/{row['entity_id']}"
        anchor = f"e{row['mention_index']}"
        yield Mark(row["start_char"], row["end_char"], kind, anchor, title, link)


def _kind(kind: str, row_id: str, asked: str) -> str:
    return f"{kind} asked" if asked and row_id == asked else kind
