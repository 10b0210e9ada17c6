"""Figures: score what `find_figures` reads against the blind gold of benchmarks/gold.

    python -m benchmarks.figures FOLDER [FOLDER ...] [--wrong]

The gold holds offsets and values only; FOLDER holds its texts. A figure found and one of the gold
are paired when they overlap most; each further field counts only where the value is right. Prints a
Markdown table of precision, recall and F1.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.figures import Figure, find_figures, singular
from transforms.page import parse_page
from transforms.text import decode, find_sentences

GOLD = Path(__file__).parent / "gold" / "figures_blind.tsv"
FIELDS = ("overlap", "exact", "value", "unit", "modifier", "kind", "change", "all")


@dataclass(frozen=True)
class Stated:
    """One figure, as the gold states it; found ones are brought to the same form."""

    start: int
    end: int
    value: float | None
    value_high: float | None
    unit: str
    kind: str
    modifier: str
    change: str


def read_gold() -> dict[tuple[str, str], list[Stated]]:
    """Rows of the gold by document and hash of its text; "ignore" rows are among them."""
    gold: dict[tuple[str, str], list[Stated]] = {}
    lines = (line for line in GOLD.open(encoding="utf-8") if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t"):
        stated = gold.setdefault((row["document"], row["text_sha256"]), [])
        if row["kind"] != "none":
            value, high = (float(row[key]) if row[key] else None for key in ("value", "value_high"))
            rest = (row[key] for key in ("unit", "kind", "modifier", "change"))
            stated.append(Stated(int(row["start"]), int(row["end"]), value, high, *rest))
    return gold


def find_text(folders: Sequence[Path], name: str, sha256: str) -> bytes | None:
    """The bytes of a text in one of the folders, if they are those that were annotated."""
    for folder in folders:
        if (folder / name).is_file():
            raw = (folder / name).read_bytes()
            if hashlib.sha256(raw).hexdigest()[:16] == sha256:
                return raw
    return None


def as_stated(figure: Figure) -> Stated:
    has_two = figure.bound in {"range", "vague"}
    bound = "" if figure.bound in {"exact", "range"} else figure.bound
    unit = figure.unit or ""
    return Stated(
        figure.span.start_char,
        figure.span.end_char,
        figure.value_low if has_two else figure.value,
        figure.value_high if has_two else None,
        f"{unit}/{figure.per_unit}" if figure.per_unit else unit,
        figure.kind,
        bound or ("approx" if figure.is_approximate else ""),
        figure.change or "",
    )


def pairs(gold: list[Stated], found: list[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """One-to-one, those with the same value and the longest overlap first."""
    candidates = [
        (not _same_value(g, f), -(min(g.end, f.end) - max(g.start, f.start)), g.start, i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if min(g.end, f.end) > max(g.start, f.start)
    ]
    taken: set[tuple[str, int]] = set()
    for _, _, _, i, j in sorted(candidates):
        if not {("gold", i), ("found", j)} & taken:
            taken |= {("gold", i), ("found", j)}
            yield gold[i], found[j]


def _same_value(gold: Stated, found: Stated) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or math.isclose(a, b or 0.0, rel_tol=1e-6))
        for a, b in ((gold.value, found.value), (gold.value_high, found.value_high))
    )


def _same_unit(gold: Stated, found: Stated) -> bool:
    if gold.kind == "count" and gold.unit and found.unit:
        return singular(gold.unit.split(" ")[-1]) == singular(found.unit.split(" ")[-1])
    return gold.unit == found.unit


def judge(gold: Stated, found: Stated) -> Iterator[str]:
    """Names of the fields that agree."""
    yield "overlap"
    if (gold.start, gold.end) == (found.start, found.end):
        yield "exact"
    if not _same_value(gold, found):
        return
    agree = {
        "unit": _same_unit(gold, found),
        "modifier": gold.modifier == found.modifier,
        "change": gold.change == found.change,
    }
    yield "value"
    yield from (field for field, same in agree.items() if same)
    if gold.kind == found.kind:
        yield "kind"
    if all(agree.values()):
        yield "all"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for (name, sha256), rows in read_gold().items():
        raw = find_text(options.folder, name, sha256)
        if raw is None:
            counts["missing"] += 1
            continue
        text = decode(raw).text
        figures, _ = find_figures(text, find_sentences(text, parse_page(text).zones))
        ignored = [row for row in rows if row.kind == "ignore"]
        gold = [row for row in rows if row.kind != "ignore"]
        found = [
            figure
            for figure in map(as_stated, figures)
            if not any(i.start < figure.end and figure.start < i.end for i in ignored)
        ]
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        paired = list(pairs(gold, found))
        for pair in paired:
            counts.update(judge(*pair))
        if options.wrong:
            _print_wrong(text, gold, found, paired)
    _print_scores(counts)


def _print_wrong(
    text: str, gold: list[Stated], found: list[Stated], paired: list[tuple[Stated, Stated]]
) -> None:
    for g, f in paired:
        if missed := set(FIELDS) - {"all", "exact"} - set(judge(g, f)):
            print(sorted(missed), repr(text[g.start - 30 : g.end + 20]), g, f)
    for row in set(gold) - {g for g, _ in paired}:
        print("missed", repr(text[max(0, row.start - 30) : row.end + 20]), row)
    for row in set(found) - {f for _, f in paired}:
        print("spurious", repr(text[max(0, row.start - 30) : row.end + 20]), row)


def _print_scores(counts: Counter[str]) -> None:
    print(f"{counts['gold']} figures in the gold, {counts['found']} found;", end=" ")
    print(f"{counts['missing']} texts missing\n\n| | P | R | F1 |\n|---|---|---|---|")
    for field in FIELDS:
        precision, recall = (counts[field] / max(counts[of], 1) for of in ("found", "gold"))
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"| {field} | {precision:.1%} | {recall:.1%} | {both:.1%} |")


if __name__ == "__main__":
    main()
