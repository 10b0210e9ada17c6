"""The training texts: chunks with the labels of the gold attributions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from training.annotation.web_texts import is_kept_out, read_web_texts
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

OWN = Path(__file__).parents[1] / "annotation" / "data" / "quotes.jsonl"
KEPT_OUT = 17
"""Every so many texts of PolNeAR do not teach: they choose and calibrate."""
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


def read_own_annotation(path: Path = OWN, *, kept_out: bool = False) -> list[TrainingText]:
    """The project's own annotation of news: the part that teaches, or the one that measures.

    Attributions inside the content of another are left out: the tagger gives a token one label.

    Raises:
        ValueError: a text is not the one that was annotated.
    """
    texts = read_web_texts()
    found = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        doc_id, text = row["doc_id"], texts.get(row["doc_id"], "")
        if sha256(text.encode()).hexdigest()[:16] != row["sha256"]:
            raise ValueError(f"{doc_id}: the text is not the one that was annotated")
        if is_kept_out(doc_id) == kept_out:
            rows = [
                {
                    "quote_spans": one["content"],
                    "speaker_spans": one["source"],
                    "cue_spans": one["cue"],
                    "who": one["who"],
                }
                for one in row["attributions"]
                if not is_nested(one, row["attributions"])
            ]
            found.append(annotated(doc_id, text, rows))
    return found


def is_nested(one: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an attribution begins and ends inside the content of another."""
    parts = [*one["content"], *one["cue"], *one["source"]]
    first, last = min(start for start, _ in parts), max(end for _, end in parts)
    return any(
        start <= first and last <= end and (start, end) != (first, last)
        for other in others
        if other is not one
        for start, end in other["content"]
    )


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
