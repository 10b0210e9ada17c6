"""What is said after a run: failures, quarantine, outlets; once, and again when it is over."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import polars as pl
import pytest

from flows import notices, store, terminal
from flows.errors import UserError
from flows.notices import Lookout
from flows.runs import ChecksFailed, RunSummary
from flows.settings import Settings
from tests.conftest import run
from tests.support.factory import Doc, stage
from tests.support.faults import commit
from tests.support.hearing import note_taker, notes

START = date(2024, 1, 1)
PAGE = {"body": 1_600, "boilerplate": 250, "headline": 50}
ALBUM = {"body": 300, "caption": 1_700, "headline": 50}


def publish(
    settings: Settings,
    numbers: range,
    page: Mapping[str, int] = PAGE,
    reason: str = "empty",
    **row: str,
) -> None:
    """Publish a version with a page of one outlet a day more, without reading any text.

    page: kind of zone to its characters.
    """
    docs = [Doc(number, START + timedelta(days=number), **row) for number in numbers]  # type: ignore[arg-type]  # the state alone is given
    folder = stage(settings.processed.parent / f"staged-{numbers.start}", docs)
    if any(doc.state == "article" for doc in docs):
        articles = pl.read_parquet(folder / "articles.parquet")
        zones = pl.lit(zones_of(page), dtype=articles.schema["zones"])
        text = pl.lit("x" * sum(page.values()))
        changed = articles.with_columns(zones=zones, text=text, outlet=pl.lit("herald"))
        changed.write_parquet(folder / "articles.parquet")
    ledger = pl.read_parquet(folder / "_documents.parquet")
    given = pl.when(pl.col("reason").is_not_null()).then(pl.lit(reason)).alias("reason")
    ledger.with_columns(given).write_parquet(folder / "_documents.parquet")
    commit(settings.processed, [folder], day=numbers.start)


def zones_of(page: Mapping[str, int]) -> list[dict[str, object]]:
    ends = list(accumulate(page.values()))
    starts = [0, *ends]
    return [
        {"kind": kind, "start_char": start, "end_char": end}
        for kind, start, end in zip(page, starts, ends, strict=False)
    ]


SUMMARY = RunSummary(
    found=9, new=9, changed=0, unchanged=0, quarantined=0, quarantined_now=0, retracted=0,
    reread=0, rows={}, unreadable=(), seconds=1, version=1, is_new=True,
)  # fmt: skip


def run_that_publishes(
    settings: Settings, numbers: range, page: Mapping[str, int] = PAGE, **row: str
) -> None:
    """A run that goes well, as far as the lookout sees it."""
    lookout = Lookout(settings)
    if numbers:
        publish(settings, numbers, page, **row)
    put_away = len(numbers) if row else 0
    lookout.after(replace(SUMMARY, is_new=bool(numbers), quarantined_now=put_away))


@pytest.fixture
def watched(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose notices arrive in ``notes(tmp_path)``."""
    return replace(settings, notify=(f"exec:{note_taker(tmp_path)}",))


def kinds(folder: Path) -> list[str]:
    return [one["kind"] for one in notes(folder)]


def test_a_failure_is_said_once_and_its_end_too(
    watched: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_disk(*_: object, **__: object) -> RunSummary:
        raise UserError("no disk")

    def go() -> list[str]:
        with suppress(UserError):
            run(watched)
        return kinds(tmp_path)

    monkeypatch.setattr(terminal, "run_pipeline", no_disk)
    assert [go(), go()] == [["failed"], ["failed"]]
    assert notes(tmp_path)[0]["text"] == "no disk"
    monkeypatch.setattr(terminal, "run_pipeline", lambda *_, **__: SUMMARY)
    assert [go(), go()] == [["failed", "recovered"]] * 2
    monkeypatch.setattr(terminal, "run_pipeline", no_disk)
    assert go() == ["failed", "recovered", "failed"]


def test_a_broken_promise_is_of_its_own_kind(watched: Settings, tmp_path: Path) -> None:
    notices.failed(watched, ChecksFailed([], ["2 documents were found, 1 is accounted for"]))
    (heard,) = notes(tmp_path)
    assert heard["kind"] == "checks"
    assert "2 documents were found" in heard["text"]


def test_a_defect_is_said_by_its_name(watched: Settings, tmp_path: Path) -> None:
    notices.failed(watched, ZeroDivisionError("by nought"))
    assert notes(tmp_path)[0]["text"] == "a defect: ZeroDivisionError: by nought"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), store.Locked("another run is at work")])
