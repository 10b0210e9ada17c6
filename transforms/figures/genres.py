"""Genres: what a text is, as far as that says how its bare numbers are read.

Pure. In a report of cricket "131" are runs and "7 for 309" is a score; a text that cites its
sources by "(12)" states nothing with such numbers.
"""

from __future__ import annotations

import re
from itertools import pairwise

from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either

_CRICKET = re.compile(rf"\b(?:{either(figure_words('cricket'))})\b")
_FEWEST_WORDS = 2
_CITED = re.compile(
    r"(?<=[a-z%”\"’])[ ]\((?P<first>\d{1,3})(?:,[ ]?\d{1,3})*\)(?=[.,;: ]|\Z)", re.M
)
# How many citations there must be, and how many of them one more than the one before.
_FEWEST_CITED, _FEWEST_STEPS = 4, 3


def is_about_cricket(text: str) -> bool:
    """Whether a text reports cricket: it has two different words of the game.

    >>> is_about_cricket("He took five wickets in the first innings.")
    True
    >>> is_about_cricket("He took the wickets.")
    False
    """
    return len({word.lower() for word in _CRICKET.findall(text)}) >= _FEWEST_WORDS


def cites_in_brackets(text: str) -> bool:
    """Whether a text numbers its sources, "(1)", and points at them in rising order.

    >>> cites_in_brackets("It helps (1). It lasts (2, 3). It is safe (3). It is cheap (4).")
    True
    >>> cites_in_brackets("The boats (12) and the cars (4) left.")
    False
    """
    if " (" not in text:
        return False
    cited = [int(found["first"]) for found in _CITED.finditer(text)]
    steps = sum(0 <= after - before <= _FEWEST_STEPS for before, after in pairwise(cited))
    return len(cited) >= _FEWEST_CITED and steps >= _FEWEST_STEPS and 2 * steps >= len(cited)
