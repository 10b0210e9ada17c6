"""Silver: names that the accurate engine reads in unlabelled news, to be replaced by unknown ones.

    python -m training.names.silver TEXTS... --to FILE

A firm that everybody knows stands where firms stand: it "said on Tuesday that it would cut jobs",
"shares in" it fall. With the name of a firm that nobody knows in its place, the same sentence
teaches what the words around a name say of it. TEXTS are JSON lines with doc_id and text; FILE gets
one line per document. Sentences that the engine reads with doubt are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.names.corpora import TrainingSentence, TrainingText
from transforms.names import Mention, find_mentions
from transforms.page import parse_record
from transforms.text import find_sentences, tokenize

CORPUS = "silver"
LEAST = 0.75
"""The confidence that every name of a sentence must have."""
LONGEST_TEXT = 12_000
"""Code points; a longer text is cut."""


def read_names(text: str) -> Iterator[TrainingSentence]:
    """The sentences that are read without doubt, in order."""
    text = text[:LONGEST_TEXT]
    sentences = find_sentences(text, parse_record(text).zones)
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in find_mentions(text, sentences):
        mentions[mention.sentence_index or 0].append(mention)
    for sentence in sentences:
        tokens = tokenize(text, sentence.span)
        firsts = {start: at for at, start in enumerate(tokens.starts)}
        lasts = {tokens.span(at, at).end_char: at for at in range(len(tokens))}
        own = mentions[sentence.index]
        if all(
            one.confidence >= LEAST and one.span.start_char in firsts and one.span.end_char in lasts
            for one in own
        ):
            yield TrainingSentence(
                list(tokens.words),
                [
                    (firsts[one.span.start_char], lasts[one.span.end_char], (one.entity_type,))
                    for one in own
                ],
            )


def read_silver(path: Path) -> list[TrainingText]:
    """The documents of a file that this module wrote."""
    found = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        sentences = [
            TrainingSentence(words, [(first, last, (kind,)) for first, last, kind in stretches])
            for words, stretches in row["sentences"]
        ]
        found.append(TrainingText(row["doc_id"], CORPUS, "train", (), sentences))
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.names.silver")
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    with options.to.open("w", encoding="utf-8") as target:
        for path in options.texts:
            for row in map(json.loads, path.read_text("utf-8").splitlines()):
                read = [
                    (one.words, [(first, last, kind) for first, last, [kind] in one.stretches])
                    for one in read_names(row["text"])
                ]
                target.write(json.dumps({"doc_id": row["doc_id"], "sentences": read}) + "\n")


if __name__ == "__main__":
    main()
