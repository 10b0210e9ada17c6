"""The command line: ``broadsheet …``. Data on standard output, narration on standard error.

Exit codes: 0 well; 1 ran, and documents are in quarantine; 2 usage; 3 failed, and nothing was
published; 4 checks found faults; 130 interrupted; 143 ended by SIGTERM. Everything heavy is
imported where it is used, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import reviewing, sharing
from flows.errors import FAULTS, INTERRUPTED, OK, QUARANTINED
from flows.options import (
    AllowRetractions,
    AsFormat,
    Engine,
    Format,
    Full,
    Log,
    LogFormat,
    Processed,
    Quiet,
    Raw,
    Rehash,
    Server,
    Verbose,
    Workers,
    say,
    settings_from,
)

if TYPE_CHECKING:
    from flows.catalog import Answer

app = typer.Typer(
    name="broadsheet",
    help="Turn raw news text into tables of articles, entities, quotes and figures.",
    epilog="Exit codes: 0 well; 1 ran, and documents are in quarantine; 2 usage; 3 failed, and"
    " nothing was published; 4 checks found faults; 130 interrupted; 143 ended by SIGTERM.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"broadsheet {version('broadsheet')}")
        raise typer.Exit


@app.callback()
def _broadsheet(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Options of the program itself; commands have their own."""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A folder; it is made if it is not there.")],
) -> None:
    """Make an empty place for your own news."""
    from flows.own_place import make_place

    for sentence in make_place(folder):
        say(sentence)


@app.command()
def run(
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    engine: Engine = None,
    direct: Annotated[
        bool, typer.Option("--direct", help="Without Prefect: same result, starts at once.")
    ] = False,
    allow_retractions: AllowRetractions = False,
    rehash: Rehash = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the summary as JSON on standard output.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what a run would do to each file, and stop.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    log_format: Log = LogFormat.TEXT,
) -> None:
    """Process everything pending in the raw folder and publish a dataset version."""
    from flows.terminal import Terminal, print_rehearsal, run_directly, run_with_prefect

    settings = settings_from(
        raw=raw, processed=processed, workers=workers, engine=engine, rehash=rehash
    )
    terminal = Terminal(form=log_format.value, quiet=quiet)
    asked: dict[str, Any] = {"allow_retractions": allow_retractions, "terminal": terminal}
    if dry_run:
        print_rehearsal(settings, as_json=as_json, **asked)
        return
    if direct:
        summary = run_directly(settings, **asked)
    else:
        summary = run_with_prefect(settings, verbose=verbose, **asked)
    if as_json:
        import json

        from flows.runs import summary_values

        typer.echo(json.dumps(summary_values(summary)))
    raise typer.Exit(QUARANTINED if summary.quarantined or summary.unreadable else OK)


@app.command()
def schedule(
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 * * * *",
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    engine: Engine = None,
    allow_retractions: AllowRetractions = False,
    port: Annotated[int | None, typer.Option(help="Of Prefect's server, if one is needed.")] = None,
    server: Server = None,
) -> None:
    """Stay here and run the flow on a schedule; runs never overlap."""
    from flows.schedule import serve

    settings = settings_from(
        raw=raw, processed=processed, workers=workers, engine=engine, port=port, server=server
    )
    serve(settings, cron, allow_retractions=allow_retractions)


@app.command()
def deploy(
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 * * * *",
    pool: Annotated[str, typer.Option(help="Work pool; made if it is not there.")] = "news-pool",
    now: Annotated[bool, typer.Option("--now", help="Start a run at once as well.")] = False,
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    engine: Engine = None,
    allow_retractions: AllowRetractions = False,
    server: Server = None,
) -> None:
    """Give the flow to a work pool of Prefect's, whose workers then run it on a schedule."""
    from flows.deployments import deploy as give

    settings = settings_from(
        raw=raw, processed=processed, workers=workers, engine=engine, server=server
    )
    name = give(settings, cron, pool, now=now, allow_retractions=allow_retractions)
    typer.echo(name)
    say(f"it runs at {cron!r} wherever `prefect worker start --pool {pool}` is at work")


