"""The command line: ``broadsheet …``. Data on standard output, narration on standard error.

Exit codes: 0 ok; 1 ran, but documents were quarantined or checks found faults; 2 did not run to
its end; 130 interrupted. Everything heavy is imported where it is used, so that ``--help``
answers at once.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.catalog import Answer
    from flows.settings import Settings

OK, FAULTS, USAGE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="broadsheet",
    help="Turn raw news text into tables of articles, entities, quotes and figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Raw = Annotated[Path | None, typer.Option(help="Folder of raw files [data/raw].")]
Processed = Annotated[Path | None, typer.Option(help="Folder of the dataset [data/processed].")]
Workers = Annotated[int | None, typer.Option(help="Processes that extract; 0 is one per core.")]
AllowRetractions = Annotated[
    bool, typer.Option("--allow-retractions", help="Retract missing documents, however many.")
]
Server = Annotated[
    str | None, typer.Option(help="API of the Prefect server to use [PREFECT_API_URL].")
]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    MD = "md"


AsFormat = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


@app.command()
def run(
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    direct: Annotated[
        bool, typer.Option("--direct", help="Without Prefect: same result, starts at once.")
    ] = False,
    allow_retractions: AllowRetractions = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show Prefect's log lines as well.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what a run would do to each file, and stop.")
    ] = False,
) -> None:
    """Process everything pending in the raw folder and publish a dataset version."""
    from flows.terminal import rehearsed, run_directly, run_with_prefect

    settings = _settings(raw=raw, processed=processed, workers=workers)
    if dry_run:
        _print(rehearsed(settings, allow_retractions=allow_retractions), form=Format.TABLE)
        return
    if direct:
        summary = run_directly(settings, allow_retractions=allow_retractions)
    else:
        summary = run_with_prefect(settings, allow_retractions=allow_retractions, verbose=verbose)
    raise typer.Exit(FAULTS if summary.quarantined_now or summary.unreadable else OK)


@app.command()
def schedule(
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 * * * *",
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    port: Annotated[int | None, typer.Option(help="Of Prefect's server, if one is needed.")] = None,
    server: Server = None,
) -> None:
    """Stay here and run the flow on a schedule; runs never overlap."""
    from flows.schedule import serve

    serve(_settings(raw=raw, processed=processed, workers=workers, port=port, server=server), cron)


@app.command()
def deploy(
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 * * * *",
    pool: Annotated[str, typer.Option(help="Work pool; made if it is not there.")] = "news-pool",
    now: Annotated[bool, typer.Option("--now", help="Start a run at once as well.")] = False,
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    server: Server = None,
) -> None:
    """Give the flow to a work pool of Prefect's, whose workers then run it on a schedule."""
    from flows.deployments import deploy as give

    settings = _settings(raw=raw, processed=processed, workers=workers, server=server)
    name = give(settings, cron, pool, now=now)
    typer.echo(name)
    _say(f"it runs at {cron!r} wherever `prefect worker start --pool {pool}` is at work")


@app.command()
def watch(
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    allow_retractions: AllowRetractions = False,
    settle: Annotated[
        float, typer.Option(min=0, help="Seconds without a change before a run.")
    ] = 5,
) -> None:
    """Stay here and run when files have arrived; runs never overlap."""
    from flows.watch import watch as stay

    settings = _settings(raw=raw, processed=processed, workers=workers)
    stay(settings, settle=settle, allow_retractions=allow_retractions)


@app.command()
def notify(processed: Processed = None) -> None:
    """Send a trial notice to every address of the setting `notify`."""
    from flows.notices import facts_of
    from flows.notify import try_out

    settings = _settings(processed=processed)
    try_out(settings.notify, facts_of(settings))
    _say(f"{len(settings.notify)} addresses were notified")


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="SQL text, or the name of a shipped question.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the SQL here.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value for a shipped question.")
    ] = None,
    form: AsFormat = Format.TABLE,
    processed: Processed = None,
) -> None:
    """Ask the dataset; without a query, list the shipped questions."""
    from flows.catalog import answer, listing

    settings = _settings(processed=processed)
    if query is None and file is None:
        _print(listing(), form=form)
    else:
        _print(answer(settings.processed, query=query, file=file, params=param or []), form=form)


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="One table or view.")] = None,
    form: AsFormat = Format.TABLE,
    processed: Processed = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the data dictionary to this Markdown file.")
    ] = None,
) -> None:
    """List tables and views with grain and rows, or one with its columns."""
    from flows.catalog import describe

    if write is not None:
        from transforms.tables import dictionary

        write.write_text(dictionary(), encoding="utf-8")
        _say(f"wrote {write}")
    else:
        _print(describe(_settings(processed=processed).processed, name), form=form)


@app.command()
def check(processed: Processed = None) -> None:
    """Check every promise of the published dataset; exit code 1 if one is broken."""
    from flows.catalog import run_checks
    from flows.store import NoDataset, current_version

    settings = _settings(processed=processed)
    version = current_version(settings.processed)
    if version is None:
        raise NoDataset(settings.processed)
    faults = run_checks(version)
    for fault in faults:
        typer.echo(str(fault))
    _say(
        f"version {int(version.name)}: {len(faults)} checks found faults" if faults else "all well"
    )
    raise typer.Exit(FAULTS if faults else OK)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="article_id, or the end of a source path.")],
    processed: Processed = None,
) -> None:
    """Show one article with its zones, names, quotes and figures, each with its place."""
    from flows.catalog import show_article

    for line in show_article(_settings(processed=processed).processed, article):
        typer.echo(line)


@app.command()
def rollback(
    version: Annotated[int | None, typer.Argument(help="Version; without it, the parent.")] = None,
    processed: Processed = None,
) -> None:
    """Publish an earlier dataset version again; the next run builds on it."""
    from flows import store

    number = store.rollback(_settings(processed=processed).processed, version)
    _say(f"version {number} is current")


@app.command()
def versions(form: AsFormat = Format.TABLE, processed: Processed = None) -> None:
    """List the dataset versions that can be rolled back to."""
    from flows.catalog import list_versions

    _print(list_versions(_settings(processed=processed).processed), form=form)


@app.command()
def doctor(raw: Raw = None, processed: Processed = None) -> None:
    """Look at Python, libraries, disk, raw folder and dataset, and say what is amiss."""
    from flows.doctor import examine

    findings = list(examine(_settings(raw=raw, processed=processed)))
    for finding in findings:
        typer.echo(str(finding))
    raise typer.Exit(OK if all(finding.is_well for finding in findings) else FAULTS)


def main() -> None:
    """Run a command; every error that a user can mend is one message and an exit code."""
    from flows.errors import exit_code_of, message_of

    try:
        app()
    except KeyboardInterrupt:
        _say("interrupted; the dataset is as it was")
        sys.exit(INTERRUPTED)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # an interrupt that Typer has caught
            _say("interrupted; the dataset is as it was")
        raise
    except BrokenPipeError:
        # the reader of the pipe (head, less) has read enough: not a fault
        sys.stderr.close()
        sys.exit(OK)
    except Exception as error:
        code = exit_code_of(error)
        if code is None:
            raise
        _say(f"error: {message_of(error)}")
        sys.exit(code)


def _settings(**flags: object) -> Settings:
    from flows.settings import load_settings, refuse_overlap

    settings = load_settings(flags)
    if "raw" in flags:  # the command looks at both folders
        refuse_overlap(settings)
    return settings


def _print(answer: Answer, *, form: Format) -> None:
    from flows.printing import printed

    for line in printed(answer.columns, answer.rows, form.value):
        typer.echo(line)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


if __name__ == "__main__":
    main()
