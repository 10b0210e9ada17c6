"""Lists that a person writes become the spans that the person meant."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from training.annotation.lists import (
    HERE,
    TYPES,
    Entry,
    build,
    document_key,
    mark,
    read_lists,
    read_rows,
    read_texts,
)

SHARED = Path(__file__).parents[3] / "shared"


def marked(text: str, own: str, common: str = "-: nothing at all") -> list[tuple[str, str]]:
    rows, _ = mark(text, read_lists([common])[""], read_lists(own.splitlines())[""])
    return [(text[start:end], kind) for start, end, kind in rows]


def test_the_longest_surface_wins_and_mentions_do_not_overlap() -> None:
    assert marked("Bent Oak Farm", "o: Bent Oak\nf: Oak Farm; Bent Oak Farm") == [
        ("Bent Oak Farm", "facility")
    ]


def test_a_document_overrules_what_is_common_and_may_drop_it() -> None:
    assert marked("May met Oak.", "p: May\n-: Oak", "e: May; Oak") == [("May", "person")]


def test_marked_words_around_a_surface_decide_only_there() -> None:
    assert marked("Orm lost. In Orm, rain.", "o: {Orm} lost\nl: Orm") == [
        ("Orm", "org"),
        ("Orm", "place"),
    ]


def test_case_and_word_boundaries_count() -> None:
    assert marked("Oakley saw an oak, anti-Oak, Oak's", "o: Oak") == [("Oak", "org")] * 2


def test_a_space_matches_a_line_break_but_not_an_empty_line() -> None:
    assert marked("Bent\nOak. Bent\n\nOak.", "o: Bent Oak") == [("Bent\nOak", "org")]


def test_an_entry_that_stands_nowhere_is_reported() -> None:
    _, complaints = build([], {document_key("a")[:6]: [Entry("Elm", "org")]}, {"a": "An oak."})
    assert len(complaints) == 1
    assert "Elm" in complaints[0]


@pytest.mark.parametrize("line", ["x: Oak", "Oak", "p: {Oak", "p: Oak;"])
def test_a_line_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"line 1|surface"):
        read_lists([line])


def test_a_text_that_changed_is_refused(tmp_path: Path) -> None:
    rows, _ = build([], {document_key("a")[:6]: [Entry("Elm", "org")]}, {"a": "An Elm."})
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(rows[0]), encoding="utf-8")
    assert list(read_rows(path, {"a": "An Elm."})) == [("a", "An Elm.", [(3, 6, "org")])]
    with pytest.raises(ValueError, match="a: the text"):
        list(read_rows(path, {"a": "The Elm."}))


@pytest.mark.parametrize(
    "file",
    [
        "first.jsonl",
        "news.jsonl",
        "second/news.jsonl",
        "first_web.jsonl",
        "web.jsonl",
        "second/web.jsonl",
    ],
)
def test_committed_rows_are_in_order_of_known_types_and_do_not_overlap(file: str) -> None:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        spans = row["entities"]
        assert all(0 <= start < end for start, end, _ in spans), row["doc_id"]
        assert all(before[1] <= after[0] for before, after in pairwise(spans)), row["doc_id"]
        assert {kind for *_, kind in spans} <= set(TYPES.values()) - {"none"}


@pytest.mark.skipif(
    not SHARED.exists(),
    reason="no ../shared beside this checkout: it has the annotated texts, which are others'",
)
def test_committed_rows_stand_on_words_of_their_texts() -> None:
    texts = read_texts(SHARED / "gold/quotes/text", SHARED / "training-data/entities/masc.jsonl")
    for _, text, rows in read_rows(HERE / "news.jsonl", texts):
        assert all(end <= len(text) for _, end, _ in rows)
        surfaces = [text[start:end] for start, end, _ in rows]
        assert not [s for s in surfaces if s != s.strip() or s.lower().startswith("the ")]
