"""Copies differ from other texts by their words, and from reports of one kind by their facts."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tellings import beginning, closing_prices, edited, report
from transforms.stories.candidates import candidate_pairs
from transforms.stories.copies import Body, body_of, containment, likeness
from transforms.stories.families import Ties, families_of
from transforms.stories.shingles import fingerprint, sampled, shingles_of, words_of

STORY = report(1)


def families(*texts: str) -> list[list[int]]:
    """Families of texts, as the numbers of their texts."""
    bodies = {fingerprint(body.words): body for body in map(prepared, texts)}
    pairs = candidate_pairs(signatures(bodies))
    numbers = {fingerprint(prepared(text).words): number for number, text in enumerate(texts)}
    found = families_of(bodies, list(pairs.select("longer", "shorter").iter_rows()), Ties(bodies))
    return sorted(sorted(numbers[name] for name in names) for names in found.values())


def prepared(text: str) -> Body:
    return body_of(text.split("\n\n"))


def signatures(bodies: dict[str, Body]) -> pl.DataFrame:
    rows = [(name, len(body), sampled(body.shingles).tolist()) for name, body in bodies.items()]
    schema: dict[str, Any] = {
        "fingerprint": pl.String,
        "word_count": pl.Int32,
        "shingles": pl.List(pl.Int32),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(beginning(STORY, 2), id="its beginning"),
        pytest.param(" ".join(STORY.split()[:60]), id="its first sixty words"),
        pytest.param("\n\n".join(STORY.split("\n\n")[2:]), id="without its beginning"),
        pytest.param(edited(STORY, 0.1), id="a tenth of its words changed"),
        pytest.param(edited(STORY, 0.3), id="three tenths of its words changed"),
        pytest.param(edited(beginning(STORY, 4), 0.15), id="cut and edited"),
        pytest.param(beginning(report(2), 1) + "\n\n" + STORY, id="under another lede"),
        pytest.param(STORY.replace("\n\n", " ").replace(". ", ", as ", 1), id="ledes merged"),
    ],
)
def test_a_story_and_its_copy_are_one_family(copy: str) -> None:
    assert families(STORY, copy, report(3)) == [[0, 1], [2]]


def test_two_edited_copies_meet_in_what_both_were_made_from() -> None:
    copies = [edited(STORY, 0.3, seed) for seed in (1, 2, 3)]
    assert families(STORY, *copies) == [[0, 1, 2, 3]]


def test_reports_that_share_a_paragraph_are_two_stories() -> None:
    background = beginning(report(9), 1)
    assert families(STORY + "\n\n" + background, background + "\n\n" + report(2)) == [[0], [1]]


def test_reports_of_a_kind_are_as_many_stories() -> None:
    texts = [closing_prices(seed) for seed in range(8)]
    assert families(*texts) == [[number] for number in range(8)]
    likest = likeness(*sorted((prepared(texts[0]), prepared(texts[1])), key=len))
    assert min(likest.shorter, likest.longer) > 0.6, "their sentences are the same"
    assert not likest.states_the_same


def test_a_correction_of_one_number_is_a_copy() -> None:
    text = closing_prices(3)
    changed = text.replace(" percent and", "1 percent and", 1)
    assert changed != text
    assert families(text, changed) == [[0, 1]]


def test_a_round_up_does_not_make_one_story_of_the_reports_in_it() -> None:
    one, two, three = (report(seed, words=150) for seed in (11, 12, 13))
    found = families(one, two, three, "\n\n".join([one, two, three]))
    assert sum(len(family) > 1 for family in found) == 1
    assert max(map(len, found)) == 2


def test_hundreds_of_copies_are_one_family_and_few_pairs() -> None:
    bodies = {}
    for number in range(600):
        body = prepared(f"Edition {number}. {STORY}")
        bodies[fingerprint(body.words)] = body
    pairs = candidate_pairs(signatures(bodies))
    assert pairs.height < 20 * len(bodies)
    assert (
        len(families_of(bodies, list(pairs.select("longer", "shorter").iter_rows()), Ties(bodies)))
        == 1
    )


@settings(max_examples=20, deadline=None)  # the machine may be busy; each compares seven texts
@given(st.permutations(range(7)))
def test_neither_pairs_nor_families_depend_on_the_order_of_bodies(order: list[int]) -> None:
    texts = [STORY, edited(STORY, 0.2), beginning(STORY, 3), report(2), edited(report(2), 0.1),
             closing_prices(1), closing_prices(2)]  # fmt: skip
    bodies = {fingerprint(body.words): body for body in map(prepared, texts)}
    names = [list(bodies)[place] for place in order]
    expected = candidate_pairs(signatures(bodies))
    shuffled = {name: bodies[name] for name in names}
    assert candidate_pairs(signatures(shuffled)).equals(expected)
    pairs = list(expected.select("longer", "shorter").iter_rows())
    assert families_of(shuffled, pairs, Ties(bodies)) == families_of(bodies, pairs, Ties(bodies))


def test_similarity_is_the_share_of_runs_of_the_shorter_text() -> None:
    whole = prepared("one two three four five six seven eight")
    assert containment(prepared("three four five six"), whole) == 1.0
    assert containment(prepared("three four five nine"), whole) == 0.5
    assert containment(prepared("no word"), whole) == 0.0
    assert containment(prepared("No word"), prepared("no word.")) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s over,” he said", '"It\'s over" he said'),
        ("We will … win", "We will ... win"),
        ("the U.S. dollar", "the US dollar"),
        ("a cafe\u0301", "a caf\u00e9"),
        ("co\u00adalition", "coalition"),
        ("A FULL STOP.", "a full stop"),
        ("« so it is »", "so it is!"),
    ],
)
def test_words_are_the_same_whatever_their_marks_case_and_spelling(one: str, other: str) -> None:
    assert fingerprint(words_of([one])) == fingerprint(words_of([other]))


@pytest.mark.parametrize(
    ("one", "other"), [("1.5 million", "15 million"), ("he can go", "he can't go"), ("a b", "b a")]
)
def test_other_words_are_not_the_same(one: str, other: str) -> None:
    assert fingerprint(words_of([one])) != fingerprint(words_of([other]))


def test_hashes_are_the_same_on_every_machine() -> None:
    assert shingles_of(["the", "old", "breakwater", "fell"]).tolist() == [1548082061, 1459558774]
    assert fingerprint(["the", "old", "breakwater"]) == "98b9132fb6dacfb1"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "é", "1.5"]), max_size=400))
def test_a_sample_is_part_of_the_shingles_and_nested_in_that_of_a_longer_text(
    words: list[str],
) -> None:
    whole = set(shingles_of(words).tolist())
    assert set(sampled(shingles_of(words)).tolist()) <= whole
    longer = words + [f"w{number}" for number in range(300)]
    shared = set(sampled(shingles_of(longer)).tolist()) & whole
    assert shared <= set(sampled(shingles_of(words)).tolist())
