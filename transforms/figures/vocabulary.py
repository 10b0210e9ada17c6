"""Vocabulary: the lexicons of this room in the forms that its modules search with.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from transforms.lexicon import read_lexicon


def number_words(role: str) -> dict[str, float]:
    """The words of one role in ``number_words.tsv``, with their values."""
    rows = read_lexicon("number_words")
    return {row["surface"]: float(row["value"]) for row in rows if row["role"] == role}


def either(surfaces: Iterable[str]) -> str:
    """The body of a regular expression that matches any of the surfaces, the longest first.

    >>> either(["US", "USD", "A"])
    'USD|US|A'
    """
    return "|".join(re.escape(surface) for surface in sorted(surfaces, key=_longest_first))


def _longest_first(surface: str) -> tuple[int, str]:
    return -len(surface), surface
