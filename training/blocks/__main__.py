"""Fits and measures the judge of a web page's blocks; needs the extra ``training``.

WEB_DIR says which text is the story of each page and holds the pages (``training/blocks/pages``).

python -m training.blocks fit WEB_DIR        writes transforms/models/story_blocks.npz and
                                             transforms/lexicon/html_words.tsv: the same bytes
                                             whenever the pages and the libraries are the same
python -m training.blocks measure WEB_DIR    the body's score by collection, as the benchmarks
                                             count it: of sites that were left out of all steps
                                             of learning, then of collections that were

``fit`` takes some six minutes of one core, ``measure`` half an hour. What is shipped was fitted
before some later changes of the blocks, with hosts parted instead of sites.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from training.blocks.fit import Learned, arrays_of, fold_of, learn
from training.blocks.pages import COLLECTIONS, KnownPage, known_pages
from training.blocks.scores import SCORES
from transforms.page import Floats, evidence_of, judged_blocks, zoned
from transforms.text import Quarantined

_FOLDS = 5
_COUNTED = ("body", "dateline", "standfirst", "subheading", "table")  # zones of a body
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
    columns = evidence_of(page.read, page.parsed.metadata, learned.weights)
    return judged_blocks(columns, page.read, learned.first, learned.second)


def body_by(learned: Learned, page: KnownPage) -> str:
    """The story as a run would read it, a zone on a line; empty where the page has none."""
    shares = shares_by(learned, page)
    try:
        made = zoned(page.parsed, page.told, page.read.headline, shares)
    except Quarantined:
        return ""
    return "\n".join(zone.span.of(made.text) for zone in made.zones if zone.kind in _COUNTED)


def left_out(
    pages: Sequence[KnownPage], part: Callable[[KnownPage], object]
) -> Iterator[tuple[KnownPage, str]]:
    """Each page with its story as judged by what was learned from the pages of the other parts."""
    for key in sorted({part(page) for page in pages}, key=str):
        learned = learn([page for page in pages if part(page) != key])
        for page in pages:
            if part(page) == key:
                yield page, body_by(learned, page)


def figures(found: Sequence[tuple[KnownPage, str]]) -> Iterator[str]:
    """The score of each collection, in per cent; beside it that of Trafilatura's fast mode."""
    for collection in COLLECTIONS:
        for label, languages in (("all", None), ("English", "en")):
            chosen = [
                (page, text)
                for page, text in found
                if page.collection == collection and languages in (None, page.language)
            ]
            ours = SCORES[collection]([(page.wanted, text) for page, text in chosen])
            told = SCORES[collection]([(page.wanted, page.told) for page, _ in chosen])
            yield (
                f"{collection:8}{label:8}{len(chosen):5} pages{100 * ours:7.1f}"
                f"   trafilatura{100 * told:6.1f}"
            )


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["fit", "measure"])
    parser.add_argument("web", type=Path)
    given = parser.parse_args(arguments)
    pages = sorted(known_pages(given.web), key=lambda page: (page.collection, page.name))
    if given.command == "fit":
        write(learn(pages))
        return
    parts: dict[str, Callable[[KnownPage], object]] = {
        "sites left out": lambda page: fold_of(page.site, _FOLDS, "measure"),
        "collections left out": lambda page: page.collection,
    }
    for name, part in parts.items():
        print(name)
        for line in figures(list(left_out(pages, part))):
            print(line, flush=True)


if __name__ == "__main__":
    main()
