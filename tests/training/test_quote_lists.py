"""Lines that a person writes become the parts that the person meant."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from training.annotation.lists import HERE
from training.annotation.quote_agreement import scores
from training.annotation.quote_lists import (
    ListError,
    build,
    draft,
    read_line,
    read_lists,
    sentences_of,
)
from training.annotation.web_texts import read_web_texts
from training.attribution.corpus import is_nested, read_own_annotation

SHARED = Path(__file__).parents[3] / "shared"
TEXT = (
    "Ann Able, the mayor, said on Monday that the bridge would reopen and that the old bridge would"
    " close. “We are ready,” she added, “and so is the Oak.”\n\n“No one else is.”\n"
)


def parts(line: str) -> dict[str, list[str]]:
    read = read_line(TEXT, sentences_of(TEXT), line)
    return {
        name: [TEXT[start:end] for start, end in read[name]]
        for name in ("source", "cue", "content", "relay")
    }


def test_parts_are_found_in_the_sentence_of_the_line() -> None:
    assert parts("0 | Ann Able, the mayor, | said | that the bridge would reopen | Ann Able") == {
        "source": ["Ann Able, the mayor,"],
        "cue": ["said"],
        "content": ["that the bridge would reopen"],
        "relay": [],
    }


def test_dots_join_the_first_and_the_last_words() -> None:
    found = parts("0 | Ann Able | said | that the bridge ... would close | Ann Able")
    assert found["content"] == ["that the bridge would reopen and that the old bridge would close"]


def test_a_number_means_a_later_occurrence_and_another_sentence() -> None:
    assert parts("0 | - | said | that#2 | Ann Able")["content"] == ["that"]
    assert parts("1 | she | added | “We are ready,” ++ 2: “No one else is.” | Ann Able")[
        "content"
    ] == ["“We are ready,”", "“No one else is.”"]


def test_straight_marks_match_curly_ones() -> None:
    assert parts('1 | she | added | "We are ready," | Ann Able')["content"] == ["“We are ready,”"]


def test_the_sixth_field_names_who_passed_it_on() -> None:
    found = parts("0 | Ann Able | said | the bridge | Ann Able | via the mayor; on Monday")
    assert found["relay"] == ["the mayor", "on Monday"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("0 | Bo | said | the bridge | Bo", "does not hold 'Bo'"),
        ("9 | - | said | the bridge | Bo", "there is no sentence 9"),
        ("0 | - | said | - | Bo", "needs a content"),
        ("0 | said | the bridge", "a line is"),
        ("0 | - | said | the bridge ... the river | Bo", "does not follow"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read_line(TEXT, sentences_of(TEXT), line)


def test_what_the_draft_writes_can_be_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    rows, complaints = build(read_lists(draft("a", TEXT)), tmp_path)
    assert complaints == []
    assert rows[0]["attributions"]


def attribution(**parts: list[list[int]]) -> dict[str, Any]:
    return {"source": [], "cue": [], "content": [], "relay": [], "who": "Able", **parts}


def test_agreement_counts_the_same_spans_and_contents_that_share_half() -> None:
    first = {"a": [attribution(source=[[0, 3]], content=[[10, 20]])]}
    second = {"a": [attribution(source=[[0, 4]], content=[[10, 16]])]}
    assert scores(first, second) == {
        "source": 0.0, "cue": 1.0, "content": 0.0, "attributions": 1.0, "same who": 1.0,
    }  # fmt: skip


def test_an_attribution_inside_a_content_is_nested() -> None:
    outer = attribution(source=[[0, 3]], content=[[10, 50]])
    inner = attribution(source=[[11, 14]], content=[[20, 30]])
    assert [is_nested(one, [outer, inner]) for one in (outer, inner)] == [False, True]


@pytest.mark.parametrize("file", ["quotes.jsonl", "first_quotes.jsonl", "second/quotes.jsonl"])
def test_committed_parts_are_spans_in_order(file: str) -> None:
    for row in map(json.loads, (HERE / file).read_text(encoding="utf-8").splitlines()):
        for one in row["attributions"]:
            assert one["content"], row["doc_id"]
            assert one["who"], row["doc_id"]
            for part in ("source", "cue", "content", "relay"):
                assert all(0 <= start < end for start, end in one[part]), row["doc_id"]
            assert all(a[1] <= b[0] for a, b in pairwise(sorted(one["content"]))), row["doc_id"]


@pytest.mark.skipif(
    not SHARED.exists(),
    reason="no ../shared beside this checkout: it has the annotated texts, which are others'",
)
def test_committed_parts_stand_on_words_and_no_document_teaches_and_measures() -> None:
    texts = read_web_texts()
    for row in map(json.loads, (HERE / "quotes.jsonl").read_text("utf-8").splitlines()):
        text = texts[row["doc_id"]]
        for one in row["attributions"]:
            for start, end in (*one["source"], *one["cue"], *one["content"]):
                assert text[start:end] == text[start:end].strip() != "", row["doc_id"]
    teaching, measuring = (
        {one.doc_id for one in read_own_annotation(kept_out=kept_out)} for kept_out in (False, True)
    )
    assert len(teaching) > 2 * len(measuring) > 0 == len(teaching & measuring)
