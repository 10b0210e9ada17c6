"""Sentences: the sentences and paragraphs of the zones that hold prose.

Pure. A paragraph is one zone; a sentence never crosses a paragraph. Neither the end of a quotation
(“Why?” she asked.) nor an abbreviation ("Gov.", "U.S.", "a.m.") ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transforms.lexicon import read_lexicon, words_of
from transforms.text.span import Span
from transforms.text.zones import PROSE_KINDS, Zone, ZoneKind

# Without a look-ahead, so that a long run of stops is read once and the time stays linear.
_STOP = re.compile(
    r"(?P<mark>[.!?…؟।。！？]+)"
    r"(?P<closers>(?:[\"'”’»›)\]」』]|\[\d{1,3}\])*)"
)
_LATE_CLOSER = re.compile(r"(?:[  ]+”)+(?=\s|\Z)")
_BLANKS = re.compile(r"\s+")
_OPENERS = re.compile(r"[\"'“”„‘’«‹(\[¿¡–—-]*\s?")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CAPITALISED = re.compile(r"(?P<lost>\??)[A-Z][a-z’']*\s")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_NAME_THEN_WORD = re.compile(r"(?:[A-Z][\w’'.-]*\s){0,4}?([a-z]+)\b")
_UNSPACED = frozenset("。！？")
_QUOTE_CLOSERS = frozenset("\"'”’»›」』")
_LONGEST = 4_000
"""Characters of a sentence; the longest of the development sets has 1,124.

What is longer is a list or a table without stops. Finders compare the words of a sentence with one
another, so it would hold them up.
"""
_LONGEST_TOKEN = 24  # characters; abbreviations are shorter
_ATTRIBUTED_WITHIN = 80  # characters behind “Why?” in which "… Kerry asked" must begin
_ABBREVIATIONS = {row["surface"].lower(): row["kind"] for row in read_lexicon("abbreviations")}
_OPENING_WORDS = words_of("sentence_openers")
_ASKING_WORDS = words_of("exclamation_cues")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    index:           running number in the article, over all prose zones, from 0.
    paragraph_index: running number of its paragraph (zone), from 0.
    zone:            one of ``PROSE_KINDS``.
    """

    span: Span
    index: int
    paragraph_index: int
    zone: ZoneKind


def find_sentences(text: str, zones: Iterable[Zone]) -> tuple[Sentence, ...]:
    """Sentences of the zones that hold prose (``PROSE_KINDS``), in text order.

    They are disjoint, stripped of outer blanks, and together cover every non-blank character of
    those zones.
    """
    sentences: list[Sentence] = []
    prose = (zone for zone in zones if zone.kind in PROSE_KINDS)
    for paragraph_index, zone in enumerate(prose):
        for span in split_sentences(text, zone.span):
            sentences.append(Sentence(span, len(sentences), paragraph_index, zone.kind))
    return tuple(sentences)


def split_sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """Spans of the sentences of one paragraph, left to right.

    >>> text = "“Why?” she asked. Gov. J. Smith left at 5 p.m. on Nov. 3. No one spoke."
    >>> [span.of(text) for span in split_sentences(text, Span(0, len(text)))]
    ['“Why?” she asked.', 'Gov. J. Smith left at 5 p.m. on Nov. 3.', 'No one spoke.']
    """
    start, limit = paragraph.start_char, paragraph.end_char
    for stop in _STOP.finditer(text, start, limit):
        end = stop.end()
        while stop.start() - start > _LONGEST:
            cut = _cut(text, start)
            yield from _stripped(text, start, cut)
            start = cut
        if late := _LATE_CLOSER.match(text, end, limit):
            end = late.end()
        blanks = _BLANKS.match(text, end, limit)
        following = blanks.end() if blanks else end
        if following >= limit:
            continue
        if blanks is None:
            split = _split_at_mark(text, stop, start, limit)
            if split:
                end = following = split
            elif not _ends_without_blank(text, stop, limit):
                continue
        if _ends_here(text, stop, following, limit):
            yield from _stripped(text, start, end)
            start = following
    while limit - start > _LONGEST:
        cut = _cut(text, start)
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, limit)


