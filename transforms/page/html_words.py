"""HTML words: what the words of a block and the names of the elements around it say for the story.

The weights are learned by ``training/blocks``; above 0 speaks for a block being a part of the
story, below 0 against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import numpy as np

from transforms.lexicon import read_lexicon
from transforms.page.html_elements import Floats
from transforms.page.html_evidence import Evidence, HeldByElements, ReadBlocks
from transforms.page.html_positions import previous_heading, shifted

# Where a word stands: in the name of a block's own element, of the one around it, of one further
# out, or of one that holds most of the story; in the text, as one of its first words, as a pair of
# them, as the very first or the last.
WORD_PLACES = ("own", "outer", "around", "most", "text", "pair", "first", "last")
LONGEST_LABEL = 40  # words of a block whose words are looked at
FIRST_WORDS = 8  # of them

WordWeights = Mapping[str, Mapping[str, float]]


@cache
def shipped_weights() -> WordWeights:
    """The weight of each word by the place where it stands."""
    weights: dict[str, dict[str, float]] = {place: {} for place in WORD_PLACES}
    for row in read_lexicon("html_words"):
        weights[row["place"]][row["word"]] = float(row["weight"])
    return weights


def of_words(read: ReadBlocks, held: HeldByElements, weights: WordWeights) -> Evidence:
    """Sums of the weights, those of the neighbours and of the heading above."""
    names = _of_names(read, held, weights)
    text = np.array([_of_text(words, weights) for words in read.words])
    all_names = names["own"] + names["outer"] + names["around"]
    heading = previous_heading(read.is_heading)
    return {
        **{f"name {place}": values for place, values in names.items()},
        "name all": all_names,
        "name all before": shifted(all_names, -1),
        "name all after": shifted(all_names, 1),
        "word": text,
        "word before": shifted(text, -1),
        "word after": shifted(text, 1),
        "word heading": np.where(heading >= 0, text[heading], 0.0),
    }


def _of_names(read: ReadBlocks, held: HeldByElements, weights: WordWeights) -> dict[str, Floats]:
    """WordWeights of the names of the elements around each block, by place."""
    elements = read.elements
    own = {place: np.zeros(len(elements.found)) for place in WORD_PLACES[:4]}
    for at, element in enumerate(elements.found):
        for place, values in own.items():
            meant = weights[place]
            values[at] = sum(meant[word] for word in sorted(element.words) if word in meant)
    beyond = {"around": [0.0] * len(elements.found), "most": [0.0] * len(elements.found)}
    for at, outer in enumerate(elements.outer.tolist()):
        if outer >= 0:
            chosen = "most" if held.is_most[outer] else "around"
            for place, sums in beyond.items():
                sums[at] = sums[outer] + (own[place][outer] if place == chosen else 0.0)
    home, outer = elements.home, elements.above(1)
    return {
        "own": own["own"][home],
        "outer": np.where(outer >= 0, own["outer"][outer], 0.0),
        **{
            place: np.where(outer >= 0, np.array(sums)[outer], 0.0)
            for place, sums in beyond.items()
        },
    }


def _of_text(words: list[str], weights: WordWeights) -> float:
    if not words or len(words) > LONGEST_LABEL:
        return 0.0
    low = [word.casefold() for word in words[:FIRST_WORDS]]
    return (
        sum(weights["text"].get(word, 0.0) for word in low)
        + sum(weights["pair"].get(f"{one} {other}", 0.0) for one, other in pairwise(low))
        + weights["first"].get(low[0], 0.0)
        + weights["last"].get(words[-1].casefold(), 0.0)
    )
