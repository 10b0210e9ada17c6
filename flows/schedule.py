"""Schedule: serve the flow on a cron line; runs never overlap, each does all that is pending."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flows import store
from flows.deployments import HEARTBEAT, check_cron, crash_zombies, deployment_of
from flows.server import (
    ServerError,
    configured_server,
    local_server,
    problem_of_server,
    using,
)
from flows.settings import Settings


def serve(settings: Settings, cron: str, *, allow_retractions: bool = False) -> None:
    """Run the flow with these settings whenever ``cron`` says, until SIGTERM or an interrupt.

    Uses the Prefect server that is configured, else the one on ``settings.port`` of loopback, which
    is started if need be. The settings are parameters of every run: pyproject.toml and the
    environment are read once, when this starts.

    Raises:
        CronError: ``cron`` is not a cron line.
        store.Locked: another process serves this dataset.
        ServerError: no server can be reached or started, or the configured one is gone.
        KeyboardInterrupt: when it was interrupted, after what runs has been ended.
    """
    check_cron(cron)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until Prefect reacts to it
    # no other schedule gets as far as the deployment, which the end of this one pauses
    with store.lock(settings.processed, "schedule", wait=False), _server(settings) as url:
        try:
            _serve_on(url, settings, cron, allow_retractions=allow_retractions)
        except Exception as error:
            if (problem := problem_of_server()) is None:
                raise
            raise ServerError(
                f"the Prefect server at {url} has stopped answering ({problem}), and nothing"
                " is scheduled without it: start it again, then the schedule"
            ) from error


@contextmanager
def _server(settings: Settings) -> Iterator[str]:
    with configured_server(settings) as url:
        if url is not None:
            yield url
            return
        where = f"127.0.0.1, port {settings.port}"
        _say(f"Using the Prefect server on {where}, or starting one there, about 15 s")
        with local_server(settings.port, _say) as url, using(url):
            yield url


def _serve_on(url: str, settings: Settings, cron: str, *, allow_retractions: bool) -> None:
    """Serve the flow on this server until SIGTERM or an interrupt."""
    from prefect.runner import Runner

    # runs inherit it; without it nothing notices that one has died with its machine
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", str(HEARTBEAT))
    deployment = deployment_of(settings, cron, allow_retractions=allow_retractions)
    crash_zombies()
    runner = Runner(name=deployment.name, limit=1)
    runner.add_deployment(deployment)
    _say(f"Serving news/{deployment.name} at {cron!r}; dashboard {url.removesuffix('/api')}")
    asyncio.run(runner.start())


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
