"""What a name names, when the network doubts it: all that the article shows of it decides."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.models import Stretch
from transforms.names import KINDS
from transforms.names.name_kinds import weigh
from transforms.names.surroundings import SIGNS, signs_of

DOUBT = {"person": 0.5, "org": 0.3, "place": 0.2}


def signs(marked: str, kind: str = "org", following: str = "") -> set[str]:
    """The signs around the name that stands between underscores; words are cut at blanks."""
    words = marked.replace("_", "").split()
    marks = [at for at, word in enumerate(marked.split()) if "_" in word]
    return set(signs_of(words, [Stretch(marks[0], marks[-1], kind, 0.5)], 0, following.split()))


def judged(*sentences: str, kind: str = "person", masses: dict[str, float] = DOUBT) -> list[str]:
    """The kinds of the names between underscores, which the network reads as one kind."""
    read = []
    for sentence in sentences:
        words = sentence.replace("_", "").split()
        marks = [at for at, word in enumerate(sentence.split()) if "_" in word]
        rows = np.zeros((len(words), len(KINDS)))
        rows[:, :3] = [masses[one] for one in KINDS[:3]]
        read.append((words, [Stretch(at, at, kind, masses[kind]) for at in marks], rows))
    return [one.kind for stretches in weigh(read) for one in stretches]


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("Shares in _Tolva_ fell .", "behind_holding"),
        ("They live in _Tolva_ .", "behind_in"),
        ("The chipmaker _Tolva_ left .", "behind_body_noun"),
        ("The nurse _Tolva_ left .", "behind_person_noun"),
        ("the city of _Tolva_ fell .", "behind_place_noun"),
        ("an analyst at _Tolva_ left .", "behind_staff"),
        ("Ann Lee ( _Tolva_ ) won .", "in_brackets"),
        ("_Tolva_ ’s shares fell .", "owns_of_org"),
        ("_Tolva_ ’s wife left .", "owns_of_person"),
        ("_Tolva_ residents left .", "before_after_place"),
        ("_Tolva_ , 41 , left .", "aged"),
        ("_Tolva_ , a small publisher in Orme , left .", "called_body"),
        ("_Tolva_ , their first teacher , left .", "called_person"),
        ("_Tolva_ said on Monday that it would close two shops .", "it_acts"),
        ("_Tolva_ beat Orme .", "before_match_verb"),
        ("Orme lost to _Tolva_ .", "behind_match_verb"),
        ("_Tolva_ won 2 - 0 .", "amid_sport"),
        ("_Tolva_ fell after the chipmaker cut its forecast .", "then_body"),
        ("_Tolva_ said that she would stay .", "before_he"),
    ],
)
def test_the_words_around_a_name_are_signs(sentence: str, sign: str) -> None:
    assert sign in signs(sentence)
    assert sign in SIGNS


def test_what_another_name_does_is_no_sign() -> None:
    words = ["Tolva", "met", "Ann", ",", "who", "left", "her", "shop"]
    names = [Stretch(0, 0, "org", 0.5), Stretch(2, 2, "person", 0.9)]
    assert "before_he" not in set(signs_of(words, names, 0))
    assert "before_who" in set(signs_of(words, names, 1))


def test_a_pronoun_that_opens_the_next_sentence_takes_up_the_last_name() -> None:
    assert "before_he" in signs("They met _Tolva_ .", following="She left .")


def test_it_that_says_nothing_of_a_firm_is_no_sign_of_one() -> None:
    assert "it_acts" not in signs("_Tolva_ said that it was cold .")


def test_a_firm_that_the_network_takes_for_a_person_is_one_by_all_its_mentions() -> None:
    assert judged(
        "Shares in _Tolva_ fell 8 % after the chipmaker cut its forecast .",
        "_Tolva_ ’s profit halved .",
        "_Tolva_ said it would close two plants .",
    ) == ["org", "org", "org"]


def test_a_name_that_nothing_speaks_of_keeps_the_kind_that_the_network_gives() -> None:
    assert judged("Then _Tolva_ came .") == ["person"]


def test_a_person_stays_one_beside_business() -> None:
    people = judged(
        "The broker _Tolva_ , 41 , sold her shares .", "_Tolva_ ’s wife said she would stay ."
    )
    assert people == ["person", "person"]


def test_a_place_that_somebody_comes_from_is_no_person_of_its_name() -> None:
    masses = {"person": 0.3, "org": 0.1, "place": 0.6}
    first = judged("The nurse _Orme_ , 41 , left her shop .", masses=masses, kind="place")
    assert first == ["person"]
    kinds = judged(
        "The nurse _Orme_ , 41 , left her shop .", "They moved from _Orme_ .", masses=masses,
        kind="place",
    )  # fmt: skip
    assert kinds == ["person", "place"]


def test_words_for_peoples_are_not_weighed() -> None:
    masses = np.zeros((2, len(KINDS)))
    [[one]] = weigh([(["Danes", "left"], [Stretch(0, 0, "norp", 0.4)], masses)])
    assert one.kind == "norp"
