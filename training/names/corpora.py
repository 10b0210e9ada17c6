"""Corpora: the open training texts, cut by the project's tokenizer, with the types a label allows.

Every row of a corpus file states its licence; a row whose ``open`` is false is refused. Corpora
mark different types. So each stretch has the set of types that its label may mean, and each text
names the types that its corpus does not mark (``hidden``).
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.annotation.lists import HERE, SHARED, read_rows, read_texts
from training.annotation.web_texts import is_kept_out, read_web_texts
from transforms.names import heads
from transforms.text import Span, Tokens, split_sentences, tokenize

DATA = SHARED / "training-data" / "entities"
NEWS = SHARED / "gold" / "quotes"
CORPORA = ("masc", "gum", "re3d", "ewt", "btc", "wnut", "crossner")
KINDS = ("person", "org", "place", "facility", "norp", "event", "work", "product")
LabelledStretch = tuple[int, int, tuple[str, ...]]
"""First and last token, and the types one of which the stretch has."""

_OTHER = ("event", "work", "product")
_SURE = {"PER": ("person",), "ORG": ("org",), "NORP": ("norp",)}
# The types by what a corpus itself calls its other names; any other label may be any of ``_OTHER``.
_RAW = {
    "event": ("event",), "election": ("event",), "conference": ("event",),
    "book": ("work",), "album": ("work",), "song": ("work",), "poem": ("work",),
    "creative-work": ("work",), "product": ("product",), "object": ("product", "work"),
    "magazine": ("org", "work"), "academicjournal": ("org", "work"),
}  # fmt: skip


class NotOpenError(ValueError):
    """A training file holds a row that may not be trained on."""


@dataclass(frozen=True, slots=True)
class TrainingSentence:
    """The words of a sentence and its stretches."""

    words: list[str]
    stretches: list[LabelledStretch]


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One document.

    Attributes:
        doc_id, corpus, split: as in the corpus file.
        hidden: types that the corpus does not mark, so that a word outside its stretches may still
            belong to one of them.
        sentences: in order.
    """

    doc_id: str
    corpus: str
    split: str
    hidden: tuple[str, ...]
    sentences: list[TrainingSentence]


def read_corpora(folder: Path = DATA, names: Iterable[str] = CORPORA) -> list[TrainingText]:
    """The documents of these corpora.

    Raises:
        NotOpenError: a row is not open; the message names file and document.
    """
    return [text for name in names for text in _read(folder / f"{name}.jsonl")]


def _read(path: Path) -> Iterator[TrainingText]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["open"] is not True:
                raise NotOpenError(f"{path.name}: {row['doc_id']} is not open")
            places = row["tokens"]
            spans = [Span(places[a][0], places[z - 1][1]) for a, z in row["sents"]]
            marks = [(e["start"], e["end"], _kinds_of(row, e)) for e in row["ents"]]
            yield TrainingText(
                doc_id=row["doc_id"],
                corpus=row["corpus"],
                split=row["split"],
                hidden=_hidden_in(row),
                sentences=list(align(row["text"], spans, marks)),
            )


def read_annotation(folder: Path = DATA, news: Path = NEWS) -> list[TrainingText]:
    """The documents of the project's own annotation of news, which marks every type.

    Raises:
        ValueError: a text is missing or is not the one that was annotated.
    """
    texts = read_texts(news / "text", folder / "masc.jsonl", news / "polnear_train.jsonl")
    found = []
    for doc_id, text, rows in read_rows(HERE / "news.jsonl", texts):
        marks = [(start, end, (kind,)) for start, end, kind in rows]
        sentences = list(align(text, sentences_in(text), marks))
        found.append(
            TrainingText(
                doc_id=doc_id, corpus="annotation", split="train", hidden=(), sentences=sentences
            )
        )
    return found


def read_web_annotation(*, kept_out: bool = False) -> list[TrainingText]:
    """The second annotation, of pages dense in companies, teams and institutions.

    kept_out: the part that measures instead of the one that teaches.
    """
    texts = read_web_texts()
    found = []
    for doc_id, text, rows in read_rows(HERE / "web.jsonl", texts):
        if is_kept_out(doc_id) == kept_out:
            marks = [(start, end, (kind,)) for start, end, kind in rows]
            sentences = list(align(text, sentences_in(text), marks))
            found.append(TrainingText(doc_id, "annotation", "train", (), sentences))
    return found


def training_texts(names: Iterable[str] = CORPORA, share: float = 1.0) -> list[TrainingText]:
    """Every text to train on; the project's own annotation replaces that of a corpus.

    share: share of the own annotation to use, 0..1, for measuring what more of it brings.
    """
    own = [*read_annotation(), *read_web_annotation()] if share else []
    own = own[: round(share * len(own))]
    annotated = {text.doc_id for text in own}
    corpora = [text for text in read_corpora(names=names) if text.doc_id not in annotated]
    return [text for text in [*corpora, *own] if text.sentences]


def _hidden_in(row: dict[str, Any]) -> tuple[str, ...]:
    if row["corpus"] == "wnut":
        return ("event",)
    return () if "MISC" in row["types"] else _OTHER


def _kinds_of(row: dict[str, Any], mark: dict[str, Any]) -> tuple[str, ...]:
    label = mark["label"]
    if label in _SURE:
        return _SURE[label]
    if label == "LOC":
        last = row["text"][mark["start"] : mark["end"]].split()[-1].rstrip(".")
        if heads("tail").get(last) == "facility":
            return ("facility",)
        return ("place",) if "country" in mark["raw"] else ("place", "facility")
    return _RAW.get(mark["raw"].split("|")[0], _OTHER)


def align(
    text: str, spans: Iterable[Span], marks: Iterable[tuple[int, int, tuple[str, ...]]]
) -> Iterator[TrainingSentence]:
    """The sentences with the marks inside them; a mark that cuts a token takes the whole token."""
    ordered = sorted(marks)
    starts = [mark[0] for mark in ordered]
    for span in spans:
        tokens = tokenize(text, span)
        inside = ordered[bisect_left(starts, span.start_char) : bisect_left(starts, span.end_char)]
        if len(tokens):
            yield TrainingSentence(tokens.words, list(_stretches(tokens, inside)))


def _stretches(
    tokens: Tokens, marks: Iterable[tuple[int, int, tuple[str, ...]]]
) -> Iterator[LabelledStretch]:
    free = 0
    for start, end, kinds in marks:
        first = max(bisect_right(tokens.ends, start), free)
        last = bisect_left(tokens.starts, end) - 1
        if first <= last:
            yield first, last, kinds
            free = last + 1


def paragraphs_in(text: str) -> Iterator[Span]:
    """The lines of a plain text that hold something."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line)


def sentences_in(text: str) -> list[Span]:
    """The sentences of a plain text, line by line."""
    return [span for paragraph in paragraphs_in(text) for span in split_sentences(text, paragraph)]
