"""Deployments: what Prefect's server knows of a dataset that is kept up to date.

Each dataset has a deployment of its own, named after its folder, so that two of them can share a
server. `broadsheet schedule` serves it from its own process, `broadsheet deploy` gives it to a work
pool.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import UsageError
from flows.server import ServerError, configured_server
from flows.settings import Settings, parameters_of

if TYPE_CHECKING:
    from prefect.automations import Automation
    from prefect.deployments.runner import RunnerDeployment

POOL = "news-pool"
HEARTBEAT = 30
"""Seconds between the signs of life of a run; Prefect allows no fewer."""
_ZOMBIES = "crash runs of news that show no sign of life"
_NAMED_PARTS = 2


class CronError(UsageError):
    """What was given is not a cron line; the message says what to write instead."""


def deployment_name(processed: Path) -> str:
    """The name of a dataset's deployment: the end of its folder, and a hash of machine and folder.

    >>> deployment_name(Path("/srv/desk/data/processed")).startswith("data-processed-")
    True
    """
    folder = processed.absolute()
    readable = "-".join(re.sub(r"[^\w.-]+", "_", part) for part in folder.parts[-_NAMED_PARTS:])
    place = f"{platform.node()}:{folder}"
    return f"{readable.strip('-_')}-{hashlib.sha256(place.encode()).hexdigest()[:6]}"


def deployment_of(
    settings: Settings, cron: str, *, allow_retractions: bool, **of_pool: Any
) -> RunnerDeployment:
    """The deployment of a dataset, as both commands make it.

    A run that is due while another is at work is cancelled. Nothing is lost by that: the next run
    does the work of the cancelled one too.

    of_pool: what a work pool needs besides.
    """
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.deployments.runner import RunnerDeployment
    from prefect.types.entrypoint import EntrypointType

    from flows.news import news

    return RunnerDeployment.from_flow(
        news,
        name=deployment_name(settings.processed),
        cron=cron,
        paused=False,
        parameters=parameters_of(settings) | {"allow_retractions": allow_retractions},
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        description=f"Brings {settings.processed.absolute()} up to date with"
        f" {settings.raw.absolute()}, on {platform.node()}.",
        entrypoint_type=EntrypointType.MODULE_PATH,
        **of_pool,
    )


def deploy(
    settings: Settings,
    cron: str,
    pool: str = POOL,
    *,
    now: bool = False,
    allow_retractions: bool = False,
) -> str:
    """Give the dataset's deployment to a work pool, which is made if there is none of the name.

    With it comes the automation of ``crash_zombies``.

    now: start a run at once as well.

    Returns:
        "news/" and the name of the deployment.

    Raises:
        CronError: ``cron`` is not a cron line.
        ServerError: no server is configured, or it does not answer.
    """
    check_cron(cron)
    with configured_server(settings) as url:
        if url is None:
            raise ServerError(
                "a work pool needs a Prefect server that stays: start one with `prefect server"
                " start --background`, and set PREFECT_API_URL or the setting `server` to its API"
            )
        from prefect.client.orchestration import get_client

        _make_pool(pool)
        deployment = deployment_of(
            settings,
            cron,
            allow_retractions=allow_retractions,
            work_pool_name=pool,
            # where pyproject.toml is read, and what else each run needs of this environment
            job_variables={"working_dir": str(Path.cwd()), "env": _environment()},
        )
        identity = asyncio.run(deployment.aapply())
        crash_zombies()
        if now:
            with get_client(sync_client=True) as client:
                client.create_flow_run_from_deployment(identity)
    return f"news/{deployment.name}"


def _environment() -> dict[str, str]:
    kept = ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED")
    return {name: os.environ[name] for name in kept} | {
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT)
    }


def _make_pool(name: str) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists
    from prefect.workers.process import ProcessWorker

    pool = WorkPoolCreate(
        name=name,
        type=ProcessWorker.type,
        base_job_template=ProcessWorker.get_default_base_job_template(),
    )
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(pool)
        except ObjectAlreadyExists:
            return  # whoever made it may have changed its template


def crash_zombies() -> None:
    """Have Prefect's server mark a run as crashed whose signs of life stop before its end.

    Without that a run whose machine died is running for ever. There is one automation a server.
    """
    asyncio.run(_crash_zombies())


async def _crash_zombies() -> None:
    from prefect.automations import Automation

    wanted = _zombie_automation()
    try:
        wanted.id = (await Automation.aread(name=_ZOMBIES)).id
    except ValueError:  # there is none of the name
        await wanted.acreate()
    else:
        await wanted.aupdate()


def _zombie_automation() -> Automation:
    from prefect.automations import Automation
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState
    from prefect.events.schemas.automations import EventTrigger, Posture
    from prefect.events.schemas.events import ResourceSpecification

    from flows.news import QUARANTINED

    ends = ("Completed", "Failed", "Cancelled", "Crashed", QUARANTINED)
    return Automation(
        name=_ZOMBIES,
        description="Its process or its machine is gone; made by Broadsheet.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={
                "prefect.flow-run.heartbeat",
                *(f"prefect.flow-run.{name}" for name in ends),
            },
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            match_related=ResourceSpecification(
                {"prefect.resource.role": "flow", "prefect.resource.name": "news"}
            ),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=3 * HEARTBEAT),
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                force=False,
                state=StateType.CRASHED,
                message="no sign of life for 90 s: its process or its machine is gone",
            )
        ],
    )


def check_cron(cron: str) -> None:
    """Refuse anything but a cron line, before a server is started for it.

    Raises:
        CronError: ``cron`` is not a cron line; the message gives an example of one.
    """
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise CronError(
            f"--cron {cron!r} is not a cron line; write five fields, e.g. '0 * * * *' for hourly"
        ) from error
