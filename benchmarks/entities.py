"""Entities: exact-span F1 of the mentions in public gold, in process.

    python -m benchmarks.entities GOLD [--title-case]

GOLD is a folder of JSON lines with doc_id, types, text and entities (start, end, type). A place or
a facility counts as a location, as the gold sets have it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from transforms.mentions import find_mentions
from transforms.page import parse_record
from transforms.sentences import find_sentences

TYPES = {"person": "PER", "org": "ORG", "place": "LOC", "facility": "LOC", "norp": "NORP"}
CORE = ("PER", "ORG", "LOC")
Found = set[tuple[int, int, str]]


def mentions_in(text: str) -> Found:
    """Spans with the gold sets' types, as the pipeline finds them in a record's text."""
    sentences = find_sentences(parse_record(text))
    return {
        (mention.span.start_char, mention.span.end_char, TYPES[mention.entity_type])
        for mention in find_mentions(text, sentences)
        if mention.entity_type in TYPES
    }


def title_cased(text: str) -> str:
    """The text with every word capitalised, as headlines have it; offsets stay."""
    return re.sub(r"(?<![\w’'.])[a-z]", lambda match: match[0].upper(), text)


def score(
    rows: Iterable[dict[str, Any]],
    find: Callable[[str], Found] = mentions_in,
    show: Callable[[str], str] = str,
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--title-case", action="store_true")
    asked = parser.parse_args()
    for path in sorted(asked.gold.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        rates = score(rows, show=title_cased if asked.title_case else str)
        told = "  ".join(f"{kind} {f1:.1f}" for kind, (_, _, f1) in rates.items())
        precision, recall, _ = rates["core"]
        print(f"{path.stem:15} {told}  (P {precision:.1f} R {recall:.1f})", flush=True)


if __name__ == "__main__":
    main()
