"""The flow as Prefect runs it: the same bytes as without it, and honest about failure."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import store
from flows.errors import UserError
from flows.runs import RunSummary
from flows.settings import OF_THE_MACHINE, Settings, parameters_of
from flows.terminal import run_with_prefect
from tests.conftest import SAMPLE, published_files
from tests.support.hearing import note_taker, notes
from transforms.version import EXTRACTOR_VERSION, version_with

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


def flow_of(settings: Settings) -> RunSummary:
    """Run the flow as a schedule does: its parameters have passed through JSON."""
    from flows.news import news

    summary: RunSummary = news(**json.loads(json.dumps(parameters_of(settings))))
    return summary


def versions_of(settings: Settings, table: str) -> set[str]:
    rows = pl.read_parquet(f"{settings.processed}/{table}/**/*.parquet")
    return set(rows["extractor_version"])


@pytest.fixture
def with_sample(settings: Settings) -> Settings:
    shutil.copytree(SAMPLE, settings.raw / "sample")
    return settings


def test_the_flow_publishes_the_bytes_that_a_direct_run_does(
    with_sample: Settings, ruled_sample: Settings
) -> None:
    by_flow = flow_of(with_sample)
    assert by_flow.rows == store.versions(ruled_sample.processed)[0].rows
    assert published_files(with_sample.processed) == published_files(ruled_sample.processed)


def test_the_settings_of_the_caller_reach_the_rows_through_prefect(settings: Settings) -> None:
    chosen, settings = replace(settings, parts_per_month=4), replace(settings, engine="fast")
    (settings.raw / "2024-02-20.txt").write_text("It rained on Monday, the mayor said.")

    summary = run_with_prefect(chosen)

    assert summary.is_new
    assert versions_of(chosen, "quotes") == {version_with(EXTRACTOR_VERSION, "rules")}
    manifest = json.loads((chosen.processed / "current" / "manifest.json").read_text())
    assert manifest["parts_per_month"] == 4
    assert not flow_of(chosen).is_new, "a served run with the same parameters finds nothing to do"
    assert flow_of(settings).reread == 1, "another engine redoes the document"
    assert versions_of(settings, "quotes") == {version_with(EXTRACTOR_VERSION, "fast")}


def test_what_is_not_a_parameter_comes_from_the_environment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.news import news

    monkeypatch.setenv("BROADSHEET_RAW", str(settings.raw))
    monkeypatch.setenv("BROADSHEET_ENGINE", "rules")
    (settings.raw / "a.txt").write_text("It rained on Monday, the mayor said.")
    news(processed=settings.processed, settings={"workers": 1})
    assert versions_of(settings, "quotes") == {version_with(EXTRACTOR_VERSION, "rules")}


def test_the_flow_leaves_an_artifact_with_its_counts(settings: Settings) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    (settings.raw / "a.txt").write_text("It rained on Monday, the mayor said.")
    flow_of(settings)

    async def latest() -> str:
        async with get_client() as client:
            found = await client.read_artifacts(
                artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["news-run"]))
            )
            return max(str(artifact.created) + str(artifact.data) for artifact in found)

    assert "| found | 1 |" in asyncio.run(latest())


def test_a_batch_that_fails_is_tried_again_and_then_nothing_is_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import news
    from flows.runs import Incomplete, workers

    tries = 0

    def full_disk(*_: object) -> None:
        nonlocal tries
        tries += 1
        raise OSError(28, "No space left on device")

    (settings.raw / "a.txt").write_text("Some text.")
    monkeypatch.setattr(workers, "extract_batch", full_disk)
    monkeypatch.setattr(news.extract, "retry_delay_seconds", [0, 0])
    with pytest.raises(Incomplete, match="No space left"):
        flow_of(settings)
    assert tries == workers.TRIES
    assert not (settings.processed / "current").exists()


def test_a_defect_is_not_tried_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.runs import Incomplete, workers

    tries = 0

    def defective(*_: object) -> None:
        nonlocal tries
        tries += 1
        raise ValueError("a defect")

    (settings.raw / "a.txt").write_text("Some text.")
    monkeypatch.setattr(workers, "extract_batch", defective)
    with pytest.raises(Incomplete, match="a defect"):
        flow_of(settings)
    assert tries == 1


def test_a_second_run_at_the_same_time_is_refused(settings: Settings) -> None:
    settings.processed.mkdir()
    with (
        store.lock(settings.processed, "run", wait=False),
        pytest.raises(store.Locked, match="process"),
    ):
        flow_of(settings)


def last_run(settings: Settings) -> tuple[Any, list[Any]]:
    """The newest run of the flow on a dataset, and its lines of log at the server."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=20)
        run = next(
            one for one in found if one.parameters.get("processed") == str(settings.processed)
        )
        of_run = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
        deadline = time.monotonic() + 20
        while not (lines := client.read_logs(log_filter=of_run, limit=200)):
            assert time.monotonic() < deadline, "no log arrived"
            time.sleep(0.5)  # logs are sent in the background
        time.sleep(2)
        return run, client.read_logs(log_filter=of_run, limit=200) or lines


def test_a_run_is_named_by_its_dataset_and_version_and_its_log_has_steps_counts_and_quarantine(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.raw / "a.txt").write_text("It rained on Monday, the mayor said.")
    (settings.raw / "broken.html").write_bytes(b"\x00" * 64)
    monkeypatch.setenv("BROADSHEET_NOTIFY_QUARANTINED", "0.6")
    assert flow_of(settings).quarantined_now == 1
    run, log = last_run(settings)
    assert run.name == f"{settings.processed.parent.name}/processed version 1"
    assert (run.state_name, run.state_type) == ("Completed", "COMPLETED")
    said = "\n".join(line.message for line in log)
    for part in (
        f"Reading {settings.raw}",
        "Extracting 2 documents",
        "2 of 2 documents",
        "Checking the new version",
        "dataset version 1 published",
        "documents  2 found",
    ):
        assert part in said, said
    assert [one.message for one in log if one.level >= logging.WARNING] == [
        "quarantined: broken.html: binary"
    ]


def test_a_run_with_quarantine_over_the_share_ends_in_a_state_of_that_name(
    settings: Settings,
) -> None:
    (settings.raw / "a.txt").write_text("It rained on Monday, the mayor said.")
    (settings.raw / "broken.html").write_bytes(b"\x00" * 64)
    assert flow_of(settings).quarantined_now == 1
    run, _ = last_run(settings)
    assert (run.state_name, run.state_type) == ("Quarantined", "COMPLETED")


def test_the_form_of_a_run_explains_every_parameter_and_setting() -> None:
    from prefect.utilities.callables import parameter_schema

    from flows.news import news

    schema = parameter_schema(news).model_dump()
    shown = schema["properties"] | schema["definitions"]["Choices"]["properties"]
    assert {"raw", "processed", "engine", "keep_days", "columns"} <= shown.keys()
    assert not set(OF_THE_MACHINE) & shown.keys()
    unexplained = [name for name, one in shown.items() if len(one.get("description", "")) < 10]
    assert unexplained == []


def test_whoever_is_to_be_notified_hears_of_a_run_that_failed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROADSHEET_NOTIFY", f"exec:{note_taker(tmp_path)}")
    settings.raw.rmdir()
    with pytest.raises(UserError, match="is not a folder"):
        flow_of(settings)
    (heard,) = notes(tmp_path)
    assert heard["kind"] == "failed"
    assert heard["dataset"] == str(settings.processed)
    assert "is not a folder" in heard["text"]
