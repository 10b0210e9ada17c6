"""Narration: what a run tells the person who watches it. Always on standard error."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol


class Narrator(Protocol):
    """Hears how a run gets on."""

    def say(self, sentence: str) -> None:
        """Tell what begins now."""

    def begin(self, documents: int) -> None:
        """Extraction of this many documents begins."""

    def advance(self, documents: int) -> None:
        """So many more documents are done."""

    def end(self) -> None:
        """Extraction is over."""


class Silent:
    """Says nothing: for tests and for runs that nobody watches."""

    def say(self, sentence: str) -> None:
        """Not told."""

    def begin(self, documents: int) -> None:
        """Not told."""

    def advance(self, documents: int) -> None:
        """Not told."""

    def end(self) -> None:
        """Not told."""


narrator: ContextVar[Narrator] = ContextVar("narrator", default=Silent())  # noqa: B039  # Silent has no state
"""Who narrates the run of this context; not a parameter, because a scheduled flow has none."""
