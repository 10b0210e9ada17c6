"""Statements: sentences joined where a quotation runs across them, cut into tokens.

Pure. An attribution is found inside one statement: “A. B,” he said. is one statement of two
sentences, since the quotation crosses the boundary.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.attribution import QuoteType
from transforms.text import Quotation, Sentence, Span, ZoneKind

MIN_QUOTATION_WORDS = 4
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_]+n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:(?:[-.&@/]|['’](?!(?:s|re|ve|ll|d|m)\b))[^\W_]+)*"
    r"|``|''|--|\S"
)
_TITLE_MARKS = re.compile(r"[“\"‘'][^“”\"]{2,90}[”\"’']")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
"""Tokens that end a possessive: "Kerry’s", "the owners’"."""
_MARKS = frozenset(["“", "”", '"', "``", "''", "«", "»", "„", "‘", "’", "'"])


class Token(NamedTuple):
    """One word or mark.

    word:    lower-cased surface, without an abbreviation's full stop.
    quoted:  inside a quotation that reports words; False in scare quotes.
    is_word: a word or number rather than a mark.
    """

    start_char: int
    end_char: int
    word: str
    is_capital: bool
    quoted: bool
    is_word: bool


class Statement(NamedTuple):
    """One or more sentences of one paragraph that no quotation leaves.

    span:        from the first sentence's start to the last one's end.
    tokens:      of the whole span; the marks of scare quotes are left out.
    quotations:  those of depth 0 that report words, in text order.
    all_marked:  every quotation of depth 0, scare quotes included.
    """

    span: Span
    tokens: tuple[Token, ...]
    quotations: tuple[Quotation, ...]
    all_marked: tuple[Quotation, ...]
    sentence_index: int
    paragraph_index: int
    zone: ZoneKind

    @property
    def is_quotation(self) -> bool:
        """Whether every word stands in a quotation."""
        return bool(self.quotations) and all(t.quoted for t in self.tokens if t.is_word)


def count_words(text: str, span: Span) -> int:
    """Words of a stretch.

    >>> count_words("“Not now,” he said", Span(0, 10))
    2
    """
    return sum(1 for _ in _WORD.finditer(text, span.start_char, span.end_char))


def looks_like_title(text: str, span: Span) -> bool:
    """Whether quoted words are written as a title: several capitals, and small words alone small.

    >>> looks_like_title("“The Man Who Said No to the River”", Span(0, 34))
    True
    """
    words = _WORD.findall(text, span.start_char, span.end_char)
    capitals = sum(word[0].isupper() for word in words)
    return capitals > 1 and all(not word[0].islower() or len(word) <= 3 for word in words)


def names_work(text: str, cue: Span | None, segments: Sequence[Span]) -> bool:
    """Whether a cue says that the work is sung or played whose title a content is."""
    words = cue.of(text).lower().split() if cue is not None else ()
    if words_of("performing_verbs").isdisjoint(words):
        return False
    return any(
        looks_like_title(text, Span(part.start_char + match.start(), part.start_char + match.end()))
        for part in segments
        for match in _TITLE_MARKS.finditer(part.of(text))
    )


def find_statements(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> Iterator[Statement]:
    """Statements in text order."""
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    position = 0
    group: list[Sentence] = []
    for number, sentence in enumerate(sentences):
        group.append(sentence)
        end = sentence.span.end_char
        while position < len(outer) and outer[position].span.end_char <= end:
            position += 1
        crossed = position < len(outer) and outer[position].span.start_char < end
        more = number + 1 < len(sentences)
        same = more and sentences[number + 1].paragraph_index == sentence.paragraph_index
        if crossed and same:
            continue
        yield _statement(text, group, outer, position)
        group = []


def _statement(
    text: str, group: Sequence[Sentence], outer: Sequence[Quotation], position: int
) -> Statement:
    span = group[0].span.envelope(group[-1].span)
    first = position
    while first > 0 and outer[first - 1].span.start_char >= span.start_char:
        first -= 1
    marked = [q for q in outer[first : position + 1] if span.contains(q.span)]
    reports = [_reports_words(text, quotation, span) for quotation in marked]
    reporting = tuple(compress(marked, reports))
    scare = [q for q, does in zip(marked, reports, strict=True) if not does]
    return Statement(
        span=span,
        tokens=_tokens(text, span, reporting, scare, {s.span.end_char for s in group}),
        quotations=reporting,
        all_marked=tuple(marked),
        sentence_index=group[0].index,
        paragraph_index=group[0].paragraph_index,
        zone=group[0].zone,
    )


def _reports_words(text: str, quotation: Quotation, span: Span) -> bool:
    """Whether a quotation reports what somebody said, rather than marks a word as strange.

    Short ones report only where they open the statement or end as speech does, in a comma or "?".
    """
    if count_words(text, quotation.span) >= MIN_QUOTATION_WORDS or not quotation.is_closed:
        return True
    inner = quotation.span.of(text).rstrip("”\"'’»`")
    return inner[-1:] in tuple(",?!") or (
        quotation.span.start_char == span.start_char and inner[-1:] in tuple(".…")
    )


def _tokens(
    text: str,
    span: Span,
    reporting: Sequence[Quotation],
    scare: Sequence[Quotation],
    ends: set[int],
) -> tuple[Token, ...]:
    found: list[Token] = []
    dropped = {edge for q in scare for edge in (q.span.start_char, q.span.end_char - 1)}
    index = 0
    for match in _TOKEN.finditer(text, span.start_char, span.end_char):
        start, end = match.span()
        surface = match.group()
        if surface in _MARKS and (start in dropped or end - 1 in dropped):
            continue
        while index < len(reporting) and reporting[index].span.end_char <= start:
            index += 1
        quoted = index < len(reporting) and reporting[index].span.start_char <= start
        previous = found[-1] if found else None
        if (
            surface == "."
            and end not in ends
            and previous is not None
            and previous.is_word
            and previous.end_char == start
            and not _ends_quoted_sentence(text, end, quoted)
        ):
            found[-1] = previous._replace(end_char=end)  # an abbreviation's full stop
            continue
        is_word = surface[0].isalnum() or (surface[0] in "'’" and surface[1:].isalpha())
        found.append(Token(start, end, surface.lower(), surface[0].isupper(), quoted, is_word))
    return tuple(found)


def _ends_quoted_sentence(text: str, end: int, quoted: bool) -> bool:
    return quoted or text[end : end + 1] in tuple("”\"'’)")


_MARK = re.compile("[\"'`«»‹›„‚“”‟‘’‛「」『』＂]")


def quote_type_of(text: str, segments: Sequence[Span], marked: Sequence[Span]) -> QuoteType:
    """Direct when every word stands in quotation marks, mixed when some do, else indirect.

    marked: quotations, sorted and disjoint.

    Segments without any mark of their own are indirect even inside a quotation: its marks may stand
    the wrong way round, as in "… of his crimes. ” In July the paper revealed that he …".
    """
    if not any(_MARK.search(text, part.start_char, part.end_char) for part in segments):
        return "indirect"
    words = sum(count_words(text, segment) for segment in segments)
    inside = sum(count_words(text, part) for part in _common(segments, marked))
    if inside == 0:
        return "indirect"
    return "direct" if inside >= words else "mixed"


def _common(segments: Sequence[Span], marked: Sequence[Span]) -> Iterator[Span]:
    """Where segments and sorted, disjoint quotations overlap."""
    for segment in segments:
        here = bisect_right(marked, segment.start_char, key=lambda mark: mark.end_char)
        while here < len(marked) and marked[here].start_char < segment.end_char:
            yield Span(
                max(segment.start_char, marked[here].start_char),
                min(segment.end_char, marked[here].end_char),
            )
            here += 1
