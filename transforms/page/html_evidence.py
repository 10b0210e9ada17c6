"""HTML evidence: what speaks for and against each block of a page being a part of its story.

Evidence of one number a block: its words, tag and marks, what Trafilatura, the JSON-LD and the
description say of it, and what the elements around it and the blocks like it hold. Shares lie
between 0 and 1, lengths are in words, -1 stands for "there is no such thing". A column is
evidence, not a rule: ``training/blocks`` learns what each is worth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.page.html_blocks import Block
from transforms.page.html_elements import Elements, Floats
from transforms.page.html_likeness import SAME, Known, words_of
from transforms.page.html_metadata import Metadata
from transforms.page.html_text import HEADINGS

Evidence = dict[str, npt.NDArray[np.generic]]

_ENDS = re.compile(r"[.!?…。](?=[\"”’»')\]]*(?:\s|$))")
_STOPPED = tuple('.!?…。"”’»')
_CONTACT = re.compile(r"https?:|www\.|@|©|\(c\)", re.IGNORECASE)
_TAGS = ("p", "li", "div", "td", "h1", "h2", "h3")
_AROUND = ("ul", "ol", "footer", "blockquote", "aside", "nav", "section", "main", "table")
_MARKS = ("boilerplate", "caption", "article", "date", "byline")
_LONG = 15  # words of a block that is no label
_LEVELS = 4  # of elements around a block
_SHORT_WORD = 3  # letters
_MOSTLY = 0.5
_FEW = 25  # words of a story in which no element holds most by more than chance
_LONGEST_SUMMARY, _LONGEST_TITLE = 120, 60  # words of a block that may be the one or the other


@dataclass(frozen=True, slots=True)
class ReadBlocks:
    """A page's blocks with what several kinds of evidence are made of.

    words:    of each block.
    lengths:  their numbers, as floats.
    vote:     share of each block that stands in the story which Trafilatura found.
    voted:    whether that is nearly all of it.
    headline: index of the headline's block.
    """

    blocks: Sequence[Block]
    words: list[list[str]]
    lengths: Floats
    vote: Floats
    voted: npt.NDArray[np.bool_]
    linked: Floats
    is_heading: npt.NDArray[np.bool_]
    elements: Elements
    headline: int | None

    @classmethod
    def of(cls, blocks: Sequence[Block], story: str, headline: int | None) -> ReadBlocks:
        """The blocks beside the story that Trafilatura found; headline: index of its block."""
        words = [words_of(block.text) for block in blocks]
        known = Known.of(story)
        vote = np.array([known.share(own) for own in words])
        return cls(
            blocks=blocks,
            words=words,
            lengths=np.array([len(own) for own in words], float),
            vote=vote,
            voted=vote >= SAME,
            linked=np.array([block.linked for block in blocks], float),
            is_heading=np.array([block.tag in HEADINGS for block in blocks]),
            elements=Elements.of(blocks),
            headline=headline,
        )

    @property
    def told(self) -> Floats:
        """Words of each block that is a part of the story which Trafilatura found."""
        return self.lengths * self.voted


@dataclass(frozen=True, slots=True)
class HeldByElements:
    """What each element holds.

    sums:    words, words told, blocks, linked words, long blocks.
    share:   share of the story that is told which stands in it.
    is_most: whether that is most of it, so that its name is the page's and not a part's.
    """

    sums: Floats
    share: Floats
    is_most: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, read: ReadBlocks) -> HeldByElements:
        """What each element around the blocks holds."""
        values = np.stack(
            [read.lengths, read.told, np.ones(len(read.blocks)), read.linked * read.lengths,
             (read.lengths >= _LONG) * 1.0], axis=1,
        )  # fmt: skip
        sums = read.elements.sums(values)
        whole = read.told.sum()
        share = sums[:, 1] / max(whole, 1.0)
        return cls(sums, share, (share > _MOSTLY) & (whole >= _FEW))


def of_text(read: ReadBlocks) -> Evidence:
    """What the words of each block look like, in any language."""
    names = ("words", "chars", "mean", "commas", "ends", "is_stopped", "is_question", "caps",
             "digits", "short", "allcaps", "contact", "bars", "linked", "signs")  # fmt: skip
    rows = [_looks(block, words) for block, words in zip(read.blocks, read.words, strict=True)]
    columns = np.array(rows, float).T
    texts = Counter(block.text for block in read.blocks)
    return {
        **{f"text {name}": column for name, column in zip(names, columns, strict=True)},
        "text times": np.array([texts[block.text] for block in read.blocks]),
    }


def _looks(block: Block, words: Sequence[str]) -> tuple[float, ...]:
    text, count = block.text, len(words) or 1
    letters = sum(map(len, words))
    return (
        len(words),
        len(text),
        letters / count,
        text.count(","),
        len(_ENDS.findall(text)),
        text.endswith(_STOPPED),
        text.endswith("?"),
        sum(word[0].isupper() for word in words) / count,
        sum(word.isdigit() for word in words) / count,
        sum(len(word) <= _SHORT_WORD and word.islower() for word in words) / count,
        sum(len(word) > 1 and word.isupper() for word in words) / count,
        len(_CONTACT.findall(text)),
        text.count("|"),
        block.linked,
        (len(text) - letters) / len(text),
    )


def of_markup(read: ReadBlocks, held: HeldByElements) -> Evidence:
    """Tags and marks; a mark counts by the share of the story outside its element."""
    columns: Evidence = {}
    tags = [block.tag for block in read.blocks]
    columns |= {f"tag {name}": np.array([tag == name for tag in tags]) for name in _TAGS}
    columns |= {
        f"in {name}": np.array([name in block.within for block in read.blocks]) for name in _AROUND
    }
    share = dict(zip((one.number for one in read.elements.found), held.share.tolist(), strict=True))
    apart = {kind: [-1.0] * len(tags) for kind in _MARKS}
    for at, block in enumerate(read.blocks):
        for kind, number in block.marks:
            if kind in apart:
                apart[kind][at] = max(apart[kind][at], 1.0 - share.get(number, 0.0))
    return columns | {f"mark {kind}": np.array(values) for kind, values in apart.items()}


def of_statements(read: ReadBlocks, metadata: Metadata) -> Evidence:
    """What Trafilatura, the JSON-LD, the description and the titles have of each block."""
    stated, summed = Known.of(metadata.story), Known.of("\n".join(metadata.summaries))
    none = np.full(len(read.blocks), -1.0)
    in_summary = list(_likeness(read.words, metadata.summaries, _LONGEST_SUMMARY))
    in_title = list(_likeness(read.words, metadata.titles, _LONGEST_TITLE))
    return {
        "said told": read.vote,
        "said stated": _shares(read, stated) if metadata.story else none,
        "said summary": _shares(read, summed) if metadata.summaries else none,
        "said block in summary": np.array([own for own, _ in in_summary]),
        "said summary in block": np.array([other for _, other in in_summary]),
        "said block in title": np.array([own for own, _ in in_title]),
        "said title in block": np.array([other for _, other in in_title]),
    }


def _shares(read: ReadBlocks, known: Known) -> Floats:
    return np.array([known.share(words) for words in read.words])


def _likeness(
    blocks: Iterable[Sequence[str]], texts: Iterable[str], longest: int
) -> Iterator[tuple[float, float]]:
    """Share of a block's words in the text most like it, and of that text's words in the block."""
    known = [set(words_of(text.casefold())) for text in texts]
    known = [words for words in known if words]
    for words in blocks:
        own = {word.casefold() for word in words} if len(words) <= longest and known else set()
        pairs = [
            (len(own & other) / (len(own) or 1), len(own & other) / len(other)) for other in known
        ]
        yield max(pairs, key=lambda pair: pair[0] * pair[1], default=(-1.0, -1.0))


def of_elements(read: ReadBlocks, held: HeldByElements) -> Evidence:
    """What the elements around each block hold, and how far away most of the story is."""
    columns: Evidence = {}
    words = np.maximum(held.sums[:, 0], 1)
    tell = held.sums[:, 1] / words
    for level in range(_LEVELS):
        at = read.elements.above(level)
        for name, values in (
            ("share", held.share), ("told", tell), ("words", held.sums[:, 0]),
            ("linked", held.sums[:, 3] / words), ("blocks", held.sums[:, 2]),
            ("long", held.sums[:, 4]),
        ):  # fmt: skip
            columns[f"around {level} {name}"] = np.where(at >= 0, values[at], -1)
    home = read.elements.home
    for bar in (0.0, 0.5, 0.9):
        nearest, steps = read.elements.nearest(held.share > bar)
        columns[f"up {bar} steps"] = steps[home]
        columns[f"up {bar} told"] = np.where(nearest[home] >= 0, tell[nearest[home]], -1)
        closest = max(nearest.tolist(), default=-1)
        columns[f"up {bar} closest"] = nearest[home] == closest
    return columns


def of_likes(read: ReadBlocks) -> Evidence:
    """What the blocks hold whose element has the same tag and words, a block's own words aside."""
    columns: Evidence = {}
    homes = [block.home for block in read.blocks if block.home]
    own = [(home.tag, home.words) for home in homes]
    outer = [(home.outer.tag, home.outer.words) if home.outer else None for home in homes]
    for name, keys in (("own", own), ("both", list(zip(own, outer, strict=True)))):
        numbers: dict[object, int] = {}
        alike = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
        blocks = np.bincount(alike)[alike]
        words = np.bincount(alike, read.lengths)[alike]
        told = np.bincount(alike, read.told)[alike]
        linked = np.bincount(alike, read.linked * read.lengths)[alike]
        columns[f"like {name} blocks"] = blocks
        columns[f"like {name} mean"] = words / blocks
        columns[f"like {name} linked"] = linked / np.maximum(words, 1)
        columns[f"like {name} told"] = (told - read.told) / np.maximum(words - read.lengths, 1)
        columns[f"like {name} share"] = told / max(read.told.sum(), 1.0)
    return columns
