"""Headlines: which line above the first paragraph is the article's title.

Pure. Every open line there is weighed by its length, by the words it shares with the story, by
what stands below it and by how many others stand above it; the heaviest is the headline.
"""

from __future__ import annotations

import re
from itertools import islice

from transforms.lexicon import words_of
from transforms.page.boilerplate import normalised
from transforms.page.bylines import is_masthead
from transforms.page.datelines import find_dateline
from transforms.page.lines import Line, words_in
from transforms.page.marking import Marking
from transforms.text import Span, find_date_expressions

_LABELS = words_of("section_words")
_MOST_CANDIDATES = 60
_LONGEST_HEADLINE = 24  # words
_LONGEST_STOPPED = 18  # words of one that ends like a sentence
_TITLE_BREAK = re.compile(r"\s*[|–—»:-]\s")
_STORY_LINES = 12  # paragraphs whose words are compared with a headline's
_STORY_CHARACTERS = 2_000
_SHORTEST_TOLD, _STEM = 3, 5  # letters: of a word that tells something, of it that are compared
_EMPTY = words_of("function_words")
_MASTHEAD_NEAR, _MASTHEAD_LINES = 30, 100  # words, lines
_MENU_RUN, _MENU_WORDS = 3, 3
_MOST_SHARED, _SHORTEST_FULL, _GOOD, _BELOW = 3, 4, 3, 2


def find_headline(marking: Marking) -> int | None:
    """The index of the line that is the headline.

    A page none of whose open lines can be one has no headline, rather than a wrong one; a line that
    only resembles furniture ("Subscribe to my newsletter, says minister") is then reconsidered.
    """
    candidates: list[int] = []
    for index, line in enumerate(marking.lines):
        if marking.kinds[index] is not None:
            continue
        ends = marking.is_prose(index) if candidates else _is_first_paragraph(line)
        if ends or len(candidates) == _MOST_CANDIDATES or _opens_story(line):
            break
        candidates.append(index)
    if not candidates or marking.is_prose(candidates[0]):
        candidates = _reconsidered(marking) or candidates
    candidates = [index for index in candidates if not is_label(marking.lines[index])]
    return _chosen(marking, candidates) if candidates else None


def _chosen(marking: Marking, candidates: list[int]) -> int:
    """The heaviest candidate, the first of equals; doubled captions and page titles aside."""
    lines = marking.lines
    while len(candidates) > 2 and _is_doubled_caption(marking, candidates[0], candidates[1]):
        del candidates[:2]
    for place, index in enumerate(candidates[:4]):
        title = lines[index].surface
        for later in candidates[place + 1 : place + 4]:
            heading = lines[later].surface
            if (
                len(heading) > 12
                and title.startswith(heading)
                and _TITLE_BREAK.match(title, len(heading))
            ):
                return later
    if len(candidates) == 1:
        return candidates[0]
    story = _words_of_story(marking, candidates[-1])
    furniture = _furniture(marking)
    menu = _in_menus(marking, candidates)
    best, heaviest, above, last = candidates[0], -100.0, 0, 0
    for index in candidates:
        weight = _weight(marking, index, story, furniture) - (2 if index in menu else 0)
        # What stands directly below a line that could be the headline is more often its standfirst.
        parted = any(marking.kinds[i] != "boilerplate" for i in range(last + 1, index))
        handicap = above if parted or not above else above + _BELOW
        if weight - handicap > heaviest:
            best, heaviest = index, weight - handicap
        if lines[index].words >= _SHORTEST_FULL and weight >= _GOOD:
            above, last = above + 1, index
    return best


def _weight(marking: Marking, index: int, story: frozenset[str], furniture: str) -> float:
    line = marking.lines[index]
    told = _stems(line.tokens)
    shared = min(_MOST_SHARED, len(told & story))
    length = 2 if 4 <= line.words <= 16 else 1 if line.words == 3 or line.words > 16 else -1
    weight = float(shared + length)
    below = marking.kinds[index + 1 : index + 3]  # a standfirst may stand between
    weight += 1 if "byline" in below or "date" in below else 0
    weight -= 1 if line.surface.endswith(".") else 0
    weight -= 1 if line.surface[0].islower() else 0
    weight += 4 if line.surface.startswith("# ") else 0
    if _is_outlet(line, furniture):
        weight -= 3
    if line.words <= 14 and next(
        find_date_expressions(line.surface, Span(0, len(line.surface))), None
    ):
        weight -= 2
    return weight


def _words_of_story(marking: Marking, last: int) -> frozenset[str]:
    """Stems of the longer words of the first paragraphs below the candidates."""
    prose = (i for i in range(last + 1, len(marking.lines)) if marking.is_prose(i))
    sample = " ".join(marking.lines[index].surface for index in islice(prose, _STORY_LINES))
    return _stems(words_in(sample[:_STORY_CHARACTERS]))


def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for word in words if len(word) >= _SHORTEST_TOLD and word not in _EMPTY
    )


def _in_menus(marking: Marking, candidates: list[int]) -> set[int]:
    """Candidates in a run of labels, one a line, as menus are when a page becomes text."""
    found: set[int] = set()
    run: list[int] = []
    for index in [*range(candidates[-1] + 1), -1]:
        line = marking.lines[index] if index >= 0 else None
        if line is not None and line.words <= _MENU_WORDS and not line.stopped:
            run.append(index)
            continue
        if len(run) >= _MENU_RUN:
            found.update(run)
        run = []
    return found


def _is_outlet(line: Line, furniture: str) -> bool:
    """Whether a line is the site's name, by its words or because its furniture repeats it."""
    if is_masthead(line.surface, line.words):
        return True
    return line.words <= 6 and line.surface.lower() in furniture


def _furniture(marking: Marking) -> str:
    """The first and last lines that are already known to be the site's, in small letters."""
    known = [
        line.surface
        for line, kind in zip(marking.lines, marking.kinds, strict=True)
        if kind == "boilerplate" and line.words <= _MASTHEAD_NEAR
    ]
    return "\n".join(known[:_MASTHEAD_LINES] + known[-_MASTHEAD_LINES:]).lower()


def _is_doubled_caption(marking: Marking, first: int, second: int) -> bool:
    """Whether two equal lines above the headline are a caption and not a title with its heading."""
    one, two = marking.lines[first], marking.lines[second]
    below_date = first > 0 and marking.kinds[first - 1] == "date"
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


def _reconsidered(marking: Marking) -> list[int]:
    for index, line in enumerate(marking.lines):
        found = marking.furniture[index]
        if marking.is_prose(index):
            break
        if (
            marking.kinds[index] == "boilerplate"
            and found
            and not found.certain
            and line.words >= 5
        ):
            marking.kinds[index] = None
            return [index]
    return []


def is_label(line: Line) -> bool:
    """Whether a line is a kicker or a section's name."""
    if line.words > 3:
        return False
    words = normalised(line.surface).split()
    return len(words) <= 3 and all(word in _LABELS or word == "&" for word in words)
