"""Footers: links to other articles, readers' comments, and what stands below the story.

Pure.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate

from transforms.lexicon import words_of
from transforms.page.boilerplate import is_addressed, is_contact_line
from transforms.page.marking import Marking

_BIO_VERBS = words_of("bio_verbs")
_MOST_BIO_WORDS = 60


def mark_bios(marking: Marking, names: tuple[str, ...], start: int) -> None:
    """What a site says of its author: "Jo Roe covers farming", below the first paragraphs."""
    known = [name.lower() for name in names if " " in name]
    initials = {name[0] for name in known}
    for index in range(start + 2, len(marking.lines)):
        line = marking.lines[index]
        if marking.kinds[index] is not None or line.words > _MOST_BIO_WORDS:
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
    """Lists of links below "Related articles", and all that follows "Comments" below the story."""
    prose = [i for i in range(start, len(marking.lines)) if marking.is_prose(i)]
    told = [0, *accumulate(marking.lines[i].words for i in prose)]
    reached = 0
    for index, found in enumerate(marking.furniture):
        if found is None or marking.kinds[index] != "boilerplate":
            continue
        if found.opens == "comments":
            before = told[bisect(prose, index)]
            if before > told[-1] - before:
                marking.kinds[index:] = ["boilerplate"] * (len(marking.lines) - index)
                return
        elif found.opens == "links" and index >= reached - 1:
            reached = _mark_links(marking, index, start, last_prose=prose[-1] if prose else 0)


def _mark_links(marking: Marking, opener: int, start: int, *, last_prose: int) -> int:
    """Mark the titles below an opener; returns the index of the first line that is none."""
    for index in range(opener + 1, len(marking.lines)):
        line = marking.lines[index]
        if marking.is_prose(index) or marking.kinds[index] in ("headline", "byline", "dateline"):
            return index
        if index < last_prose and line.gap and index > opener + 1:
            return index
        dated = marking.kinds[index] == "date" and opener > start
        if marking.kinds[index] in (None, "caption") or dated:
            marking.kinds[index] = "boilerplate"
    return len(marking.lines)


def mark_footer(marking: Marking) -> None:
    """Short lines between furniture, and open ones below the last paragraph."""
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
            is_furnished = furnished >= (2 if line.stopped and line.words >= 4 else 1)
            if is_contact_line(line.surface, line.words) or (
                below and is_furnished and not marking.is_prose(index)
            ):
                marking.kinds[index] = "boilerplate"


def _mark_surrounded(marking: Marking) -> None:
    """Runs of short lines that end no sentence, with furniture above and below, are furniture."""
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
    return (not line.stopped and line.words <= 14) or (line.words <= 40 and is_addressed(line))


def _ends_story(marking: Marking, index: int) -> bool:
    line = marking.lines[index]
    return marking.is_prose(index) and not is_contact_line(line.surface, line.words)
