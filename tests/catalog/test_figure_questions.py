"""The questions about figures: right rows on a small dataset, each by its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.catalog.catalog import build_catalog, open_version
from tests.catalog.test_sql import rows_of
from tests.support.dataset import Story, joined, write_version


def _story(outlet: str, text: str, day: int) -> Story:
    return Story(f"{outlet}/budget", text, outlet, published=date(2024, 5, day))


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    first = _story(
        "herald", "Ann Lee said the port cost $4 million in 2023; the port has 52 berths.", 1
    )
    first.mention("Ann Lee", "Ann Lee")
    first.quote("the port cost $4 million in 2023", speaker="Ann Lee", name="Ann Lee", cue="said")
    first.figure(
        "$4 million", 4e6, kind="money", unit="USD", measured="port", stated_period="2023",
        quote_id=f"{first.article_id}/q0",
        asserted_by_entity_id=first.rows["quotes"][0]["speaker_entity_id"],
    )  # fmt: skip
    first.figure("52 berths", 52, measured="berths")
    first.rejected("2023", "year")
    second = _story("courier", "The port has 52 berths and cost €900,000 or $3 million.", 2)
    second.figure("52 berths", 52, measured="berths")
    second.figure("€900,000", 9e5, kind="money", unit="EUR", measured="port")
    second.figure("$3 million", 3e6, kind="money", unit="USD", measured="port")
    folder = write_version(
        tmp_path_factory.mktemp("figures") / "000001", joined([first.tables(), second.tables()])
    )
    build_catalog(folder)
    with open_version(folder) as opened:
        yield opened


def test_largest_sums_are_of_one_currency_and_above_the_threshold(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = "about amount asserted_by"

    assert rows_of(connection, "largest_sums", columns, least=1e6, currency="USD") == [
        ("port", 4e6, "Ann Lee"),
        ("port", 3e6, "courier"),
    ]
    assert rows_of(connection, "largest_sums", columns, least=1e5, currency="EUR") == [
        ("port", 9e5, "courier")
    ]
    assert rows_of(connection, "largest_sums", columns, least=1e7, currency="USD") == []


def test_figures_asserted_by_are_those_inside_that_speaker_s_quotes(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = "asserted_by surface measured"

    assert rows_of(connection, "figures_asserted_by", columns, name="lee") == [
        ("Ann Lee", "$4 million", "port")
    ]
    assert rows_of(connection, "figures_asserted_by", columns, name="courier") == []


def test_the_same_figure_is_found_in_several_outlets(connection: duckdb.DuckDBPyConnection) -> None:
    columns = "measured_head amount outlet_count first_outlet"

    assert rows_of(connection, "same_figure_elsewhere", columns, outlets=2, name="") == [
        ("berths", 52.0, 2, "herald")
    ]
    assert rows_of(connection, "same_figure_elsewhere", columns, outlets=3, name="") == []


def test_rejected_numbers_are_counted_by_their_rule(connection: duckdb.DuckDBPyConnection) -> None:
    columns = "reason rejected_count first_surface"

    assert rows_of(connection, "rejected_numbers", columns, reason="year", name="") == [
        ("year", 1, "2023")
    ]
    assert rows_of(connection, "rejected_numbers", columns, reason="model", name="") == []


Ask = Callable[..., list[tuple[object, ...]]]
HOMES = ("Varno", "Norvik")


def _flood(outlet: str, text: str, day: int, *figures: tuple[str, float, str, str]) -> Story:
    """A story that names two places; figures are surface, value, what is measured and its unit."""
    story = _story(outlet, f"VARNO and NORVIK: {text}", day)
    for place in HOMES:
        story.mention(place.upper(), place, "place")
    for surface, value, measured, unit in figures:
        story.figure(surface, value, measured=measured, unit=unit)
    return story


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Rows of a question about a dataset of the stories given."""

    def answer(
        name: str, columns: str, *stories: Story, **parameters: object
    ) -> list[tuple[object, ...]]:
        folder = write_version(tmp_path / "000001", joined([story.tables() for story in stories]))
        build_catalog(folder)
        with open_version(folder) as opened:
            return rows_of(opened, name, columns, **parameters)

    return answer


