"""Agreement of two readings of the same texts: how far a second annotator marks the same names.

In the folder ``data``, ``first.jsonl`` holds the first reading of the documents that were read
twice, before anybody compared the two; ``second/news.jsonl`` the second reading, with its lists
beside it; ``news.jsonl`` what was decided, for all documents. All hold rows without texts, in the
format of ``lists``. Documents that only one of two compared files holds do not count.

    python -m training.annotation.agreement                 first against second reading
    python -m training.annotation.agreement A.jsonl B.jsonl two others
    python -m training.annotation.agreement --masc          our decisions against MASC's

The last one compares persons, organisations and places (with facilities) in the newspaper articles
of MASC, which people outside the project annotated by other guidelines.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from training.annotation.lists import HERE, SHARED, TYPES, Row, read_rows, read_texts

Reading = Mapping[str, list[Row]]
_TOKEN = re.compile(r"\w+|[^\w\s]")


def f1(first: Iterable[object], second: Iterable[object]) -> float:
    """F1 of two sets, 0..1, in whichever order they are given; 1 if both are empty.

    >>> f1({1, 2}, {2, 3})
    0.5
    """
    one, other = set(first), set(second)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def scores(first: Reading, second: Reading) -> dict[str, float]:
    """F1 of exact spans and types over the documents that both have: all, untyped, and by type.

    >>> scores({"a": [(0, 3, "org")]}, {"a": [(0, 3, "place")]})
    {'all': 0.0, 'untyped': 1.0, 'org': 0.0, 'place': 0.0}
    """
    one, other = (
        {(doc_id, *row) for doc_id in first.keys() & second.keys() for row in reading[doc_id]}
        for reading in (first, second)
    )
    found = {"all": f1(one, other), "untyped": f1({r[:3] for r in one}, {r[:3] for r in other})}
    marked = {row[3] for row in one | other}
    for kind in (name for name in TYPES.values() if name in marked):
        found[kind] = f1((r for r in one if r[3] == kind), (r for r in other if r[3] == kind))
    return found


def names(reading: Reading, texts: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """Each (doc_id, surface, type) once, so that a repeated name weighs no more than others.

    >>> sorted(names({"a": [(0, 3, "org"), (4, 7, "org")]}, {"a": "Oak Oak"}))
    [('a', 'Oak', 'org')]
    """
    return {
        (doc_id, texts[doc_id][start:end], kind)
        for doc_id, rows in reading.items()
        for start, end, kind in rows
    }


def token_labels(text: str, rows: Iterable[Row]) -> Iterator[str]:
    """The type of the mention around each word or punctuation mark, or "none".

    >>> list(token_labels("Bent Oak fell.", [(0, 8, "org")]))
    ['org', 'org', 'none', 'none']
    """
    kinds = ["none"] * len(text)
    for start, end, kind in rows:
        kinds[start:end] = [kind] * (end - start)
    return (kinds[token.start()] for token in _TOKEN.finditer(text))


def kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Cohen's kappa of paired labels: the part of the agreement that chance would not give
    (J. Cohen, "A coefficient of agreement for nominal scales", 1960); 1 if there is one label only.

    >>> kappa([("org", "org"), ("none", "none"), ("org", "none"), ("none", "org")])
    0.0
    """
    table = Counter(pairs)
    total = table.total()
    sides = [Counter[str](), Counter[str]()]
    for pair, count in table.items():
        for side, label in zip(sides, pair, strict=True):
            side[label] += count
    chance = sum(count * sides[1][label] for label, count in sides[0].items()) / total**2
    observed = sum(count for (one, other), count in table.items() if one == other) / total
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def masc_marks(path: Path) -> dict[str, list[Row]]:
    """Rows that MASC's annotators marked, by doc_id, in the project's names for their types."""
    kinds = {"PER": "person", "ORG": "org", "LOC": "place"}
    return {
        row["doc_id"]: [
            (mark["start"], mark["end"], kinds[mark["label"]])
            for mark in row["ents"]
            if mark["raw"] == "masc" and mark["label"] in kinds
        ]
        for row in map(json.loads, path.open(encoding="utf-8"))
    }


def as_masc(reading: Reading) -> dict[str, list[Row]]:
    """Keep the types that MASC marks; it knows no facilities, they are places.

    >>> as_masc({"a": [(0, 3, "facility"), (4, 7, "work")]})
    {'a': [(0, 3, 'place')]}
    """
    kinds = {"person": "person", "org": "org", "place": "place", "facility": "place"}
    return {
        doc_id: [(start, end, kinds[kind]) for start, end, kind in rows if kind in kinds]
        for doc_id, rows in reading.items()
    }


def report(first: Reading, second: Reading, texts: Mapping[str, str]) -> list[str]:
    """Lines of name, score and the number of mentions in either reading.

    Raises:
        ValueError: the readings share no document.

    >>> report({"a": [(0, 3, "org")]}, {"a": [(0, 3, "org")]}, {"a": "Oak fell."})[0]
    '1 documents, 3 tokens'
    """
    both = sorted(first.keys() & second.keys())
    if not both:
        raise ValueError("no document was read twice")
    one, other = ({doc_id: side[doc_id] for doc_id in both} for side in (first, second))
    pairs = [
        pair
        for doc_id in both
        for pair in zip(
            token_labels(texts[doc_id], one[doc_id]),
            token_labels(texts[doc_id], other[doc_id]),
            strict=True,
        )
    ]
    counts = [Counter(row[2] for rows in side.values() for row in rows) for side in (one, other)]
    lines = [f"{len(both)} documents, {len(pairs)} tokens"]
    for name, score in scores(one, other).items():
        of = [count.total() if name in ("all", "untyped") else count[name] for count in counts]
        lines.append(f"{name}\t{score:.3f}\t{of[0]}\t{of[1]}")
    once = [names(side, texts) for side in (one, other)]
    lines.append(f"each name once\t{f1(*once):.3f}\t{len(once[0])}\t{len(once[1])}")
    return [*lines, f"kappa over tokens\t{kappa(pairs):.3f}"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description="agreement of two readings")
    parser.add_argument("first", nargs="?", type=Path, default=HERE / "first.jsonl")
    parser.add_argument("second", nargs="?", type=Path, default=HERE / "second" / "news.jsonl")
    parser.add_argument("--masc", action="store_true")
    parser.add_argument("--texts", type=Path, default=SHARED / "gold/quotes/text")
    parser.add_argument("--jsonl", type=Path, default=SHARED / "training-data/entities/masc.jsonl")
    given = parser.parse_args(arguments)
    texts = read_texts(given.texts, given.jsonl)

    def read(path: Path) -> dict[str, list[Row]]:
        return {doc_id: rows for doc_id, _, rows in read_rows(path, texts)}

    if given.masc:
        lines = report(as_masc(read(HERE / "news.jsonl")), masc_marks(given.jsonl), texts)
    else:
        lines = report(read(given.first), read(given.second), texts)
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
