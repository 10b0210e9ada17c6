"""Rows cannot change without the extractor version, by which datasets know what to redo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.support.extractor_version import Pin, complaint, digest, pin_of, read_pin
from transforms.tables import ENTITIES

PINNED = Pin("1.0", {"articles": "a", "quotes": "b"})


def test_the_sample_has_the_rows_that_its_extractor_version_stands_for(
    sample_settings: Settings,
) -> None:
    said = complaint(read_pin(), pin_of(sample_settings.processed))
    assert said is None, said


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (PINNED, None),
        (replace(PINNED, tables={"articles": "a", "quotes": "c"}), "other rows in quotes, but"),
        (replace(PINNED, tables={"articles": "a"}), "other rows in quotes, but"),
        (Pin("1.1", {"articles": "a", "quotes": "c"}), "the pin is of extractor version 1.0"),
        (Pin("1.1", PINNED.tables), "the pin is of extractor version 1.0"),
    ],
)
def test_the_complaint_says_what_differs(found: Pin, says: str | None) -> None:
    said = complaint(PINNED, found)
    assert said == says if says is None else says in str(said)


def test_the_digest_ignores_the_version_and_no_value(tmp_path: Path) -> None:
    digests = []
    for number, (version, surface) in enumerate([("1.0", "Lee"), ("2.0", "Lee"), ("1.0", "Ann")]):
        rows: list[dict[str, object]] = [
            {"article_id": "1", "surface": surface, "extractor_version": version}
        ]
        folder = tmp_path / str(number) / "current" / ENTITIES.name / "month=unknown"
        folder.mkdir(parents=True)
        ENTITIES.frame(rows).write_parquet(folder / "1.parquet")
        digests.append(digest(tmp_path / str(number), ENTITIES))
    assert digests[0] == digests[1] != digests[2]
