"""Fits and measures the scorer of senses; TEXTS is a JSON Lines file with a field "text".

python -m training.senses vectors TEXTS    writes transforms/lexicon/word_vectors.tsv
python -m training.senses fit TEXTS        writes transforms/lexicon/sense_weights.tsv
python -m training.senses measure TEXTS    right, wrong and open on texts left out, by sign
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from training.senses.examples import Example, found_in, invented
from training.senses.fit import fit, left_out, write
from training.senses.vectors import frequent_words, write_vectors
from transforms.figures import SIGNS

SURE = (0.5, 0.7, 0.8, 0.9)


def read_texts(path: Path) -> Iterator[str]:
    """The texts of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def measure(sign: str, examples: list[Example]) -> Iterator[str]:
    """Lines that say how often a meaning is right, at each sureness: of texts, then of invented."""
    answers = list(left_out(examples))
    for name, is_own in (("texts", False), ("invented", True)):
        part = [(one, likely) for one, likely in answers if (one.weight > 1) is is_own]
        for sure in SURE:
            told = [(one, likely) for one, likely in part if max(likely, 1 - likely) >= sure]
            right = sum((likely >= 0.5) is one.is_first for one, likely in told)
            open_ = len(part) - len(told)
            wrong = len(told) - right
            yield f"{sign:8} {name:9} {sure}: {right} right, {wrong} wrong, {open_} open"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["vectors", "fit", "measure"])
    parser.add_argument("texts", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "vectors":
        write_vectors(frequent_words(read_texts(given.texts)))
        return
    examples = [*found_in(read_texts(given.texts)), *invented()]
    by_sign = {sign: [one for one in examples if one.sign == sign] for sign in SIGNS}
    if given.command == "fit":
        write({sign: fit(found) for sign, found in by_sign.items()})
        return
    for sign, found in by_sign.items():
        for line in measure(sign, found):
            print(line)


if __name__ == "__main__":
    main()
