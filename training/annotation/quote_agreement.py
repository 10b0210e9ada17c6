"""Agreement of two readings of quotes: how far a second annotator finds the same parts.

    python -m training.annotation.quote_agreement A.jsonl B.jsonl

Prints F1 of exact spans of sources, cues and contents, F1 of attributions (contents that share half
their characters), and the share of those whose source is the same person or body. Only documents
that both files hold count. Both hold rows as ``quote_lists`` writes them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.annotation.agreement import f1

Reading = Mapping[str, Sequence[Mapping[str, Any]]]


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The attributions by doc_id."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["doc_id"]: row["attributions"] for row in rows}


def spans(reading: Reading, doc_ids: set[str], part: str) -> set[tuple[str, int, int]]:
    """The spans of a part in these documents.

    >>> spans({"a": [{"cue": [[3, 7]]}]}, {"a"}, "cue")
    {('a', 3, 7)}
    """
    return {
        (doc_id, start, end)
        for doc_id in doc_ids
        for one in reading[doc_id]
        for start, end in one[part]
    }


def pairs(
    first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Attributions whose contents share half their characters, best first, each once."""
    found = []
    for at, one in enumerate(first):
        for number, other in enumerate(second):
            a, b = _characters(one["content"]), _characters(other["content"])
            if (share := len(a & b) / len(a | b)) >= 0.5:
                found.append((-share, at, number))
    left: set[int] = set()
    right: set[int] = set()
    matched = []
    for _, at, number in sorted(found):
        if at not in left and number not in right:
            left.add(at)
            right.add(number)
            matched.append((first[at], second[number]))
    return matched


def _characters(parts: Sequence[Sequence[int]]) -> set[int]:
    return {at for start, end in parts for at in range(start, end)}


def scores(first: Reading, second: Reading) -> dict[str, float]:
    """The figures by name, 0..1."""
    both = set(first) & set(second)
    found = {
        part: f1(spans(first, both, part), spans(second, both, part))
        for part in ("source", "cue", "content")
    }
    matched = [pair for doc_id in both for pair in pairs(first[doc_id], second[doc_id])]
    total = sum(len(first[doc_id]) + len(second[doc_id]) for doc_id in both)
    found["attributions"] = 2 * len(matched) / total if total else 1.0
    same = [one["who"].casefold() == other["who"].casefold() for one, other in matched]
    found["same who"] = sum(same) / len(same) if same else 1.0
    return found


if __name__ == "__main__":
    one, other = (read(Path(name)) for name in sys.argv[1:3])
    for name, share in scores(one, other).items():
        print(f"{name:14}{100 * share:6.1f}")
