"""Traits: what one document shows of its outlet's habits.

Pure. A page shows its short lines, some of which its outlet may repeat on every page, and whether
its dates put the day or the month first. Traits are read from the text alone, before any other
stage, so the traits of one document never depend on other documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.page import Line, key_of, read_lines, stable_hash

_LONGEST_SHOWN = 30  # words of a line that an outlet may repeat
_EDGE = 40  # lines from either end of the page that are looked at
_LONGEST_DATED = 80  # characters of a line whose date proves a habit; prose may quote anybody's
_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})([-/])(\d{1,2})\2[12]\d{3}(?!\d|[-/]\d)")


@dataclass(frozen=True, slots=True)
class Traits:
    """What a document shows of the habits of its outlet.

    outlet:    whose habits these are: the stated outlet, else the folder or the file.
    story:     a hash that copies of one story mostly share, so that they count once.
    labels:    keys of its short lines that are not sentences, sorted, each once.
    sentences: keys of its short lines that read like sentences, sorted, each once.
    day_first: whether its dates in bare numbers prove that the day stands first; None if they
               prove nothing, or both orders.
    is_ambiguous: whether it has a date in bare numbers that can be read both ways.
    """

    outlet: str
    story: int
    labels: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()
    day_first: bool | None = None
    is_ambiguous: bool = False


def traits_of_page(outlet: str, text: str) -> Traits:
    """Traits of a plain-text page.

    >>> traits = traits_of_page("herald", "The Herald\\n23/04/2019\\n03/04/2019")
    >>> len(traits.labels), len(traits.sentences), traits.day_first, traits.is_ambiguous
    (2, 0, True, True)
    """
    lines = read_lines(text)
    edges = lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:])
    short = [line for line in edges if line.words <= _LONGEST_SHOWN]
    day_first, is_ambiguous = _order_in(text)
    return Traits(
        outlet=outlet,
        story=_story_of(lines),
        labels=_keys(line for line in short if not line.is_sentence),
        sentences=_keys(line for line in short if line.is_sentence),
        day_first=day_first,
        is_ambiguous=is_ambiguous,
    )


def traits_of_record(outlet: str, published_at: str) -> Traits:
    """Traits of a structured record, which shows only how it writes its date."""
    day_first, is_ambiguous = _order_in(published_at[:_LONGEST_DATED])
    return Traits(outlet, story=0, day_first=day_first, is_ambiguous=is_ambiguous)


def _keys(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(sorted({key_of(line) for line in lines}))


def _story_of(lines: Sequence[Line]) -> int:
    """The smallest hash among the paragraphs; copies mostly share it, other stories hardly ever.

    A page without a paragraph is a copy only of a page with the same lines.
    """
    paragraphs = [stable_hash(line.surface) for line in lines if line.is_long]
    return min(paragraphs) if paragraphs else stable_hash("\n".join(line.surface for line in lines))


def _order_in(text: str) -> tuple[bool | None, bool]:
    """The order that dates in bare numbers prove, and whether one of them can be read both ways."""
    proofs: set[bool] = set()
    is_ambiguous = False
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if not 1 <= min(first, second) <= 12 or max(first, second) > 31:
            continue
        if max(first, second) <= 12:
            is_ambiguous = is_ambiguous or first != second
        elif _is_in_short_line(text, match):
            proofs.add(first > 12)
    return (proofs.pop() if len(proofs) == 1 else None), is_ambiguous


def _is_in_short_line(text: str, match: re.Match[str]) -> bool:
    reach = _LONGEST_DATED
    before = text[max(0, match.start() - reach) : match.start()].splitlines() or [""]
    after = text[match.start() : match.end() + reach].splitlines()
    return len(before[-1]) + len(after[0]) <= reach
