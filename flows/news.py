"""The news flow: data/raw -> data/processed, as Prefect runs it.

Find what is pending, extract it batch by batch, publish a version: these steps are those of
``flows.runs``. The flow gives them task runs, retries, logs and an artifact.

This module has no ``from __future__ import annotations``: Prefect validates the parameters of a
served flow in a place where the names in postponed annotations cannot be looked up.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.tasks import Task

from flows.runs import (
    MACHINE_FAULTS,
    TRIES,
    BatchCounts,
    Incomplete,
    Job,
    RunSummary,
    pool_of,
    run_pipeline,
    summary_markdown,
)
from flows.settings import load_settings


def _is_machine_fault(_task: Task[..., Any], _run: TaskRun, state: State) -> bool:
    return isinstance(state.result(raise_on_failure=False), MACHINE_FAULTS)


@task(
    name="extract",
    task_run_name="extract {job.batch.stem}",
    retries=TRIES - 1,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=_is_machine_fault,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def extract(job: Job, workers: int) -> BatchCounts:
    """Extract one batch in a worker process; its result is a path and counts."""
    counts = pool_of(workers).extract(job)
    get_run_logger().info(
        "%d documents, %d quarantined, rows %s", counts.documents, counts.quarantined, counts.rows
    )
    return counts


def _extract_all(
    jobs: list[Job], size: int, done: Callable[[BatchCounts], None]
) -> list[BatchCounts]:
    """Extract every batch in a task run, ``size`` of them at a time; ``done`` hears of each.

    Raises:
        Incomplete: a task run did not complete, with all its retries.
    """
    futures = [extract.submit(job, size) for job in jobs]
    try:
        for future in as_completed(futures):
            future.wait()  # until then its state is what the server has heard so far
            if future.state.is_completed():
                done(future.result())
    except KeyboardInterrupt:
        # every task run fails now, and Prefect would log each of them
        logging.getLogger("prefect.task_runs").setLevel(logging.CRITICAL)
        raise
    finally:
        pool_of(size).close()
    failed = [future for future in futures if not future.state.is_completed()]
    if failed:
        raise Incomplete(
            f"{len(failed)} of {len(jobs)} batches did not complete"
            f" ({failed[0].state.name}: {failed[0].state.message}); nothing was published"
        )
    return [future.result() for future in futures]


@flow(name="news", persist_result=False)
def news(
    raw: Path | None = None,
    processed: Path | None = None,
    workers: int | None = None,
    allow_retractions: bool = False,
    settings: dict[str, Any] | None = None,
) -> RunSummary:
    """Bring the dataset up to date with the raw folder.

    Args:
        raw: folder of raw files; None takes it from environment or pyproject.toml, as do the next.
        processed: folder of the dataset.
        workers: processes that extract; 0 means one per core.
        allow_retractions: retract missing documents however many they are.
        settings: any other settings, by the names that they have in pyproject.toml:
            {"engine": "fast", "keep_days": 30}.

    Returns:
        The run's summary: documents found, new, changed …, rows by table, version.

    Raises:
        SettingsError: a parameter has an unknown name or an unusable value.
        UserError: the run was refused or did not complete; see ``run_pipeline``.
    """
    named = {"raw": raw, "processed": processed, "workers": workers}
    given = {name: value for name, value in named.items() if value is not None}
    chosen = load_settings(parameters={**(settings or {}), **given})
    summary = run_pipeline(
        chosen,
        lambda jobs, done: _extract_all(jobs, min(chosen.worker_count, len(jobs)), done),
        run_id=str(flow_run.id),
        started=datetime.now(UTC),  # noqa: TID251  # the clock enters here
        allow_retractions=allow_retractions,
    )
    create_markdown_artifact(summary_markdown(summary), key="news-run", description="news run")
    return summary
