"""Anatomy: the kind of every line of a page, judged by its words, shape and neighbours.

Pure. Lines with certain marks (site furniture, dates, credits, bylines) are marked first. Then come
the headline, the lines between it and the first paragraph, and the lines below the last paragraph.
What is still open is body or a subheading. A line is open while it has no kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.lexicon import agency_at_end, agency_of
from transforms.page.boilerplate import REPEATED, boilerplate_of, is_advisory
from transforms.page.bylines import (
    Byline,
    read_bare_byline,
    read_byline,
    read_last_byline,
    read_reporting_credit,
)
from transforms.page.captions import is_caption, is_credit
from transforms.page.footers import mark_bios, mark_footer, mark_openers
from transforms.page.headers import mark_header
from transforms.page.headlines import find_headline
from transforms.page.lines import LONGEST_JUDGED, Line, key_of
from transforms.page.marking import Marking
from transforms.page.news_sentences import tells_news
from transforms.page.publication_lines import is_date_line
from transforms.text import ZoneKind

# Chosen on the pages of tests/page/pages and the development set. A limit that is moved by a
# third, or by one where it is small, changes no zone there, except fewer words for a subheading
# (two pages) and other runs for a list (two or three).
_LONGEST_SUBHEADING = 12  # words
_LONGEST_SIGNED = 40  # words of a line that may still be a date, a byline or certain furniture
_LIST_RUN = 3  # short lines in a row that make a list instead of subheadings
_LONGEST_ANSWER = 3  # words of an answer in an interview: "Yes, I did."
_SHORTEST_PULLED, _LONGEST_PULLED = 4, 45  # words of a pull quote
_MOST_PULLED = 60  # candidates for pull quotes on a page; a page with more is a list
_STORY_SEARCHED = 400  # lines below the header in which a pull quote's words are looked for
_SHORTEST_DOUBLED, _LONGEST_DOUBLED = 3, 80  # words of a caption that stands twice
_LONGEST_CREDITED = 45  # words of a caption above its credit
_LONGEST_CREDITED_SENTENCE = 25  # words of one that could be the first paragraph


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What the lines of a page are.

    kinds:    one per line.
    headline: index of the headline's line.
    byline:   what all byline lines say together.
    """

    kinds: tuple[ZoneKind, ...]
    headline: int | None
    byline: Byline


def anatomise(lines: Sequence[Line], repeated: frozenset[int] = frozenset()) -> Anatomy:
    """Find the kind of every line of a page.

    repeated: keys (``key_of``) of lines that other pages of the outlet have as well.
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
    _mark_last_byline(marking, start)
    _mark_pulled(marking, start)
    _mark_rest(marking, start)
    kinds = tuple(kind or "body" for kind in marking.kinds)
    return Anatomy(kinds, headline, _combined(marking.bylines))


def _mark_certain(marking: Marking) -> None:
    """Mark what needs no neighbour: dates, furniture, bylines with "By", picture credits."""
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
        elif found and found.certain and not _signs(surface, words):
            marked = surface[0] in "©(!" and not is_advisory(line)
            pictured = marked and is_caption(line, before_body=before_body)
            kinds[index] = "caption" if pictured else "boilerplate"
        elif byline := (read_byline(surface, words) or read_reporting_credit(surface, words)):
            kinds[index], marking.bylines[index] = "byline", byline
        elif is_caption(line, before_body=before_body):
            kinds[index] = "caption"
        elif found:
            kinds[index] = "boilerplate"
        before_body = before_body and not marking.is_prose(index)


def _signs(surface: str, words: int) -> bool:
    """Whether a line that looks like a menu is a byline: "By Jo Roe | jo@post.example | Follow"."""
    byline = read_byline(surface, words) if surface[:2].lower() == "by" else None
    return byline is not None and bool(byline.names)


def _mark_repeated(marking: Marking, repeated: frozenset[int]) -> None:
    """Mark lines that other stories of the outlet have as well: they are the site's.

    Some repeated lines belong to their stories and stay open: a short line amid the paragraphs,
    because the parts of a series share subheadings; an answer of few words; the name of an agency
    or of a reporter who writes much. Where no other paragraph is left, a sentence that tells news
    is the story.
    """
    found = {index for index, line in enumerate(marking.lines) if key_of(line) in repeated}
    prose = [i for i in range(len(marking.lines)) if marking.is_prose(i) and i not in found]
    for index in sorted(found):
        line = marking.lines[index]
        amid = bool(prose) and prose[0] < index < prose[-1]
        shared = amid and line.words <= _LONGEST_SUBHEADING
        answer = line.stopped and line.words <= _LONGEST_ANSWER
        signed = (
            agency_of(line.surface)
            or agency_at_end(line.surface)
            or read_bare_byline(line.surface, line.words, beside_date=True)
        )
        told = not prose and tells_news(line)
        if marking.kinds[index] is None and not (shared or answer or signed or told):
            marking.kinds[index], marking.furniture[index] = "boilerplate", REPEATED


def _mark_doubled(marking: Marking) -> None:
    """Mark lines that stand twice in a row: a picture's text and its caption are the same."""
    for index in range(1, len(marking.lines)):
        one, two = marking.lines[index - 1], marking.lines[index]
        both_open = marking.kinds[index - 1] is None and marking.kinds[index] is None
        if (
            both_open
            and one.surface == two.surface
            and _SHORTEST_DOUBLED <= one.words <= _LONGEST_DOUBLED
        ):
            marking.kinds[index - 1] = marking.kinds[index] = "caption"


