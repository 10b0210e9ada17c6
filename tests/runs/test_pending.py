"""A rehearsal says what a run would do, and does nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.runs import rehearse
from flows.runs.plan import RetractionRefused
from flows.settings import Settings
from tests.conftest import run

TEXT = "It rained in Velden on Monday, the mayor said."


def deeds(settings: Settings) -> dict[tuple[str, str], int]:
    found = rehearse(settings, allow_retractions=True).files
    return {(deed, path): count for (deed, path), count in found.items()}


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


@pytest.fixture
def small(settings: Settings) -> Settings:
    return replace(settings, engine="rules")


def test_a_rehearsal_names_what_a_run_would_read_and_retract(small: Settings) -> None:
    for name in "abc":
        (small.raw / f"{name}.txt").write_text(f"{TEXT} {name}")
    records = '{"id": "1", "text": "The dam holds."}\n{"id": "2", "text": "The dam broke."}\n'
    (small.raw / "feed.jsonl").write_text(records)
    new = {("new", f"{name}.txt"): 1 for name in "abc"}
    assert deeds(small) == new | {("new", "feed.jsonl"): 2}
    assert not small.processed.exists(), "a rehearsal leaves no folder behind"

    run(small)
    before = everything_in(small.processed)
    assert deeds(small) == {}
    (small.raw / "a.txt").write_text("Another text.")
    (small.raw / "b.txt").unlink()
    (small.raw / "d.txt").write_text("The bridge is closed.")
    assert deeds(small) == {
        ("changed", "a.txt"): 1,
        ("retracted", "b.txt"): 1,
        ("new", "d.txt"): 1,
    }
    assert everything_in(small.processed) == before


def test_a_rehearsal_is_refused_as_the_run_would_be(small: Settings) -> None:
    for number in range(40):
        (small.raw / f"{number}.txt").write_text(f"{TEXT} {number}")
    run(small)
    for path in small.raw.iterdir():
        path.unlink()
    with pytest.raises(RetractionRefused, match="Nothing was changed"):
        rehearse(small)


def test_pages_that_their_outlet_has_read_again_are_named(small: Settings) -> None:
    """Lines that recur on an outlet's pages are known as its habits when there are enough pages."""

    def write(first: int, last: int) -> None:
        for number in range(first, last):
            path = small.raw / "herald" / f"page-{number}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                f"The {number}th meeting\n\nThe council of Velden met for {number} hours and"
                f" agreed on {number} rules.\n\nTap here for the Velden newsletter offer\n"
            )

    write(1, 3)
    run(small)
    write(3, 12)
    would = rehearse(small)
    did = run(small)
    assert would.plan.reread == did.reread > 0
    assert {deed for deed, _ in would.files} == {"new", "reread"}
    assert would.plan.new == did.new
