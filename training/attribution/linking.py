"""Train the linker: logistic regressions over the pairs of parts in the gold attributions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch
from torch import nn

from training.attribution.corpus import TrainingText
from transforms.attribution_links import (
    CUES_PER_SIDE,
    SOURCES_PER_SIDE,
    Surroundings,
    around,
    rule_numbers,
)
from transforms.attribution_parts import Part, Parts, TokenLine

FEWEST = 5
STEPS = 300
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
    labels = [
        label
        for chunk, path in zip(text.chunks, text.labels, strict=True)
        for token, label in zip(chunk, path, strict=True)
        if token.span is not None
    ]
    parts = Parts.of(labels)
    rows = _rows_of(text.rows, line)
    surroundings = Surroundings(line.tokens, parts, rule_numbers(line, text.ruled))
    for content in parts.contents:
        for cue in around(content, parts.cues, CUES_PER_SIDE):
            same = bool(rows["C"].get(content[0], set()) & rows["U"].get(cue[0], set()))
            contents.append((list(surroundings.features("C", content, cue)), same))
    for cue in parts.cues:
        for source in around(cue, parts.sources, SOURCES_PER_SIDE):
            same = bool(rows["S"].get(source[0], set()) & rows["U"].get(cue[0], set()))
            sources.append((list(surroundings.features("S", source, cue)), same))


def _rows_of(rows: Sequence[Mapping[str, object]], line: TokenLine) -> dict[str, dict[int, set[int]]]:
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
    from transforms.span import Span

    part: Part | None = line.part(Span(start, end))
    return (part[0], part[1] + 1) if part is not None else (0, 0)


def _regression(pairs: Sequence[Pair]) -> dict[str, float]:
    """Weights of the features seen often enough; "" is the constant."""
    counts = Counter(name for names, _ in pairs for name in names)
    kept = sorted(name for name, n in counts.items() if n >= FEWEST)
    number = {name: at for at, name in enumerate(kept)}
    flat: list[int] = []
    starts: list[int] = []
    for names, _ in pairs:
        starts.append(len(flat))
        flat += [number[name] for name in names if name in number]
    bag = nn.EmbeddingBag(len(kept), 1, mode="sum")
    nn.init.zeros_(bag.weight)
    constant = nn.Parameter(torch.zeros(1))
    inputs, offsets = torch.tensor(flat), torch.tensor(starts)
    wanted = torch.tensor([float(same) for _, same in pairs])
    optimizer = torch.optim.Adam([bag.weight, constant], lr=0.05)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = 0.05 * (1 - step / STEPS)
        scores = bag(inputs, offsets).squeeze(1) + constant
        loss = nn.functional.binary_cross_entropy_with_logits(scores, wanted)
        loss = loss + DECAY * bag.weight.square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    weights = {name: round(float(w), 3) for name, w in zip(kept, bag.weight[:, 0], strict=True)}
    return {"": round(float(constant), 3)} | {name: w for name, w in weights.items() if w}
