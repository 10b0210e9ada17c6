"""Which articles of one name speak of two people."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.entities import TITLED, namesakes, with_contexts
from transforms.names import entity_id_of


def senses(*titles: str) -> set[str]:
    """The senses that a name falls into, which each of several articles gives another title."""
    name = "Ann Able"
    rows = [
        {
            "entity_id": entity_id_of("person", name),
            "canonical_name": name,
            "title": title,
            "article_id": f"a{at}",
            "mention_id": f"m{at}",
            "published_date": None,
        }
        for at, title in enumerate(titles)
    ]
    schema = {name: TITLED[name] for name in rows[0]}
    links = namesakes(with_contexts(pl.DataFrame(rows, schema=schema)))
    return {link.right.name for link in links if link.right and link.decision == "same"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("striker", "health minister"), ("painter", "skier"), ("mayor", "goalkeeper")],
)
def test_a_player_and_somebody_of_another_field_are_two(one: str, other: str) -> None:
    assert len(senses(one, other)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("former striker", "health minister"), ("novelist", "senator"), ("judge", "governor")],
)
def test_who_may_have_entered_politics_is_one(one: str, other: str) -> None:
    assert senses(one, other) == set()
