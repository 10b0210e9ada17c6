"""Entities: exact-span F1 of the mentions in public gold, and speed, in process.

    python -m benchmarks.entities GOLD [--title-case] [--rules] [--engine fast]

GOLD is a folder of JSON lines with doc_id, types, text and entities (start, end, type). A place or
a facility counts as a location, as the gold sets have it. ``--rules`` names without a network.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, get_args

from benchmarks.rule_mentions import mentions as rule_mentions
from transforms.models import DEFAULT_ENGINE, Engine
from transforms.names import find_mentions, resolve_names
from transforms.page import parse_record
from transforms.text import find_sentences, tokenize

TYPES = {"person": "PER", "org": "ORG", "place": "LOC", "facility": "LOC", "norp": "NORP"}
CORE = ("PER", "ORG", "LOC")
Found = set[tuple[int, int, str]]
Finder = Callable[[str], Found]


def by_engine(text: str, engine: Engine) -> Found:
    """Spans with the gold sets' types, as the pipeline finds them in a record's text."""
    sentences = find_sentences(text, parse_record(text).zones)
    return _typed(find_mentions(text, sentences, engine=engine))


def by_rules(text: str) -> Found:
    """The same without a trained model."""
    return _typed(rule_mentions.find_mentions(text, find_sentences(text, parse_record(text).zones)))


def _typed(mentions: Iterable[Any]) -> Found:
    return {
        (mention.span.start_char, mention.span.end_char, TYPES[mention.entity_type])
        for mention in mentions
        if mention.entity_type in TYPES
    }


def title_cased(text: str) -> str:
    """The text with every word capitalised, as headlines have it; offsets stay."""
    return re.sub(r"(?<![\w’'.])[a-z]", lambda match: match[0].upper(), text)


def score(
    rows: Iterable[dict[str, Any]], find: Finder, show: Callable[[str], str] = str
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 in percent by type and for PER, ORG and LOC together."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        kinds = set(row["types"]) & {*CORE, "NORP"}
        gold = {(e["start"], e["end"], e["type"]) for e in row["entities"] if e["type"] in kinds}
        found = {mention for mention in find(show(row["text"])) if mention[2] in kinds}
        for name, group in (("gold", gold), ("found", found), ("hit", gold & found)):
            for mention in group:
                counts[name, mention[2]] += 1
                counts[name, "core"] += mention[2] in CORE
    return {
        kind: _rates(*(counts[name, kind] for name in ("hit", "found", "gold")))
        for kind in (*CORE, "NORP", "core")
        if counts["gold", kind]
    }


def _rates(hit: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = hit / max(found, 1), hit / max(gold, 1)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return 100 * precision, 100 * recall, 100 * f1


def speed(texts: list[str], engine: Engine) -> float:
    """Tokens a second of one core from raw text to named mentions, warm."""
    tokens, started = 0, 0.0
    for _ in range(2):  # the first round warms up
        tokens, started = 0, time.process_time()
        for text in texts:
            sentences = find_sentences(text, parse_record(text).zones)
            resolve_names(text, find_mentions(text, sentences, engine=engine))
    seconds = time.process_time() - started
    for text in texts:
        tokens += sum(
            len(tokenize(text, sentence.span))
            for sentence in find_sentences(text, parse_record(text).zones)
        )
    return tokens / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--title-case", action="store_true")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--engine", choices=get_args(Engine), default=DEFAULT_ENGINE)
    asked = parser.parse_args()
    find: Finder = by_rules if asked.rules else partial(by_engine, engine=asked.engine)
    texts = []
    for path in sorted(asked.gold.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        texts += [row["text"] for row in rows]
        rates = score(rows, find, title_cased if asked.title_case else str)
        shown = (f"{kind} {f1:.1f} " for kind, (_, _, f1) in rates.items())
        print(f"{path.stem:15}", *shown, flush=True)
    if not (asked.rules or asked.title_case):
        print(f"{speed(texts, asked.engine):,.0f} tokens/s from raw text to named mentions")


if __name__ == "__main__":
    main()
