"""Headlines: which line above the first paragraph is the article's title.

Pure. The first fitting line is it, apart from mastheads, kickers, page titles and doubled captions.
"""

from __future__ import annotations

import re

from transforms.boilerplate import normalised
from transforms.bylines import is_masthead
from transforms.datelines import find_dateline
from transforms.draft import SHORTEST_PROSE, Draft
from transforms.lexicon import words_of
from transforms.lines import Line
from transforms.span import Span

_LABELS = words_of("section_words")
_MOST_CANDIDATES = 12
_LONGEST_HEADLINE = 24  # words
_LONGEST_STOPPED = 18  # words of one that ends like a sentence
_TITLE_BREAK = re.compile(r"\s*[|–—»:-]\s")


def find_headline(draft: Draft) -> int | None:
    """The first open line above the first paragraph that is long enough for a headline.

    A page none of whose open lines can be one has no headline, rather than a wrong one; a line that
    only resembles furniture ("Subscribe to my newsletter, says minister") is then reconsidered.
    """
    candidates: list[int] = []
    for index, line in enumerate(draft.lines):
        if draft.kinds[index] is not None:
            continue
        ends = draft.is_prose(index) if candidates else _is_first_paragraph(line)
        if ends or len(candidates) == _MOST_CANDIDATES or _opens_story(line):
            break
        candidates.append(index)
    if not candidates or draft.is_prose(candidates[0]):
        candidates = _reconsidered(draft) or candidates
    candidates = [index for index in candidates if not is_label(draft.lines[index])]
    return _chosen(draft, candidates) if candidates else None


def _chosen(draft: Draft, candidates: list[int]) -> int:
    """The first candidate, unless it is a doubled caption, a page title, a masthead or a kicker."""
    lines = draft.lines
    while len(candidates) > 2 and _is_doubled_caption(draft, candidates[0], candidates[1]):
        del candidates[:2]
    first = candidates[0]
    title = lines[first].surface
    for later in candidates[1:4]:
        heading = lines[later].surface
        if title.startswith(heading) and _TITLE_BREAK.match(title, len(heading)):
            return later
    # Two words on top may be a headline, but above a whole line of words they are a kicker.
    longer = (i for i in candidates[1:3] if lines[i].words >= SHORTEST_PROSE - 3)
    if len(candidates) > 1 and _is_outlet(draft, first):
        return candidates[1]
    return next(longer, first) if lines[first].words <= 2 else first


def _is_outlet(draft: Draft, index: int) -> bool:
    """Whether a line is the site's name, by its words or because its furniture repeats it."""
    line = draft.lines[index]
    if is_masthead(line.surface, line.words):
        return True
    name = line.surface.lower()
    return line.words <= 6 and any(
        name in other.surface.lower()
        for other, kind in zip(draft.lines, draft.kinds, strict=True)
        if kind == "boilerplate" and other.words <= 30
    )


def _is_doubled_caption(draft: Draft, first: int, second: int) -> bool:
    """Whether two equal lines above the headline are a caption and not a title with its heading."""
    one, two = draft.lines[first], draft.lines[second]
    below_date = first > 0 and draft.kinds[first - 1] == "date"
    return (
        second == first + 1
        and one.surface == two.surface
        and (one.stopped or one.words > 16 or below_date)
    )


def _is_first_paragraph(line: Line) -> bool:
    """Whether the first open line is no headline.

    It may be one that ends in a stop, even one of two sentences, but a sentence of many words in
    small letters is a story that came without its headline.
    """
    if not line.stopped:
        return line.words > _LONGEST_HEADLINE
    words = [word for word in line.surface.split() if word[0].isalpha() and len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    in_title_case = capitals > 0.7 * len(words)
    return line.words > (_LONGEST_HEADLINE if in_title_case else _LONGEST_STOPPED)


def _opens_story(line: Line) -> bool:
    return line.stopped and (
        find_dateline(line.surface, Span(0, len(line.surface)), opens_story=False) is not None
    )


def _reconsidered(draft: Draft) -> list[int]:
    for index, line in enumerate(draft.lines):
        found = draft.furniture[index]
        if draft.is_prose(index):
            break
        if draft.kinds[index] == "boilerplate" and found and not found.certain and line.words >= 5:
            draft.kinds[index] = None
            return [index]
    return []


def is_label(line: Line) -> bool:
    """Whether a line is a kicker or a section's name."""
    words = normalised(line.surface).split()
    return len(words) <= 3 and all(word in _LABELS or word == "&" for word in words)
