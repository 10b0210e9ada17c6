"""Quotations: stretches between quotation marks, whoever says them.

Pure. The marks are “ ” " `` '' « » „ ‘ ’ '; an apostrophe is not taken for a closing mark. A
quotation without a closing mark continues when the next paragraph opens with a mark.

Where a text lost its encoding, " also stands for an apostrophe, as in doesn"t, and "? for a dash
or a closing mark with a space. Such marks count only where their neighbours leave no other reading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from transforms.lexicon import words_of
from transforms.text.sentences import Sentence
from transforms.text.span import Span

_DOUBLE = re.compile(
    r"``|''|[“”„«»]"
    r"|(?<!\s)\"(?!(?<=[nN]\")t\b|(?<=[^\W\d_]\")(?:re|ve|ll)\b)"  # doesn"t, we"ve
    r"|(?<=\s)\"(?!\?)"  # the plan "?the last one "?failed
)
_SINGLE = re.compile(r"[‘’']")
_WORD_AFTER = re.compile(r"[^\W_]{1,6}")
_OPENERS = frozenset(["“", "„", "«", "``"])
_CLOSES = {
    "“": "”",
    "”": "”",
    "„": "“",
    "«": "»",
    "»": "»",
    "``": "''",
    "''": "''",
    '"': '"',
}
_ENDS_SPEECH = frozenset(",.?!…—–-")
_BEFORE_OPENING = frozenset(".?!…,:;\"”'’»)")
_LETTERS = re.compile(r"[^\W\d_]+")
_REOPENED_WITHIN = 4
"""Sentences after the first in which a quotation that reopens was left open: 3 of 24 had three."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch in quotation marks.

    span:      with the marks.
    is_closed: whether it has a closing mark; some run over several paragraphs, some have an error.
    continues: whether it continues the unclosed quotation of the paragraph before.
    depth:     0, or 1 for a quotation inside another.
    """

    span: Span
    is_closed: bool
    continues: bool = False
    depth: int = 0


def find_quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Quotations in text order; none crosses a paragraph.

    Those of depth 0 are disjoint; each of depth 1 lies inside the one of depth 0 before it.

    >>> from transforms.text.sentences import Sentence
    >>> text = "“We agreed,” she said."
    >>> [found] = find_quotations(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    >>> found.span.of(text)
    '“We agreed,”'
    """
    found: list[Quotation] = []
    was_open = False
    paragraphs = [list(m) for _, m in groupby(sentences, key=lambda one: one.paragraph_index)]
    for inside, following in zip_longest(paragraphs, paragraphs[1:]):
        start, end = inside[0].span.start_char, inside[-1].span.end_char
        rest = _end_of_open(text, start, end) if was_open else start
        doubles = _double_quotations(text, rest, end, [s.span.end_char for s in inside])
        if following is not None and doubles and not doubles[-1].is_closed:
            reopener = _DOUBLE.match(text, following[0].span.start_char)
            doubles[-1] = _as_far_as(text, doubles[-1], reopener, inside)
        if rest > start:
            doubles.insert(0, Quotation(Span(start, rest), is_closed=True, continues=True))
        elif was_open and doubles and doubles[0].span.start_char == start:
            doubles[0] = Quotation(doubles[0].span, doubles[0].is_closed, continues=True)
        was_open = bool(doubles) and not doubles[-1].is_closed and doubles[-1].span.end_char == end
        found += _with_singles(text, start, end, doubles)
    return tuple(found)


def _end_of_open(text: str, start: int, end: int) -> int:
    """Where the open quotation of the paragraph before ends, if this paragraph does not reopen it.

    It ends after the first mark if that mark can only close; else ``start`` is returned.
    """
    mark = _DOUBLE.search(text, start + 1, end)
    if mark is None or _opens(text, mark, start, end) or text[start : mark.start()].isspace():
        return start
    is_closer = any(_closes(text, mark, opener, end) for opener in ("“", '"', "«", "``"))
    return mark.end() if is_closer and not text[mark.start() - 1].isspace() else start


