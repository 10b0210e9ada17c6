"""Number contexts: a quantity with the text on either side of it, as the rejections read it.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.reading import Modifier
from transforms.lexicon import words_of

_WINDOW = 60
_PREVIOUS = re.compile(r"(?P<word>[^\W\d_][\w&.’'-]*|S&P)[ \u00a0]+\Z")
_OPENING = " “\"'‘("
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
# What a title leaves small; a verb it does not.
_SMALL_IN_TITLES = (
    words_of("determiners")
    | words_of("prepositions")
    | frozenset({"and", "but", "or", "nor", "so", "yet", "vs", "v", "than"})
)
_FEWEST_CAPITALS, _MOST_SMALL = 3, 0.05


@dataclass(frozen=True, slots=True)
class NumberContext:
    """A quantity and the text on either side of it, within its sentence.

    surface:  the number as written.
    previous: the word right before it, "" if none.
    is_first: that word opens the sentence.
    opens:    the number itself opens the sentence.
    """

    passage: Passage
    quantity: Quantity
    surface: str
    left: str
    right: str
    previous: str
    is_first: bool
    opens: bool
    unit_surface: str
    modifier: Modifier | None


def context_of(passage: Passage, quantity: Quantity, modifier: Modifier | None) -> NumberContext:
    """What the rules read of a quantity and the words beside it."""
    start, end = quantity.span.start_char, quantity.number_end
    left = passage.before(start, _WINDOW)
    previous = _PREVIOUS.search(left)
    is_whole = len(left) == start - passage.start
    unit_span = quantity.unit_span
    return NumberContext(
        passage=passage,
        quantity=quantity,
        surface=passage.text[quantity.number_start : end],
        left=left,
        right=passage.after(end, _WINDOW),
        previous=previous["word"] if previous else "",
        is_first=previous is not None and is_whole and not left[: previous.start()].strip(_OPENING),
        opens=is_whole and not left.strip(_OPENING),
        unit_surface=unit_span.of(passage.text) if unit_span else "",
        modifier=modifier,
    )


def is_title_case(passage: Passage) -> bool:
    """Whether a passage has capitals throughout, as headlines do, so that they name nothing.

    >>> texts = "Police Arrest Five Men in Norvik", "The Big Five of Norvik Lines met"
    >>> [is_title_case(Passage(text, 0, len(text))) for text in texts]
    [True, False]
    """
    piece = passage.text[passage.start : passage.end]
    words = [word[0] for word in _WORD.finditer(piece)]
    capitals = sum(not word[0].islower() for word in words)
    small = sum(word.islower() and word not in _SMALL_IN_TITLES for word in words)
    return capitals >= _FEWEST_CAPITALS and small <= _MOST_SMALL * len(words)
