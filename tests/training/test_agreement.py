"""Two readings of the same texts are compared as two readers would count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.annotation.agreement import kappa, report, scores, token_labels
from training.annotation.lists import HERE, Row, document_key

CELLS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["org", "place"])),
    unique_by=lambda cell: cell[0],
)
TEXT = "a b c d e f g h i j"


def reading(cells: list[tuple[int, str]]) -> dict[str, list[Row]]:
    return {"a": [(2 * place, 2 * place + 1, kind) for place, kind in cells]}


@given(CELLS)
def test_a_reading_agrees_with_itself(cells: list[tuple[int, str]]) -> None:
    rows = reading(cells)
    assert all(score == 1 for score in scores(rows, rows).values())
    labels = list(token_labels(TEXT, rows["a"]))
    assert kappa(zip(labels, labels, strict=True)) == 1


@given(CELLS, CELLS)
def test_agreement_is_symmetric(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    assert scores(reading(one), reading(other)) == scores(reading(other), reading(one))


def test_another_type_on_the_same_span_agrees_only_untyped() -> None:
    found = scores(reading([(0, "org"), (1, "org")]), reading([(0, "org"), (1, "place")]))
    assert found == {"all": 0.5, "untyped": 1.0, "org": pytest.approx(2 / 3), "place": 0.0}


def test_a_shorter_span_agrees_on_its_tokens_but_not_as_a_mention() -> None:
    long, short = [(0, 8, "org")], [(5, 8, "org")]
    assert scores({"a": long}, {"a": short})["untyped"] == 0
    pairs = zip(token_labels("Bent Oak.", long), token_labels("Bent Oak.", short), strict=True)
    assert list(pairs) == [("org", "none"), ("org", "org"), ("none", "none")]


def test_kappa_is_the_textbook_value() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5.
    counts = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert kappa([pair for pair, n in counts.items() for _ in range(n)]) == pytest.approx(0.4)


def test_documents_that_one_side_lacks_do_not_count() -> None:
    rows: list[Row] = [(0, 3, "org")]
    lines = report({"a": rows, "b": []}, {"a": rows, "c": rows}, {"a": "Oak", "b": "", "c": "Oak"})
    assert lines[0] == "1 documents, 1 tokens"
    with pytest.raises(ValueError, match="twice"):
        report({"b": []}, {"c": []}, {"b": "", "c": ""})


def test_the_documents_read_twice_were_chosen_by_the_rule() -> None:
    def documents(path: Path) -> set[str]:
        return {json.loads(line)["doc_id"] for line in path.open(encoding="utf-8")}

    every = sorted(documents(HERE / "news.jsonl"), key=document_key)
    second = documents(HERE / "second" / "news.jsonl")
    assert second == documents(HERE / "first.jsonl")
    assert second == {*every[::5], every[1]}
