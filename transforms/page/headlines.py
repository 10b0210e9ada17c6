"""Headlines: which line above the first paragraph is the article's title.

Pure. Every open line there is a candidate and gets a weight: for its length, for the words that it
shares with the story, for what stands below it. A candidate below other good ones loses weight.
The heaviest candidate is the headline.
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
# Chosen on the pages of tests/page/pages and the development set. A limit that is moved by a
# third, or by one where it is small, changes no zone there, except four letters for a word that is
# compared (one page). The weights are tighter: each moved by one changes the headline of up to
# three pages.
_MOST_CANDIDATES = 60
_LONGEST_HEADLINE = 24  # words
_LONGEST_STOPPED = 18  # words of one that ends like a sentence
_TITLE_CASE = 0.7  # share of the words with a capital in a headline that capitalises its words
_LONGEST_UNCAPITALISED = 3  # letters of words that such a headline leaves small: "of", "the"
_SHORTEST_RECONSIDERED = 5  # words of a line that only resembles furniture
_TITLE_BREAK = re.compile(r"\s*[|–—»:-]\s")
_TITLES_SEEN, _HEADINGS_SEEN = 4, 3  # candidates that may be "Title - Outlet"; below each, "Title"
_SHORTEST_TITLE = 12  # characters that the two must have in common
_STORY_LINES, _STORY_CHARACTERS = 12, 2_000  # of the first paragraphs, whose words are compared
_SHORTEST_COMPARED, _STEM = 3, 5  # letters: of a word that is compared, of its stem
_EMPTY = words_of("function_words")
_NAMING_LINES, _LONGEST_NAMING = 100, 30  # of furniture that may name the site; words of each
_LONGEST_OUTLET = 6  # words
_MENU_RUN, _LONGEST_ITEM = 3, 3  # lines in a row that make a menu, words of each
_LONGEST_LABEL = 3  # words

# Weights of a candidate, and the lengths in words that earn them.
_SHORTEST_FULL, _LONGEST_FULL = 4, 16
_FULL, _SHORTISH, _FRAGMENT = 2, 1, -1  # by length: a full headline, three words or over 16, less
_MOST_SHARED = 3  # one for each word shared with the story, up to this
_ABOVE_BYLINE, _STOPPED, _SMALL, _MARKED = 1, -1, -1, 4  # "# Title" is a heading of Markdown
_OUTLET, _DATED, _IN_MENU = -3, -2, -2
_LONGEST_WITH_DATE = 14  # words of a candidate whose date counts against it
_GOOD = 3  # from this weight on a full candidate is a handicap of one for those below it,
_BELOW = 2  # and of this much more for the one directly below it, often its standfirst


def find_headline(marking: Marking) -> int | None:
    """The index of the line that is the headline.

    If no open line can be the headline, a line that only resembles furniture is reconsidered
    ("Subscribe to my newsletter, says minister"). If there is none either, the page has no
    headline, which is better than a wrong one.
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
    """The heaviest candidate, the first of equals.

    Doubled captions are left out before. A page's title ("Fire destroys market - The Post") is not
    weighed: the heading below it that the title begins with is the headline.
    """
    lines = marking.lines
    while len(candidates) > 2 and _is_doubled_caption(marking, candidates[0], candidates[1]):
        del candidates[:2]
    for place, index in enumerate(candidates[:_TITLES_SEEN]):
        title = lines[index].surface
        for later in candidates[place + 1 : place + 1 + _HEADINGS_SEEN]:
            heading = lines[later].surface
            if (
                len(heading) > _SHORTEST_TITLE
                and title.startswith(heading)
                and _TITLE_BREAK.match(title, len(heading))
            ):
                return later
    if len(candidates) == 1:
        return candidates[0]
    story = _words_of_story(marking, candidates[-1])
    furniture = _furniture(marking)
    menu = _in_menus(marking, candidates)
    best, heaviest, above, last = candidates[0], -100, 0, 0
    for index in candidates:
        weight = _weight(marking, index, story, furniture) + (_IN_MENU if index in menu else 0)
        parted = any(marking.kinds[i] != "boilerplate" for i in range(last + 1, index))
        handicap = above if parted or not above else above + _BELOW
        if weight - handicap > heaviest:
            best, heaviest = index, weight - handicap
        if lines[index].words >= _SHORTEST_FULL and weight >= _GOOD:
            above, last = above + 1, index
    return best