def _double_quotations(text: str, start: int, end: int, ends: list[int]) -> list[Quotation]:
    """Pairs of double marks in one paragraph. ends: where its sentences end."""
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    marks = list(_DOUBLE.finditer(text, start, end))
    for number, mark in enumerate(marks):
        if opened is None:
            if _opens(text, mark, start, end):
                opened = mark
        elif _is_inside_word(text, marks[number : number + 2], end):
            continue
        elif not _opens_sentence(text, opened, mark, end) and _closes(
            text, mark, opened.group(), end
        ):
            if mark.start() > opened.end():
                found.append(Quotation(Span(opened.start(), mark.end()), is_closed=True))
            opened = None
        elif mark.group() in {*_OPENERS, '"'} and opened.group() == mark.group():
            # A second opening mark: the closing one was forgotten, so it ends with its sentence.
            stop = min(mark.start(), _sentence_end(ends, opened.start()))
            if _reopens(text, opened.start(), mark.start(), (start, ends)):
                stop = mark.start()
            found.append(Quotation(_trimmed(text, opened.start(), stop), is_closed=False))
            opened = mark
    if opened is not None and opened.end() < end:
        opens_paragraph = opened.start() == start
        stop = end if opens_paragraph else _sentence_end(ends, opened.start())
        found.append(Quotation(_trimmed(text, opened.start(), stop), is_closed=False))
    return found


def _reopens(text: str, opened: int, mark: int, paragraph: tuple[int, list[int]]) -> bool:
    """Whether the opening mark at ``mark`` goes on with the quotation that ``opened`` left open.

    Where a scraper joined paragraphs, each of them still opens: "We won. They left. "We stayed."
    Both marks open sentences, few stand between them, and in none of those somebody speaks.

    paragraph: where that of ``opened`` begins, and where its sentences end.
    """
    start, ends = paragraph
    before, between = text[start:opened].rstrip(" -"), text[opened:mark].rstrip()
    if (before and before[-1] not in _BEFORE_OPENING) or between[-1:] not in tuple(".?!…"):
        return False
    first = _sentence_end(ends, opened)
    further = bisect_right(ends, mark) - bisect_right(ends, first - 1) - 1
    words = {word.lower() for word in _LETTERS.findall(text, first, mark)}
    return further < _REOPENED_WITHIN and words.isdisjoint(words_of("exclamation_cues"))


def _as_far_as(
    text: str, last: Quotation, reopener: re.Match[str] | None, inside: Sequence[Sentence]
) -> Quotation:
    """An open quotation to the end of its paragraph, where the next one takes it up."""
    start, end = inside[0].span.start_char, inside[-1].span.end_char
    opener = _DOUBLE.match(text, last.span.start_char)
    if reopener is None or opener is None or reopener.group() != opener.group():
        return last
    paragraph = start, [one.span.end_char for one in inside]
    if not _reopens(text, opener.start(), reopener.start(), paragraph):
        return last
    return Quotation(Span(last.span.start_char, end), is_closed=False, continues=last.continues)


def _is_inside_word(text: str, marks: Sequence[re.Match[str]], end: int) -> bool:
    """Whether the first of two marks is an apostrophe, since the second one ends the quotation.

    That is a straight mark between words, as in the cooks"knives or the cooks"?knives, before one
    that can only close. The same mark before an opening one, or before none, is a closing mark.
    """
    if len(marks) < 2 or marks[0].group() != '"' or marks[1].group() != '"':
        return False
    this, following = marks
    after = text[this.end() : min(end, this.end() + 2)].removeprefix("?")[:1]
    if not (text[this.start() - 1].isalnum() and after.isalnum()):
        return False
    behind = text[following.end()] if following.end() < end else " "
    return not text[following.start() - 1].isspace() and not behind.isalnum()


