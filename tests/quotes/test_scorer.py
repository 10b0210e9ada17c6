"""The scorer: an answer needs to be probable, and nobody is an answer too."""

from __future__ import annotations

import pytest

from transforms.names import Mention, NamedMention
from transforms.quotes.asked import Asked, Candidate, Question
from transforms.quotes.scorer import Scorer
from transforms.text import Span


def person(name: str) -> NamedMention:
    mention = Mention(Span(0, len(name)), "person", 0, "body", 1.0)
    return NamedMention(mention, name, name, "full_name", "same_name")


def asked(*features: str, nobody: str = "nobody") -> Asked:
    names = ("Ana Sorel", "Tom Varga", "Eva Kovac")
    candidates = tuple(
        Candidate(person(name), frozenset([feature]))
        for name, feature in zip(names, features, strict=False)
    )
    return Asked(Question("person", Span(0, 2), ()), candidates, frozenset([nobody]))


def test_the_most_probable_candidate_is_chosen() -> None:
    scorer = Scorer({"* near": 3.0, "* nobody": -1.0}, sureness=0.5)
    one, chance = scorer(asked("far", "near"))
    assert one is not None
    assert one.canonical_name == "Tom Varga"
    assert chance > 0.8


def test_two_who_fit_alike_leave_a_question_open() -> None:
    scorer = Scorer({"* near": 3.0}, sureness=0.5)
    assert scorer(asked("near", "near")).one is None


def test_nobody_wins_where_nothing_speaks_for_anybody() -> None:
    scorer = Scorer({"person nobody": 2.0}, sureness=0.1)
    assert scorer(asked("far")).one is None


def test_a_weight_of_one_kind_of_question_leaves_the_others_alone() -> None:
    scorer = Scorer({"thing near": 5.0}, sureness=0.1)
    assert scorer.probabilities(asked("near", "far")) == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_no_candidates_are_no_speaker() -> None:
    assert Scorer({}, sureness=0.5)(asked()).one is None
