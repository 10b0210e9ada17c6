"""Training: what may be trained on, and that a label says no more than its corpus does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.names.corpora import NotOpenError, align, read_corpora
from transforms.text import Span

ROW = {
    "doc_id": "x_1", "corpus": "x", "split": "train", "license": "CC-BY-4.0", "open": True,
    "genre": "news", "types": ["PER", "ORG", "LOC"], "text": "Bo Li left Oak Bridge.",
    "tokens": [[0, 2], [3, 5], [6, 10], [11, 14], [15, 21], [21, 22]], "sents": [[0, 6]],
    "ents": [
        {"start": 0, "end": 5, "ts": 0, "te": 2, "label": "PER", "raw": "PER"},
        {"start": 11, "end": 21, "ts": 3, "te": 5, "label": "LOC", "raw": "LOC"},
    ],
}  # fmt: skip


def write(folder: Path, *rows: dict[str, object]) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "x.jsonl").write_text(lines, encoding="utf-8")


def test_a_row_that_is_not_open_is_refused(tmp_path: Path) -> None:
    write(tmp_path, ROW, ROW | {"doc_id": "x_2", "open": False})
    with pytest.raises(NotOpenError, match="x_2"):
        read_corpora(tmp_path, ["x"])


def test_a_coarse_label_allows_each_type_it_may_mean(tmp_path: Path) -> None:
    write(tmp_path, ROW)
    [text] = read_corpora(tmp_path, ["x"])
    assert text.hidden == ("event", "work", "product")
    [sentence] = text.sentences
    assert sentence.words == ["Bo", "Li", "left", "Oak", "Bridge", "."]
    assert sentence.stretches == [(0, 1, ("person",)), (3, 4, ("facility",))]


def test_a_mark_that_cuts_a_token_takes_the_whole_token() -> None:
    [sentence] = align("AT&T fell.", [Span(0, 10)], [(0, 2, ("org",))])
    assert sentence.stretches == [(0, 0, ("org",))]
