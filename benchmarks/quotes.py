"""Quotes: speed of the stage, and whether its confidence keeps what it says.

    python -m benchmarks.quotes GOLD [polnear_dev] [ENGINE]

GOLD is a folder with <set>.jsonl and text/, which the repository does not hold. Prints tokens
(words and marks) per second of processor time on one core, from sentences to attributions with
relays. Then prints, by decile of confidence: range, mean confidence, share that is right, count. An
attribution is right when its content shares half with a gold row and its source overlaps that
row's.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import get_args

from training.attribution.calibration import reliability, verdicts
from training.attribution.corpus import read_texts
from transforms.models import DEFAULT_ENGINE, Engine
from transforms.quotes import find_quotes
from transforms.text import tokenize


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("set", nargs="?", default="polnear_dev")
    parser.add_argument("engine", nargs="?", choices=get_args(Engine), default=DEFAULT_ENGINE)
    asked = parser.parse_args()
    measure(asked.gold, asked.set, asked.engine)


def measure(gold: Path, name: str, engine: Engine) -> None:
    """Print speed and reliability of an engine on a set."""
    texts = read_texts(gold, name)
    tokens = sum(len(tokenize(t.text, s.span)) for t in texts for s in t.sentences)
    find_quotes(texts[0].text, texts[0].sentences, engine=engine)  # loads the model
    begun = time.process_time()
    found = [find_quotes(text.text, text.sentences, engine=engine) for text in texts]
    spent = time.process_time() - begun
    print(f"{engine}: {tokens} tokens, {tokens / spent:,.0f} per second")
    right = [
        is_right
        for text, attributions in zip(texts, found, strict=True)
        for is_right in verdicts(attributions, text.rows)
    ]
    reliability([one.confidence for text in found for one in text], right, print)


if __name__ == "__main__":
    main()
