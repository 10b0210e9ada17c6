"""Stories: how well copies are told from other texts, and what finding them costs.

    python -m benchmarks.stories TEXTS [--blind] [--seed 1]      precision and recall over pairs
    python -m benchmarks.stories TEXTS --articles 100000         time and memory

TEXTS is a folder of news texts, one a file, paragraphs a line. The pages of ``story_set`` go
through the page parser and the store's own comparison of all articles.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.story_set import COPIES, Made, base_texts, generate
from flows.store import Corpus, roles_that_changed
from transforms.page import parse_page
from transforms.stories import fingerprint, sampled, shingles_of, words_of
from transforms.tables import ARTICLES, SIGNATURES, Table

Row = dict[str, object]


def spill(rows: Iterable[tuple[Row, Row]], folder: Path) -> Corpus:
    """Articles and their signatures as a commit finds them, a thousand to a file."""
    batch: list[tuple[Row, Row]] = []
    number = 0

    def write() -> None:
        tables: tuple[tuple[Table, int], ...] = ((ARTICLES, 0), (SIGNATURES, 1))
        for table, place in tables:
            target = folder / table.name / "2024-03.0"
            target.mkdir(parents=True, exist_ok=True)
            frame = table.frame(row[place] for row in batch)
            frame.write_ipc(target / f"{number:06d}.arrow")

    for row in rows:
        batch.append(row)
        if len(batch) == 1000:
            write()
            batch, number = [], number + 1
    if batch:
        write()
    return Corpus((), pl.DataFrame(schema={"article_id": pl.String}), folder)


def rows_of(
    name: str, text: str, zones: list[dict[str, Any]], day: int, outlet: str
) -> tuple[Row, Row]:
    """The article's row as far as stories need it, and its signature."""
    spans = [(z["start_char"], z["end_char"]) for z in zones if z["kind"] == "body"]
    words = words_of(text[start:end] for start, end in spans)
    own: Row = {"article_id": name, "published_date": date(2024, 3, day)}
    article = own | {
        "text": text, "zones": zones, "outlet": outlet, "story_id": name, "is_copy": False,
        "word_count": len(words),
    }  # fmt: skip
    signature = own | {
        "fingerprint": fingerprint(words), "word_count": len(words),
        "shingles": sampled(shingles_of(words)).tolist(),
    }  # fmt: skip
    return article, signature


def accuracy(made: list[Made]) -> Iterator[str]:
    """Lines of Markdown: precision and recall over pairs, and what went wrong."""

    def rows() -> Iterator[tuple[Row, Row]]:
        for one in made:
            page = parse_page(one.text)
            zones: list[dict[str, Any]] = [
                {"kind": z.kind, "start_char": z.span.start_char, "end_char": z.span.end_char}
                for z in page.zones
            ]
            yield rows_of(one.name, one.text, zones, one.day, one.outlet)

    with tempfile.TemporaryDirectory() as folder:
        roles = roles_that_changed(spill(rows(), Path(folder)))
    story_of = dict(roles.select("article_id", "story_id").iter_rows())
    found = pairs_of((one.name, story_of.get(one.name, one.name)) for one in made)
    right = pairs_of((one.name, one.family) for one in made)
    kind = {one.name: one.kind for one in made}
    yield f"{len(made)} pages, {len(right)} pairs of copies"
    both = len(found & right)
    yield f"precision {both / len(found):.2%}, recall {both / len(right):.2%}"
    for said, wrong in (("not copies", found - right), ("missed", right - found)):
        for kinds, count in Counter(tuple(sorted(map(kind.__getitem__, p))) for p in wrong).items():
            yield f"- {said}: {count} of {' and '.join(kinds)}"


def pairs_of(groups: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Pairs of names that are in one group."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name, group in groups:
        members[group].append(name)
    return {pair for names in members.values() for pair in combinations(sorted(names), 2)}


def many(folder: Path, articles: int, seed: int) -> Iterator[tuple[Row, Row]]:
    """Bodies of stories with other content words each, and copies of a third of them."""
    random_ = random.Random(seed)
    texts = [paragraphs for _, paragraphs in base_texts(folder, blind=False, seed=seed)]
    counts = Counter(word for text in texts for part in text for word in part.split())
    rare = [word for word, count in counts.items() if count < 400]
    kinds = sorted(COPIES)
    before: list[str] = texts[0]
    number = 0
    while number < articles:
        shift = random_.randrange(1, len(rare))
        other = {word: rare[(at * shift + shift) % len(rare)] for at, word in enumerate(rare)}
        for base in random_.sample(texts, 40):
            story = [" ".join(other.get(word, word) for word in part.split()) for part in base]
            makers = [COPIES[random_.choice(kinds)] for _ in range(random_.choice((0, 0, 1, 3)))]
            bodies = [story, *(make(story, before, rare, random_) for make in makers)]
            before = story
            for body in bodies:
                text = "\n".join(body)
                zones: list[dict[str, Any]] = [
                    {"kind": "body", "start_char": 0, "end_char": len(text)}
                ]
                yield rows_of(f"{number:016x}", text, zones, 1 + number % 28, "outlet")
                number += 1


def cost(folder: Path, articles: int, seed: int) -> Iterator[str]:
    """One line of Markdown: seconds and peak memory of finding all stories at once."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus = spill(many(folder, articles, seed), Path(scratch))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        begun, worked = time.perf_counter(), time.process_time()
        roles = roles_that_changed(corpus)
        seconds, work = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield (
        f"{articles:,} articles, {roles['is_copy'].sum():,} copies: {seconds:.1f} s"
        f" ({work:.1f} s of processor time),"
        f" {peak:,} MiB at most ({before:,} before)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true", help="the half that nothing was chosen on")
    parser.add_argument("--articles", type=int)
    given = parser.parse_args()
    if given.articles:
        lines = cost(given.texts, given.articles, given.seed)
    else:
        lines = accuracy(generate(given.texts, blind=given.blind, seed=given.seed))
    for line in lines:
        print(line, flush=True)
