"""The flow as Prefect runs it: the same bytes as without it, and honest about failure."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import replace

import polars as pl
import pytest

from flows.runs import RunSummary
from flows.settings import Settings, parameters_of
from flows.terminal import run_with_prefect
from tests.conftest import SAMPLE, published_files, run
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


def test_the_flow_publishes_the_bytes_that_a_direct_run_does(with_sample: Settings) -> None:
    beside = replace(with_sample, processed=with_sample.processed.parent / "direct")
    by_flow = flow_of(with_sample)
    directly = run(beside)
    assert by_flow.rows == directly.rows
    assert published_files(with_sample.processed) == published_files(beside.processed)


def test_the_settings_of_the_caller_reach_the_rows_through_prefect(settings: Settings) -> None:
    chosen = replace(settings, engine="rules", parts_per_month=4)
    (settings.raw / "2024-02-20.txt").write_text("It rained on Monday, the mayor said.")

    summary = run_with_prefect(chosen)

    assert summary.is_new
    assert versions_of(chosen, "quotes") == {version_with(EXTRACTOR_VERSION, "rules")}
    manifest = json.loads((chosen.processed / "current" / "manifest.json").read_text())
    assert manifest["parts_per_month"] == 4
    assert not flow_of(chosen).is_new, "a served run with the same parameters finds nothing to do"
    assert flow_of(settings).reread == 1, "another engine redoes the document"
    assert versions_of(settings, "quotes") == {EXTRACTOR_VERSION}


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
    from flows import store

    settings.processed.mkdir()
    with (
        store.lock(settings.processed, "run", wait=False),
        pytest.raises(store.Locked, match="process"),
    ):
        flow_of(settings)
