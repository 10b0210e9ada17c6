"""Show: one article with everything found in it, each with its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flows.catalog.article_rows import article
from flows.narration import counted
from transforms.tables import BY_NAME, Table

_WIDEST = 100
"""Characters of a surface on one line; the place says where to read the whole."""

_Row = dict[str, Any]


def show_article(processed: Path, asked: str, *, is_full: bool = False) -> Iterator[str]:
    """Lines about the article with this id, record id or source path, or a part of the path.

    is_full: shorten no surface.

    Raises:
        NoDataset: nothing was published in the folder yet.
        NoSuchArticle: none or several match; the message says which.
    """
    found = article(processed, asked)
    yield from _head(found.row)
    widest = None if is_full else _WIDEST
    kinds = [zone["kind"] for zone in found.zones]
    yield from _list("zones", found.zones, kinds, widest)
    for name, rows in found.tables.items():
        said = _SAID.get(name) or partial(_stated, BY_NAME[name])
        yield from _list(name, rows, map(said, rows), widest)


def _head(row: _Row) -> Iterator[str]:
    yield row["headline"] or "(no headline)"
    date = f"{row['published_date']} from {row['date_source']}" if row["published_date"] else None
    parts = [row["outlet"], date, ", ".join(row["byline"]), row["agency"], row["dateline_place"]]
    yield " · ".join(part for part in parts if part)
    source = row["source_path"] + (f" record {row['source_id']}" if row["source_id"] else "")
    yield f"{source} · article_id {row['article_id']} · {counted(row['word_count'], 'word')}"


def _entity(row: _Row) -> str:
    form = "" if row["form"] == "full_name" else f"  ({row['form']})"
    return f"{row['entity_type']}  {row['canonical_name']}{form}"


def _quote(row: _Row) -> str:
    stated = (row["speaker_name"], row["speaker_role"], row["speaker_text"])
    speaker = next((name for name in stated if name is not None), "nobody named")
    relay = "" if row["relay_name"] is None else f"  relayed by {row['relay_name']}"
    kind = f"{row['quote_type']} {row['attribution_kind']}"
    return f"{kind}  {speaker}  ({row['speaker_resolution']}){relay}{_stance(row)}"


def _stance(row: _Row) -> str:
    """What is done with a row's words, if they are not asserted: "  denies"."""
    return "" if row["stance"] == "asserts" else f"  {row['stance']}"


def _figure(row: _Row) -> str:
    number = row["value"]
    if number is None and row["value_low"] is not None and row["value_high"] is not None:
        number = f"{row['value_low']} to {row['value_high']}"
    hedged = " about" if row["is_approximate"] else ""
    parts = [
        f"{row['kind']}  {row['bound']}{hedged} {'' if number is None else number}",
        f" {row['unit']}" if row["unit"] else "",
        f" per {row['per_unit']}" if row["per_unit"] else "",
        f"  of {row['measured']}" if row["measured"] else "",
        _stance(row) or ("  asserted" if row["quote_id"] else ""),
        f" in {row['quote_id']}" if row["quote_id"] else "",
    ]
    return "".join(parts)


def _rejected(row: _Row) -> str:
    return str(row["reason"])


def _issue(row: _Row) -> str:
    return f"{row['severity']} {row['code']}  {row['detail']}"


def _correction(row: _Row) -> str:
    said = (f"{one['field']} {one['said']}, not {one['found'] or 'there'}" for one in row["fields"]
            if not one["agrees"])  # fmt: skip
    state = "" if row["state"] == "applied" else f"  {row['state']}"
    by = f"by {row['corrected_by']} on {row['corrected_on']}"
    return "  ".join((f"{row['action']} {row['kind']}{state}  {by}", *said))


_SAID: dict[str, Callable[[_Row], str]] = {
    "entities": _entity,
    "quotes": _quote,
    "figures": _figure,
    "rejected_numbers": _rejected,
    "corrections": _correction,
    "issues": _issue,
}
"""What is said of a row, by table; of the rows of other tables every value is shown."""


def _stated(table: Table, row: _Row) -> str:
    """The values that tell a row of a table from the others of its article, each with its name."""
    shown = {column.name for column in table.columns} - {
        table.key,
        *table.order,
        *(name for span in table.spans for name in span),
        "extractor_version",
    }
    stated = ((name, value) for name, value in row.items() if name in shown)
    return "  ".join(f"{name} {value}" for name, value in stated if value is not None)


def _list(
    name: str, rows: Sequence[_Row], said: Iterable[str], widest: int | None
) -> Iterator[str]:
    """A heading, then each row's place, what is said of it, and its surface on one line."""
    yield ""
    yield f"{name} ({len(rows)})"
    for row, what in zip(rows, said, strict=True):
        has_place = row.get("start_char") is not None
        place = f"{row['start_char']}-{row['end_char']}" if has_place else ""
        flat = " ".join(row.get("surface", "").split())
        short = flat if widest is None or len(flat) <= widest else flat[: widest - 1] + "…"
        yield f"{place:>11}  {what}" + (f"  |  {short}" if short else "")