def test_figures_of_one_noun_conflict_only_with_a_word_of_their_clauses_in_common(ask: Ask) -> None:
    first = _flood(
        "herald", "Two people died here; rain drove 1,200 people from their homes.", 1,
        ("Two people", 2, "people", "people"), ("1,200 people", 1200, "people", "people"),
    )  # fmt: skip
    second = _flood(
        "courier", "Four people are dead and 1,500 were forced out of their homes.", 2,
        ("Four people", 4, "people", "people"), ("1,500", 1500, "people", ""),
    )  # fmt: skip

    columns = "surface other_surface shared_words"
    assert sorted(ask("conflicting_figures", columns, first, second)) == [
        ("1,200 people", "1,500", ["homes"]),
        ("Two people", "Four people", ["dead"]),
    ]


def test_figures_of_one_phrase_conflict_whatever_their_clauses_say(ask: Ask) -> None:
    first = _flood("herald", "It treats 220 dialysis patients.", 1,
                   ("220", 220, "dialysis patients", "patient"))  # fmt: skip
    second = _flood("courier", "Norvik has 250 dialysis patients.", 2,
                    ("250", 250, "dialysis patients", "patient"))  # fmt: skip

    columns = "surface other_surface"
    assert ask("conflicting_figures", columns, first, second) == [("220", "250")]


def test_two_sources_of_one_article_can_conflict_but_one_source_cannot(ask: Ask) -> None:
    story = _flood(
        "herald", "The ministry said three people died. The mayor said four people died.", 1,
        ("three people", 3, "people", "people"), ("four people", 4, "people", "people"),
    )  # fmt: skip
    columns = "surface other_surface"
    assert ask("conflicting_figures", columns, story) == []
    for figure, role in zip(story.rows["figures"], ("ministry", "mayor"), strict=True):
        figure["asserted_by_role"] = role
    assert ask("conflicting_figures", columns, story) == [("three people", "four people")]


def test_close_amounts_of_one_noun_conflict_without_a_word_in_common(ask: Ask) -> None:
    first = _flood(
        "herald", "The ferry carried 212 lorries.", 1, ("212 lorries", 212, "lorries", "lorry")
    )
    second = _flood(
        "courier", "On board were 230 lorries.", 2, ("230 lorries", 230, "lorries", "lorry")
    )
    third = _flood("post", "Norvik has 900 lorries.", 2, ("900 lorries", 900, "lorries", "lorry"))
    for story in (first, second, third):
        story.rows["figures"][0]["measured_head"] = "lorry"

    columns = "surface other_surface"
    assert ask("conflicting_figures", columns, first, second, third) == [
        ("212 lorries", "230 lorries")
    ]


def test_a_word_in_common_is_not_enough_for_amounts_that_are_far_apart(ask: Ask) -> None:
    first = _flood(
        "herald", "The port employs 4,300 people.", 1, ("4,300 people", 4300, "people", "people")
    )
    second = _flood(
        "courier", "It employs 1,150 people.", 2, ("1,150 people", 1150, "people", "people")
    )

    assert ask("conflicting_figures", "surface", first, second) == []


def test_a_part_of_the_whole_contradicts_no_whole(ask: Ask) -> None:
    first = _flood("herald", "They launched 92 drones.", 1, ("92 drones", 92, "drones", "drone"))
    second = _flood(
        "courier", "They launched drones and 71 of the 92 fell.", 2, ("71", 71, "drones", "drone")
    )

    assert ask("conflicting_figures", "surface", first, second) == []


