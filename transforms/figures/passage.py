"""Passages: the stretch of a text that the finders of figures may read, usually one sentence.

Pure values: this module imports no finder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of ``text`` from ``start`` up to ``end``; every offset is one of the whole text.

    is_grouped_by_points: the text writes 1.234,5 for 1,234.5.
    is_cricket:           it reports cricket.
    cites:                it numbers its sources, as in "(12)".

    >>> passage = Passage("Late. It cost 5 pounds. Then", 6, 23)
    >>> passage.before(14, 60), passage.after(15, 60)
    ('It cost ', ' pounds.')
    """

    text: str
    start: int
    end: int
    is_grouped_by_points: bool = False
    is_cricket: bool = False
    cites: bool = False

    def before(self, at: int, length: int) -> str:
        """Up to ``length`` characters of the passage that end at ``at``."""
        return self.text[max(self.start, at - length) : at]

    def after(self, at: int, length: int) -> str:
        """Up to ``length`` characters of the passage from ``at`` on."""
        return self.text[at : min(self.end, at + length)]

    def match(self, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        """The match of a pattern that starts at ``at`` and ends within the passage."""
        return pattern.match(self.text, at, self.end)
