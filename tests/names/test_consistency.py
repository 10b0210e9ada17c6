"""All sentences of one article decide together what its names are."""

from __future__ import annotations

import pytest

from transforms.models import Stretch
from transforms.names.consistency import TaggedSentence, agree


def sentence(words: str, *stretches: Stretch, is_mute: bool = False) -> TaggedSentence:
    return TaggedSentence(words.split(), list(stretches), is_mute)


def kinds(one: TaggedSentence) -> list[tuple[str, str]]:
    return [(" ".join(one.words_in(stretch)), stretch.kind) for stretch in one.stretches]


def test_a_headline_gets_the_names_of_the_prose_in_any_case_of_letters() -> None:
    headline = sentence("BRONT WARNS Oakfield Mills", is_mute=True)
    body = sentence(
        "Ida Bront warned Oakfield Mills .",
        Stretch(0, 1, "person", 0.9),
        Stretch(3, 4, "org", 0.9),
    )
    agree([headline, body])
    assert kinds(headline) == [("BRONT", "person"), ("Oakfield Mills", "org")]


def test_a_lone_surname_is_the_person_who_was_named_in_full() -> None:
    body = sentence("Ida Bront warned them .", Stretch(0, 1, "person", 0.9))
    later = sentence("Later Bront left .", Stretch(1, 1, "place", 0.6))
    missed = sentence("Nobody saw Bront again .")
    agree([body, later, missed])
    assert kinds(later) == kinds(missed) == [("Bront", "person")]


def test_a_surface_has_one_type_unless_two_weigh_alike() -> None:
    once = sentence("They saw Bront .", Stretch(2, 2, "org", 0.5))
    often = [sentence("They saw Bront .", Stretch(2, 2, "place", 0.9)) for _ in range(2)]
    agree([once, *often])
    assert kinds(once) == [("Bront", "place")]


def test_countries_of_the_lexicon_are_found_unless_part_of_a_longer_name() -> None:
    one = sentence("US talks with Syria and the Kenya Bront .")
    agree([one])
    assert kinds(one) == [("US", "place"), ("Syria", "place")]


@pytest.mark.parametrize(
    ("line", "names_it"),
    [
        ("they measured heart rate variability ( HRV )", False),
        ("they asked the Hill Road Vets ( HRV )", True),
        ("they asked the vets on the road ( HRV )", True),
    ],
)
def test_a_short_form_of_common_words_names_nothing(line: str, names_it: bool) -> None:
    words = line.split()
    at = words.index("HRV")
    here = TaggedSentence(words, [Stretch(at, at, "org", 0.9)], is_mute=False)
    later = TaggedSentence(["So", "HRV", "fell"], [Stretch(1, 1, "org", 0.9)], is_mute=False)
    agree([here, later])
    assert bool(here.stretches) is bool(later.stretches) is names_it


def test_a_second_syllable_after_a_hyphen_belongs_to_the_person() -> None:
    one = sentence("Han Bo - mun met a Han Bo - led group .", *(
        Stretch(first, first + 1, "person", 0.9) for first in (0, 6)
    ))  # fmt: skip
    agree([one])
    assert kinds(one) == [("Han Bo - mun", "person"), ("Han Bo", "person")]


def test_a_trade_in_small_letters_is_no_part_of_the_name_before_it() -> None:
    sentence = TaggedSentence(
        ["He", "told", "Interfax", "news", "agency", "."], [Stretch(2, 3, "org", 0.8)], False
    )
    agree([sentence])
    assert sentence.stretches == [Stretch(2, 2, "org", 0.8)]


def test_the_words_beside_a_doubtful_name_have_a_vote() -> None:
    floods, wall = "Floods in Dunmarsh rose", "Dunmarsh paid"
    sentences = [
        TaggedSentence(floods.split(), [Stretch(2, 2, "org", 0.3)], False),
        TaggedSentence(floods.split(), [Stretch(2, 2, "place", 0.4)], False),
        TaggedSentence(wall.split(), [Stretch(0, 0, "org", 0.3)], False),
    ]
    agree(sentences)
    assert {one.kind for sentence in sentences for one in sentence.stretches} == {"place"}


@pytest.mark.parametrize(
    ("line", "stretch", "expected"),
    [
        ("McDonald 's grew .", Stretch(0, 0, "person", 0.9), ("McDonald 's", "org")),
        ("Marks and Spencer grew .", Stretch(2, 2, "person", 0.9), ("Marks and Spencer", "org")),
        ("Lloyd ’s of London grew .", Stretch(3, 3, "place", 0.9), ("Lloyd ’s of London", "org")),
    ],
)
def test_a_listed_organisation_is_whole(
    line: str, stretch: Stretch, expected: tuple[str, str]
) -> None:
    one = sentence(line, stretch)
    agree([one])
    assert kinds(one) == [expected]


def test_a_firm_named_like_a_person_of_the_article_may_be_that_person() -> None:
    full = sentence("Ida McDonald grew .", Stretch(0, 1, "person", 0.9))
    short = sentence("McDonald 's sister grew .", Stretch(0, 0, "person", 0.9))
    agree([full, short])
    assert kinds(short) == [("McDonald", "person")]


def test_a_hyphenated_surname_is_whole_in_either_apostrophe() -> None:
    full = sentence("Ida D'Orr - Fox grew .", Stretch(0, 3, "person", 0.9))
    short = sentence("D’Orr - Fox grew .", Stretch(2, 2, "org", 0.9))
    arab = sentence("Omar al - Orr grew .", Stretch(0, 3, "person", 0.9))
    alone = sentence("Al - Orr grew .", Stretch(2, 2, "place", 0.9))
    agree([full, short, arab, alone])
    assert kinds(short) == [("D’Orr - Fox", "person")]
    assert kinds(alone) == [("Al - Orr", "person")]


def test_a_surname_that_is_a_month_is_not_looked_for_in_dates() -> None:
    first = sentence("Ann March spoke .", Stretch(0, 1, "person", 0.9))
    later = sentence("Then March left in March .", Stretch(1, 1, "person", 0.9))
    agree([first, later])
    assert [(one.first, one.kind) for one in later.stretches] == [(1, "person")]


def test_a_korean_name_is_never_a_place() -> None:
    here = sentence("Noh Geun-tak spoke .".replace("-", " - "), Stretch(0, 3, "place", 0.5))
    agree([here])
    assert [one.kind for one in here.stretches] == ["person"]