def _cut(text: str, start: int) -> int:
    """Where an overlong sentence is cut: behind its last blank or between any two letters."""
    blank = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
    return blank + 1 if blank >= 0 else start + _LONGEST


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without outer blanks, unless nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _ends_without_blank(text: str, stop: re.Match[str], limit: int) -> bool:
    """Whether a stop that no blank follows may end a sentence.

    In scripts without blanks each does. In "the deal.The meeting" a scraper lost the blank; this is
    believed only between a longer word in small letters and a word that often opens sentences.
    """
    if stop["mark"][-1] in _UNSPACED:
        return True
    word = _WORD.match(text, stop.end(), limit)
    before = text[max(0, stop.start() - 3) : stop.start()]
    return (
        word is not None
        and len(before) == 3
        and before.isalpha()
        and before.islower()
        and word[0][0].isupper()
        and word[0].lower() in _OPENING_WORDS
        and text[word.end() : word.end() + 1].isspace()
    )


def _split_at_mark(text: str, stop: re.Match[str], start: int, limit: int) -> int:
    """Where a sentence ends whose blank beside a mark was lost, as in won."Then; 0 where none does.

    In won."?Then a ? stands for the blank. A straight mark closes where one is open since start;
    else it opens the next sentence, as in left."We.
    """
    if not stop["closers"] or stop["closers"][-1] not in '"”':
        return 0
    word = _CAPITALISED.match(text, stop.end(), limit)
    if word is None:
        return 0
    before = text[start : stop.end()]
    if stop["closers"][-1] == "”" or word["lost"] or before.count('"') % 2 == 0:
        return stop.end() + len(word["lost"])
    return stop.end() - 1 if before[-4:-2].islower() else 0


def _ends_here(text: str, stop: re.Match[str], following: int, limit: int) -> bool:
    """Whether a stop ends its sentence, judged by the words on both sides."""
    opener = _OPENERS.match(text, following, limit)
    at = opener.end() if opener else following
    if at >= limit:
        return False
    first = text[at]
    if first.islower():
        # Only sentences such as "iPhone sales fell." open with a small letter.
        camel = text[at + 1 : at + 2].isupper() or text[at + 2 : at + 3].isupper()
        return camel and at == following and not stop["closers"]
    if first in ",;:.!?…)]}%/":
        return False
    if _is_asked(text, stop, at, limit):
        return False
    word = _WORD.match(text, at, limit)
    opens = word is not None and word[0].lower() in _OPENING_WORDS
    if stop["mark"] in (".", "!"):
        token = _token_before(text, stop)
        return _token_allows_end(token, first, opens or at > following)
    return True


def _is_asked(text: str, stop: re.Match[str], at: int, limit: int) -> bool:
    """Whether “Why?” is followed by its attribution, as in “Why?” Kerry asked."""
    if stop["mark"][-1] not in "?!…" or not _QUOTE_CLOSERS.intersection(stop["closers"]):
        return False
    window = _NAME_THEN_WORD.match(text, at, min(limit, at + _ATTRIBUTED_WITHIN))
    return window is not None and window[1] in _ASKING_WORDS


def _token_before(text: str, stop: re.Match[str]) -> str:
    """The word before a stop, with the stop, without opening marks."""
    end = stop.end("mark")
    window = text[max(0, end - _LONGEST_TOKEN) : end]
    pieces = re.split(r"[\s(\[“\"‘/–—-]", window)
    return pieces[-1] if pieces else ""


def _token_allows_end(token: str, first: str, opens: bool) -> bool:
    """Whether a token with a stop can be the last of a sentence.

    first: the first letter or digit that follows.
    opens: the next word often opens sentences, or a quotation opens there.
    """
    kind = _ABBREVIATIONS.get(token.lower())
    if kind in ("title", "inner"):
        return False
    if kind in ("numbered", "month"):
        return not first.isdigit()
    initial = len(token) == 2 and token[0].isupper()
    if kind == "either" or initial or _INITIALS.match(token[:-1]):
        return opens
    return True
