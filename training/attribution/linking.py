"""Train the linker: logistic regressions over the pairs of parts in the gold attributions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from training.attribution.corpus import TrainingText
from transforms.quotes import (
    CUES_PER_SIDE,
    SOURCES_PER_SIDE,
    Part,
    Parts,
    Surroundings,
    TokenLine,
    around,
    rule_numbers,
)
from transforms.text import Span

FEWEST = 5
STEPS = 200
DECAY = 1e-5
FIELDS = {"C": "quote_spans", "S": "speaker_spans", "U": "cue_spans"}
Pair = tuple[list[str], bool]


def train_linker(texts: Sequence[TrainingText]) -> dict[str, dict[str, float]]:
    """Weights by feature name, of contents and of sources."""
    contents: list[Pair] = []
    sources: list[Pair] = []
    for text in texts:
        _collect(text, contents, sources)
    return {"contents": _regression(contents), "sources": _regression(sources)}


def _collect(text: TrainingText, contents: list[Pair], sources: list[Pair]) -> None:
    line = TokenLine([token for chunk in text.chunks for token in chunk])
    parts = gold_parts(text)
    rows = _rows_of(text.rows, line)
    surroundings = Surroundings(line.tokens, parts, rule_numbers(line, text.ruled))
    for content in parts.contents:
        for cue in around(content, parts.cues, CUES_PER_SIDE):
            same = bool(rows["C"].get(content[0], set()) & rows["U"].get(cue[0], set()))
            contents.append((surroundings.features("C", content, cue), same))
    for cue in parts.cues:
        for source in around(cue, parts.sources, SOURCES_PER_SIDE):
            same = bool(rows["S"].get(source[0], set()) & rows["U"].get(cue[0], set()))
            sources.append((surroundings.features("S", source, cue), same))


def gold_parts(text: TrainingText) -> Parts:
    """The parts that the gold labels spell; positions leave the paragraphs' markers out."""
    return Parts.of(
        [
            label
            for chunk, path in zip(text.chunks, text.labels, strict=True)
            for token, label in zip(chunk, path, strict=True)
            if token.span is not None
        ]
    )


def _rows_of(
    rows: Sequence[Mapping[str, object]], line: TokenLine
) -> dict[str, dict[int, set[int]]]:
    """Per kind of part, the gold rows a token belongs to."""
    found: dict[str, dict[int, set[int]]] = {"C": {}, "S": {}, "U": {}}
    for number, row in enumerate(rows):
        for kind, name in FIELDS.items():
            for start, end in row[name]:  # type: ignore[attr-defined]
                first = _at(line, start, end)
                for at in range(*first):
                    found[kind].setdefault(at, set()).add(number)
    return found


def _at(line: TokenLine, start: int, end: int) -> tuple[int, int]:
    part: Part | None = line.part(Span(start, end))
    return (part[0], part[1] + 1) if part is not None else (0, 0)


def _regression(pairs: Sequence[Pair]) -> dict[str, float]:
    """Weights of the features seen often enough; "" is the constant. Adam on all pairs at once."""
    counts = Counter(name for names, _ in pairs for name in names)
    kept = ["", *sorted(name for name, n in counts.items() if n >= FEWEST)]
    number = {name: at for at, name in enumerate(kept)}
    rows = [[0, *(number[name] for name in names if name in number)] for names, _ in pairs]
    flat = np.concatenate([np.array(row) for row in rows])
    sizes = np.array([len(row) for row in rows])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    wanted = np.array([float(same) for _, same in pairs])
    weights = np.zeros(len(kept))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        found = 1 / (1 + np.exp(-np.add.reduceat(weights[flat], starts)))
        errors = np.repeat((found - wanted) / len(rows), sizes)
        slope = np.bincount(flat, errors, len(kept)) + 2 * DECAY * weights
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope * slope - square)
        rate = 0.05 * (1 - step / STEPS) / (1 - 0.9**step)
        weights -= rate * mean / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {
        name: round(float(w), 3) for name, w in zip(kept, weights, strict=True) if abs(w) > 0.01
    }
