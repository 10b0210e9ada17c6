"""Summary: what a run did, as Markdown for Prefect's artifact and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flows.narration import counted
from flows.runs.pipeline import RunSummary
from transforms.tables import TABLES

_DOCUMENTS = ("found", "new", "changed", "unchanged", "quarantined", "retracted", "reread")


def summary_markdown(summary: RunSummary) -> str:
    """The run as a heading and two Markdown tables."""
    documents = [f"| {name} | {getattr(summary, name):,} |" for name in _DOCUMENTS]
    rows = [f"| {name} | {count:,} |" for name, count in _published_rows(summary)]
    return "\n".join(
        [
            f"## {_heading(summary)}",
            "",
            "| documents | |",
            "|---|---:|",
            *documents,
            "",
            "| table | rows |",
            "|---|---:|",
            *rows,
            *(f"\n**Could not be read, left as it was:** `{path}`" for path in summary.unreadable),
            *(f"\n**Columns:** {sentence}" for sentence in summary.absent_columns),
            "",
        ]
    )


def summary_values(summary: RunSummary) -> dict[str, Any]:
    """The run as values that JSON has a form for; rows are those of tables for readers."""
    return asdict(summary) | {"rows": dict(_published_rows(summary))}


def summary_lines(summary: RunSummary) -> Iterator[str]:
    """The run in a few lines of text."""
    yield _heading(summary)
    yield f"documents  {_found(summary)}, {summary.retracted:,} retracted"
    yield "rows       " + ", ".join(f"{name} {count:,}" for name, count in _published_rows(summary))
    if summary.quarantined:
        before = max(0, summary.quarantined - summary.quarantined_now)
        now = counted(summary.quarantined_now, "document")
        yield f"quarantine {now} of this run, {before:,} from before"
    for path in summary.unreadable:
        yield f"could not be read, left as it was: {path}"
    for sentence in summary.absent_columns:
        yield f"columns    {sentence}"


def _found(summary: RunSummary) -> str:
    """The documents found, by why they were read or not; those in quarantine are among them."""
    again = f", {summary.reread:,} of them read again" if summary.reread else ""
    return (
        f"{summary.found:,} found: {summary.new:,} new, {summary.changed:,} changed,"
        f" {summary.unchanged:,} unchanged{again}"
    )


def _heading(summary: RunSummary) -> str:
    if summary.is_new:
        return f"dataset version {summary.version} published in {summary.seconds:.1f} s"
    return f"nothing was pending; dataset version {summary.version} stays current"


def _published_rows(summary: RunSummary) -> Iterator[tuple[str, int]]:
    """Rows by table, without the ledger."""
    shown = (table.name for table in TABLES if table.is_public)
    return ((name, summary.rows[name]) for name in shown if name in summary.rows)
