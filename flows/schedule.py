"""Schedule: serve the flow on a cron line; runs never overlap, each does all that is pending."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import Any

from flows.errors import UsageError
from flows.settings import Settings, parameters_of

DEPLOYMENT = "scheduled"


class ScheduleError(UsageError):
    """The schedule cannot be served; the message says what to write instead."""


def serve(settings: Settings, cron: str, *, allow_retractions: bool = False) -> None:
    """Run the flow with these settings whenever ``cron`` says, until interrupted.

    Uses the Prefect server that is configured, else starts one on loopback. The settings are
    parameters of every run: pyproject.toml and the environment are read once, when this starts.

    Raises:
        ScheduleError: ``cron`` is not a cron line.
        ServerError: no server can be reached or started.
        KeyboardInterrupt: when it was interrupted, after what runs has been ended.
    """
    check_cron(cron)
    from flows.server import configured_url, local_server

    with ExitStack() as stack:
        url = configured_url()
        if url is None:
            _say("Starting a Prefect server on loopback, about 15 s")
            url = stack.enter_context(local_server())
        # child processes of the schedule find the server here
        os.environ["PREFECT_API_URL"] = url
        from prefect.settings import PREFECT_API_URL, temporary_settings

        stack.enter_context(temporary_settings({PREFECT_API_URL: url}))
        _say(f"Serving news/{DEPLOYMENT} at {cron!r}; dashboard {url.removesuffix('/api')}")
        _serve_on(parameters_of(settings) | {"allow_retractions": allow_retractions}, cron)
        raise KeyboardInterrupt  # nothing else ends a schedule; Prefect has shut down in order


def _serve_on(parameters: dict[str, Any], cron: str) -> None:
    """Serve the flow until interrupted; a run that is due while another is at work is cancelled.

    Nothing is lost by that: the next run does the work of the cancelled one too.
    """
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.types.entrypoint import EntrypointType

    from flows.news import news

    news.serve(
        name=DEPLOYMENT,
        cron=cron,
        paused=False,
        parameters=parameters,
        limit=1,
        global_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
    )


def check_cron(cron: str) -> None:
    """Refuse anything but a cron line, before a server is started for it.

    Raises:
        ScheduleError: ``cron`` is not a cron line; the message gives an example of one.
    """
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise ScheduleError(
            f"--cron {cron!r} is not a cron line; write five fields, e.g. '0 * * * *' for hourly"
        ) from error


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