def test_a_level_reached_conflicts_with_a_level_stated(ask: Ask) -> None:
    first = _flood(
        "herald",
        "Homes without power rose to 15,000 homes.",
        1,
        ("15,000 homes", 15000, "homes", "home"),
    )
    first.rows["figures"][0] |= {"change": "increase", "change_role": "to"}
    second = _flood(
        "courier", "Without power were 12,600 homes.", 2, ("12,600 homes", 12600, "homes", "home")
    )

    assert ask("conflicting_figures", "surface other_surface", first, second) == [
        ("15,000 homes", "12,600 homes")
    ]


def test_a_headline_does_not_contradict_its_own_article(ask: Ask) -> None:
    story = _flood(
        "herald", "died: four people died. The mayor said three people died.", 1,
        ("four people", 4, "people", "people"), ("three people", 3, "people", "people"),
    )  # fmt: skip
    for figure, role in zip(story.rows["figures"], ("ministry", "mayor"), strict=True):
        figure["asserted_by_role"] = role
    story.headline = story.text.partition(". The")[0]

    assert ask("conflicting_figures", "surface", story) == []


CORRECTION = "Correction: an article on Monday gave the cost as £38m. It is £3.8m."


def _costs(text: str, day: int, surface: str, value: float, outlet: str = "herald") -> Story:
    """An article of an outlet with one sum."""
    story = Story(f"{outlet}/{day}", text, outlet, published=date(2024, 5, day))
    story.figure(surface, value, kind="money", unit="GBP", measured="cost")
    return story


def test_a_corrected_figure_stands_beside_what_it_was_corrected_to(ask: Ask) -> None:
    wrong = _costs("The bridge has a cost of £38m.", 6, "£38m", 38e6)
    mended = _costs(f"The cost is £3.8m.\n{CORRECTION}", 20, "£3.8m", 3.8e6)
    strange = _costs("The dam has a cost of £38m.", 6, "£38m", 38e6, outlet="courier")

    columns = "outlet surface corrected_surface correction"
    assert ask("corrected_figures", columns, wrong, mended, strange) == [
        ("herald", "£38m", "£3.8m", CORRECTION)
    ]


def test_a_correction_may_name_the_number_of_a_count_alone(ask: Ask) -> None:
    wrong = _flood("herald", "The plant brings 4,500 jobs.", 1, ("4,500 jobs", 4500, "jobs", "job"))
    mended = Story(
        "herald/mended", "It brings 2,500 jobs.\nAn earlier version gave 4,500; it is 2,500.",
        published=date(2024, 5, 2),
    )  # fmt: skip
    mended.figure("2,500 jobs", 2500, measured="jobs", unit="job")

    columns = "surface corrected_surface"
    assert ask("corrected_figures", columns, wrong, mended) == [("4,500 jobs", "2,500 jobs")]


def test_another_figure_without_a_correction_is_none(ask: Ask) -> None:
    first = _costs("The bridge has a cost of £38m.", 6, "£38m", 38e6)
    later = _costs("The cost is £3.8m, no longer £38m.", 20, "£3.8m", 3.8e6)

    assert ask("corrected_figures", "surface", first, later) == []


def test_a_small_number_travels_only_with_its_clause_and_a_large_one_with_its_story(
    ask: Ask,
) -> None:
    first = _flood(
        "herald", "He will sell two ships for 31,500 crowns. Four people drowned.", 1,
        ("two ships", 2, "ships", "ship"), ("31,500 crowns", 31_500, "crowns", "crown"),
        ("Four people", 4, "people", "people"),
    )  # fmt: skip
    second = _flood(
        "courier", "Now two ships pass there, worth 31,500 crowns. Four people drowned.", 9,
        ("two ships", 2, "ships", "ship"), ("31,500 crowns", 31_500, "crowns", "crown"),
        ("Four people", 4, "people", "people"),
    )  # fmt: skip

    columns = "measured_head amount outlet_count"
    assert ask("same_figure_elsewhere", columns, first, second) == [
        ("crowns", 31_500.0, 2),
        ("people", 4.0, 2),
    ]