def test_nobody_hears_of_an_interrupt_or_of_a_run_that_found_another(
    watched: Settings, tmp_path: Path, error: BaseException
) -> None:
    notices.failed(watched, error)
    assert notes(tmp_path) == []


def test_a_notice_that_was_not_delivered_is_sent_again(watched: Settings, tmp_path: Path) -> None:
    unreached = replace(watched, notify=("exec:false",))
    notices.failed(unreached, UserError("no disk"))
    notices.failed(watched, UserError("no disk"))
    assert kinds(tmp_path) == ["failed"]


def test_much_quarantine_is_said_with_the_reasons(watched: Settings, tmp_path: Path) -> None:
    run_that_publishes(watched, range(3))
    run_that_publishes(watched, range(3, 10), state="quarantined")
    (heard,) = notes(tmp_path)
    assert (heard["kind"], heard["quarantined"], heard["read"]) == ("quarantine", 7, 9)
    assert heard["dataset"] == str(watched.processed)
    lines = heard["text"].splitlines()
    assert lines[:2] == ["7 of 9 documents read:", "3.txt: empty"]
    assert lines[-1] == "and 2 more"
    run_that_publishes(watched, range(10, 12))
    assert kinds(tmp_path) == ["quarantine"], "what is in quarantine since long is not said again"


@pytest.mark.parametrize("reason", ["rows_broken", "extraction_failed"])
def test_a_single_document_that_a_defect_put_into_quarantine_is_said(
    watched: Settings, tmp_path: Path, reason: str
) -> None:
    lenient = replace(watched, notify_quarantined=1)
    run_that_publishes(lenient, range(3))
    run_that_publishes(lenient, range(3, 4), state="quarantined", reason=reason)
    (heard,) = notes(tmp_path)
    assert (heard["kind"], heard["text"].splitlines()[1]) == ("checks", f"3.txt: {reason}")


def test_quarantine_below_the_share_is_not_said(watched: Settings, tmp_path: Path) -> None:
    few = replace(watched, notify_quarantined=0.9)
    run_that_publishes(few, range(7), state="quarantined")
    assert notes(tmp_path) == []


def test_an_outlet_is_said_to_be_silent_once_and_only_if_it_was_heard(
    watched: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_on(day: int, numbers: range = range(0)) -> list[str]:
        monkeypatch.setattr(notices, "_today", lambda: START + timedelta(days=day))
        run_that_publishes(watched, numbers)
        return kinds(tmp_path)

    assert run_on(400, range(6)) == [], "an archive that ended long ago has not fallen silent"
    assert run_on(8) == []
    assert run_on(20) == ["silent"]
    assert run_on(21) == ["silent"]
    assert run_on(26, range(25, 26)) == ["silent"]
    heard = notes(tmp_path)[0]
    assert (heard["outlet"], heard["days"]) == ("herald", 15)


def test_another_layout_is_said_once(
    watched: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_today", lambda: START + timedelta(days=30))
    run_that_publishes(watched, range(12))
    run_that_publishes(watched, range(12, 17))
    assert notes(tmp_path) == [], "pages like the others are no news"
    run_that_publishes(watched, range(17, 22), ALBUM)
    run_that_publishes(watched, range(22, 27), ALBUM)
    (heard,) = notes(tmp_path)
    assert (heard["kind"], heard["outlet"]) == ("layout", "herald")
    assert "83% of the characters are caption, against 0% before" in heard["text"]


def test_without_anybody_to_notify_nothing_is_kept(settings: Settings) -> None:
    run_that_publishes(settings, range(3))
    assert not (settings.processed / ".notices.json").exists()


def test_a_memory_that_cannot_be_read_is_forgotten(watched: Settings, tmp_path: Path) -> None:
    watched.processed.mkdir()
    (watched.processed / ".notices.json").write_text("[not one of ours")
    notices.failed(watched, UserError("no disk"))
    assert kinds(tmp_path) == ["failed"]
