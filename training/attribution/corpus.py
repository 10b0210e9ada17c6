"""The training texts: chunks with the labels of the gold attributions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.attribution.word_classes import current_word_classes
from transforms.page import parse_page
from transforms.quotes import (
    LABELS,
    Attribution,
    Chunk,
    chunks_of,
    find_attributions,
)
from transforms.text import Quotation, Sentence, Span, find_quotations, find_sentences

PARTS = (("quote_spans", "C"), ("speaker_spans", "S"), ("cue_spans", "U"))
"""Gold field and kind of part; a later field wins where two claim a token."""


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One text with what the stages before the tagger find in it, and its gold rows."""

    doc_id: str
    text: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    ruled: tuple[Attribution, ...]
    rows: tuple[Mapping[str, object], ...]
    chunks: tuple[Chunk, ...]
    labels: tuple[tuple[int, ...], ...]


def read_texts(gold: Path, name: str, doc_ids: Iterable[str] | None = None) -> list[TrainingText]:
    """Texts of gold set ``name`` (``gold/name.jsonl``), ordered by doc_id."""
    rows: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    with (gold / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row["doc_id"]].append(row)
    wanted = set(rows) if doc_ids is None else set(doc_ids)
    return [read_text(gold, doc_id, rows[doc_id]) for doc_id in sorted(wanted)]


def read_text(gold: Path, doc_id: str, rows: Sequence[Mapping[str, object]]) -> TrainingText:
    """Read and annotate one text up to the tagger."""
    text = (gold / "text" / f"{doc_id}.txt").read_bytes().decode("utf-8")
    return annotated(doc_id, text, rows)


def annotated(doc_id: str, text: str, rows: Sequence[Mapping[str, object]]) -> TrainingText:
    """Run the stages before the tagger on a text and label its tokens."""
    sentences = find_sentences(text, parse_page(text).zones)
    quotations = find_quotations(text, sentences)
    ruled = find_attributions(text, sentences, quotations)
    chunks = tuple(chunks_of(text, sentences, quotations, ruled, current_word_classes()))
    labels = tuple(_labels(text, rows, chunks))
    return TrainingText(doc_id, text, sentences, quotations, ruled, tuple(rows), chunks, labels)


def _labels(
    text: str, rows: Sequence[Mapping[str, object]], chunks: Sequence[Chunk]
) -> Iterator[tuple[int, ...]]:
    """Label numbers per token; a span that crosses a paragraph begins again there."""
    owner = [(0, "")] * len(text)  # number and kind of the span that holds a character
    number = 0
    for field, kind in PARTS:
        for row in rows:
            for start, end in row[field]:  # type: ignore[attr-defined]
                number += 1
                owner[start:end] = [(number, kind)] * (end - start)
    for chunk in chunks:
        found: list[int] = []
        previous = (0, "")
        for token in chunk:
            mine = (0, "") if token.span is None else _owner(owner, token.span)
            prefix = "I-" if mine == previous else "B-"
            found.append(LABELS.index(prefix + mine[1]) if mine[0] else 0)
            previous = mine
        yield tuple(found)


def _owner(owner: Sequence[tuple[int, str]], span: Span) -> tuple[int, str]:
    """The first span that holds a character of a token."""
    inside = owner[span.start_char : span.end_char]
    return next((one for one in inside if one[0]), (0, ""))
