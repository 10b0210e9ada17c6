"""Lines: splits a page into its non-blank lines and measures each.

Pure. In a text that was wrapped at a fixed width, the lines of a paragraph become one line.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from transforms.text import UNSEEN, Span, as_seen

_UNPRINTED = UNSEEN + string.whitespace + "\u00a0\u202f"
_CLOSERS = "\"'”’»›)]}"
_STOPS = (".", "!", "?", "…", "。", "！", "？", "؟")
# The mark comes first and what must stand before it is looked up then; that is five times as fast.
_SENTENCE_BREAK = re.compile(
    r"[.!?](?:(?<=[a-z]{4}.)|(?<=[0-9%)”\"’].))[”\"’)]*\s+[“\"‘(]?[A-Z]", re.DOTALL
)
LONGEST_JUDGED = 600  # characters; a longer line is prose and is not looked at as anything else
_NARROWEST, _WIDEST = 45, 120  # characters of the lines of a wrapped text: mail has 72, print 80
_FEWEST_FULL = 4  # lines that a wrapped text fills to its width
_FEWEST_RUNNING, _MOSTLY = 2, 0.8  # lines that run on, share of full lines, that show it too
_SHORTEST_BROKEN, _FEWEST_BROKEN = 24, 3  # characters and blanks of a line that may run on
_CONTINUED = re.compile(
    r"(?!by )[^\W\d_A-Z]+(?:['’-][^\W\d_A-Z]+)*(?:[,;:]?[ \t]+\S|[.!?][”\"’)]*\Z)"
)
_ENDS = ".!?…:;。！？؟|•·>"
_BULLETS = "•·-–—*+"
_TOLERANCE = 8  # characters of a line left empty, since words are sometimes carried over early
_MOST_TOKENS = 40  # words of a line whose words are listed; the lexicons ask no longer ones
_WORD = re.compile(r"\w+(?:['&-]\w+)*")
_LOOSE = re.compile(r"['&-](?:(?!\w)|(?<!\w['&-]))")
_MARKS = (("’", "'"), ("“", " "), ("”", " "), ("—", " "), ("–", " "), ("‘", " "), ("\u00a0", " "))
_PLAIN = bytes(
    ord(chr(n).lower()) if n < 128 and (chr(n).isalnum() or chr(n) in "_'&-") else 32
    for n in range(256)
)
# On the pages of tests/page/pages and the development set a limit moved by a third changes nothing,
# except that nine words for several sentences, or six or eleven for one, change a few pages.
_LONG = 30  # words that only a paragraph has
_SHORT = 12  # words of one with several sentences; captions and headlines have two as well
_USUAL, _SHORTEST_SENTENCE = 25, 8  # words of a paragraph, of one that ends like a sentence


class Line(NamedTuple):
    """One non-blank line.

    span:      without outer blanks and marks that are not seen.
    surface:   the text as a reader sees it, cut at LONGEST_JUDGED characters: with plain blanks.
    words:     number of blank-separated tokens of the surface.
    gap:       whether a blank line, or the start of the page, stands before the line.
    stopped:   whether the line ends like a sentence, closing quotation marks and brackets aside.
    is_long:   whether only a paragraph is as long: over 30 words, or over 12 in several sentences.
    is_prose:  whether it reads like a paragraph: long, over 25 words, or a sentence of eight.
    tokens:    the words in small letters, with straight apostrophes; () for a line of over 40.
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
    if spans:
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
    surface, end = as_seen(content[:LONGEST_JUDGED]), content[-8:].rstrip(_CLOSERS + UNSEEN)
    # If all blanks are single spaces, the words are counted without splitting the line.
    is_spaced = surface.isprintable() and "  " not in surface
    words = surface.count(" ") + 1 if is_spaced else len(surface.split())
    stopped = end.endswith(_STOPS)
    # Whether there are two sentences matters only in lines of middling length.
    is_long = words > _LONG or (words > _SHORT and _SENTENCE_BREAK.search(surface) is not None)
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
    # The same words as those of _WORD, several times as fast.
    plain = surface.encode("ascii").translate(_PLAIN).decode("ascii")
    if "-" in plain or "'" in plain or "&" in plain:
        plain = _LOOSE.sub(" ", plain)
    return tuple(plain.split())


