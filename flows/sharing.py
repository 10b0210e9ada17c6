"""Sharing: the commands that hand the dataset to people: as files, and as a site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.options import Processed, say, settings_from


def export(
    destination: Annotated[
        Path,
        typer.Argument(
            help="File to write: .xlsx .csv .parquet .duckdb .sqlite .ftm.json .jsonld."
        ),
    ],
    words: Annotated[str | None, typer.Option(help="Articles with all of these words.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Articles of this outlet.")] = None,
    since: Annotated[str | None, typer.Option(help="Articles from this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Articles up to this day.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite what is there.")] = False,
    processed: Processed = None,
) -> None:
    """Write articles with their quotes, figures and names for other programs."""
    from flows.exports import export as write_export

    asked = {"words": words, "outlet": outlet, "since": since, "until": until}
    given = {name: value for name, value in asked.items() if value is not None}
    folder = settings_from(processed=processed).processed
    say(write_export(folder, destination, given, replace=replace))


def serve(
    processed: Processed = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; there is no log-in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8765,
    edit: Annotated[
        bool, typer.Option("--edit", help="Take corrections on the pages of articles; needs --by.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who makes them.")] = None,
) -> None:
    """Show the dataset as a site for the browser, until it is interrupted."""
    from flows.dashboard import serve as serve_site

    name = (by or "").strip()
    if edit != bool(name):
        raise UsageError("--edit and --by go together: `broadsheet serve --edit --by NAME`")
    settings = settings_from(processed=processed)
    curation = settings.curation if edit else None
    serve_site(settings.processed, host, port, say, curation=curation, by=name)
