"""Reviewing: the commands by which people correct the dataset, and measure its engine by that."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.options import AsFormat, Format, Full, Processed, say, settings_from


class ReviewAsked(UsageError):
    """The command was asked for neither or both of its two things; the message says which."""


def review(
    destination: Annotated[
        Path | None, typer.Argument(help="File to write, to be filled in: .xlsx or .csv.")
    ] = None,
    of: Annotated[
        str, typer.Option("--of", help="quotes, figures, entities, dates or zones.")
    ] = "quotes",
    limit: Annotated[int, typer.Option(min=1, help="Rows, the least certain first.")] = 100,
    words: Annotated[str | None, typer.Option(help="Articles with all of these words.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Articles of this outlet.")] = None,
    since: Annotated[str | None, typer.Option(help="Articles from this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Articles up to this day.")] = None,
    take: Annotated[
        Path | None, typer.Option(help="Take a file that was filled in; needs --by.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who filled it in.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite what is there.")] = False,
    processed: Processed = None,
) -> None:
    """Write the least certain rows for a person to correct, or take a file that was filled in."""
    from flows.reviews import take_review, write_review

    settings = settings_from(processed=processed)
    if (destination is None) == (take is None):
        raise ReviewAsked(
            "name a file to write, as in `broadsheet review doubts.xlsx`, or one that was filled"
            " in: `broadsheet review --take doubts.xlsx --by NAME`"
        )
    if take is not None:
        if not (by or "").strip():
            raise ReviewAsked("say who filled it in: `--by NAME`")
        today = datetime.now(UTC).astimezone().date()  # noqa: TID251  # the clock enters here
        for sentence in take_review(settings.processed, settings.curation, take, by or "", today):
            say(sentence)
    elif destination is not None:
        asked = {"words": words, "outlet": outlet, "since": since, "until": until}
        given = {name: value for name, value in asked.items() if value is not None}
        say(write_review(settings.processed, destination, of, given, limit=limit, replace=replace))


def score(form: AsFormat = Format.TABLE, full: Full = False, processed: Processed = None) -> None:
    """Measure the engine of the current version against people's corrections."""
    from flows.paging import show as show_lines
    from flows.printing import all_printed
    from flows.reviews import score as score_of

    answers = score_of(settings_from(processed=processed).processed)
    tables = [(one.columns, one.rows) for one in answers if one.rows]
    show_lines(all_printed(tables, form.value, is_full=full))
