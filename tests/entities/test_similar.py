"""Which names of different articles are asked about: may these two be one entity?"""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import polars as pl
import pytest

from transforms.entities import (
    ALIKE,
    NAMES,
    SIGNED,
    compared,
    side_by_side,
    similar,
    similar_names,
)
from transforms.names import EntityType, acronym_letters, entity_id_of


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
    frame = pl.DataFrame(rows, schema=NAMES)
    return set(similar_names(side_by_side(frame, alike_among(frame)))["rule"])


def alike_among(names: pl.DataFrame) -> pl.DataFrame:
    """The names that are alike, with nothing kept of other names."""
    _, alike = compared(
        names.select("entity_id", "entity_type", "canonical_name"),
        pl.DataFrame(schema=SIGNED),
        pl.DataFrame(schema=ALIKE),
    )
    return alike


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


POOL: dict[EntityType, list[str]] = {
    "person": ["Vladimir Petrov", "Vladmir Petrov", "Vladimir Petrow", "Vladimir Petrof",
               "Petrov Vladimir", "Wladimir Petrov", "Vladimir A. Petrov", "Vladimir Petrova",
               "Bill Hartwell", "William Hartwell", "Hao Wenli", "Wenli Hao", "Ann Lee"],
    "org": ["Kelmar Port Authority", "Kelmar Port Autority", "KPA", "K.P.A.", "Kelmar Post Agency",
            "Kelmer Port Authority", "The Kelmar Port Authority", "KPAN", "Kelmar Ports Authority"],
    "place": ["Varnogrod", "Varnograd", "Varnogrood", "Varnogrd", "varnogrod"],
}  # fmt: skip


def some_names(random_: random.Random) -> pl.DataFrame:
    """Some names of the pool, each id once, with any count."""
    rows: dict[str, dict[str, object]] = {}
    for kind, names in POOL.items():
        for name in random_.sample(names, random_.randint(0, len(names))):
            entity_id = entity_id_of(kind, name)
            rows[entity_id] = {
                "entity_id": entity_id,
                "entity_type": kind,
                "canonical_name": name,
                "story_count": random_.randint(1, 3),
                "mention_id": f"{entity_id}/e0",
                "published_date": None,
            }
    return pl.DataFrame([*rows.values()], schema=NAMES)


def defined(names: pl.DataFrame, at_most: int) -> set[tuple[str, str, str]]:
    """Pairs and rules as the definition has them: any two names of a block are compared."""
    blocks = defaultdict(list)
    for row in names.sort("entity_id").iter_rows(named=True):
        for signature in similar._signatures(row["entity_type"], row["canonical_name"]):
            blocks[signature].append(row)
    found: dict[tuple[str, str], str] = {}
    for signature, block in sorted(blocks.items()):
        for one, other in combinations(block if len(block) <= at_most else [], 2):
            is_initials = signature.startswith("i|")
            rule = similar._rule(
                is_initials, one["entity_type"], one["canonical_name"], other["canonical_name"]
            )
            right, left = sorted(
                (one, other), key=lambda row: (-row["story_count"], row["entity_id"])
            )
            if rule == "initials" and acronym_letters(right["canonical_name"]):
                left, right = right, left
            if rule:
                found.setdefault((left["entity_id"], right["entity_id"]), rule)
    return {(*pair, rule) for pair, rule in found.items()}


@pytest.mark.parametrize("at_most", [2, 50])
@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_of_other_names_changes_no_question(
    seed: int, at_most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "_MOST_AT_ONCE", at_most)
    random_ = random.Random(seed)
    signed, alike = pl.DataFrame(schema=SIGNED), pl.DataFrame(schema=ALIKE)
    for _ in range(6):
        names = some_names(random_)
        signed, alike = compared(names.select(signed.columns[:3]), signed, alike)
        asked = similar_names(side_by_side(names, alike)).select("left_id", "right_id", "rule")
        assert set(asked.iter_rows()) == defined(names, at_most)
        assert asked.n_unique() == asked.height
        assert signed["entity_id"].sort().equals(names["entity_id"].sort())
        assert alike.sort(alike.columns).equals(alike_among(names).sort(alike.columns))
