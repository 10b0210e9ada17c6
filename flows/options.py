"""Options: the flags that several commands have, and what all commands do with them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.settings import Settings

Server = Annotated[
    str | None, typer.Option(help="API of the Prefect server to use [PREFECT_API_URL].")
]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    VERTICAL = "vertical"
    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    MD = "md"


class LogFormat(StrEnum):
    """How narration is printed."""

    TEXT = "text"
    JSON = "json"


Raw = Annotated[Path | None, typer.Option(help="Folder of raw files [data/raw].")]
Processed = Annotated[Path | None, typer.Option(help="Folder of the dataset [data/processed].")]
Workers = Annotated[int | None, typer.Option(help="Processes that extract; 0 is one per core.")]
Engine = Annotated[
    str | None, typer.Option(help="What reads names and quotes: accurate, fast or rules.")
]
AllowRetractions = Annotated[
    bool, typer.Option("--allow-retractions", help="Retract missing documents, however many.")
]
Rehash = Annotated[
    bool | None,
    typer.Option("--rehash", help="Read every raw file, also those that look as they did."),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", help="Show log lines of libraries, and whole tracebacks.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
Log = Annotated[LogFormat, typer.Option("--log-format", help="How narration is printed.")]
AsFormat = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
Full = Annotated[bool, typer.Option("--full", help="Do not shorten the cells of a table.")]


def settings_from(**flags: object) -> Settings:
    """The settings of this folder with what was given on the command line, which hints repeat."""
    from flows.hints import remember
    from flows.settings import load_settings, refuse_overlap

    remember(flags)
    settings = load_settings(flags)
    if "raw" in flags:  # the command looks at both folders
        refuse_overlap(settings)
    if "workers" in flags and settings.notify:  # it runs, and others rely on hearing of it
        from flows.notify import refuse_unknown

        refuse_unknown(settings.notify)
    return settings


def say(sentence: str) -> None:
    """Print a sentence of narration; the commands that it names get the folders of this one."""
    from flows.hints import filled

    typer.echo(filled(sentence), err=True)