@app.command()
def watch(
    raw: Raw = None,
    processed: Processed = None,
    workers: Workers = None,
    engine: Engine = None,
    allow_retractions: AllowRetractions = False,
    settle: Annotated[
        float, typer.Option(min=0, help="Seconds without a change before a run.")
    ] = 5,
    quiet: Quiet = False,
    log_format: Log = LogFormat.TEXT,
) -> None:
    """Stay here and run when files have arrived; runs never overlap."""
    from flows.terminal import Terminal
    from flows.watch import watch as stay

    settings = settings_from(raw=raw, processed=processed, workers=workers, engine=engine)
    terminal = Terminal(form=log_format.value, quiet=quiet, is_dated=True)
    stay(settings, terminal, settle=settle, allow_retractions=allow_retractions)


@app.command()
def notify(processed: Processed = None) -> None:
    """Send a trial notice to every address of the setting `notify`."""
    from flows.narration import counted
    from flows.notices import facts_of
    from flows.notify import try_out

    settings = settings_from(processed=processed)
    try_out(settings.notify, facts_of(settings))
    say(f"{counted(len(settings.notify), 'address was', 'addresses were')} notified")


@app.command()
def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="SQL, the name of a shipped question, or - for SQL on standard input."),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the SQL here.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value for a shipped question.")
    ] = None,
    form: AsFormat = Format.TABLE,
    full: Full = False,
    processed: Processed = None,
) -> None:
    """Ask the dataset; without a query, list the shipped questions."""
    from flows.catalog import answers, listing

    settings = settings_from(processed=processed)
    if query is None and file is None:
        _print(listing(), form=form, is_full=full)
        return
    if query == "-":
        query = sys.stdin.read()
    found = answers(settings.processed, query=query, file=file, params=param or [])
    _print(*found, form=form, is_full=full)


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="One table or view.")] = None,
    form: AsFormat = Format.TABLE,
    full: Full = False,
    processed: Processed = None,
    count: Annotated[
        bool, typer.Option("--count", help="Count the rows of views too, which takes a while.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option(help="Write the data dictionary to this Markdown file.")
    ] = None,
) -> None:
    """List tables and views with grain and rows, or one with its columns."""
    from flows.catalog import describe

    if write is not None:
        from transforms.tables import dictionary

        write.write_text(dictionary(), encoding="utf-8")
        say(f"wrote {write}")
    else:
        found = describe(settings_from(processed=processed).processed, name, count=count)
        _print(found, form=form, is_full=full)


@app.command()
def check(
    processed: Processed = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Hash the files of every version that is kept.")
    ] = False,
) -> None:
    """Check files, promises and readability of the dataset; exit code 4 if something is wrong."""
    from flows.checkup import check_up
    from flows.hints import filled

    found = check_up(settings_from(processed=processed).processed, deep=deep)
    for fault in found.faults:
        typer.echo(filled(fault))
    for note in found.notes:
        typer.echo(note)
    say(found.verdict)
    raise typer.Exit(FAULTS if found.faults else OK)


@app.command()
def repair(
    raw: Raw = None,
    processed: Processed = None,
    remove_damaged: Annotated[
        bool, typer.Option("--remove-damaged", help="Remove old versions that stay damaged.")
    ] = False,
) -> None:
    """Mend a damaged or moved dataset; exit code 4 if its current version stays damaged."""
    from flows import rescue

    settings = settings_from(raw=raw, processed=processed)
    for sentence in rescue.repair(settings, remove_damaged=remove_damaged):
        say(sentence)
    raise typer.Exit(OK if rescue.is_mended(settings.processed) else FAULTS)


