"""HTML standfirst: the block between headline and story that the page describes itself by.

Many pages have it in an element without a name that says so. It is known by the description in
the page's metadata, and by standing apart from the paragraphs: a description that is only copied
from the first paragraph makes no standfirst of that.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.page.html_blocks import Block
from transforms.page.html_likeness import SAME, Known, words_of
from transforms.page.html_metadata import Metadata
from transforms.text import ZoneKind

LONGEST_STANDFIRST = 50  # words
_SHORTEST = 5
_SENTENCE = 8  # words of a heading below the headline; a shorter one opens a section
_MAY_BE: tuple[ZoneKind | None, ...] = (None, "body", "subheading")


def find_standfirsts(
    blocks: Sequence[Block],
    kinds: list[ZoneKind | None],
    metadata: Metadata,
    headline: int | None,
) -> None:
    """Mark the blocks above the story that stand in the page's description.

    kinds:    of each block; changed in place.
    headline: index of the headline's block; without one nothing is marked.
    """
    body = [at for at, kind in enumerate(kinds) if kind == "body"]
    if headline is None or len(body) < 2 or not metadata.summaries:
        return
    known = Known.of("\n".join(metadata.summaries))
    for at in range(headline + 1, body[0] + 1):
        block = blocks[at]
        words = words_of(block.text)
        if (
            kinds[at] in _MAY_BE
            and _SHORTEST <= len(words) <= LONGEST_STANDFIRST
            and known.share(words) >= SAME
            and (at != body[0] or _stands_apart(block, blocks[body[1]]))
        ):
            kinds[at] = "standfirst"


def read_headings(
    blocks: Sequence[Block], kinds: list[ZoneKind | None], headline: int | None
) -> None:
    """Leave out headings that repeat the headline; one as long as a sentence below it sums up.

    kinds:    of each block; changed in place.
    headline: index of the headline's block; without one nothing is done.
    """
    if headline is None:
        return
    said = words_of(blocks[headline].text)
    first = next((at for at, kind in enumerate(kinds) if kind == "body"), headline)
    for at, kind in enumerate(kinds):
        if kind in ("subheading", "standfirst"):
            words = words_of(blocks[at].text)
            if words == said:
                kinds[at] = None
            elif headline < at < first and _SENTENCE <= len(words) <= LONGEST_STANDFIRST:
                kinds[at] = "standfirst"


def _stands_apart(block: Block, other: Block) -> bool:
    """Whether two blocks are in elements of other names, or of other elements around them."""
    if block.home is None or other.home is None:
        return False
    one, another = (block.home.tag, block.home.words), (other.home.tag, other.home.words)
    return one != another or block.parent != other.parent
