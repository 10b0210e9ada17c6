"""Corrections in runs: only what they are about is read again, and the result is a rebuild's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows import store
from flows.runs import rehearse
from flows.settings import Settings
from flows.terminal import Terminal
from tests.conftest import published_files, run
from tests.support.two_pages import DAM, TONNES, publish_two, rows, say


def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a run says of corrections."""
    sentences: list[str] = []
    monkeypatch.setattr(Terminal, "say", lambda _, sentence: sentences.append(sentence))
    run(settings)
    return [one for one in sentences if one[0].isdigit() and " correction" in one]


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """A published dataset of two pages, with no corrections yet."""
    return publish_two(settings, tmp_path)


def test_a_correction_reads_its_article_again_and_no_other(place: Settings) -> None:
    say(place, "figure", "change", TONNES, value="31", claimed_by="Bo Roe")

    planned = rehearse(place).plan
    done = run(place)

    assert (planned.reread, planned.pending) == (1, 1)
    assert (done.reread, done.is_new) == (1, True)
    [figure] = rows(place, "figures").filter(rule_id="curated").to_dicts()
    assert (figure["value"], figure["asserted_by_role"]) == (31.0, "Bo Roe")
    [correction] = rows(place, "corrections").to_dicts()
    assert (correction["corrected_by"], correction["row_id"]) == ("Jo", figure["figure_id"])
    assert not run(place).is_new


def test_corrections_added_one_after_the_other_give_what_a_rebuild_gives(
    place: Settings, tmp_path: Path
) -> None:
    say(place, "quote", "change", "The dam holds 30 tonnes", speaker="Bo Roe")
    run(place)
    say(place, "date", "change", "Dam holds", published="2023-12-31")
    run(place)
    path = place.raw / "herald" / "dam.txt"
    path.write_text(f"{DAM}\nSubscribe to our newsletter today.\n", encoding="utf-8")
    run(place)

    fresh = replace(place, processed=tmp_path / "rebuilt")
    run(fresh)

    assert rows(place, "corrections")["state"].to_list() == ["applied", "applied"]
    assert published_files(place.processed) == published_files(fresh.processed)


def test_a_correction_is_stale_when_its_words_change_and_the_run_says_so(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(place, "figure", "change", TONNES, value="31")
    path = place.raw / "herald" / "dam.txt"
    path.write_text(DAM.replace("30 tonnes", "29 tonnes"), encoding="utf-8")
    said = told(place, monkeypatch)

    [issue] = rows(place, "issues").filter(code="correction_stale").to_dicts()
    assert "Jo corrected a figure on 2026-01-02, “30 tonnes”" in issue["detail"]
    assert len(said) == 1
    assert "1 correction is stale" in said[0]
    assert "figures.csv row 2" in said[0]
    assert rows(place, "figures")["value"].to_list() == [29.0]


def test_a_correction_that_is_taken_back_is_gone(place: Settings) -> None:
    before = published_files(place.processed)
    say(place, "figure", "remove", TONNES)
    run(place)
    (place.curation / "figures.csv").unlink()
    run(place)

    assert published_files(place.processed) == before
    assert store.read_ledger(place.processed)["corrections"].to_list() == [None, None]
