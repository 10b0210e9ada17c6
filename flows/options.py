"""Options: the flags that several commands have, each with its help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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
Verbose = Annotated[
    bool, typer.Option("--verbose", help="Show log lines of libraries, and whole tracebacks.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
Log = Annotated[LogFormat, typer.Option("--log-format", help="How narration is printed.")]
AsFormat = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
Full = Annotated[bool, typer.Option("--full", help="Do not shorten the cells of a table.")]
