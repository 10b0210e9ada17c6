"""Which names of different articles are asked about: may these two be one entity?"""

from __future__ import annotations

import polars as pl
import pytest

from transforms.entities import NAMES, similar_names
from transforms.names import EntityType, entity_id_of


def questions(*names: str, kind: EntityType = "person") -> set[str]:
    """The rules by which these names are asked about."""
    rows = [
        {
            "entity_id": entity_id_of(kind, name),
            "entity_type": kind,
            "canonical_name": name,
            "story_count": 1,
            "mention_id": f"m{at}",
            "published_date": None,
        }
        for at, name in enumerate(names)
    ]
    return {link.rule for link in similar_names(pl.DataFrame(rows, schema=NAMES))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aleksandr Petrenko-Zhuk", "Oleksandr Petrenko-Juk"),
        ("Mohamed al-Rashidi", "Muhammad Al Rashidi"),
        ("Yousef Haddad", "Yusuf Hadad"),
        ("Abdelkader Benali", "Abdul Qader Benali"),
        ("Sergei Lukyanov", "Serhiy Lukianov"),
        ("Wolodymyr Kowalenko", "Volodymyr Kovalenko"),
        ("Jaroslav Chmelnytsky", "Yaroslav Khmelnytskyy"),
    ],
)
def test_two_spellings_of_one_foreign_sound_are_a_question(one: str, other: str) -> None:
    assert questions(one, other) == {"transliteration"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hao Wenli", "Wenli Hao"),
        ("Lee Jun-seo", "Jun-seo Lee"),
        ("Szabados Viktor", "Viktor Szabados"),
        ("Trinh Van Quyet", "Van Quyet Trinh"),
    ],
)
def test_a_name_with_its_words_in_another_order_is_a_question(one: str, other: str) -> None:
    assert questions(one, other) == {"name_order"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thomas Martin", "Martin Thomas"),  # each is a given name: two men
        ("Maria Lopez", "Mario Lopez"),
        ("Dan Marsh", "Dean Marsh"),
        ("Hassan Nasser", "Hussein Nasser"),
        ("Anna Berger", "Anne Berger"),
        ("Karen Stone", "Karin Steen"),
    ],
)
def test_two_common_names_that_sound_alike_are_no_question(one: str, other: str) -> None:
    assert not questions(one, other)
