"""Outlets: what repeated lines show about pages whose furniture is in no lexicon.

    python -m benchmarks.outlets TEXTS [--blind]

TEXTS is a folder of news texts, one a file, one paragraph a line. Each outlet has slogans, labels
and notes of its own, on all or on some of its pages. Other lines are repeated as well but are not
furniture: a paragraph of background, subheadings of a series, a columnist's name, copies of one
wire story. Prints a Markdown table. With --blind pages are made of the other half of the texts.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from benchmarks.story_set import base_texts
from transforms.documents import NO_HABITS, TRAITS, habits_of, traits_of_page
from transforms.page import parse_page

SLOGANS = (
    "Brave words for a brave coast since the year of the great storm.",
    "Made in the valley, read in the valley", "Six mornings out of seven",
    "The Ferry Bell", "Northmoor Examiner Online", "Voices of the Lower Town",
    "What the river says, the whole county hears.", "Printed on the hill since 1871",
    "Nobody owns us but the people who buy us on a Saturday.", "Truth, tides and timetables",
)  # fmt: skip
LABELS = (
    "Harbour life", "Farm and field", "Across the bridge", "The long table", "Night desk",
    "Under the clock", "Market square", "Lost and found", "Weather eye", "Old pictures",
    "Puzzle corner", "Bell ringers", "The Saturday walk", "Slipway", "Kitchen garden",
)  # fmt: skip
NOTES = (
    "Wake up with the Ferry Bell before the first boat leaves.",
    "This page was laid out by hand in the old customs house at Northmoor.",
    "Paper copies are left in every bakery between the pier and the lighthouse.",
    "Our reporters live where they write and shop where they live.",
    "If a name is spelled wrongly here, the night desk would like to hear of it.",
    "The Examiner belongs to the trust that also keeps the lifeboat afloat.",
    "Old numbers are bound each winter and kept in the reading room.",
    "Drawings on this page are by pupils of the harbour school.",
)
BACKGROUND = (
    "The strike began in March after talks over pay collapsed, and most trains have stood still"
    " since then.",
    "More than 400 people have died since the floods began in the south of the country, officials"
    " say.",
    "The dispute is in its third year.",
)
SUBHEADINGS = ("How it began", "What the figures show", "Who pays", "What comes next")
COLUMNISTS = ("Maren Holt", "Ivo Castellan", "Ruth Adeyemi")
SIZES = (5, 12, 40, 150)


@dataclass(frozen=True)
class Page:
    """A page of an outlet. lines: what each line is ("furniture", "body", …), and its text."""

    outlet: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The page, paragraphs parted by blank lines."""
        return "\n\n".join(line for _, line in self.lines)


def pages_of(outlet: str, stories: list[list[str]], random_: random.Random) -> Iterator[Page]:
    """An outlet's pages, one a story and some copies of the first."""
    top = [*random_.sample(SLOGANS, 2), *random_.sample(LABELS, 3)]
    bottom = [*random_.sample(NOTES, 3), *random_.sample(LABELS, 3)]
    often = {line: random_.choice((1.0, 1.0, 0.7, 0.3)) for line in (*top, *bottom)}
    amid, background = random_.choice(NOTES), random_.choice(BACKGROUND)
    author = random_.choice(COLUMNISTS)
    copies = [stories[0]] * (2 + len(stories) // 10)
    for number, paragraphs in enumerate([*stories, *copies]):
        shown = paragraphs if number < len(stories) else [*paragraphs[:3], *paragraphs[4:]]
        body = [("body", paragraph) for paragraph in shown[:14]]
        if random_.random() < 0.2:
            body.insert(len(body) // 2, ("background", background))
        if random_.random() < 0.3:
            body.insert(2, ("subheading", random_.choice(SUBHEADINGS)))
        if random_.random() < 0.5:
            body.insert(3, ("furniture", amid))
        headline = f"Report {' '.join(paragraphs[0].split()[:7])}".rstrip(".,")
        byline = [("byline", author)] if random_.random() < 0.4 else []
        lines = [
            *(("furniture", line) for line in top if random_.random() < often[line]),
            ("headline", headline), *byline, ("date", f"{1 + number % 28} March 2024"), *body,
            *(("furniture", line) for line in bottom if random_.random() < often[line]),
        ]  # fmt: skip
        yield Page(outlet, tuple(lines))


def corpus(folder: Path, *, blind: bool) -> list[Page]:
    """Outlets of every size."""
    texts = [paragraphs for _, paragraphs in base_texts(folder, blind=blind, seed=3)]
    random_ = random.Random(f"outlets {blind}")
    made: list[Page] = []
    for size in SIZES:
        for number in range(max(3, 60 // size)):
            stories = random_.sample(texts, size)
            made += pages_of(f"{size}-{number}", stories, random_)
    return made


def measured(pages: list[Page], *, learn: bool) -> Iterator[tuple[str, Counter[str]]]:
    """Counts by the size of outlets: lines of each sort, and how many are taken for furniture."""
    traits = [traits_of_page(page.outlet, page.text) for page in pages]
    rows = [asdict(one) | {"article_id": str(number)} for number, one in enumerate(traits)]
    frame = pl.DataFrame(rows, TRAITS)
    habits = habits_of([frame.lazy()]).of(frame) if learn else {}
    counts = {str(size): Counter[str]() for size in SIZES}
    for number, page in enumerate(pages):
        parsed = parse_page(page.text, habits.get(str(number), NO_HABITS).lines)
        furniture = {span.of(page.text) for span in parsed.spans_of("boilerplate")}
        count = counts[page.outlet.split("-")[0]]
        for sort, line in page.lines:
            count[sort] += 1
            count[f"{sort} taken"] += line in furniture
        headline = next(line for sort, line in page.lines if sort == "headline")
        right = parsed.headline is not None and parsed.headline.of(page.text) == headline
        count["headline found"] += right
    yield from counts.items()


def table(pages: list[Page]) -> Iterator[str]:
    """Lines of Markdown."""
    yield "| stories | habits | pages | furniture found | headline right | taken wrongly: body |" \
        " background | subheading | byline |"  # fmt: skip
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|"
    for learn in (False, True):
        for size, count in measured(pages, learn=learn):
            wrong = " | ".join(
                f"{count[f'{sort} taken']} of {count[sort]}"
                for sort in ("body", "background", "subheading", "byline")
            )
            found = count["furniture taken"] / count["furniture"]
            right = count["headline found"] / count["headline"]
            yield (
                f"| {size} | {'learned' if learn else 'none'} | {count['headline']} | {found:.1%} |"
                f" {right:.1%} | {wrong} |"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--blind", action="store_true", help="the half that nothing was chosen on")
    given = parser.parse_args()
    for row in table(corpus(given.texts, blind=given.blind)):
        print(row, flush=True)
