"""Captions: lines that describe a picture or name who took it.

Pure. The evidence is what picture desks write: a credit, a position in brackets, a pose.
"""

from __future__ import annotations

import re

from transforms.lexicon import either, is_desk, words_of
from transforms.page.lines import Line
from transforms.page.news_sentences import tells_news
from transforms.page.picture_marks import (
    BRACKETED,
    CLOSES,
    CREDIT_TAIL,
    CREDITING,
    FROM_LIBRARY,
    HINTS,
    IS_CREDIT,
    NAMED,
    OPENS,
    PLACED,
    POSED,
    SLASHED,
    SUPPLIED,
)

# Words, unless stated otherwise. Chosen on the pages of tests/page/pages and the development set;
# moved by a third either way, a limit changes no zone there, except that a credit of seven words
# is too short for one page.
_LONGEST_CAPTION = 90
_LONGEST_ABOVE_BODY = 45  # of a line with a pose or a position, above the first paragraph
_LONGEST_AMID_BODY = 30  # of a line with both, among the paragraphs
_LONGEST_CREDIT = 9  # of a line that only names who took a picture
_LONGEST_BARE_CREDIT = 5  # of the same without a word such as "photo": "Jo Roe/AFP"
_DESK_TAIL = 90  # characters at the end of a line in which a desk without a label stands
_DESKS = words_of("picture_desks")
_DESK_ENDS = frozenset(desk.split()[-1] for desk in _DESKS)
_BEHIND_SENTENCE = re.compile(r"[.!?][”\"’]? ([A-Z][\w’'-]*(?:[ /][A-Z][\w’'-]*){0,4})\Z")
# Desks of pictures alone; "Reuters wins" is a headline.
_PICTURING = frozenset(desk for desk in _DESKS if desk.endswith((" images", " media", " photo")))
_DESK_STARTS = frozenset(desk.split()[0] for desk in _PICTURING)
_BEFORE_SENTENCE = re.compile(rf"(?i:{either(_PICTURING)}) (?=[A-Z][a-z]|A )")
_MARKS = "/()[]|©!"


def is_caption(line: Line, *, before_body: bool) -> bool:
    """Whether the line describes or credits a picture.

    before_body: no paragraph stands before the line. Only there is a pose or a position enough by
                 itself, because people look on in prose too. A pose must then also end like a
                 sentence, because headlines too say who speaks at a meeting.
    """
    surface, words = line.surface, line.words
    if words > _LONGEST_CAPTION:
        return False
    if not line.stopped and _has_bare_desk(surface, line.tokens):
        return True
    tail = surface[-CREDIT_TAIL:]
    hinted = not HINTS.isdisjoint(line.tokens) if line.tokens else _may_credit(tail)
    marked = _is_marked(tail)
    if not hinted and not marked and surface[0] not in _MARKS:
        return False
    opened = OPENS.match(surface)
    if opened and opened[0].lower().endswith(" of") and tells_news(line):
        opened = None  # "Photo of the year went to a girl of ten."
    if opened or _is_crediting(tail) or (marked and _is_credited(tail)):
        return True
    if not hinted and not marked:
        return False
    if before_body and words <= _LONGEST_ABOVE_BODY:
        return bool(PLACED.search(surface) or (line.stopped and POSED.search(surface)))
    return words <= _LONGEST_AMID_BODY and bool(PLACED.search(surface) and POSED.search(surface))


def _has_bare_desk(surface: str, tokens: tuple[str, ...]) -> bool:
    """Whether a desk stands alone behind a sentence or before one, as pages keep their credits.

    "Jo Roe on her boat. Getty Images", "Getty Images Boats at the quay".
    """
    if not tokens:
        return False
    if tokens[-1] in _DESK_ENDS and (behind := _BEHIND_SENTENCE.search(surface)):
        return is_desk(behind[1])
    return tokens[0] in _DESK_STARTS and _BEFORE_SENTENCE.match(surface) is not None


def _is_marked(tail: str) -> bool:
    """Whether one of the marks stands in it; spelled out, as this is asked of every line."""
    return (
        "(" in tail or "/" in tail or ")" in tail or "[" in tail or "]" in tail or "|" in tail
        or "©" in tail or "!" in tail
    )  # fmt: skip


def _may_credit(tail: str) -> bool:
    small = tail.lower()
    return any([word in small for word in CREDITING])


def _is_crediting(tail: str) -> bool:
    """Whether a line ends with a credit that says so: "Photo: Jo Roe", "(file picture)"."""
    return _may_credit(tail) and CLOSES.search(tail) is not None


def is_credit(line: Line) -> bool:
    """Whether a line only says who took a picture: "Photo: Jo Roe", "(PTI photo)"."""
    return line.words <= _LONGEST_CREDIT and (
        IS_CREDIT.match(line.surface) is not None
        or (line.words <= _LONGEST_BARE_CREDIT and _is_credited(line.surface))
    )


def _is_credited(surface: str) -> bool:
    """Whether the line ends with a picture desk: (Getty Images), Jo Roe/AFP, REUTERS/Jo Roe."""
    tail = surface[-_DESK_TAIL:]
    if tail[-1] not in ')].”"' and "/" not in tail:
        return False
    slashed = SLASHED.search(tail) if "/" in tail else None
    if slashed and (is_desk(slashed[1]) or is_desk(slashed[2])):
        return True
    if not ("(" in tail or "[" in tail or "|" in tail):
        return False
    if NAMED.search(tail) or SUPPLIED.search(tail):
        return True
    bracketed = BRACKETED.search(tail)
    return bracketed is not None and any(
        FROM_LIBRARY.search(part.strip()) for part in re.split(r"[/,]| via ", bracketed["credit"])
    )
