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
) -> None:
    """Process everything pending in the raw folder and publish a dataset version."""
    from flows.terminal import run_directly, run_with_prefect

    settings = _settings(raw=raw, processed=processed, workers=workers)
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
) -> None:
    """Stay here and run the flow on a schedule; runs never overlap."""
    from flows.schedule import serve

    serve(_settings(raw=raw, processed=processed, workers=workers), cron)


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
def check(
    processed: Processed = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Hash the files of every version that is kept.")
    ] = False,
) -> None:
    """Check files, promises and readability of the dataset; exit code 1 if something is wrong."""
    from flows.checkup import check_up

    found = check_up(_settings(processed=processed).processed, deep=deep)
    for fault in found.faults:
        typer.echo(fault)
    _say(found.verdict)
    raise typer.Exit(FAULTS if found.faults else OK)


@app.command()
def repair(
    raw: Raw = None,
    processed: Processed = None,
    remove_damaged: Annotated[
        bool, typer.Option("--remove-damaged", help="Remove old versions that stay damaged.")
    ] = False,
) -> None:
    """Mend a damaged or moved dataset; exit code 1 if its current version stays damaged."""
    from flows import rescue

    settings = _settings(raw=raw, processed=processed)
    for sentence in rescue.repair(settings, remove_damaged=remove_damaged):
        _say(sentence)
    raise typer.Exit(OK if rescue.is_mended(settings.processed) else FAULTS)


@app.command()
def path(
    version: Annotated[int | None, typer.Argument(help="Version; without it, current.")] = None,
    processed: Processed = None,
) -> None:
    """Print the folder of a version: what a reader of Parquet files must read, all from one."""
    from flows.catalog import folder

    typer.echo(folder(_settings(processed=processed).processed, version))


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
