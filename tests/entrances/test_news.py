"""The flow as Prefect runs it: the same bytes as without it, and honest about failure."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from typing import Any

import pytest

from flows.settings import Settings
from tests.conftest import SAMPLE, published_files, run

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


def flow_of(settings: Settings) -> dict[str, Any]:
    from flows.news import news

    return news(raw=settings.raw, processed=settings.processed, workers=settings.workers)


@pytest.fixture
def with_sample(settings: Settings) -> Settings:
    shutil.copytree(SAMPLE, settings.raw / "sample")
    return settings


def test_the_flow_publishes_the_bytes_that_a_direct_run_does(with_sample: Settings) -> None:
    beside = replace(with_sample, processed=with_sample.processed.parent / "direct")
    by_flow = flow_of(with_sample)
    directly = run(beside)
    assert by_flow["rows"] == directly.rows
    assert published_files(with_sample.processed) == published_files(beside.processed)


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
