"""Which of the sources without a name are unnamed sources: by the description in the text alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.catalog.catalog import build_catalog, open_version
from tests.catalog.test_sql import rows_of
from tests.support.dataset import Story, joined, write_version


def unnamed(tmp_path: Path, *sources: str, cue: str = "said") -> list[str]:
    """The roles that the question lists when these sources speak in one article, in this order."""
    lines = [f"{source} {cue} “line {at} holds”." for at, source in enumerate(sources)]
    story = Story("herald/lines", "\n".join(lines), published=date(2024, 5, 1))
    for at, source in enumerate(sources):
        story.quote(f"“line {at} holds”", speaker=source, cue=cue)
    folder = write_version(tmp_path / "000001", joined([story.tables()]))
    build_catalog(folder)
    with open_version(folder) as connection:
        return [str(role) for (role,) in rows_of(connection, "unnamed_sources", "speaker_role")]


@pytest.mark.parametrize(
    "source",
    [
        "a person close to the talks",
        "Two harbour pilots",
        "One of them",
        "Someone at the plant",
        "an official at the finance ministry",
        "a nurse, who asked that her name be left out",
        "officials in the capital",
        "Western diplomats",
        "her lawyer",
        "Varno's lawyers",
        "a night watchman",
    ],
)
def test_whom_an_article_introduces_without_a_name_is_an_unnamed_source(
    tmp_path: Path, source: str
) -> None:
    assert unnamed(tmp_path, source) == [source.lower()]


@pytest.mark.parametrize(
    "source",
    [
        "police",
        "the dockers' union",
        "Varno's interior ministry",
        "a trade group",
        "a court",
        "their department",
        "the company",
        "the foreign minister",
        "Varno's foreign minister",
        "the head of the harbour board",
        "its developer",
    ],
)
def test_a_body_and_the_holder_of_an_office_are_none(tmp_path: Path, source: str) -> None:
    assert unnamed(tmp_path, source) == []


def test_the_nurse_is_one_when_a_nurse_was_introduced_before(tmp_path: Path) -> None:
    assert unnamed(tmp_path, "A nurse at the clinic", "the nurse") == [
        "a nurse at the clinic",
        "the nurse",
    ]


def test_whoever_declines_to_comment_is_no_source(tmp_path: Path) -> None:
    assert unnamed(tmp_path, "A banker", cue="would not say") == []
