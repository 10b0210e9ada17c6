"""Anchors: words of an article by which a correction finds its place again.

Pure. An offset alone would point at other words as soon as a line is added above, so a correction
keeps the words themselves and what stands around them, as the text selectors of Web Annotations do.
The offset only chooses among several places that read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.text import Span

_AROUND = 32
"""Characters before and after the words, of their line: most cues, and half of a sentence.

Other lines do not count: furniture above a story changes from one fetch to the next.
"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words with what stands around them.

    start_char:    where they stood when a person looked at them.
    before, after: at most 32 characters on each side; fewer at an end of the line.
    """

    start_char: int
    words: str
    before: str
    after: str


def anchor_of(text: str, span: Span) -> Anchor:
    """The anchor of a place in a text.

    >>> anchor_of("The dam holds.", Span(4, 7))
    Anchor(start_char=4, words='dam', before='The ', after=' holds.')
    """
    start, end = span.start_char, span.end_char
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return Anchor(start, span.of(text), before, after)


def place_of(text: str, anchor: Anchor) -> Span | None:
    """Where the words of an anchor stand in a text, with the same words around them.

    Of several such places it is the one nearest to where they stood; None if there is none.

    >>> place_of("Today: the dam holds.", Anchor(0, "dam", "the ", " holds."))
    Span(start_char=11, end_char=14)
    """
    if not anchor.words:
        return None
    whole = f"{anchor.before}{anchor.words}{anchor.after}"
    starts = [span.start_char + len(anchor.before) for span in occurrences(text, whole)]
    if not starts:
        return None
    start = min(starts, key=lambda at: (abs(at - anchor.start_char), at))
    return Span(start, start + len(anchor.words))


def occurrences(text: str, words: str) -> Iterator[Span]:
    """Every place at which words stand in a text, from left to right.

    >>> [span.start_char for span in occurrences("a b a", "a")]
    [0, 4]
    """
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)
