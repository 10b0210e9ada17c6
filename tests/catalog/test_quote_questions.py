"""The questions about quotes: who said what about whom, in which wordings, and who printed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.catalog.catalog import build_catalog, open_version
from tests.catalog.test_sql import rows_of
from tests.support.dataset import Story, joined, write_version


def stories() -> list[Story]:
    first = Story(
        "herald/dam",
        "Ana Sorel said “the dam in Varno will hold through the winter”.\n"
        "Ana Sorel said “nobody is in danger”.",
        published=date(2024, 5, 1),
    )
    first.mention("Ana Sorel", "Ana Sorel")
    first.mention("Varno", "Varno", "place")
    first.quote(
        "“the dam in Varno will hold through the winter”",
        speaker="Ana Sorel",
        name="Ana Sorel",
        cue="said",
    )
    first.quote("“nobody is in danger”", speaker="Ana Sorel", name="Ana Sorel", cue="said")
    second = Story(
        "courier/dam",
        "“The dam in Varno will hold through this winter,” Sorel said.",
        outlet="courier",
        published=date(2024, 5, 2),
    )
    second.mention("Varno", "Varno", "place")
    second.mention("Sorel", "Ana Sorel")
    second.quote(
        "“The dam in Varno will hold through this winter,”",
        speaker="Sorel",
        name="Ana Sorel",
        cue="said",
    )
    return [first, second]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = write_version(tmp_path / "000001", joined(story.tables() for story in stories()))
    build_catalog(folder)
    with open_version(folder) as opened:
        yield opened


def test_what_somebody_said_about_a_place_is_in_order_of_time(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("set variable name = 'sorel'")
    found = rows_of(connection, "said_about", "outlet named_in_it", about="varno")

    assert found == [("herald", ["Varno"]), ("courier", ["Varno"])]


def test_each_outlet_and_speaker_stand_once_with_their_quotes(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = rows_of(connection, "who_quotes_whom", "outlet speaker_name quote_count direct_count")

    assert found == [("herald", "Ana Sorel", 2, 2), ("courier", "Ana Sorel", 1, 1)]


def test_one_utterance_in_two_wordings_is_a_pair_and_another_utterance_is_none(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    [pair] = rows_of(connection, "wordings", "outlet other_outlet share_in_common")

    assert {pair[0], pair[1]} == {"herald", "courier"}
    assert pair[2] == pytest.approx(8 / 9, abs=0.01)


def test_wordings_that_share_too_little_are_left_out(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert rows_of(connection, "wordings", "quote_id", alike="0.95") == []


def asked(tmp_path: Path, name: str, columns: str, *told: Story) -> list[tuple[object, ...]]:
    """Rows of a question about a dataset of the stories given."""
    folder = write_version(tmp_path / "000001", joined(story.tables() for story in told))
    build_catalog(folder)
    with open_version(folder) as opened:
        return rows_of(opened, name, columns)


def told(outlet: str, day: int, *parts: str, cue: str = "said") -> Story:
    """An article in which Ana Sorel is quoted with the parts."""
    text = f"Ana Sorel {cue} {' and '.join(parts)}."
    story = Story(f"{outlet}/{day}", text, outlet, published=date(2024, 5, day))
    story.mention("Ana Sorel", "Ana Sorel")
    story.quote(*parts, speaker="Ana Sorel", name="Ana Sorel", cue=cue)
    return story


def test_a_paraphrase_with_most_of_the_topic_is_another_wording(tmp_path: Path) -> None:
    quoted = told("herald", 1, "“We promised a bridge, a school and a road”")
    indirect = told("courier", 9, "that she had promised the road, the bridge and the school")
    other = told("post", 9, "that the road was closed")

    columns = "outlet other_outlet"
    [pair] = asked(tmp_path, "wordings", columns, quoted, indirect, other)
    assert set(pair) == {"herald", "courier"}


def test_two_topic_words_are_enough_only_in_articles_of_the_same_days(tmp_path: Path) -> None:
    quoted = told("herald", 1, "“We were slow, and I am sorry”")
    soon = told("courier", 2, "that the port had been slow and was sorry")
    late = told("post", 20, "that the board had been slow and was sorry")

    pairs = asked(tmp_path, "wordings", "outlet other_outlet", quoted, soon, late)
    assert [set(pair) for pair in pairs] == [{"herald", "courier"}]


def test_quoting_more_of_the_same_words_is_no_other_wording_but_the_same_words(
    tmp_path: Path,
) -> None:
    short = told("herald", 1, "“nobody here will drown”")
    longer = told("courier", 2, "“nobody here will drown”", "“we have boats enough”")

    assert asked(tmp_path / "a", "wordings", "outlet", short, longer) == []
    assert asked(tmp_path / "b", "same_words_elsewhere", "quote_text outlets", short, longer) == [
        ("“nobody here will drown”", ["courier", "herald"])
    ]


def test_words_that_somebody_refused_to_say_did_not_go_round(tmp_path: Path) -> None:
    first = told("herald", 1, "who paid for the harbour", cue="would not say")
    second = told("courier", 2, "who paid for the harbour", cue="would not say")

    assert asked(tmp_path, "same_words_elsewhere", "quote_text", first, second) == []
