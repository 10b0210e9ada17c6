"""Anatomy: the kind of every line of a page, judged by its words, shape and neighbours.

Pure. Certain marks (site furniture, dates, credits, bylines) come first; then the headline, what
stands between it and the first paragraph, and what stands below the last; the rest is body or a
subheading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.lexicon import agency_at_end, agency_of
from transforms.page.boilerplate import REPEATED, boilerplate_of
from transforms.page.bylines import (
    Byline,
    read_bare_byline,
    read_byline,
    read_reporting_credit,
)
from transforms.page.captions import is_caption, is_credit
from transforms.page.footers import mark_bios, mark_footer, mark_openers
from transforms.page.headers import mark_header
from transforms.page.headlines import find_headline
from transforms.page.lines import LONGEST_JUDGED, Line, key_of
from transforms.page.marking import Marking
from transforms.page.publication_lines import is_date_line
from transforms.text import ZoneKind

_SUBHEADING_WORDS = 12
_LONGEST_SIGNED = 40  # words of a line that may still be a date, a byline or certain furniture
_LIST_RUN = 3
_SHORTEST_SENTENCE = 4  # words
_LONGEST_PULLED, _MOST_PULLED = 45, 60  # words, lines
_CREDITED_WORDS, _FIRST_CREDITED_WORDS = 45, 25


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The kinds of the lines, the index of the headline's line, and what the bylines say."""

    kinds: tuple[ZoneKind, ...]
    headline: int | None
    byline: Byline


def anatomise(lines: Sequence[Line], repeated: frozenset[int] = frozenset()) -> Anatomy:
    """Kinds of all lines of a page, in order.

    repeated: keys of lines that other pages of its outlet have as well.
    """
    marking = Marking(lines, [None] * len(lines), [None] * len(lines), {})
    _mark_certain(marking)
    if repeated:
        _mark_repeated(marking, repeated)
    headline = find_headline(marking)
    start = mark_header(marking, headline)
    _mark_doubled(marking)
    _mark_credited(marking, start)
    mark_bios(marking, _combined(marking.bylines).names, start)
    mark_openers(marking, start)
    mark_footer(marking)
    _mark_pulled(marking, start)
    _mark_rest(marking, start)
    kinds = tuple(kind or "body" for kind in marking.kinds)
    return Anatomy(kinds, headline, _combined(marking.bylines))


def _mark_certain(marking: Marking) -> None:
    """Marks that need no neighbour: dates, furniture, bylines with "By", picture credits."""
    kinds, before_body = marking.kinds, True
    for index, line in enumerate(marking.lines):
        span, surface, words = line.span, line.surface, line.words
        if span.end_char - span.start_char > LONGEST_JUDGED:
            before_body = False
            continue
        found = marking.furniture[index] = boilerplate_of(line)
        if words > _LONGEST_SIGNED:
            if is_caption(line, before_body=before_body):
                kinds[index] = "caption"
            elif found:
                kinds[index] = "boilerplate"
        elif is_date_line(surface, words):
            kinds[index] = "date"
        elif found and found.certain:
            pictured = surface[0] in "©(!" and is_caption(line, before_body=before_body)
            kinds[index] = "caption" if pictured else "boilerplate"
        elif byline := (read_byline(surface, words) or read_reporting_credit(surface, words)):
            kinds[index], marking.bylines[index] = "byline", byline
        elif is_caption(line, before_body=before_body):
            kinds[index] = "caption"
        elif found:
            kinds[index] = "boilerplate"
        before_body = before_body and not marking.is_prose(index)


