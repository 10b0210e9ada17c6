"""Bags: the words of each block and of the names around it, as a linear model learns from them.

They are what ``transforms/page/html_words`` looks up; a test holds that both say the same.
"""

from __future__ import annotations

from itertools import pairwise

from transforms.page import FIRST_WORDS, LONGEST_LABEL, HeldByElements, ReadBlocks

Bag = list[tuple[str, str]]  # place and word


def bags_of(read: ReadBlocks, held: HeldByElements) -> list[Bag]:
    """The bag of each block."""
    elements = read.elements
    further: list[Bag] = [[] for _ in elements.found]
    for at, outer in enumerate(elements.outer.tolist()):
        if outer >= 0:
            place = "most" if held.is_most[outer] else "around"
            further[at] = further[outer] + [(place, word) for word in elements.found[outer].words]
    bags = []
    for words, home, outer in zip(
        read.words, elements.home.tolist(), elements.above(1).tolist(), strict=True
    ):
        bag = [("own", word) for word in elements.found[home].words] + _of_text(words)
        if outer >= 0:
            bag += [("outer", word) for word in elements.found[outer].words] + further[outer]
        bags.append(bag)
    return bags


def _of_text(words: list[str]) -> Bag:
    if not words or len(words) > LONGEST_LABEL:
        return []
    low = [word.casefold() for word in words[:FIRST_WORDS]]
    return [
        *(("text", word) for word in low),
        *(("pair", f"{one} {other}") for one, other in pairwise(low)),
        ("first", low[0]),
        ("last", words[-1].casefold()),
    ]
