"""Fits and measures the judge of a web page's blocks.

GOLD says which text is the story of each page, PAGES holds the pages (``training/blocks/pages``).

python -m training.blocks fit GOLD PAGES        writes transforms/models/story_blocks.npz and
                                                transforms/lexicon/html_words.tsv
python -m training.blocks measure GOLD PAGES    blocks and words right, by collection: of hosts that
                                                were left out, then of collections that were
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from training.blocks.fit import Learned, arrays_of, fold_of, learn
from training.blocks.pages import COLLECTIONS, KnownPage, known_pages
from transforms.page import Floats, evidence_of, judged_blocks

_LIKELY = 0.5
_FOLDS = 5
_HEAD = """# Words by which a web page's blocks are judged: of their text, of the names around them.
# place: own, outer, around, most for names of elements; text, pair, first, last for words of a text
# (transforms/page/html_words.py). weight: above 0 speaks for a part of the story.
# Made by training/blocks and never edited. Source: own work. Licence: Apache-2.0.
place\tword\tweight
"""


def write(learned: Learned) -> None:
    """Put what was learned where ``transforms`` reads it."""
    rows = sorted(
        f"{place}\t{word}\t{weight}"
        for place, own in learned.weights.items()
        for word, weight in own.items()
    )
    Path("transforms/lexicon/html_words.tsv").write_text(_HEAD + "\n".join(rows) + "\n", "utf-8")
    np.savez_compressed(
        "transforms/models/story_blocks.npz",
        **arrays_of({"first": learned.first, "second": learned.second}),
    )


def shares_by(learned: Learned, page: KnownPage) -> Floats:
    """The probability of each block of a page."""
    columns = evidence_of(page.read, page.metadata, learned.weights)
    return judged_blocks(columns, page.read, learned.first, learned.second)


def left_out(
    pages: Sequence[KnownPage], part: Callable[[KnownPage], object]
) -> Iterator[tuple[KnownPage, Floats]]:
    """Each page as judged by what was learned from the pages of the other parts."""
    for key in sorted({part(page) for page in pages}, key=str):
        learned = learn([page for page in pages if part(page) != key])
        for page in pages:
            if part(page) == key:
                yield page, shares_by(learned, page)


def figures(judged_pages: Sequence[tuple[KnownPage, Floats]]) -> Iterator[str]:
    """Precision, recall and F1 in words, by collection; Trafilatura's beside them."""
    for collection in COLLECTIONS:
        counts = np.zeros((2, 3))
        for page, shares in judged_pages:
            if page.collection != collection:
                continue
            known, words = page.answers.is_story >= 0, page.read.lengths
            for at, taken in enumerate((shares >= _LIKELY, page.read.voted)):
                right = page.answers.is_story == 1
                counts[at] += (
                    words[taken & right].sum(), words[taken & known].sum(), words[right].sum()
                )  # fmt: skip
        for name, (hit, got, want) in zip(("judge", "trafilatura"), counts, strict=True):
            yield (
                f"{collection:8} {name:12} P {100 * hit / got:.1f} R {100 * hit / want:.1f}"
                f" F1 {200 * hit / (got + want):.1f}"
            )


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["fit", "measure"])
    parser.add_argument("gold", type=Path)
    parser.add_argument("pages", type=Path)
    given = parser.parse_args(arguments)
    pages = list(known_pages(given.gold, given.pages))
    if given.command == "fit":
        write(learn(pages))
        return
    for part in (lambda page: fold_of(page.host, _FOLDS, "measure"), lambda page: page.collection):
        for line in figures(list(left_out(pages, part))):
            print(line)


if __name__ == "__main__":
    main()