def _mark_credited(marking: Marking, start: int) -> None:
    """Mark the caption directly above a line that only says who took the picture.

    On a page with blank lines between its paragraphs, none may stand between caption and credit.
    On other pages only a line that does not end like a sentence is taken for a caption, or a short
    one that would be the first paragraph.
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
            first = index - 1 == start and above.words <= _LONGEST_CREDITED_SENTENCE
            beside = not line.gap if spaced else not above.stopped or first
            if beside and above.words <= _LONGEST_CREDITED:
                marking.kinds[index - 1] = "caption"


def _mark_last_byline(marking: Marking, start: int) -> None:
    """Mark the author's name below the story, behind a dash, if nothing else names an author."""
    if any(byline.names for byline in marking.bylines.values()):
        return
    index = next(
        (i for i in reversed(range(len(marking.lines))) if marking.kinds[i] is None), start
    )
    line = marking.lines[index] if index > start else None
    if line and (byline := read_last_byline(line.surface, line.words)):
        marking.kinds[index], marking.bylines[index] = "byline", byline


def _is_spaced(marking: Marking) -> bool:
    """Whether the page has blank lines between its paragraphs."""
    prose = [line for index, line in enumerate(marking.lines) if marking.is_prose(index)]
    return 2 * sum(line.gap for line in prose) >= len(prose)


def _mark_pulled(marking: Marking, start: int) -> None:
    """Mark pull quotes: lines whose words stand in a longer paragraph too.

    Of paragraphs that stand twice, as when a page is kept with two layouts, the first is the story.
    """
    lines = marking.lines
    shown = [
        index
        for index in range(start, len(lines))
        if marking.kinds[index] is None
        and _SHORTEST_PULLED <= lines[index].words <= _LONGEST_PULLED
    ]
    if len(shown) > _MOST_PULLED:
        return
    below = range(start, min(len(lines), start + _STORY_SEARCHED))
    paragraphs = [lines[i].surface for i in below if marking.is_prose(i)]
    story, whole = "\n".join(paragraphs), Counter(map(_unquoted, paragraphs))
    told: set[str] = set()
    for index in shown:
        words = _unquoted(lines[index].surface)
        again = words in told and marking.is_prose(index)
        told.add(words)
        if again or story.count(words) > whole[words]:
            marking.kinds[index] = "boilerplate"


def _unquoted(surface: str) -> str:
    return surface.strip("“”\"'‘’«» .")


def _mark_rest(marking: Marking, start: int) -> None:
    """Mark what is open: a short line without a stop, alone above a paragraph, is a subheading."""
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
        and line.words <= _LONGEST_SUBHEADING
        and not first.islower()
        and (first.isalnum() or first in "“‘'\"(#*[")
        and last not in ',;:-–—/"”'
    )


def _run_lengths(flags: Sequence[bool]) -> list[int]:
    """For every index, the length of the run of set flags that it is in; 0 outside of one.

    >>> _run_lengths([True, True, False, True])
    [2, 2, 0, 1]
    """
    lengths = [0] * len(flags)
    begin = 0
    for index in range(len(flags) + 1):
        if index == len(flags) or not flags[index]:
            lengths[begin:index] = [index - begin] * (index - begin)
            begin = index + 1
    return lengths


def _combined(bylines: dict[int, Byline]) -> Byline:
    """The first byline that names someone, with those on the lines directly below it."""
    names: list[str] = []
    agency: str | None = None
    last = None
    for index, byline in sorted(bylines.items()):
        agency = agency or byline.agency
        if byline.names and (last is None or index == last + 1):
            names += [name for name in byline.names if name not in names]
            last = index
    return Byline(tuple(names), agency)