def _stripped_lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content and (content[0] in UNSEEN or content[-1] in UNSEEN):
            content = content.strip(_UNPRINTED)
        if content:
            start = at if line[0] == content[0] else at + line.index(content)
            yield Span(start, start + len(content))
        at += len(line)


def _follows_directly(text: str, before: Span, after: Span) -> bool:
    """Whether no blank line stands between two lines."""
    return len(text[before.end_char : after.start_char].splitlines()) == 1


def _is_full(before: Span, after: Span, text: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this line."""
    word = text[after.start_char : min(after.end_char, after.start_char + width)].split(maxsplit=1)
    return before.end_char - before.start_char + 1 + len(word[0]) > width


def _runs_on(text: str, before: Span, after: Span) -> bool:
    """Whether a line goes on in the one below it: no stop ends it, and a small letter follows.

    Not a list of items in small letters, nor a byline, a tag or an address: "by Jo Roe", "zoo".
    """
    written = before.of(text)
    last = written[written.rfind("\n") + 1 :]
    return (
        text[after.start_char].islower()
        and _CONTINUED.match(text, after.start_char, after.end_char) is not None
        and (written[0].isupper() or not written[0].isalpha())
        and written[0] not in _BULLETS
        and last.rstrip(_CLOSERS)[-1:] not in _ENDS
        and last.count(" ") >= _FEWEST_BROKEN
        and (len(last) >= _SHORTEST_BROKEN or last[-1] == ",")
    )


def _is_wrapped(text: str, pairs: list[tuple[Span, Span]], width: int, widest: int) -> bool:
    """Whether the text was wrapped at a fixed width, as mails and pages printed to text are.

    A few full lines are enough if sentences run on in the lines below them.

    width, widest: characters of the longest line that others stand directly at, of the longest one.
    """
    full = sum(_is_full(a, b, text, width) for a, b in pairs)
    if full >= _FEWEST_FULL and 2 * full >= len(pairs) and _NARROWEST <= widest <= _WIDEST:
        return True
    if not _SHORTEST_BROKEN <= width <= _WIDEST:
        return False
    broken = sum(_runs_on(text, a, b) for a, b in pairs)
    near = sum(_is_full(a, b, text, width - _TOLERANCE) for a, b in pairs)
    return broken >= _FEWEST_RUNNING and _MOSTLY * len(pairs) <= near


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """The lines as paragraphs: a line that runs on is joined with the next one.

    In a wrapped text that is also every full line.
    """
    pairs = [(a, b) for a, b in pairwise(spans) if _follows_directly(text, a, b)]
    if not pairs:
        return spans
    width = max(span.end_char - span.start_char for pair in pairs for span in pair)
    widest = max(span.end_char - span.start_char for span in spans)
    is_wrapped = _is_wrapped(text, pairs, width, widest)
    joined, last = [spans[0]], spans[0]
    for span in spans[1:]:
        if _follows_directly(text, last, span) and (
            (is_wrapped and _is_full(last, span, text, width - _TOLERANCE))
            or _runs_on(text, joined[-1], span)
        ):
            joined[-1] = joined[-1].envelope(span)
        else:
            joined.append(span)
        last = span
    return joined


_DIGITS = re.compile(r"\d+")


def key_of(line: Line) -> int:
    """A hash of a line's words: the same for any case, any spacing and other numbers.

    The numbers of a line that ends like a sentence count: they are the news of reports that are
    written to a pattern, such as closing prices and weather.

    >>> one, other = read_lines("Page 2 of 9\\nPAGE  31 of 40")
    >>> key_of(one) == key_of(other)
    True
    """
    plain = " ".join(line.surface.lower().split())
    return stable_hash(plain if line.stopped else _DIGITS.sub("0", plain))


def stable_hash(text: str) -> int:
    """63 bits of a hash that is the same on every machine, because datasets keep it."""
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1
