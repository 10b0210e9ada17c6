"""The training of the choice of what is measured: the marks it reads, and that it learns."""

from __future__ import annotations

import json

from training.measuring.__main__ import ANNOTATED
from training.measuring.fit import Text, examples_of, fit
from training.measuring.invented import read_invented
from transforms.figures import FigureScorer
from transforms.page import parse_record
from transforms.text import Span, find_sentences


def test_every_invented_sentence_asks_its_question() -> None:
    texts = list(read_invented())
    assert texts
    for text in texts:
        examples = examples_of(text, None)
        named = [one.right[0] < len(one.asked.candidates) for one in examples]
        assert named == [any(text.heads.values())], text.text


def test_an_invented_sentence_is_read_without_its_marks() -> None:
    text = next(one for one in read_invented() if "Norvik" in one.text)
    assert "{" not in text.text


def test_annotations_are_places_and_hold_no_text() -> None:
    rows = [json.loads(line) for line in ANNOTATED.read_text("utf-8").splitlines()]
    assert len(rows) > 1000
    assert {tuple(sorted(row)) for row in rows} == {("article", "end", "heads", "set", "start")}


def test_a_construction_that_is_always_right_is_chosen() -> None:
    def told(text: str, thing: str) -> Text:
        sentences = find_sentences(text, parse_record(text).zones)
        at, figure = text.index(thing), text.index("5%")
        where = Span(at, at + len(thing))
        return Text("a", text, sentences, {Span(figure, figure + 2): (where,)})

    taught = [told(f"The {one} fell 5% in May.", one) for one in ("tax", "price", "fare", "toll")]
    scorer = FigureScorer(fit([one for text in taught * 5 for one in examples_of(text, None)]), 0.5)
    (asked,) = examples_of(told("The rent fell 5% in May.", "rent"), None)
    found = scorer(asked.asked)
    assert found is not None
    assert found.head == "rent"
