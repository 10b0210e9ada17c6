"""The original of a story: whom the copies name, who is an agency, who was first."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import polars as pl
import pytest

from transforms.stories import members_of
from transforms.stories.originals import original_of
from transforms.tables import ARTICLES

DAY, NEXT = date(2024, 1, 30), date(2024, 1, 31)


def at(hour: int, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def article(
    name: str,
    outlet: str | None,
    day: date | None = DAY,
    *,
    time: datetime | None = None,
    agency: str | None = None,
    byline: tuple[str, ...] = (),
    words: int = 300,
) -> dict[str, object]:
    """A row of ``articles`` as far as the original depends on it, with the size of its body."""
    return {
        "article_id": name, "outlet": outlet, "published_date": day, "published_at": time,
        "agency": agency, "byline": [*byline], "word_count": words,
    }  # fmt: skip


def original(*rows: dict[str, object]) -> str:
    """The original of a story, which no order of its articles changes."""
    found = set()
    for ordered in itertools.permutations(rows):
        facts = ARTICLES.frame(ordered).with_columns(fingerprint=pl.lit("f"))
        found.add(original_of([*members_of(facts)]).article_id)
    [one] = found
    return one


@pytest.mark.parametrize(
    ("outlet", "agency", "byline"),
    [
        ("npa-wire", "NPA", ()),
        ("NPA", "NPA", ()),
        ("npa.com", "NPA", ()),
        ("npa-wire", None, ("NPA",)),
        ("npa-wire", "Norvik Press Agency", ()),
        ("Norvik Press Agency", "Norvik Press Agency", ()),
        ("reuters", "Reuters", ()),
        ("www.reuters.com", "Reuters", ()),
        ("ap-news", "AP", ()),
        ("press-association", "PA", ()),
        ("norvik-herald", None, ("The Norvik Herald",)),
    ],
)
def test_an_article_that_names_the_outlet_of_another_as_its_source_is_a_copy(
    outlet: str, agency: str | None, byline: tuple[str, ...]
) -> None:
    copy = article("a", "tidewater-ledger", agency=agency, byline=byline, time=at(6), words=400)
    assert original(copy, article("b", outlet, NEXT)) == "b"


@pytest.mark.parametrize(
    ("outlet", "source"),
    [
        ("norvik-news", "Norvik Press Agency"),
        ("norvik-herald", "Norvik"),
        ("sun", "Jane Sun"),
        ("press-online", "Press Agency"),
        ("the-wire", "NPA"),
    ],
)
def test_a_likeness_of_names_is_no_source(outlet: str, source: str) -> None:
    named = article("a", "tidewater-ledger", byline=(source,))
    assert original(named, article("b", outlet, NEXT)) == "a"


def test_an_agency_that_signs_its_own_text_is_not_its_copy() -> None:
    wire = article("b", "npa-wire", agency="NPA")
    assert original(article("a", "strait-courier", agency="NPA"), wire) == "b"
    assert original(wire, article("a", "strait-courier")) == "b"


def test_an_outlet_that_a_copy_names_comes_before_one_that_is_earlier_and_named_by_none() -> None:
    herald = article("a", "norvik-herald", date(2024, 1, 29))
    wire = article("b", "npa-wire")
    assert original(herald, wire, article("c", "strait-courier", agency="NPA")) == "b"


def test_without_the_agencys_own_text_one_that_it_signed_is_nearest_to_it() -> None:
    signed = article("b", "strait-courier", NEXT, agency="NPA")
    assert original(article("a", "norvik-herald"), signed) == "b"


def test_of_two_instants_the_earlier_one_counts_whatever_day_their_pages_print() -> None:
    in_tokyo = article("b", "asahi", NEXT, time=at(16))
    in_boston = article("a", "globe", DAY, time=at(21))
    assert original(in_boston, in_tokyo) == "b"


def test_on_one_day_an_instant_comes_before_an_article_without_one() -> None:
    assert original(article("a", "herald"), article("b", "courier", time=at(20))) == "b"


def test_an_earlier_day_comes_before_an_instant_of_the_next() -> None:
    assert original(article("b", "herald"), article("a", "courier", NEXT, time=at(5, NEXT))) == "b"


def test_an_article_without_a_date_comes_after_every_dated_one() -> None:
    assert original(article("a", "herald", None), article("b", "courier", NEXT)) == "b"


def test_the_longest_and_then_the_least_id_decide_between_equals() -> None:
    assert original(article("a", "herald"), article("b", "courier", words=301)) == "b"
    assert original(article("a", "herald"), article("b", "courier")) == "a"


def test_two_articles_that_name_each_other_are_told_apart_by_their_days() -> None:
    one = article("a", "herald", NEXT, byline=("The Courier",))
    other = article("b", "courier", byline=("Herald",))
    assert original(one, other) == "b"


def test_the_first_of_an_agencys_own_articles_is_the_original() -> None:
    update = article("a", "npa-wire", NEXT, agency="NPA", words=500)
    first = article("b", "npa-wire", agency="NPA")
    assert original(update, first, article("c", "courier", agency="NPA")) == "b"
