"""Footers: notes on the author, lists of links, readers' comments, furniture below the story.

Pure. Each function marks open lines of a page as boilerplate.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate

from transforms.lexicon import words_of
from transforms.page.boilerplate import is_addressed, is_contact_line
from transforms.page.marking import Marking

_BIO_VERBS = words_of("bio_verbs")
# Chosen on the pages of tests/page/pages and the development set. A limit that is moved by a
# third, or by one where it is small, changes no zone there, except one line of furniture more or
# less (one to five pages).
_FIRST_BIO = 2  # lines below the first paragraph, in which a story may well introduce its author
_LONGEST_BIO = 60  # words
_SHORTEST_SENTENCE = 4  # words
_FURNITURE_ABOVE, _FURNITURE_ABOVE_SENTENCE = 1, 2  # lines above one that is furniture by its place
_LONGEST_SNIPPET, _LONGEST_ADDRESS = 14, 40  # words of a label, of a line that addresses readers


def mark_bios(marking: Marking, names: tuple[str, ...], start: int) -> None:
    """Notes on the authors below the first paragraphs: "Jo Roe covers farming".

    names: of the authors.
    start: index of the first paragraph.
    """
    known = [name.lower() for name in names if " " in name]
    initials = {name[0] for name in known}
    for index in range(start + _FIRST_BIO, len(marking.lines)):
        line = marking.lines[index]
        if marking.kinds[index] is not None or line.words > _LONGEST_BIO:
            continue
        if line.surface[0].lower()[0] not in initials:
            continue
        surface = line.surface.lower()
        for name in known:
            if surface.startswith(name):
                rest = surface[len(name) :].split()
                if not rest or rest[0].strip(",") in _BIO_VERBS or rest[0] == ",":
                    marking.kinds[index] = "boilerplate"


def mark_openers(marking: Marking, start: int) -> None:
    """Lists of links below "Related articles", and everything below "Comments".

    "Comments" may also be a menu's label above the story; it counts only with more than half of
    the story's words above it.
    """
    prose = [i for i in range(start, len(marking.lines)) if marking.is_prose(i)]
    words_above = [0, *accumulate(marking.lines[i].words for i in prose)]
    reached = 0
    for index, found in enumerate(marking.furniture):
        if found is None or marking.kinds[index] != "boilerplate":
            continue
        if found.opens == "comments":
            above = words_above[bisect(prose, index)]
            if above > words_above[-1] - above:
                marking.kinds[index:] = ["boilerplate"] * (len(marking.lines) - index)
                return
        elif found.opens == "links" and index >= reached - 1:
            reached = _mark_links(marking, index, start, last_prose=prose[-1] if prose else 0)


def _mark_links(marking: Marking, opener: int, start: int, *, last_prose: int) -> int:
    """Mark the titles below a line such as "Related"; returns the index of the line after them."""
    # A blank line ends the list unless one stands above its first title too.
    spaced = opener + 1 < len(marking.lines) and marking.lines[opener + 1].gap
    for index in range(opener + 1, len(marking.lines)):
        line = marking.lines[index]
        if marking.is_prose(index) or marking.kinds[index] in ("headline", "byline", "dateline"):
            return index
        if index < last_prose and line.gap and index > opener + 1 and not spaced:
            return index
        dated = marking.kinds[index] == "date" and opener > start
        if marking.kinds[index] in (None, "caption") or dated:
            marking.kinds[index] = "boilerplate"
    return len(marking.lines)


def mark_footer(marking: Marking) -> None:
    """Short lines between furniture, and open lines below the last paragraph."""
    _mark_surrounded(marking)
    furnished = 0
    last = next((i for i in reversed(range(len(marking.lines))) if _ends_story(marking, i)), -1)
    below = any(kind == "boilerplate" for kind in marking.kinds[last + 1 :])
    for index in range(last + 1, len(marking.lines)):
        line = marking.lines[index]
        if marking.kinds[index] == "boilerplate":
            furnished += 1
        elif marking.kinds[index] is None:
            # One line of furniture may stand before the story's last words.
            is_sentence = line.stopped and line.words >= _SHORTEST_SENTENCE
            needed = _FURNITURE_ABOVE_SENTENCE if is_sentence else _FURNITURE_ABOVE
            is_furnished = furnished >= needed
            if is_contact_line(line.surface, line.words) or (
                below and is_furnished and not marking.is_prose(index)
            ):
                marking.kinds[index] = "boilerplate"


def _mark_surrounded(marking: Marking) -> None:
    """Runs of short lines without a stop, with furniture directly above and below."""
    kinds, lines = marking.kinds, marking.lines
    for first in range(1, len(lines)):
        if kinds[first - 1] != "boilerplate":
            continue
        index = first
        while index < len(lines) and kinds[index] is None and _is_snippet(marking, index):
            index += 1
        if index < len(lines) and kinds[index] == "boilerplate":
            kinds[first:index] = ["boilerplate"] * (index - first)


def _is_snippet(marking: Marking, index: int) -> bool:
    line = marking.lines[index]
    return (not line.stopped and line.words <= _LONGEST_SNIPPET) or (
        line.words <= _LONGEST_ADDRESS and is_addressed(line)
    )


def _ends_story(marking: Marking, index: int) -> bool:
    line = marking.lines[index]
    return marking.is_prose(index) and not is_contact_line(line.surface, line.words)
