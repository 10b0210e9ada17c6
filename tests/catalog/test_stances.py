"""What is only denied, doubted or left unsaid is nobody's claim, in views and questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.catalog.catalog import build_catalog, open_version
from tests.catalog.test_sql import rows_of
from tests.support.dataset import Story, joined, write_version

TEXT = (
    "Ann Lee said 40 jobs would go. Ann Lee denied that 300 jobs would go. "
    "Bo Hart declined to say when. There is no sign that 900 jobs will go."
)


def _denial(text: str) -> dict[str, object]:
    start = text.index("denied")
    return {
        "stance": "denies",
        "stance_text": "denied",
        "stance_start_char": start,
        "stance_end_char": start + len("denied"),
    }


def _story(name: str) -> Story:
    story = Story(name, TEXT, name, published=date(2024, 5, 2))
    story.mention("Ann Lee", "Ann Lee")
    story.mention("Ann Lee", "Ann Lee", nth=1)
    story.mention("Bo Hart", "Bo Hart")
    denial = _denial(TEXT)
    story.quote("40 jobs would go", speaker="Ann Lee", name="Ann Lee", cue="said")
    story.quote(
        "that 300 jobs would go",
        speaker="Ann Lee",
        name="Ann Lee",
        cue="denied",
        cue_negated=True,
        **denial,
    )
    story.quote("when", speaker="Bo Hart", name="Bo Hart", cue="declined to say")
    asserted = {"quote_id": f"{story.article_id}/q0"}
    speaker = story.rows["quotes"][0]["speaker_entity_id"]
    story.figure("40 jobs", 40, measured="jobs", asserted_by_entity_id=speaker, **asserted)
    story.figure("300 jobs", 300, measured="jobs", quote_id=f"{story.article_id}/q1", **denial)
    start = TEXT.index("no sign")
    shown = {"stance_start_char": start, "stance_end_char": start + len("no sign")}
    story.figure("900 jobs", 900, measured="jobs", stance="denies", stance_text="no sign", **shown)
    return story


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = write_version(
        tmp_path_factory.mktemp("stances") / "000001", joined([_story("herald").tables()])
    )
    build_catalog(folder)
    with open_version(folder) as opened:
        yield opened


def test_a_claim_names_who_asserts_it_and_who_takes_another_stance(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = connection.sql(
        "select surface, stance, asserted_by, stance_of from claims order by start_char"
    )
    assert found.fetchall() == [
        ("40 jobs", "asserts", "Ann Lee", "Ann Lee"),
        ("300 jobs", "denies", None, "Ann Lee"),
        ("900 jobs", "denies", None, "herald"),
    ]


def test_only_what_is_asserted_is_asserted_by_somebody_or_contradicts_another(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = rows_of(connection, "figures_asserted_by", "asserted_by surface", name="lee")
    assert found == [("Ann Lee", "40 jobs")]
    assert rows_of(connection, "conflicting_figures", "surface other_surface", shared=0) == []


def test_who_declines_is_not_quoted_and_who_denies_is(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    declined = rows_of(connection, "declined_to_comment", "speaker quote_text shown_by")
    assert declined == [("Bo Hart", "when", "declined to say")]
    quoted = rows_of(connection, "who_quotes_whom", "speaker_name quote_count")
    assert quoted == [("Ann Lee", 2)]
    about = rows_of(connection, "speaker_over_time", "stance quote_text", name="lee")
    assert about == [("asserts", "40 jobs would go"), ("denies", "that 300 jobs would go")]
