"""Fits and measures the choice of what a figure measures.

python -m training.measuring fit DATASET…        writes transforms/lexicon/measured_weights.tsv
python -m training.measuring calibrate DATASET…  answers to sets that were left out, by probability

DATASET is a folder that `broadsheet run` made from the annotated texts; they are not in the
repository.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.measuring.fit import answers_of_left_out, learn, read_texts, write
from training.measuring.invented import read_invented

ANNOTATED = Path(__file__).parent / "annotated.jsonl"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["fit", "calibrate"])
    parser.add_argument("datasets", nargs="+")
    command = parser.parse_args(arguments)
    texts = list(read_texts(ANNOTATED, command.datasets))
    invented = [*read_invented(), *read_invented()]  # each weighs as much as two of news
    if command.command == "fit":
        write(learn([*texts, *invented]))
    else:
        for line in answers_of_left_out(texts, invented):
            print(line)


if __name__ == "__main__":
    main()
