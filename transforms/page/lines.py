"""Lines: the non-blank lines of a page with what their shape tells.

Pure. In a text wrapped at a fixed width, the lines of one paragraph are one line here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from transforms.text import Span

_CLOSERS = "\"'”’»›)]}"
_STOPS = (".", "!", "?", "…", "。", "！", "？", "؟")
# The mark comes first and what must stand before it is looked up then: that is five times as fast.
_SENTENCE_BREAK = re.compile(
    r"[.!?](?:(?<=[a-z]{4}.)|(?<=[0-9%)”\"’].))[”\"’)]*\s+[“\"‘(]?[A-Z]", re.DOTALL
)
LONGEST_JUDGED = 600  # a longer line is prose; its words are not looked at for anything else
_NARROWEST, _WIDEST = 45, 120
_LEAST_WRAPPED = 4
_MOST_TOKENS = 40
_WORD = re.compile(r"\w+(?:['&-]\w+)*")
_LOOSE = re.compile(r"['&-](?:(?!\w)|(?<!\w['&-]))")
_MARKS = (("’", "'"), ("“", " "), ("”", " "), ("—", " "), ("–", " "), ("‘", " "), ("\u00a0", " "))
_PLAIN = bytes(
    ord(chr(n).lower()) if n < 128 and (chr(n).isalnum() or chr(n) in "_'&-") else 32
    for n in range(256)
)
_FEW, _MANY = 12, 30  # words between which a second sentence tells a paragraph
_USUAL, _SHORTEST_SENTENCE = 25, 8  # words of a paragraph, of one that ends like a sentence


class Line(NamedTuple):
    """One non-blank line.

    span:      without outer blanks.
    surface:   its text, cut at LONGEST_JUDGED characters.
    words:     blank-separated tokens of the surface.
    gap:       a blank line, or the start of the page, stands before it.
    stopped:   it ends like a sentence, closing quotation marks and brackets aside.
    is_long:   only a paragraph is as long: over 30 words, or several sentences.
    is_prose:  it reads like a paragraph: that, over 25 words, or a sentence of eight.
    tokens:    its words in small letters, with straight apostrophes; () for a line of over 40.
    """

    span: Span
    surface: str
    words: int
    gap: bool
    stopped: bool
    is_long: bool
    is_prose: bool
    tokens: tuple[str, ...]

    @property
    def is_sentence(self) -> bool:
        """Whether the line is long enough for a sentence and ends like one."""
        return self.stopped and self.words >= _SHORTEST_SENTENCE


def read_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of a text, in order.

    >>> [(line.surface, line.gap) for line in read_lines("One \\n\\n Two.\\nThree")]
    [('One', True), ('Two.', True), ('Three', False)]
    """
    spans = list(_stripped_lines(text))
    if _is_wrapped(text, spans):
        spans = _joined(text, spans)
    lines: list[Line] = []
    last = 0
    for span in spans:
        between = text[last : span.start_char]
        gap = between != "\n" and (not lines or between == "\n\n" or _has_blank_line(between))
        lines.append(_line(text, span, gap))
        last = span.end_char
    return tuple(lines)


def _has_blank_line(between: str) -> bool:
    return len(between.splitlines()) > 1


def _line(text: str, span: Span, gap: bool) -> Line:
    content = span.of(text)
    surface, end = content[:LONGEST_JUDGED], content[-8:].rstrip(_CLOSERS)
    # Without other blanks than single spaces they need not be split to be counted.
    is_spaced = surface.isprintable() and "  " not in surface
    words = surface.count(" ") + 1 if is_spaced else len(surface.split())
    stopped = end.endswith(_STOPS)
    # Of a longer line nobody asks whether it has two sentences, of a shorter one it tells nothing.
    is_long = words > _MANY or (words > _FEW and _SENTENCE_BREAK.search(surface) is not None)
    is_prose = is_long or words > _USUAL or (stopped and words >= _SHORTEST_SENTENCE)
    tokens = () if words > _MOST_TOKENS else words_in(surface)
    return Line(span, surface, words, gap, stopped, is_long, is_prose, tokens)


def words_in(surface: str) -> tuple[str, ...]:
    """Words of a line in small letters.

    >>> words_in("We’ll e-mail you (2) things")
    ("we'll", 'e-mail', 'you', '2', 'things')
    """
    if not surface.isascii():
        for mark, same in _MARKS:
            surface = surface.replace(mark, same)
        if not surface.isascii():
            return tuple(_WORD.findall(surface.lower()))
    # The words of _WORD, several times as fast; bytes, whose translation is faster again.
    plain = surface.encode("ascii").translate(_PLAIN).decode("ascii")
    if "-" in plain or "'" in plain or "&" in plain:
        plain = _LOOSE.sub(" ", plain)
    return tuple(plain.split())


def _stripped_lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content:
            start = at if line[0] == content[0] else at + len(line) - len(line.lstrip())
            yield Span(start, start + len(content))
        at += len(line)


def _follows_directly(text: str, before: Span, after: Span) -> bool:
    """Whether no blank line stands between the two."""
    return len(text[before.end_char : after.start_char].splitlines()) == 1


def _is_full(before: Span, after: Span, text: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    word = text[after.start_char : min(after.end_char, after.start_char + width)].split(maxsplit=1)
    return before.end_char - before.start_char + 1 + len(word[0]) > width


def _is_wrapped(text: str, spans: list[Span]) -> bool:
    """Whether the text was broken at a fixed width, as mailed and printed-to-text pages are."""
    width = max((span.end_char - span.start_char for span in spans), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    pairs = [(a, b) for a, b in pairwise(spans) if _follows_directly(text, a, b)]
    full = sum(_is_full(a, b, text, width) for a, b in pairs)
    return full >= _LEAST_WRAPPED and 2 * full >= len(pairs)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    width = max(span.end_char - span.start_char for span in spans)
    joined, last = [spans[0]], spans[0]
    for span in spans[1:]:
        # Eight characters of tolerance: words are sometimes carried over early.
        if _follows_directly(text, last, span) and _is_full(last, span, text, width - 8):
            joined[-1] = joined[-1].envelope(span)
        else:
            joined.append(span)
        last = span
    return joined


_DIGITS = re.compile(r"\d+")


def key_of(line: Line) -> int:
    """A hash of a line's words: the same for any case, any spacing and other numbers.

    >>> one, other = read_lines("Page 2 of 9\\nPAGE  31 of 40")
    >>> key_of(one) == key_of(other)
    True
    """
    return stable_hash(_DIGITS.sub("0", " ".join(line.surface.lower().split())))


def stable_hash(text: str) -> int:
    """63 bits, the same on every machine: datasets keep them."""
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1
