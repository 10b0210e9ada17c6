"""Speakers written as pronouns: does the quote get the person the gold names?

    python -m benchmarks.pronoun_speakers DATASET ROWS

DATASET is data/processed of a run over quotes/<doc_id>.txt. ROWS is a file of gold attributions
with speaker_name or speaker_wiki. Only gold rows count whose speaker is written as "he", "she",
"they", "who" or "it" and whose source was found. A speaker is right when the last word of its name
is in the gold name. Prints the rows that are not right, then how many are right, wrong and
abstained.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import polars as pl

PRONOUNS = {"he", "she", "they", "who", "it"}
_WORD = re.compile(r"\w+")


def main(dataset: str, rows: str) -> None:
    articles = pl.read_parquet(f"{dataset}/articles/**/*.parquet")
    names = {
        Path(path).stem: article
        for path, article in articles.select("source_path", "article_id").iter_rows()
    }
    quotes = pl.read_parquet(f"{dataset}/quotes/**/*.parquet")
    tally: Counter[str] = Counter()
    for line in Path(rows).read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if (gold.get("speaker_text") or "").lower() not in PRONOUNS:
            continue
        wanted = f"{gold.get('speaker_name') or ''} {gold.get('speaker_wiki') or ''}"
        words = set(_WORD.findall(wanted.replace("_", " ").casefold()))
        if words <= PRONOUNS:
            continue  # the gold does not say who it is
        found = quotes.filter(
            (pl.col("article_id") == names[gold["doc_id"]])
            & (pl.col("speaker_start_char") == gold["speaker_start"])
        )
        tally["gold"] += 1
        if found.is_empty():
            continue
        tally["source found"] += 1
        name = found["speaker_name"][0]
        if name is None:
            verdict = "abstained"
        else:
            verdict = "right" if _WORD.findall(name.casefold())[-1] in words else "wrong"
        tally[verdict] += 1
        if verdict != "right":
            print(gold["doc_id"], gold["speaker_start"], "|", wanted, "|", name, "|", verdict)
    print(dict(tally))


if __name__ == "__main__":
    main(*sys.argv[1:])