@app.command()
def path(
    version: Annotated[int | None, typer.Argument(help="Version; without it, current.")] = None,
    processed: Processed = None,
) -> None:
    """Print the folder of a version: what a reader of Parquet files must read, all from one."""
    from flows.catalog import folder

    typer.echo(folder(settings_from(processed=processed).processed, version))


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="article_id, record id, or part of a path.")],
    full: Annotated[bool, typer.Option("--full", help="Do not shorten what is shown.")] = False,
    processed: Processed = None,
) -> None:
    """Show one article with its zones, names, quotes and figures, each with its place."""
    from flows.catalog import show_article
    from flows.paging import show as show_lines

    shown = settings_from(processed=processed).processed
    show_lines(show_article(shown, article, is_full=full))


app.command()(sharing.export)
app.command()(sharing.serve)
app.command()(reviewing.review)
app.command()(reviewing.score)


@app.command()
def rollback(
    version: Annotated[int | None, typer.Argument(help="Version; without it, the parent.")] = None,
    processed: Processed = None,
) -> None:
    """Publish an earlier dataset version again; the next run builds on it."""
    from flows import store

    number = store.rollback(settings_from(processed=processed).processed, version)
    say(f"version {number} is current")


@app.command()
def versions(
    form: AsFormat = Format.TABLE, full: Full = False, processed: Processed = None
) -> None:
    """List the dataset versions that can be rolled back to, each with its date."""
    from flows.catalog import list_versions

    _print(list_versions(settings_from(processed=processed).processed), form=form, is_full=full)


@app.command()
def config(
    raw: Raw = None,
    processed: Processed = None,
    form: AsFormat = Format.TABLE,
    full: Full = False,
) -> None:
    """List every setting with its value and where that comes from."""
    from flows.paging import show as show_lines
    from flows.printing import printed
    from flows.settings import settings_with_origin

    listed = settings_with_origin({"raw": raw, "processed": processed})
    rows = [
        (name, str(value) if isinstance(value, Path) else value, where)
        for name, value, where in listed
    ]
    show_lines(printed(["setting", "value", "comes from"], rows, form.value, is_full=full))


@app.command()
def doctor(raw: Raw = None, processed: Processed = None) -> None:
    """Look at Python, libraries, disk, folders and dataset; exit code 4 if something is amiss."""
    from flows.doctor import examine
    from flows.hints import filled

    findings = list(examine(settings_from(raw=raw, processed=processed)))
    for finding in findings:
        typer.echo(filled(str(finding)))
    raise typer.Exit(OK if all(finding.is_well for finding in findings) else FAULTS)


def main() -> None:
    """Run a command; every error is one screen at most, and an exit code."""
    from flows.endings import terminable
    from flows.errors import exit_code_of, is_defect, report_of
    from flows.hints import filled

    warnings.filterwarnings("once", category=FutureWarning)  # settings are read more than once
    warnings.showwarning = lambda message, *_, **__: say(f"warning: {message}")
    try:
        with terminable() as ending:
            app()
    except KeyboardInterrupt:
        _end_early(ending.code)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # an interrupt that Typer has caught
            _end_early(ending.code)
        raise
    except BrokenPipeError:
        # the reader of the pipe (head, less) has read enough: not a fault
        sys.stderr.close()
        sys.exit(OK)
    except Exception as error:
        if is_defect(error) and "--verbose" in sys.argv:
            raise
        _fail(filled(report_of(error)))
        sys.exit(exit_code_of(error))


def _end_early(code: int) -> None:
    how = "interrupted" if code == INTERRUPTED else "ended by SIGTERM"
    _fail(f"{how}; the dataset is as it was")
    sys.exit(code)


def _print(*answers: Answer, form: Format, is_full: bool) -> None:
    from flows.paging import show as show_lines
    from flows.printing import all_printed

    tables = [(answer.columns, answer.rows) for answer in answers]
    show_lines(all_printed(tables, form.value, is_full=is_full))


def _fail(report: str) -> None:
    """Print an error where and in the form in which the command narrates."""
    from flows.narration import narrator

    fail = getattr(narrator.get(), "fail", None)  # only a run has a narrator that fails
    if fail is None:
        typer.echo(report, err=True)
    else:
        fail(report)


if __name__ == "__main__":
    main()
