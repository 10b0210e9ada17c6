"""Relay cases: who spoke and who passed the words on, in sentences of many patterns.

    python -m benchmarks.relays [development|test] [ENGINE]

A case is right when one attribution has its speaker and exactly its relays in order, and no relay
is taken for a speaker. Prints the share and, of the development half only, the cases missed.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from transforms.models import DEFAULT_ENGINE, Engine
from transforms.page import parse_record
from transforms.quotes import Attribution, find_quotes
from transforms.text import Span, find_sentences

CASES = Path(__file__).with_name("relays.tsv")
_MARK = re.compile(r"\{(?P<label>[sr]):(?P<surface>[^{}]+)\}")


def cases(split: str) -> Iterator[tuple[str, Span, list[Span]]]:
    """Text, speaker and relays of every case of a split."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith(f"{split}\t"):
            continue
        marked, text, last = line.split("\t")[1], "", 0
        spans: dict[str, list[Span]] = {"s": [], "r": []}
        for mark in _MARK.finditer(marked):
            text += marked[last : mark.start()]
            spans[mark["label"]].append(Span(len(text), len(text) + len(mark["surface"])))
            text += mark["surface"]
            last = mark.end()
        yield text + marked[last:], spans["s"][0], spans["r"]


def is_right(found: tuple[Attribution, ...], speaker: Span, relays: list[Span]) -> bool:
    """Whether the attributions say who spoke and who passed it on."""
    sourced = [(one, one.source) for one in found if one.source is not None]
    if any(source.overlaps(relay) for _, source in sourced for relay in relays):
        return False
    right = [one for one, source in sourced if source.overlaps(speaker)]
    if not relays:
        return bool(right) and not any(one.relays for one in right)
    return any(_has_relays(one, sorted(relays)) for one in right)


def _has_relays(one: Attribution, wanted: list[Span]) -> bool:
    found = sorted(relay.source for relay in one.relays)
    return len(found) == len(wanted) and all(map(Span.overlaps, found, wanted))


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("split", nargs="?", choices=("development", "test"), default="development")
    parser.add_argument("engine", nargs="?", choices=get_args(Engine), default=DEFAULT_ENGINE)
    asked = parser.parse_args()
    measure(asked.split, asked.engine)


def measure(split: str, engine: Engine) -> None:
    """Print the share of the cases that are right and, of the development half, those missed."""
    right = total = 0
    for text, speaker, relays in cases(split):
        found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
        total += 1
        if is_right(found, speaker, relays):
            right += 1
        elif split == "development":
            print(text)
            for one in found:
                source = one.source.of(text) if one.source else None
                passed_on = [relay.source.of(text) for relay in one.relays]
                said = [part.of(text) for part in one.segments]
                print("   ", source, "|", one.cue and one.cue.of(text), "|", said, "|", passed_on)
    print(f"{engine}, {split}: {right} of {total} right, {100 * right / total:.1f} %")


if __name__ == "__main__":
    main()