def _weight(marking: Marking, index: int, story: frozenset[str], furniture: str) -> int:
    line = marking.lines[index]
    weight = _weight_of_length(line.words)
    weight += min(_MOST_SHARED, len(_stems(line.tokens) & story))
    below = marking.kinds[index + 1 : index + 3]  # a standfirst may stand between
    if "byline" in below or "date" in below:
        weight += _ABOVE_BYLINE
    if line.surface.endswith("."):
        weight += _STOPPED
    if line.surface[0].islower():
        weight += _SMALL
    if line.surface.startswith("# "):
        weight += _MARKED
    if _is_outlet(line, furniture):
        weight += _OUTLET
    if line.words <= _LONGEST_WITH_DATE and _has_date(line.surface):
        weight += _DATED
    return weight


def _weight_of_length(words: int) -> int:
    if _SHORTEST_FULL <= words <= _LONGEST_FULL:
        return _FULL
    return _FRAGMENT if words < _SHORTEST_FULL - 1 else _SHORTISH


def _has_date(surface: str) -> bool:
    return next(find_date_expressions(surface, Span(0, len(surface))), None) is not None


def _words_of_story(marking: Marking, last: int) -> frozenset[str]:
    """Stems of the words of the first paragraphs below the candidates."""
    prose = (i for i in range(last + 1, len(marking.lines)) if marking.is_prose(i))
    sample = " ".join(marking.lines[index].surface for index in islice(prose, _STORY_LINES))
    return _stems(words_in(sample[:_STORY_CHARACTERS]))


def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for word in words if len(word) >= _SHORTEST_COMPARED and word not in _EMPTY
    )


def _in_menus(marking: Marking, candidates: list[int]) -> set[int]:
    """Candidates in a menu, which becomes a run of short lines when a page becomes text."""
    found: set[int] = set()
    run: list[int] = []
    for index in [*range(candidates[-1] + 1), -1]:
        line = marking.lines[index] if index >= 0 else None
        if line is not None and line.words <= _LONGEST_ITEM and not line.stopped:
            run.append(index)
            continue
        if len(run) >= _MENU_RUN:
            found.update(run)
        run = []
    return found


def _is_outlet(line: Line, furniture: str) -> bool:
    """Whether a line is the site's name, by its words or because the furniture repeats it."""
    if is_masthead(line.surface, line.words):
        return True
    return line.words <= _LONGEST_OUTLET and line.surface.lower() in furniture


def _furniture(marking: Marking) -> str:
    """The first and the last lines that are marked as the site's, in small letters."""
    known = [
        line.surface
        for line, kind in zip(marking.lines, marking.kinds, strict=True)
        if kind == "boilerplate" and line.words <= _LONGEST_NAMING
    ]
    return "\n".join(known[:_NAMING_LINES] + known[-_NAMING_LINES:]).lower()


def _is_doubled_caption(marking: Marking, first: int, second: int) -> bool:
    """Whether two equal lines above the headline are a caption and not a title with its heading."""
    one, two = marking.lines[first], marking.lines[second]
    below_date = first > 0 and marking.kinds[first - 1] == "date"
    return (
        second == first + 1
        and one.surface == two.surface
        and (one.stopped or one.words > _LONGEST_FULL or below_date)
    )


def _is_first_paragraph(line: Line) -> bool:
    """Whether the first open line is a paragraph of a story that came without its headline.

    A headline may end in a stop and even be two sentences, but it is not a long sentence whose
    words are in small letters.
    """
    if not line.stopped:
        return line.words > _LONGEST_HEADLINE
    words = [
        word
        for word in line.surface.split()
        if word[0].isalpha() and len(word) > _LONGEST_UNCAPITALISED
    ]
    capitals = sum(word[0].isupper() for word in words)
    in_title_case = capitals > _TITLE_CASE * len(words)
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
            and line.words >= _SHORTEST_RECONSIDERED
        ):
            marking.kinds[index] = None
            return [index]
    return []


def is_label(line: Line) -> bool:
    """Whether a line is a kicker or a section's name."""
    if line.words > _LONGEST_LABEL:
        return False
    words = normalised(line.surface).split()
    return len(words) <= _LONGEST_LABEL and all(word in _LABELS or word == "&" for word in words)
