"""Parts: the sources, cues and contents that the tagger found.

Pure. A part is ``(first, last)``, positions of tokens, both inclusive. Contents are widened to the
quotations they touch, since a quotation is said as a whole. What stands inside a quotation is
neither source nor cue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transforms.quotes.learned.features import MARK, FeatureToken
from transforms.quotes.statements import MIN_QUOTATION_WORDS
from transforms.text import Quotation, Span

LABELS = ("O", "B-S", "I-S", "B-U", "I-U", "B-C", "I-C")
"""Begin and inside of source (S), cue (U) and content (C)."""

MIN_BARE_WORDS = 6
SNAPPED_SHARE = 0.3  # of a quotation's words: a content that holds more takes the whole of it
Part = tuple[int, int]


@dataclass(slots=True)
class Parts:
    """Sources, cues and contents of one text, each in text order."""

    sources: list[Part] = field(default_factory=list)
    cues: list[Part] = field(default_factory=list)
    contents: list[Part] = field(default_factory=list)

    @classmethod
    def of(cls, labels: Sequence[int]) -> Parts:
        """The parts that label numbers spell, one number per token.

        >>> Parts.of([1, 2, 3, 0, 5, 6, 5])
        Parts(sources=[(0, 1)], cues=[(2, 2)], contents=[(4, 5), (6, 6)])
        """
        found = cls()
        lists = {"S": found.sources, "U": found.cues, "C": found.contents}
        for first, last, kind in stretches(labels):
            lists[kind].append((first, last))
        return found


def may_follow(left: str, right: str) -> bool:
    """Whether a label may come after another: I-S only after B-S and I-S."""
    return right[0] != "I" or left[2:] == right[2:]


def stretches(labels: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """(first, last, kind) of every part on a path of label numbers."""
    kind, first = "", 0
    for at, number in enumerate([*labels, 0]):
        name = LABELS[number]
        if kind and name != f"I-{kind}":
            yield first, at - 1, kind
            kind = ""
        if name != "O" and not kind:
            kind, first = name[2:], at


class TokenLine:
    """The tokens of a text in one line, looked up by character; paragraph markers left out."""

    def __init__(self, tokens: Sequence[FeatureToken]) -> None:
        self.tokens = [token for token in tokens if token.span is not None]
        self.spans = [token.span for token in self.tokens if token.span is not None]
        self.starts = [span.start_char for span in self.spans]
        self.is_word = [token.shape != MARK for token in self.tokens]

    def part(self, span: Span) -> Part | None:
        """Tokens that begin inside a span of characters; None when none does."""
        first = bisect_left(self.starts, span.start_char)
        last = bisect_left(self.starts, span.end_char) - 1
        if first and self.spans[first - 1].end_char > span.start_char:
            first -= 1
        return (first, last) if first <= last else None

    def span(self, part: Part) -> Span:
        """Characters from the first to the last token of a part."""
        return Span(self.spans[part[0]].start_char, self.spans[part[1]].end_char)

    def words(self, part: Part) -> int:
        """Words, not marks, of a part."""
        return sum(self.is_word[part[0] : part[1] + 1])


def snapped(line: TokenLine, quotations: Sequence[Quotation], parts: Parts) -> Parts:
    """The parts with quotations made whole, and long quotations that no content touches."""
    contents, added = list(parts.contents), []
    reporting: list[Part] = []
    for quotation in quotations:
        part = line.part(quotation.span) if quotation.depth == 0 else None
        if part is None:
            continue
        if line.words(part) < MIN_QUOTATION_WORDS:
            _close_scare_quote(part, contents)
            continue
        reporting.append(part)
        if not _snap(line, part, contents) and line.words(part) >= MIN_BARE_WORDS:
            added.append(part)
    sources = []
    for source in parts.sources:
        into = _quotation_into(source, reporting)
        if into is not None:  # the end of a source that is a quotation is content
            source = (source[0], into[0] - 1)
            added += [into] if not any(_touches(c, into) for c in (*contents, *added)) else []
        sources.append(source)
    return Parts(
        [source for source in sources if not _inside(source, reporting)],
        [cue for cue in parts.cues if not _inside(cue, reporting)],
        _merged([*contents, *added]),
    )


def _snap(line: TokenLine, quotation: Part, contents: list[Part]) -> bool:
    """Widen the content that shares most of a quotation to the whole of it; False if none does.

    A content that has the beginning of the quotation has all of it, however long that is.

    contents: in text order; those before and after stay as they are.
    """
    most, best = 0, -1
    at = bisect_left(contents, quotation[0], key=lambda content: content[1])
    while at < len(contents) and contents[at][0] <= quotation[1]:
        first, last = contents[at]
        shared = line.words((max(first, quotation[0]), min(last, quotation[1])))
        if shared > most:
            most, best = shared, at
        at += 1
    opens = most > 0 and contents[best][0] <= quotation[0]
    if most and (opens or most >= SNAPPED_SHARE * line.words(quotation)):
        first, last = contents[best]
        contents[best] = (min(first, quotation[0]), max(last, quotation[1]))
    return most > 0


def _close_scare_quote(quotation: Part, contents: list[Part]) -> None:
    """Widen a content that ends inside a short quotation to its end: an “alarming [shortage”]."""
    at = bisect_left(contents, quotation[0], key=lambda content: content[1])
    if at < len(contents) and contents[at][0] <= quotation[0] <= contents[at][1] < quotation[1]:
        contents[at] = (contents[at][0], quotation[1])


def _quotation_into(source: Part, quotations: Sequence[Part]) -> Part | None:
    """The quotation that a source runs into: it begins inside the source."""
    at = bisect_right(quotations, source[0], key=lambda quotation: quotation[0])
    return quotations[at] if at < len(quotations) and quotations[at][0] <= source[1] else None


def _touches(part: Part, other: Part) -> bool:
    return part[0] <= other[1] and other[0] <= part[1]


def _merged(contents: list[Part]) -> list[Part]:
    """Contents in order, those that widening made overlap joined."""
    found: list[Part] = []
    for content in sorted(contents):
        if found and content[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], content[1]))
        else:
            found.append(content)
    return found


def _inside(part: Part, quotations: Sequence[Part]) -> bool:
    at = bisect_right(quotations, part[0], key=lambda quotation: quotation[0]) - 1
    return at >= 0 and quotations[at][0] <= part[0] and part[1] <= quotations[at][1]
