"""The training texts: chunks with the labels of the gold attributions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.attribution_features import Chunk, chunks_of
from transforms.page import parse_page
from transforms.quotations import Quotation, find_quotations
from transforms.quotes import Attribution, find_attributions
from transforms.sentences import Sentence, find_sentences

LABELS = ("O", "B-S", "I-S", "B-U", "I-U", "B-C", "I-C")
PARTS = (("quote_spans", 5), ("speaker_spans", 1), ("cue_spans", 3))
"""Gold field and the number of its B label; a later field wins where two claim a token."""


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One text as the stages before the tagger leave it, with its gold rows."""

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
    sentences = find_sentences(parse_page(text))
    quotations = find_quotations(text, sentences)
    ruled = find_attributions(text, sentences, quotations, ())
    chunks = tuple(chunks_of(text, sentences, quotations, ruled))
    labels = tuple(_labels(text, rows, chunks))
    return TrainingText(
        doc_id, text, sentences, quotations, ruled, tuple(rows), chunks, labels
    )


def _labels(
    text: str, rows: Sequence[Mapping[str, object]], chunks: Sequence[Chunk]
) -> Iterator[tuple[int, ...]]:
    """Numbers of ``LABELS`` per token; a span that crosses a paragraph begins anew there."""
    owner = [0] * len(text)  # B label of the span that holds a character
    span_of = [0] * len(text)
    number = 0
    for field, begin in PARTS:
        for row in rows:
            for start, end in row[field]:  # type: ignore[attr-defined]
                number += 1
                owner[start:end] = [begin] * (end - start)
                span_of[start:end] = [number] * (end - start)
    for chunk in chunks:
        found: list[int] = []
        previous = 0
        for token in chunk:
            if token.span is None:
                found.append(0)
                previous = 0
                continue
            at = next(
                (i for i in range(token.span.start_char, token.span.end_char) if owner[i]), None
            )
            if at is None:
                found.append(0)
                previous = 0
                continue
            found.append(owner[at] if span_of[at] != previous else owner[at] + 1)
            previous = span_of[at]
        yield tuple(found)