def _opens_sentence(text: str, opened: re.Match[str], mark: re.Match[str], end: int) -> bool:
    """Whether a straight mark opens a new sentence, so that the open quotation was never closed.

    It does between the end of a sentence and a capital: He said "we won. "They lost," she said.
    """
    if mark.group() != '"' or opened.group() != '"':
        return False
    before = text[opened.end() : mark.start()]
    ends = before[-1:].isspace() and before.rstrip()[-1:] in tuple(".?!…")
    return ends and text[mark.end() : end][:1].isupper()


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a double mark begins a quotation; a mark after a figure is inches or seconds."""
    surface = mark.group()
    if surface in _OPENERS:
        return True
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if surface in ("”", "»"):  # ”so it ends.” is a wrong glyph, or Swedish
        return before.isspace() and after.isalnum()
    if surface == '"' and (after in "?;:)," or (before in _ENDS_SPEECH and not after.isalnum())):
        return False  # only a closing mark stands so: over."? or over,"-
    return not before.isalnum() and not after.isspace()


def _closes(text: str, mark: re.Match[str], opener: str, end: int) -> bool:
    """Whether a double mark ends the quotation begun by ``opener``.

    A wrong glyph counts where only a closer can stand: “so it ends.“
    """
    surface = mark.group()
    if surface == _CLOSES[opener] or (opener in ("“", "``") and surface in ('"', "''", "”")):
        return True
    if opener == '"' and surface == "”":
        return True
    if surface != "“" or opener not in ("“", '"'):
        return False
    after = text[mark.end()] if mark.end() < end else " "
    return not text[mark.start() - 1].isspace() and not after.isalnum()


def _sentence_end(ends: list[int], at: int) -> int:
    return ends[bisect_right(ends, at)]


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _with_singles(text: str, start: int, end: int, doubles: list[Quotation]) -> list[Quotation]:
    """Double and single quotations of one paragraph, in text order, with their depth."""
    singles = _single_quotations(text, start, end)
    if not singles:
        return doubles
    found: list[Quotation] = []
    outer: Quotation | None = None
    for quotation in sorted(
        [*doubles, *singles], key=lambda q: (q.span.start_char, -q.span.end_char)
    ):
        if outer is None or not outer.span.overlaps(quotation.span):
            found.append(quotation)
            outer = quotation
        elif outer.span.contains(quotation.span):
            found.append(Quotation(quotation.span, quotation.is_closed, depth=1))
        elif quotation.span.of(text)[0] not in "‘'":
            # Crossing marks: the single ones are apostrophes, the double ones stand.
            while found and found[-1].span.start_char >= outer.span.start_char:
                found.pop()
            found.append(quotation)
            outer = quotation
    return found


def _single_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Pairs of single marks; one alone opens nothing, because an apostrophe looks the same."""
    marks = [
        m.start()
        for m in _SINGLE.finditer(text, start, end)
        if text[max(0, m.start() - 1) : m.start() + 2].count("'") < 2  # '' is a double mark
    ]
    openers = [at for at in marks if _opens_single(text, at, start, end)]
    if not openers:
        return []
    opener_set = set(openers)
    closers = [at for at in marks if at not in opener_set and _may_close(text, at, start, end)]
    found: list[Quotation] = []
    after = start
    nearest = 0
    for index, at in enumerate(openers):
        if at < after:
            continue
        limit = openers[index + 1] if index + 1 < len(openers) else end
        while nearest < len(closers) and closers[nearest] <= at:
            nearest += 1
        close = _closer(text, at, closers[nearest:], limit)
        if close is not None and close > at + 1:
            found.append(Quotation(Span(at, close + 1), is_closed=True))
            after = close + 1
    return found


def _closer(text: str, opener: int, closers: list[int], limit: int) -> int | None:
    """The mark that ends a single quotation.

    A mark after punctuation or a letter other than s is certain. "officials’" may be a possessive,
    so its mark counts only when no certain one follows before the next opening mark, and no double
    mark stands before it.
    """
    doubtful: int | None = None
    for at in closers:
        if at >= limit:
            break
        if text[at - 1] not in "sS":
            return at
        if doubtful is None or _DOUBLE.search(text, opener, at) is None:
            doubtful = at
    return doubtful


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    if text[at] == "’":
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before.isalnum() or before in _ENDS_SPEECH - {"—", "–"} or after.isspace():
        return False
    if after.isdigit() and text[at + 1 : at + 4].endswith("s"):
        return False  # '90s
    word = _WORD_AFTER.match(text, at + 1, end)
    if word is not None and word.group().lower() in words_of("apostrophe_words"):
        return False
    return word is not None or after in '“"`.…$£€[('


def _may_close(text: str, at: int, start: int, end: int) -> bool:
    if text[at] == "‘" or at == start:
        return False
    after = text[at + 1] if at + 1 < end else " "
    return not text[at - 1].isspace() and not after.isalnum()
