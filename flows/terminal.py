"""Terminal: a run that a person or a program starts, and what it says meanwhile."""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from flows.endings import leave_to_prefect
from flows.hints import filled, options_for
from flows.narration import counted, narrator
from flows.notices import Lookout, failed
from flows.pace import Pace
from flows.paging import show as show_lines
from flows.printing import printed
from flows.runs import (
    RunSummary,
    extract_directly,
    rehearse,
    run_pipeline,
    summary_lines,
    summary_values,
)
from flows.settings import Settings, parameters_of

LogForm: TypeAlias = Literal["text", "json"]

_SUMS = ("found", "pending", "new", "changed", "reread", "retracted")
"""What a rehearsal counts, in documents."""
_PAUSE = 10.0
"""Seconds between two lines about progress where no bar can be shown."""


class Terminal:
    """Narrates on standard error: sentences, and how far extraction is.

    A terminal shows that by a bar, anything else (a log, a pipe) by a line every ten seconds.

    form:     "json" writes one JSON object a line, with the instant in UTC.
    quiet:    say nothing but errors.
    is_dated: begin lines of text with the instant as well, as a log needs it.
    """

    def __init__(
        self, *, form: LogForm = "text", quiet: bool = False, is_dated: bool = False
    ) -> None:
        self._form, self._quiet, self._is_dated = form, quiet, is_dated
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._has_bar = self._console.is_terminal and form == "text" and not quiet
        self._progress = Progress(
            TextColumn("extracting"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TextColumn("{task.fields[pace]}"),
            console=self._console,
            disable=not self._has_bar,
            transient=True,
        )
        self._total = self._done = 0
        self._said = 0.0

    def say(self, sentence: str) -> None:
        """Print one sentence."""
        if not self._quiet:
            self._write("info", filled(sentence))

    def fail(self, report: str) -> None:
        """Print why the command did not run to its end."""
        self._write("error", report)

    def begin(self, documents: int) -> None:
        """Say how many documents are pending and show the bar."""
        self.say(f"Extracting {counted(documents, 'document')}")
        self._total, self._done = documents, 0
        self._said = time.monotonic()
        self._pace = Pace(documents, time.monotonic)
        self._progress.add_task("extract", total=documents, pace="")
        self._progress.start()

    def advance(self, documents: int) -> None:
        """Move the bar, and say beside it or in a line how fast that goes and what is left."""
        self._pace.advance(documents)
        self._done += documents
        bar = self._progress.task_ids[-1]
        self._progress.update(bar, advance=documents, pace=self._pace.speed())
        now = time.monotonic()
        if not self._has_bar and self._done < self._total and now - self._said >= _PAUSE:
            self._said = now
            self.say(str(self._pace))

    def end(self) -> None:
        """Take the bar away."""
        self._progress.stop()

    def sum_up(self, summary: RunSummary) -> None:
        """Print what the run did, and how to find out why documents are in quarantine."""
        if self._form == "json":
            if not self._quiet:
                self._write("info", "run ended", run=summary_values(summary))
            return
        for line in summary_lines(summary):
            self.say(line)
        if summary.quarantined:
            self.say(
                'why documents were quarantined:  broadsheet sql "select source_path, code, detail'
                f" from issues where severity = 'error'\"{options_for('sql')}"
            )
        sys.stderr.flush()

    def _write(self, level: str, message: str, **more: object) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a log has the clock's time
        if self._form == "json":
            moment = now.isoformat(timespec="milliseconds")
            line = {"at": moment, "level": level, "message": message, **more}
            print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)
        else:
            when = f"{now:%Y-%m-%dT%H:%M:%SZ} " if self._is_dated else ""
            self._console.print(f"{when}{message}", markup=False)


def run_directly(
    settings: Settings,
    *,
    allow_retractions: bool = False,
    past_damage: bool = False,
    terminal: Terminal | None = None,
) -> RunSummary:
    """Run the pipeline without Prefect."""
    terminal = terminal or Terminal()
    narrator.set(terminal)
    lookout = Lookout(settings)
    try:
        summary = run_pipeline(
            settings,
            extract_directly(settings.worker_count),
            run_id=uuid.uuid4().hex,
            started=datetime.now(UTC),  # noqa: TID251  # the clock enters here
            allow_retractions=allow_retractions,
            past_damage=past_damage,
        )
    except Exception as error:
        failed(settings, error)
        raise
    terminal.sum_up(summary)
    lookout.after(summary)
    return summary


def run_with_prefect(
    settings: Settings,
    *,
    allow_retractions: bool = False,
    verbose: bool = False,
    terminal: Terminal | None = None,
) -> RunSummary:
    """Run the pipeline as a Prefect flow, on the configured server or an embedded one.

    verbose: show Prefect's own log lines too.

    Raises:
        ServerError: the configured server does not answer, or none could be started.
    """
    terminal = terminal or Terminal()
    narrator.set(terminal)
    if not verbose:
        # Of the console alone: the run's log on the server keeps every line. The error of a run is
        # said once, by whoever started it, and not in a log's traceback too.
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    from flows.server import configured_server, embed_server

    leave_to_prefect()
    with configured_server(settings) as url:
        if url is None:
            terminal.say(
                "Starting Prefect's embedded server, about 11 s; `--direct` does without,"
                " `prefect server start` keeps one running"
            )
            embed_server()
        from flows.news import news

        summary: RunSummary = news(**parameters_of(settings), allow_retractions=allow_retractions)
    terminal.sum_up(summary)
    return summary


def print_rehearsal(
    settings: Settings,
    terminal: Terminal,
    *,
    allow_retractions: bool = False,
    as_json: bool = False,
) -> None:
    """Print what a run would do, a row a file, and say the sums on standard error.

    as_json: print one JSON object with both instead.
    """
    terminal.say(f"Reading {settings.raw}")
    found = rehearse(settings, allow_retractions=allow_retractions)
    plan = found.plan
    terminal.say(
        f"a run would read {plan.pending:,} of {counted(plan.found, 'document')}: {plan.new:,} new,"
        f" {plan.changed:,} changed, {plan.reread:,} reread; and retract {plan.retracted:,}"
    )
    columns = ("deed", "documents", "source_path")
    rows = [(deed, count, path) for (deed, path), count in sorted(found.files.items())]
    if as_json:
        sums = {name: getattr(plan, name) for name in _SUMS}
        files = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(sums | {"files": files}, ensure_ascii=False))
    elif rows:
        show_lines(printed(columns, rows, "table"))
