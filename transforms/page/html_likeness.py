"""HTML likeness: how much of a block stands in another text that the page has.

Two texts are compared by runs of three words, so that neither markup nor blanks matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from transforms.page.html_text import without_hints

SAME = 0.8  # share of a block's runs that stand in another text, if the block does
_WORD = re.compile(r"\w+")
_LINES = re.compile(r"[\n|]")
_RUN = 3  # words that are compared as one


def words_of(text: str) -> list[str]:
    """The words of a text, without hints where they may break."""
    return _WORD.findall(without_hints(text))


@dataclass(frozen=True, slots=True)
class Known:
    """A text in which blocks are looked for: its runs of words and its lines."""

    runs: frozenset[tuple[str, ...]]
    lines: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """The runs and lines of a text."""
        lines = frozenset(" ".join(words_of(line)) for line in _LINES.split(text))
        return cls(frozenset(_runs(words_of(text))), lines - {""})

    def share(self, words: Sequence[str]) -> float:
        """Share of the runs that stand in the text; of a shorter block, 1 if it is a line of it."""
        if len(words) <= _RUN:
            return float(" ".join(words) in self.lines)
        if not self.runs:
            return 0.0
        return sum(run in self.runs for run in _runs(words)) / (len(words) - _RUN + 1)


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_RUN)), strict=False)
