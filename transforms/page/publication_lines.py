"""Publication lines: lines that only say when something was published or changed.

Pure. "22 February 2019", "Published: Feb 22, 2019 10:30 GMT", "Updated 3 hours ago".
"""

from __future__ import annotations

import re

from transforms.lexicon import words_in_role, words_of
from transforms.text import Span, find_date_expressions

_DATING = words_of("months") | words_in_role("date_line_words", "recent")
_KNOWN = words_of("date_line_words") | _DATING
_ALONE = words_in_role("date_line_words", "alone")
_TOKEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*|\d+")
_CLOCK = re.compile(r"\b[0-2]?\d[:.h][0-5]\d\b|\b[01]?\d ?[ap]\.?m\b", re.IGNORECASE)
_MOST_WORDS = 20  # of three statements with their times; no page of tests/page/pages needs over 15
_SHORT_DATE = re.compile(r"(?<![\d./-])\d{1,2}([./-])\d{1,2}\1\d{2}(?![\d./-])")  # 25/09/24
_DIGIT = re.compile(r"\d")


def is_date_line(surface: str, words: int) -> bool:
    """Whether a line has nothing but a date, its time and words such as "Published".

    >>> is_date_line("Updated 3 hours ago", 4), is_date_line("Talks on 22 February 2019", 5)
    (True, False)
    """
    if words > _MOST_WORDS:
        return False
    first = _TOKEN.search(surface) if words > 2 else None
    if first and not (first[0].isdigit() or first[0].lower() in _KNOWN):
        return False
    if _DIGIT.search(surface) is None:
        return surface.lower().strip(" .:") in _ALONE
    rest, last, dated = "", 0, False
    for expression in find_date_expressions(surface, Span(0, len(surface))):
        rest += surface[last : expression.span.start_char] + " "
        last, dated = expression.span.end_char, True
    rest, short = _SHORT_DATE.subn(" ", rest + surface[last:])
    dated = dated or short > 0
    clock = _CLOCK.search(rest) is not None
    tokens = [token.lower() for token in _TOKEN.findall(_CLOCK.sub(" ", rest))]
    is_dated = dated or clock or not _DATING.isdisjoint(tokens)
    return is_dated and all(
        token in _KNOWN or (token.isdigit() and len(token) <= 4) for token in tokens
    )
