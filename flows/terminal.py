"""Terminal: a run that a person starts and watches."""

from __future__ import annotations

import os
import shlex
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from flows.catalog import Answer
from flows.narration import narrator
from flows.notices import Lookout, failed
from flows.pace import Pace
from flows.runs import RunSummary, extract_directly, rehearse, run_pipeline, summary_lines
from flows.settings import Settings, load_settings, parameters_of


class Terminal:
    """Narrates on standard error: sentences always, a progress bar when it is a terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("extracting"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TextColumn("{task.fields[pace]}"),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )

    def say(self, sentence: str) -> None:
        """Print one sentence."""
        self._console.print(sentence, markup=False)

    def begin(self, documents: int) -> None:
        """Say how many documents are pending and show the bar."""
        self.say(f"Extracting {documents:,} documents")
        self._pace = Pace(documents)
        self._progress.add_task("extract", total=documents, pace="")
        self._progress.start()

    def advance(self, documents: int) -> None:
        """Move the bar, and say beside it how fast that goes and how long it still takes."""
        self._pace.advance(documents)
        bar = self._progress.task_ids[-1]
        self._progress.update(bar, advance=documents, pace=self._pace.speed())

    def end(self) -> None:
        """Take the bar away."""
        self._progress.stop()

    def sum_up(self, summary: RunSummary, processed: Path) -> None:
        """Print what the run did, and how to find out why documents were quarantined.

        processed: folder of the dataset; named if ``broadsheet sql`` would not find it by itself.
        """
        for line in summary_lines(summary):
            self.say(line)
        if summary.quarantined_now:
            is_found = processed == load_settings().processed
            where = "" if is_found else f" --processed {shlex.quote(str(processed))}"
            self.say(
                'why documents were quarantined:  broadsheet sql "select source_path, code, detail'
                f" from issues where severity = 'error'\"{where}"
            )
        sys.stderr.flush()


def run_directly(settings: Settings, *, allow_retractions: bool = False) -> RunSummary:
    """Run the pipeline without Prefect."""
    terminal = Terminal()
    narrator.set(terminal)
    lookout = Lookout(settings)
    try:
        summary = run_pipeline(
            settings,
            extract_directly(settings.worker_count),
            run_id=uuid.uuid4().hex,
            started=datetime.now(UTC),  # noqa: TID251  # the clock enters here
            allow_retractions=allow_retractions,
        )
    except Exception as error:
        failed(settings, error)
        raise
    terminal.sum_up(summary, settings.processed)
    lookout.after(summary)
    return summary


def run_with_prefect(
    settings: Settings, *, allow_retractions: bool = False, verbose: bool = False
) -> RunSummary:
    """Run the pipeline as a Prefect flow, on the configured server or an embedded one.

    verbose: show Prefect's own log lines too.

    Raises:
        ServerError: the configured server does not answer, or none could be started.
    """
    terminal = Terminal()
    narrator.set(terminal)
    if not verbose:
        # of the console alone: the run's log on the server keeps every line
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "ERROR")
    from flows.server import configured_server, embed_server

    with configured_server(settings) as url:
        if url is None:
            terminal.say(
                "Starting Prefect's embedded server, about 11 s; `--direct` does without,"
                " `prefect server start` keeps one running"
            )
            embed_server()
        from flows.news import news

        summary: RunSummary = news(**parameters_of(settings), allow_retractions=allow_retractions)
    terminal.sum_up(summary, settings.processed)
    return summary


def rehearsed(settings: Settings, *, allow_retractions: bool = False) -> Answer:
    """What a run would do, a row a file; the sums are said on standard error."""
    terminal = Terminal()
    terminal.say(f"Reading {settings.raw}")
    found = rehearse(settings, allow_retractions=allow_retractions)
    plan = found.plan
    terminal.say(
        f"a run would read {plan.pending:,} of {plan.found:,} documents: {plan.new:,} new,"
        f" {plan.changed:,} changed, {plan.reread:,} reread; and retract {plan.retracted:,}"
    )
    rows = [(deed, count, path) for (deed, path), count in sorted(found.files.items())]
    return Answer(("deed", "documents", "source_path"), rows)
