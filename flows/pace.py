"""Pace: how fast a run gets on, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from flows.narration import Narrator, counted

_EVERY = 10
"""Seconds between two lines of progress in a log."""
_SLOW = 10
"""Documents a second, below which tenths matter."""


class Pace:
    """Counts the documents that are done since it was made, by a clock in seconds."""

    def __init__(self, documents: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._all, self._done, self._clock, self._begun = documents, 0, clock, clock()

    def advance(self, documents: int) -> None:
        """So many more documents are done."""
        self._done += documents

    def __str__(self) -> str:
        """What is done, and how fast.

        >>> now = iter([0.0, 10.0])
        >>> pace = Pace(3_000, lambda: next(now))
        >>> pace.advance(500)
        >>> str(pace)
        '500 of 3,000 documents, 50 a second, 50 s left'
        """
        speed = self.speed()
        return f"{self._done:,} of {counted(self._all, 'document')}{', ' if speed else ''}{speed}"

    def speed(self) -> str:
        """The documents a second and the time left; at the end, the time that it took."""
        passed = self._clock() - self._begun
        if not self._done or passed <= 0:
            return ""
        rate = self._done / passed
        left = self._all - self._done
        rest = f"{duration(left / rate)} left" if left > 0 else f"in {duration(passed)}"
        return f"{rate:,.0f} a second, {rest}" if rate >= _SLOW else f"{rate:.1f} a second, {rest}"


def duration(seconds: float) -> str:
    """Seconds in the units that a person counts them in.

    >>> duration(4.6), duration(90), duration(7_300)
    ('5 s', '1 min 30 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


class Logged:
    """Narrates into a log as well as to another narrator; of progress a line every ten seconds."""

    def __init__(
        self,
        write: Callable[[str], None],
        beside: Narrator,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write, self._beside, self._clock = write, beside, clock
        self._pace = Pace(0, clock)
        self._said = clock()

    def say(self, sentence: str) -> None:
        """Log and narrate one sentence."""
        self._write(sentence)
        self._beside.say(sentence)

    def begin(self, documents: int) -> None:
        """Extraction of this many documents begins."""
        self._pace, self._said = Pace(documents, self._clock), self._clock()
        self._write(f"Extracting {counted(documents, 'document')}")
        self._beside.begin(documents)

    def advance(self, documents: int) -> None:
        """So many more documents are done."""
        self._pace.advance(documents)
        if self._clock() - self._said >= _EVERY:
            self._said = self._clock()
            self._write(str(self._pace))
        self._beside.advance(documents)

    def end(self) -> None:
        """Extraction is over."""
        self._write(str(self._pace))
        self._beside.end()
