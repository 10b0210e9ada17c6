"""Anatomy: the kind of every line of a page, judged by its words, shape and neighbours.

Pure. Certain marks (site furniture, dates, credits, bylines) come first; the headline is then the
first fitting line above the first paragraph; what is left is body or a subheading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.boilerplate import boilerplate_of, is_contact_line
from transforms.bylines import (
    Byline,
    read_bare_byline,
    read_byline,
    read_reporting_credit,
)
from transforms.captions import is_caption
from transforms.date_lines import is_date_line
from transforms.draft import Draft
from transforms.headlines import find_headline, is_label
from transforms.lines import LONGEST_JUDGED, Line
from transforms.zone_kind import ZoneKind

_SUBHEADING_WORDS = 12
_LIST_RUN = 4


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The kinds of the lines, the index of the headline's line, and what the bylines say."""

    kinds: tuple[ZoneKind, ...]
    headline: int | None
    byline: Byline


def anatomise(lines: Sequence[Line]) -> Anatomy:
    """Kinds of all lines of a page, in order."""
    draft = Draft(lines, [None] * len(lines), [None] * len(lines), {})
    _mark_certain(draft)
    headline = find_headline(draft)
    start = _body_start(draft, headline)
    _mark_header(draft, headline, start)
    _mark_doubled(draft)
    _mark_openers(draft, start)
    _mark_footer(draft)
    _mark_rest(draft, start)
    kinds = tuple(kind or "body" for kind in draft.kinds)
    return Anatomy(kinds, headline, _combined(draft.bylines))


def _mark_certain(draft: Draft) -> None:
    """Marks that need no neighbour: dates, furniture, bylines with "By", picture credits."""
    before_body = True
    for index, line in enumerate(draft.lines):
        if line.span.end_char - line.span.start_char > LONGEST_JUDGED:
            before_body = False
            continue
        found = boilerplate_of(line.surface, line.words)
        draft.furniture[index] = found
        if is_date_line(line.surface, line.words):
            draft.kinds[index] = "date"
        elif found and found.certain:
            draft.kinds[index] = "boilerplate"
        elif byline := (
            read_byline(line.surface, line.words) or read_reporting_credit(line.surface, line.words)
        ):
            draft.kinds[index], draft.bylines[index] = "byline", byline
        elif is_caption(line.surface, line.words, stopped=line.stopped, before_body=before_body):
            draft.kinds[index] = "caption"
        elif found:
            draft.kinds[index] = "boilerplate"
        before_body = before_body and not draft.is_prose(index)


def _body_start(draft: Draft, headline: int | None) -> int:
    """Index of the first paragraph below the headline."""
    first = 0 if headline is None else headline + 1
    prose = (i for i in range(first, len(draft.lines)) if draft.is_prose(i))
    return next(prose, len(draft.lines) if headline is None else first)


def _mark_header(draft: Draft, headline: int | None, start: int) -> None:
    if headline is None:
        return
    draft.kinds[headline] = "headline"
    title = draft.lines[headline].surface
    for index in range(headline):
        if draft.kinds[index] is None:
            twin = draft.lines[index].surface in {
                draft.lines[i].surface for i in (index - 1, index + 1) if i >= 0
            }
            draft.kinds[index] = "caption" if twin else "boilerplate"
    for index in range(headline + 1, start):
        if draft.kinds[index] is not None:
            continue
        line = draft.lines[index]
        neighbours = {draft.kinds[i] for i in (index - 1, index + 1) if i < len(draft.kinds)}
        if byline := read_bare_byline(line.surface, line.words, beside_date="date" in neighbours):
            draft.kinds[index], draft.bylines[index] = "byline", byline
        elif line.surface == title or is_label(line):
            draft.kinds[index] = "boilerplate"


def _mark_doubled(draft: Draft) -> None:
    """A line that stands twice in a row is a caption: once the picture's text, once its label."""
    for index in range(1, len(draft.lines)):
        one, two = draft.lines[index - 1], draft.lines[index]
        both_open = draft.kinds[index - 1] is None and draft.kinds[index] is None
        if both_open and one.surface == two.surface and 3 <= one.words <= 80:
            draft.kinds[index - 1] = draft.kinds[index] = "caption"


