"""The news flow: data/raw -> data/processed, as Prefect runs it.

Find what is pending, extract it batch by batch, publish a version: these steps are those of
``flows.runs``. The flow gives them task runs, retries, logs and an artifact.

This module has no ``from __future__ import annotations``: Prefect validates the parameters of a
served flow in a place where the names in postponed annotations cannot be looked up.
"""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints
from uuid import UUID

from prefect import Flow, flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.exceptions import CrashedRun
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.tasks import Task
from pydantic import BaseModel, ConfigDict, Field, create_model

from flows import store
from flows.narration import counted, narrator
from flows.notices import Lookout, failed, is_much_quarantined, newly_quarantined
from flows.pace import Logged
from flows.runs import (
    MACHINE_FAULTS,
    TRIES,
    BatchCounts,
    Incomplete,
    Job,
    RunSummary,
    pool_of,
    run_pipeline,
    summary_lines,
    summary_markdown,
)
from flows.settings import LIMITS, OF_THE_MACHINE, Settings, load_settings

QUARANTINED = "Quarantined"
"""Name of the state in which a run ends that put much into quarantine; it has completed."""


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
        "%s, %d quarantined, rows %s",
        counted(counts.documents, "document"),
        counts.quarantined,
        counts.rows,
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
    broken = [future for future in futures if not future.state.is_completed()]
    if broken:
        raise Incomplete(
            f"{len(broken)} of {counted(len(jobs), 'batch', 'batches')} did not complete"
            f" ({broken[0].state.name}: {broken[0].state.message}); nothing was published"
        )
    return [future.result() for future in futures]


def _described() -> dict[str, str]:
    """What each setting means, from the docstring of ``Settings``: "name: meaning." a line."""
    lines = re.findall(r"^ {4}([\w, ]+): +(.+)$", Settings.__doc__ or "", re.MULTILINE)
    return {name: meaning for names, meaning in lines for name in names.split(", ")}


def _choices() -> type[BaseModel]:
    """A model with a field for each setting of a run that is no parameter by itself.

    Prefect's page of a deployment shows it as a form. Other names pass, so that they are refused
    with the message of ``load_settings``.
    """
    meanings, hints = _described(), get_type_hints(Settings)
    shown = hints.keys() - {*OF_THE_MACHINE, "raw", "processed", "workers"}
    described: dict[str, Any] = {}
    for name in sorted(shown):
        low, high = LIMITS.get(name, (None, None))
        limited = Field(None, description=meanings[name], ge=low, le=high)
        described[name] = (hints[name] | None, limited)
    return create_model("Choices", __config__=ConfigDict(extra="allow"), **described)


if TYPE_CHECKING:
    Choices = dict[str, Any]
else:
    Choices = _choices()


def _run_name() -> str:
    """The name of a run: its dataset and the version that it builds on, until it has made its own.

    Prefect asks for it when the run begins.
    """
    given = flow_run.parameters.get("processed")
    processed = Path(given) if given else load_settings().processed
    return f"{_dataset(processed)} after version {_number(store.current_version(processed))}"


def _dataset(processed: Path) -> str:
    return "/".join(processed.absolute().parts[-2:])


def _number(version: Path | None) -> int:
    return 0 if version is None else int(version.name)


def _tell_of_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State) -> None:  # noqa: ARG001  # Prefect's names
    """Send word of a run that failed; Prefect calls this, also when the run's process is gone."""
    error = state.result(raise_on_failure=False)
    chosen = _chosen(**{name: flow_run.parameters.get(name) for name in _PARAMETERS})
    is_known = isinstance(error, BaseException) and not isinstance(error, CrashedRun)
    failed(chosen, error if is_known else state.message or "its process is gone")


_PARAMETERS = ("raw", "processed", "workers", "settings")


def _chosen(
    raw: Path | None, processed: Path | None, workers: int | None, settings: Any
) -> Settings:
    """The settings of a run with these parameters.

    Raises:
        SettingsError: a parameter has an unknown name or an unusable value.
    """
    named = {"raw": raw, "processed": processed, "workers": workers}
    given = {name: value for name, value in named.items() if value is not None}
    if isinstance(settings, BaseModel):
        settings = settings.model_dump(exclude_none=True)
    return load_settings(parameters={**(settings or {}), **given})


@flow(
    name="news",
    flow_run_name=_run_name,
    persist_result=False,
    on_failure=[_tell_of_failure],
    on_crashed=[_tell_of_failure],
)
def news(
    raw: Path | None = None,
    processed: Path | None = None,
    workers: int | None = None,
    allow_retractions: bool = False,
    settings: Choices | None = None,
) -> RunSummary:
    """Bring the dataset up to date with the raw folder.

    A run of which much is in quarantine completes in a state of the name "Quarantined".

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
    chosen = _chosen(raw, processed, workers, settings)
    lookout, before = Lookout(chosen), store.current_version(chosen.processed)
    log = get_run_logger()
    log.info("%s -> %s, engine %s", chosen.raw, chosen.processed, chosen.engine)
    token = narrator.set(Logged(log.info, narrator.get()))
    try:
        summary = run_pipeline(
            chosen,
            lambda jobs, done: _extract_all(jobs, min(chosen.worker_count, len(jobs)), done),
            run_id=str(flow_run.id),
            started=datetime.now(UTC),  # noqa: TID251  # the clock enters here
            allow_retractions=allow_retractions,
        )
        lookout.after(summary)
    finally:
        narrator.reset(token)
    ended = _ended(summary, chosen, before)
    return ended  # type: ignore[return-value]  # Prefect gives the caller what is in it


def _ended(summary: RunSummary, chosen: Settings, before: Path | None) -> State[RunSummary]:
    """Log and name what the run did; the state in which it ends, with the summary as its result."""
    log = get_run_logger()
    for line in summary_lines(summary):
        log.info("%s", line)
    now = store.current_version(chosen.processed)
    for path, reason in newly_quarantined(before, now):
        log.warning("quarantined: %s: %s", path, reason)
    create_markdown_artifact(summary_markdown(summary), key="news-run", description="news run")
    name = f"{_dataset(chosen.processed)} version {summary.version}"
    with get_client(sync_client=True) as client:
        client.set_flow_run_name(UUID(str(flow_run.id)), name)
    much = is_much_quarantined(summary, chosen)
    quarantined = counted(summary.quarantined_now, "document")
    message = f"version {summary.version}, {quarantined} in quarantine"
    return Completed(name=QUARANTINED if much else "Completed", message=message, data=summary)
