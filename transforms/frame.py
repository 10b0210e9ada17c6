"""Frame: one attribution in a statement, as ``frames`` finds it.

Pure. Indexes count the statement's tokens, both ends inclusive.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.cues import Cue
from transforms.noun_phrases import Phrase


class Frame(NamedTuple):
    """One attribution in a statement, before its spans are cut.

    segments: content, in token order; empty when it stands in the next statement.
    relays:   (relay, its cue) pairs.
    """

    segments: tuple[Phrase, ...]
    source: Phrase | None
    cue: Cue
    method: str
    confidence: float
    relays: tuple[tuple[Phrase, Phrase], ...] = ()

    @property
    def last(self) -> int:
        """Last token of the frame."""
        ends = [end for _, end in self.segments]
        return max([*ends, self.cue.last, self.source[1] if self.source else 0])
