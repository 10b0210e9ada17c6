"""Slips: neighbours of a name that are looked up are those that a comparison with all finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.names import persons
from transforms.names.occurrences import Occurrence
from transforms.names.spelling import edit_distance, slip_keys

WORDS = st.text("abc", min_size=1, max_size=9)


@given(WORDS, WORDS)
def test_words_with_a_slip_or_two_between_them_share_a_key(one: str, other: str) -> None:
    for slips in (1, 2):
        if edit_distance(one, other, limit=slips) <= slips:
            assert slip_keys(one, slips) & slip_keys(other, slips)


SURNAMES = st.lists(st.text("abe", min_size=4, max_size=9), min_size=1, max_size=8, unique=True)


@given(SURNAMES, st.text("abe", min_size=4, max_size=10))
def test_the_persons_looked_up_for_a_slip_are_those_of_a_comparison_with_all(
    surnames: list[str], word: str
) -> None:
    people = [persons._Person(f"Ann {name}", ("ann", name)) for name in surnames]
    found = persons._Index(people).slipped(word)
    expected = [one.name for one in people if persons._slipped(one.head[-1], word)]
    assert sorted(one.name for one in found) == sorted(expected)


def test_many_people_are_not_compared_with_one_another() -> None:
    compared = 0
    same_person, slipped = persons._same_person, persons._slipped

    def counted(run: object) -> object:
        def run_counted(*arguments: object) -> object:
            nonlocal compared
            compared += 1
            return run(*arguments)  # type: ignore[operator]  # a function of persons

        return run_counted

    letters = "abcdefghij"
    names = [f"{a}a{b}e{c}o" for a in letters for b in letters for c in letters]
    full = [f"{name}n {name}ram".title() for name in names]
    parts = [f"{name}lud".title() for name in names]
    occurrences = [Occurrence(at, surface, "person") for at, surface in enumerate([*full, *parts])]
    persons._same_person, persons._slipped = counted(same_person), counted(slipped)  # type: ignore[assignment]  # as they were, and counted
    try:
        assert len(persons.name_persons(occurrences)) == 2_000
    finally:
        persons._same_person, persons._slipped = same_person, slipped
    assert compared < 100_000, "a million is each with each"
