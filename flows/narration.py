"""Narration: what a run says to the person who watches it, always on standard error."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the plural unless it is one; ``plural`` where that is not in s.

    >>> counted(1, "document"), counted(2_000, "document"), counted(0, "address", "addresses")
    ('1 document', '2,000 documents', '0 addresses')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


class Narrator(Protocol):
    """Shows somebody how a run gets on."""

    def say(self, sentence: str) -> None:
        """Say what begins now."""

    def begin(self, documents: int) -> None:
        """Extraction of this many documents begins."""

    def advance(self, documents: int) -> None:
        """So many more documents are done."""

    def end(self) -> None:
        """Extraction is over."""


class Silent:
    """Says nothing: for tests and for runs that nobody watches."""

    def say(self, sentence: str) -> None:
        """Nothing is shown."""

    def begin(self, documents: int) -> None:
        """Nothing is shown."""

    def advance(self, documents: int) -> None:
        """Nothing is shown."""

    def end(self) -> None:
        """Nothing is shown."""


narrator: ContextVar[Narrator] = ContextVar("narrator", default=Silent())  # noqa: B039  # Silent has no state
"""Who narrates the run of this context.

A context variable and not a parameter, because parameters of a Prefect flow must be JSON values.
"""
