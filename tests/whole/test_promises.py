"""Whatever a page says, in whatever disorder, its rows keep every promise of the checks.

Pages are garbled as scraping garbles them: marks lost, doubled or turned round, clauses moved,
paragraphs glued. A row that breaks a promise withdraws its document, so none may.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import polars as pl
import pytest

from flows.settings import Settings
from tests.conftest import SAMPLE, run
from tests.support.sizes import proof_size
from transforms.models import Engine

CLAUSES = re.compile(r"(?<=[,;:.”\"—])\s+|\n+")
MARKS = "“”\"'‘’,.—:;()«»"


def garbled(count: int, seed: int) -> Iterator[str]:
    """Stories made of the sample's clauses in disorder, with changed marks."""
    chance = random.Random(seed)
    pages = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(SAMPLE.glob("*/*.txt"))[:24]
    ]
    clauses = [clause for page in pages for clause in CLAUSES.split(page) if clause.strip()]
    for _ in range(count):
        at = chance.randrange(len(clauses))
        picked = clauses[at : at + chance.randint(3, 40)]
        for _ in range(chance.randint(0, 8)):
            picked.insert(chance.randrange(len(picked) + 1), chance.choice(clauses))
        story = "".join(part + chance.choice([" ", " ", " ", "\n", "\n\n", ""]) for part in picked)
        letters = list(story)
        for _ in range(chance.randint(0, 12)):
            where = chance.randrange(len(letters))
            if letters[where] in MARKS or chance.random() < 0.3:
                letters[where] = chance.choice([*MARKS, "", " ", "\n"])
        yield "".join(letters)


def broken(settings: Settings, stories: Iterator[str]) -> list[tuple[str, str]]:
    """The documents that were withdrawn, with the checks that they failed."""
    lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(stories))
    (settings.raw / "garbled.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (settings.raw / "page.txt").write_text("Rain fell.\n")
    run(settings)
    issues = pl.read_parquet(f"{settings.processed}/issues/**/*.parquet")
    defects = issues.filter(pl.col("code").is_in(["rows_broken", "extraction_failed"]))
    return list(defects.select("code", "detail").iter_rows())


@pytest.mark.parametrize("engine", get_args(Engine))
def test_garbled_stories_keep_every_promise(settings: Settings, engine: Engine) -> None:
    chosen = replace(settings, engine=engine)
    count = 150 if engine == "rules" else 40  # a network takes ten times as long
    assert broken(chosen, garbled(count, seed=7)) == []


@pytest.mark.proof
@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize("seed", range(proof_size("SEEDS", 1)))
def test_many_garbled_stories_keep_every_promise(
    settings: Settings, seed: int, engine: Engine
) -> None:
    assert broken(replace(settings, engine=engine), garbled(2_000, seed)) == []
