"""Source bounds: where a source begins and ends, whatever an engine took with it.

Pure. "[The mayor] today", "[who] in an interview with the Herald", "[the staff] are in town": what
stands behind the one who speaks is when, where or what else they did. A source that is an article
alone, or opens with what somebody did ("acted like a child"), names nobody.
"""

from __future__ import annotations

import re
from itertools import pairwise

from transforms.lexicon import words_in_role
from transforms.quotes.cues import function_words, pronouns
from transforms.text import Span

_WORD = re.compile(r"(?<![^\s(“‘\"'—–-])[^\W_]+(?:['’.&-]+[^\W_]+)*")
_ARTICLES = frozenset(["a", "an", "the"])
_RELATIVES = frozenset(["who", "which"])
_NEXT = frozenset(["this", "last", "next"])
_CLAUSE = frozenset(["who", "which", "whose", "whom", "that", "where", "when", "as", "if"])
_NAMING = frozenset(["called", "named", "dubbed", "titled", "nicknamed"])
_ROLES = ("past", "participle", "base")
_EDGES = " ,;:–—-"


def bounded(text: str, source: Span) -> Span | None:
    """A source without what does not belong to it; None where it names nobody.

    >>> text = "Sorel today said"
    >>> bounded(text, Span(0, 11))
    Span(start_char=0, end_char=5)
    """
    words = [(match.group(), match) for match in _WORD.finditer(source.of(text))]
    if not words or source.of(text)[0] in "'’":  # "it[’s worth] noting"
        return None
    lower = [word.lower() for word, _ in words]
    if lower[0] in _ARTICLES and len(words) == 1:
        return None
    if words[0][0] in _RELATIVES and len(words) > 1:
        return _part(text, source, words[0][1].end())
    if _opens_with_deed(words[0][0], lower):
        return None
    gaps = [source.of(text)[a.end() : b.start()] for (_, a), (_, b) in pairwise(words)]
    anew = _begins_anew([word for word, _ in words], gaps)
    if anew:
        start = source.start_char + words[anew][1].start()
        return bounded(text, Span(start, source.end_char))
    last = _before_deed([word for word, _ in words], lower, gaps)
    if last is None and not any(_says_more(word) for word, _ in words):
        last = _before_time(lower, words[-1][0])
    return source if last is None else _part(text, source, words[last][1].start())


def _part(text: str, source: Span, length: int) -> Span:
    """The first characters of a source."""
    kept = source.of(text)[:length].rstrip(_EDGES)
    return Span(source.start_char, source.start_char + len(kept))


def _opens_with_deed(first: str, lower: list[str]) -> bool:
    """Whether a participle and its object open a source: "recorded himself", "drawing a line".

    An adjective of the same form has a noun behind it: "leading figures", "published reports".
    """
    if len(lower) < 2 or not first[0].islower() or not first.endswith(("ed", "ing")):
        return False
    objects = function_words("determiner") | pronouns() | function_words("preposition")
    return lower[1] in objects | {"himself", "herself", "itself", "themselves"}


def _begins_anew(words: list[str], gaps: list[str]) -> int:
    """The first word behind a heading that lost its line: "Other views [The] mayor"; 0 if none."""
    inside = function_words("preposition") | function_words("conjunction")
    openers = _ARTICLES | function_words("possessive")
    for at in range(len(words) - 2, 0, -1):
        is_opener = words[at].istitle() and words[at].lower() in openers
        before = words[at - 1]
        is_free = before.islower() and before not in inside | openers
        if is_opener and is_free and gaps[at - 1 : at + 1] == [" ", " "]:
            return at
    return 0


def _before_deed(words: list[str], lower: list[str], gaps: list[str]) -> int | None:
    """Words before a verb of the source's own: "Staff from abroad [are in town]"."""
    for at, word in enumerate(words):
        if lower[at] in _CLAUSE:
            return None
        is_finite = word.islower() and word in function_words("finite")
        if at and is_finite and lower[at - 1] != "to":
            return at
        if at and word.islower() and lower[at - 1] != "to" and _takes_object(words, at, gaps):
            return at
    return None


def _takes_object(words: list[str], at: int, gaps: list[str]) -> bool:
    """Whether a word with an article behind it is a verb: "the bank [kept] its rate".

    A participle that gives a name has one too: "a man named the Fox".
    """
    behind = words[at + 1 : at + 3]
    if len(behind) < 2 or gaps[at] != " ":
        return False
    is_object = behind[0] in _ARTICLES | function_words("possessive")
    word = words[at]
    is_verb = word.endswith("ed") or word in words_in_role("finite_verbs", *_ROLES)
    return is_object and is_verb and word not in _NAMING


def _says_more(word: str) -> bool:
    """Whether a word opens what may have a time of its own: "released", "who left"."""
    return word.islower() and (word in _CLAUSE or word.endswith(("ed", "ing")))


def _before_time(lower: list[str], last: str) -> int | None:
    """Words before a bare time at the end: "the mayor [yesterday]", "the mayor [last week]"."""
    days = function_words("time") - _NEXT - {"afterward", "afterwards"}
    if lower[-1] in days and (last.islower() or (lower[-1].endswith("day") and last != "Today")):
        first = len(lower) - 1
    elif lower[-1] in function_words("daytime") - {"ago"} and lower[-2:-1] and lower[-2] in _NEXT:
        first = len(lower) - 2
    else:
        return None
    while first > 1 and lower[first - 1] in {"earlier", "later", "late", "early", "on"}:
        first -= 1
    bound = function_words("preposition") | function_words("determiner")
    if first < 1 or lower[first - 1] in bound:
        return None
    return first
