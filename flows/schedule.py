"""Schedule: serve the flow on a cron line; runs never overlap, each does all that is pending."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

from flows.errors import UserError
from flows.settings import Settings

DEPLOYMENT = "scheduled"


class ScheduleError(UserError):
    """The schedule cannot be served; the message says what to write instead."""


def serve(settings: Settings, cron: str) -> None:
    """Run the flow whenever ``cron`` says, until interrupted.

    Uses the Prefect server that is configured, else starts one on loopback. A run that is due
    while another is at work is cancelled: the next one does its work too.

    Raises:
        ScheduleError: ``cron`` is no cron line.
        ServerError: no server can be reached or started.
        KeyboardInterrupt: when it was interrupted, after what runs has been ended.
    """
    check_cron(cron)
    from flows.news import news
    from flows.server import configured_url, local_server

    with ExitStack() as stack:
        url = configured_url()
        if url is None:
            _say("Starting a Prefect server on loopback, about 15 s")
            url = stack.enter_context(local_server())
        # child processes of the schedule find the server here
        os.environ["PREFECT_API_URL"] = url
        from prefect.client.schemas.objects import (
            ConcurrencyLimitConfig,
            ConcurrencyLimitStrategy,
        )
        from prefect.settings import PREFECT_API_URL, temporary_settings
        from prefect.types.entrypoint import EntrypointType

        stack.enter_context(temporary_settings({PREFECT_API_URL: url}))
        _say(f"Serving news/{DEPLOYMENT} at {cron!r}; dashboard {url.removesuffix('/api')}")
        news.serve(
            name=DEPLOYMENT,
            cron=cron,
            paused=False,
            parameters={
                "raw": str(settings.raw),
                "processed": str(settings.processed),
                "workers": settings.workers,
            },
            limit=1,
            global_limit=ConcurrencyLimitConfig(
                limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
            ),
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )
        raise KeyboardInterrupt  # nothing else ends a schedule; Prefect has shut down in order


def check_cron(cron: str) -> None:
    """Refuse what is no cron line before a server is started for it.

    Raises:
        ScheduleError: with an example of what would do.
    """
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise ScheduleError(
            f"--cron {cron!r} is no cron line; five fields are needed, e.g. '0 * * * *' for hourly"
        ) from error


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