def _mark_repeated(marking: Marking, repeated: frozenset[int]) -> None:
    """A line that other stories of the outlet hold as well is the site's.

    Not one that may belong to any story: a short one amid its paragraphs, as series have
    subheadings in common; an answer of few words; an agency's name, or that of somebody who
    writes much.
    """
    found = {index for index, line in enumerate(marking.lines) if key_of(line) in repeated}
    told = [i for i in range(len(marking.lines)) if marking.is_prose(i) and i not in found]
    for index in sorted(found):
        line = marking.lines[index]
        amid = bool(told) and told[0] < index < told[-1]
        shared = amid and line.words <= _SUBHEADING_WORDS
        answer = line.stopped and line.words < _SHORTEST_SENTENCE
        signed = (
            agency_of(line.surface)
            or agency_at_end(line.surface)
            or read_bare_byline(line.surface, line.words, beside_date=True)
        )
        if marking.kinds[index] is None and not (shared or answer or signed):
            marking.kinds[index], marking.furniture[index] = "boilerplate", REPEATED


def _mark_doubled(marking: Marking) -> None:
    """A line that stands twice in a row is a caption: once the picture's text, once its label."""
    for index in range(1, len(marking.lines)):
        one, two = marking.lines[index - 1], marking.lines[index]
        both_open = marking.kinds[index - 1] is None and marking.kinds[index] is None
        if both_open and one.surface == two.surface and 3 <= one.words <= 80:
            marking.kinds[index - 1] = marking.kinds[index] = "caption"


def _mark_credited(marking: Marking, start: int) -> None:
    """The line directly above one that only says who took the picture is its caption.

    Where blank lines part the paragraphs none may part the two; elsewhere only a line that is no
    sentence is believed to be a caption, or a short one below the headline.
    """
    signed = [
        index
        for index in range(1, len(marking.lines))
        if marking.kinds[index] == "caption" and is_credit(marking.lines[index])
    ]
    spaced = bool(signed) and _is_spaced(marking)
    for index in signed:
        above, line = marking.lines[index - 1], marking.lines[index]
        deck = marking.kinds[index - 1] == "subheading" and marking.kinds[index - 2] != "headline"
        is_open = marking.kinds[index - 1] is None or deck
        if is_open:
            first = index - 1 == start and above.words <= _FIRST_CREDITED_WORDS
            beside = not line.gap if spaced else not above.stopped or first
            if beside and above.words <= _CREDITED_WORDS:
                marking.kinds[index - 1] = "caption"


def _is_spaced(marking: Marking) -> bool:
    """Whether blank lines part the paragraphs of the page."""
    prose = [line for index, line in enumerate(marking.lines) if marking.is_prose(index)]
    return 2 * sum(line.gap for line in prose) >= len(prose)


def _mark_pulled(marking: Marking, start: int) -> None:
    """A line whose words stand in a longer paragraph too is a pull quote: it says nothing new."""
    lines = marking.lines
    shown = [
        index
        for index in range(start, len(lines))
        if marking.kinds[index] is None and 4 <= lines[index].words <= _LONGEST_PULLED
    ]
    if len(shown) > _MOST_PULLED:  # a page of short lines quotes none of them
        return
    story = "\n".join(
        lines[i].surface for i in range(start, min(len(lines), start + 400)) if marking.is_prose(i)
    )
    for index in shown:
        words = lines[index].surface.strip("“”\"'‘’«» .")
        if story.count(words) > marking.is_prose(index):
            marking.kinds[index] = "boilerplate"


def _mark_rest(marking: Marking, start: int) -> None:
    """Open lines: subheadings stand alone, short and without a stop, above a paragraph."""
    short = [
        marking.kinds[index] is None and _is_short(line) for index, line in enumerate(marking.lines)
    ]
    run = _run_lengths(short)
    spaced = _is_spaced(marking)
    followed = False
    for index in reversed(range(len(marking.lines))):
        if marking.kinds[index] is not None:
            followed = followed or marking.kinds[index] == "caption"
            continue
        line = marking.lines[index]
        alone = line.gap or index <= start or not spaced
        is_subheading = short[index] and followed and alone and run[index] < _LIST_RUN
        marking.kinds[index] = "subheading" if is_subheading else "body"
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
