"""HTML story: how likely each block of a page is a part of its story.

All evidence goes to two ensembles of trees that ``training/blocks`` has learned from annotated
pages: the first judges each block, the second judges again by what the first made of its
neighbours and of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transforms.models import Trees, load_trees
from transforms.page.html_blocks import Block
from transforms.page.html_elements import Floats
from transforms.page.html_evidence import (
    Evidence,
    HeldByElements,
    ReadBlocks,
    of_elements,
    of_likes,
    of_markup,
    of_statements,
    of_text,
)
from transforms.page.html_metadata import Metadata
from transforms.page.html_positions import around, of_neighbours, of_place, shifted
from transforms.page.html_words import WordWeights, of_words, shipped_weights

_CERTAIN_WORDS = 100  # the likeliest words of a page, by which its other blocks are measured
_REACH = 4  # blocks
_WINDOW = 6  # blocks
_LEAST = 1e-3


def shares_of_story(
    blocks: Sequence[Block], metadata: Metadata, story: str, headline: int | None
) -> Floats:
    """The probability of each block that it is a part of the story, its headline aside.

    story:    the text that Trafilatura found.
    headline: index of the headline's block.
    """
    if not blocks:
        return np.zeros(0)
    trees = load_trees("story_blocks")
    read = ReadBlocks.of(blocks, story, headline)
    columns = evidence_of(read, metadata, shipped_weights())
    return judged_blocks(columns, read, trees["first"], trees["second"])


def evidence_of(read: ReadBlocks, metadata: Metadata, weights: WordWeights) -> Evidence:
    """All evidence of which a block's neighbours and the page are not judged yet."""
    held = HeldByElements.of(read)
    markup = of_markup(read, held)
    return {
        **of_text(read),
        **markup,
        **of_statements(read, metadata),
        **of_elements(read, held),
        **of_likes(read),
        **of_place(read),
        **of_neighbours(read, np.asarray(markup["mark boilerplate"], float)),
        **of_words(read, held, weights),
    }


def judged_blocks(columns: Evidence, read: ReadBlocks, first: Trees, second: Trees) -> Floats:
    """The probability of each block, by two ensembles of trees.

    columns: as ``evidence_of`` gives them.
    """
    shares = np.asarray(first.shares(columns), float)
    again = second.shares(columns | evidence_of_shares(read, shares))
    return np.asarray(again, float)


def evidence_of_shares(read: ReadBlocks, shares: Floats) -> Evidence:
    """What a first judgement of all blocks says of each: of its neighbours and of the page.

    shares: the probability of each block.
    """
    lengths = read.lengths
    expected = shares * lengths
    whole = max(expected.sum(), _LEAST)
    top = _certain(shares, lengths)
    window = np.maximum(around(lengths, _WINDOW) - lengths, 1)
    columns: Evidence = {
        "judged": shares,
        "judged of top": shares / max(top, _LEAST),
        "judged top": np.full(len(shares), top),
        "judged most": np.full(len(shares), shares.max()),
        "judged words": np.full(len(shares), whole),
        "judged share": np.full(len(shares), whole / max(lengths.sum(), 1)),
        "judged before": (np.cumsum(expected) - expected) / whole,
        "judged window": (around(expected, _WINDOW) - expected) / window,
    }
    for away in (*range(-_REACH, 0), *range(1, _REACH + 1)):
        columns[f"judged {away}"] = shifted(shares, away)
    elements = read.elements
    sums = elements.sums(np.stack([lengths, expected], axis=1))
    for level in range(2):
        at = elements.above(level)
        others = (sums[at, 1] - expected) / np.maximum(sums[at, 0] - lengths, 1)
        columns[f"judged around {level}"] = np.where(at >= 0, others, -1)
        columns[f"judged share around {level}"] = np.where(at >= 0, sums[at, 1] / whole, -1)
    names = [(block.tag, block.home.words if block.home else frozenset()) for block in read.blocks]
    numbers: dict[object, int] = {}
    alike = np.array([numbers.setdefault(name, len(numbers)) for name in names])
    words, likely = np.bincount(alike, lengths)[alike], np.bincount(alike, expected)[alike]
    columns["judged likes"] = (likely - expected) / np.maximum(words - lengths, 1)
    columns["judged share of likes"] = likely / whole
    return columns


def _certain(shares: Floats, lengths: Floats) -> float:
    """The probability that the likeliest hundred words of the page have at least."""
    order = np.argsort(-shares, kind="stable")
    words = np.cumsum(lengths[order])
    at = int(np.searchsorted(words, min(_CERTAIN_WORDS, words[-1])))
    return float(shares[order[min(at, len(order) - 1)]])
