"""Headers: the lines around the headline, down to the first paragraph.

Pure. Menus and pictures stand above the headline. Below it come a standfirst, then the byline and
the date, then a picture with its caption.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.page.bylines import (
    Byline,
    agency_beside_date,
    is_byline_rest,
    read_bare_byline,
)
from transforms.page.headlines import is_label
from transforms.page.lines import Line
from transforms.page.marking import Marking
from transforms.page.news_sentences import begins_story
from transforms.text import Span, find_date_expressions

# Chosen on the pages of tests/page/pages and the development set. A limit that is moved by a
# third, or by one where it is small, changes no zone there, except five words for the shortest
# standfirst (one page).
_LONGEST_STANDFIRST = 45  # words
_SHORTEST_STANDFIRST = 4
_LONGEST_DATED, _MOST_BESIDE_DATE = (
    12,
    3,
)  # words of a line with a date, of what stands beside the date
_LONGEST_NAME = 3  # words of a bare name that shows that a standfirst stands above it
_NEAR = 4  # lines in which a standfirst, or what shows that it is one, must follow


def mark_header(marking: Marking, headline: int | None) -> int:
    """Mark the lines above the first paragraph; returns that paragraph's index.

    headline: index of the headline; without one nothing is marked.
    """
    if headline is None:
        return next(_prose_from(marking, 0), len(marking.lines))
    marking.kinds[headline] = "headline"
    _mark_above(marking, headline)
    standfirst = _standfirst(marking, headline)
    if standfirst is not None:
        marking.kinds[standfirst] = "subheading"
    start = next(_prose_from(marking, headline + 1), headline + 1)
    _mark_dates(marking, headline + 1, start)
    _mark_bylines(marking, headline + 1, start)
    _mark_between(marking, headline, start)
    return start


def _prose_from(marking: Marking, first: int) -> Iterator[int]:
    return (index for index in range(first, len(marking.lines)) if marking.is_prose(index))


def _mark_above(marking: Marking, headline: int) -> None:
    for index in range(headline):
        if marking.kinds[index] is None:
            is_doubled = marking.lines[index].surface in {
                marking.lines[i].surface for i in (index - 1, index + 1) if i >= 0
            }
            marking.kinds[index] = "caption" if is_doubled else "boilerplate"


def _standfirst(marking: Marking, headline: int) -> int | None:
    """The line below the headline that has a paragraph's shape and is followed by byline or date.

    A standfirst without the shape of a paragraph needs no such proof; ``_mark_between`` finds it.
    """
    for index in range(headline + 1, min(headline + _NEAR, len(marking.lines))):
        kind, line = marking.kinds[index], marking.lines[index]
        if kind == "boilerplate":
            continue
        if kind is not None or not marking.is_prose(index) or line.words > _LONGEST_STANDFIRST:
            return None
        for below in range(index + 1, min(index + _NEAR, len(marking.lines))):
            if marking.kinds[below] in ("byline", "date") or _is_name_alone(marking, below):
                return index
            if marking.is_prose(below):
                return None
        return None
    return None


def _is_name_alone(marking: Marking, index: int) -> bool:
    line = marking.lines[index]
    return (
        marking.kinds[index] is None
        and not line.stopped
        and line.words <= _LONGEST_NAME
        and read_bare_byline(line.surface, line.words, beside_date=True) is not None
    )


def _mark_dates(marking: Marking, first: int, start: int) -> None:
    """Mark lines with a date and little else, such as a place before it."""
    for index in range(first, start):
        line = marking.lines[index]
        if marking.kinds[index] is None and line.words <= _LONGEST_DATED and _is_mostly_date(line):
            byline = read_bare_byline(line.surface, line.words, beside_date=False)
            if byline is None:
                marking.kinds[index] = "date"
                if agency := agency_beside_date(line.surface):
                    marking.bylines[index] = Byline((), agency)
            else:
                marking.kinds[index], marking.bylines[index] = "byline", byline


def _is_mostly_date(line: Line) -> bool:
    found = next(find_date_expressions(line.surface, Span(0, len(line.surface))), None)
    if found is None or line.stopped:
        return False
    rest = line.surface[: found.span.start_char] + " " + line.surface[found.span.end_char :]
    return len([word for word in rest.split() if word[0].isalnum()]) <= _MOST_BESIDE_DATE


def _mark_bylines(marking: Marking, first: int, start: int) -> None:
    for index in range(first, start):
        line = marking.lines[index]
        if marking.kinds[index] is not None and marking.kinds[index] != "boilerplate":
            continue
        if index > 0 and marking.kinds[index - 1] == "byline":
            certain = marking.furniture[index]
            if is_byline_rest(line.surface, line.words) and not (certain and line.words < 2):
                marking.kinds[index] = "byline"
                continue
        if marking.kinds[index] == "boilerplate":
            continue
        beside = _beside(marking, index) or marking.kinds[index - 1] == "subheading"
        if byline := read_bare_byline(line.surface, line.words, beside_date=beside):
            marking.kinds[index], marking.bylines[index] = "byline", byline


def _beside(marking: Marking, index: int) -> bool:
    """Whether a date, a byline or an address stands directly above or below."""
    for near in (index - 1, index + 1):
        if 0 <= near < len(marking.lines):
            line = marking.lines[near]
            if marking.kinds[near] == "date" or (near > index and marking.kinds[near] == "byline"):
                return True
            if near > index and is_byline_rest(line.surface, line.words):
                return True
    return False


def _mark_between(marking: Marking, headline: int, start: int) -> None:
    """Mark open lines between the headline and the first paragraph.

    Above byline and date they are standfirsts, below them captions; labels belong to the site.
    Three or more in a row are a summary in points and stay open, and so does the story's own
    beginning, however short it is.
    """
    title = marking.lines[headline].surface
    signed = False
    last_signed = max(
        (i for i in range(headline, start) if marking.kinds[i] in ("byline", "date")), default=-1
    )
    points = [i for i in range(headline + 1, start) if marking.kinds[i] is None]
    listed = {i for i in points if {i - 1, i + 1} <= set(points) or _in_run(points, i)}
    for index in range(headline + 1, start):
        kind, line = marking.kinds[index], marking.lines[index]
        signed = signed or kind in ("byline", "date")
        if kind is not None:
            continue
        if line.words < _SHORTEST_STANDFIRST and line.surface.endswith(":"):
            marking.kinds[index] = "subheading"
        elif index in listed or (index > last_signed and begins_story(line)):
            continue
        elif line.surface == title or is_label(line):
            marking.kinds[index] = "boilerplate"
        elif line.words < _SHORTEST_STANDFIRST:
            near = index + 1 == start
            marking.kinds[index] = None if near and not signed else "boilerplate"
        else:
            pictured = signed and not _is_clock(marking, index - 1)
            marking.kinds[index] = "caption" if pictured else "subheading"


def _is_clock(marking: Marking, index: int) -> bool:
    """Whether a line only has the time of day, as above the entries of a live report."""
    surface = marking.lines[index].surface
    return marking.kinds[index] == "date" and not any(
        find_date_expressions(surface, Span(0, len(surface)))
    )


def _in_run(points: list[int], index: int) -> bool:
    """Whether a line is one of three open ones in a row."""
    around = set(points)
    return any({index + a, index + a + 1, index + a + 2} <= around for a in (-2, -1, 0))