def _mark_openers(draft: Draft, start: int) -> None:
    """Lists of links below "Related articles", and all that follows "Comments" below the story."""
    prose = [i for i in range(start, len(draft.lines)) if draft.is_prose(i)]
    for index, found in enumerate(draft.furniture):
        if found is None or draft.kinds[index] != "boilerplate":
            continue
        if found.opens == "comments":
            before = sum(draft.lines[i].words for i in prose if i < index)
            after = sum(draft.lines[i].words for i in prose if i > index)
            if before > after:
                draft.kinds[index:] = ["boilerplate"] * (len(draft.lines) - index)
                return
        elif found.opens == "links":
            _mark_links(draft, index, last_prose=prose[-1] if prose else 0)


def _mark_links(draft: Draft, opener: int, *, last_prose: int) -> None:
    for index in range(opener + 1, len(draft.lines)):
        line = draft.lines[index]
        if draft.is_prose(index):
            return
        if index < last_prose and line.gap and index > opener + 1:
            return
        if draft.kinds[index] in (None, "caption"):
            draft.kinds[index] = "boilerplate"


def _mark_footer(draft: Draft) -> None:
    """Open lines below the last paragraph that follow furniture, or that give an address."""
    furnished = 0
    last = max((i for i in range(len(draft.lines)) if _ends_story(draft, i)), default=-1)
    for index in range(last + 1, len(draft.lines)):
        line = draft.lines[index]
        if draft.kinds[index] == "boilerplate":
            furnished += 1
        elif draft.kinds[index] is None:
            # One line of furniture may stand before the story's last words.
            is_furnished = furnished >= (2 if line.stopped and line.words >= 4 else 1)
            if is_contact_line(line.surface, line.words) or (
                is_furnished and not draft.is_prose(index)
            ):
                draft.kinds[index] = "boilerplate"


def _ends_story(draft: Draft, index: int) -> bool:
    line = draft.lines[index]
    return draft.is_prose(index) and not is_contact_line(line.surface, line.words)


def _mark_rest(draft: Draft, start: int) -> None:
    """Open lines: subheadings stand alone, short and without a stop, above a paragraph."""
    short = [
        draft.kinds[index] is None and _is_short(line) for index, line in enumerate(draft.lines)
    ]
    run = _run_lengths(short)
    prose = [line for index, line in enumerate(draft.lines) if draft.is_prose(index)]
    spaced = 2 * sum(line.gap for line in prose) >= len(prose)  # blank lines part the paragraphs
    followed = False
    for index in reversed(range(len(draft.lines))):
        if draft.kinds[index] is not None:
            followed = followed or draft.kinds[index] == "caption"
            continue
        line = draft.lines[index]
        alone = line.gap or index <= start or not spaced
        is_subheading = short[index] and followed and alone and run[index] < _LIST_RUN
        draft.kinds[index] = "subheading" if is_subheading else "body"
        followed = True


def _is_short(line: Line) -> bool:
    first, last = line.surface[0], line.surface[-1]
    return (
        not line.stopped
        and line.words <= _SUBHEADING_WORDS
        and not first.islower()
        and (first.isalnum() or first in "“‘'\"(#*[")
        and last not in ',;:-–—/"”'
    )


def _run_lengths(flags: Sequence[bool]) -> list[int]:
    """For every index, how many consecutive flags around it are set."""
    lengths = [0] * len(flags)
    begin = 0
    for index in range(len(flags) + 1):
        if index == len(flags) or not flags[index]:
            lengths[begin:index] = [index - begin] * (index - begin)
            begin = index + 1
    return lengths


def _combined(bylines: dict[int, Byline]) -> Byline:
    """The first bylines that name someone; those directly after one another belong together."""
    names: list[str] = []
    agency: str | None = None
    last = None
    for index, byline in sorted(bylines.items()):
        agency = agency or byline.agency
        if byline.names and (last is None or index == last + 1):
            names += [name for name in byline.names if name not in names]
            last = index
    return Byline(tuple(names), agency)
