"""Column guess: which columns of sheets and records hold the fields of an article.

A name that the lexicon knows decides; where none does, the words of the first rows do, for the text
(the longest), the address and the date, which look like nothing else. What is guessed is shown and
written as settings, where people mend it; a run never guesses.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.compression import DAMAGED, form_of
from transforms.documents import RECORD_FIELDS
from transforms.lexicon import read_lexicon
from transforms.text import Quarantined, decode

_ROWS = 50
_BYTES = 1 << 20
_LONGEST_HEAD = 1 << 16  # characters of the first row
_SEPARATORS = ",;\t|"
_FEWEST_WORDS = 25  # of a text on average; titles and descriptions have fewer
_MOSTLY = 0.8  # share of the cells that look like what their column holds
_ADDRESS = re.compile(r"https?://\S+\Z")
_DAY = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]|\Z)|\w{3}, \d{1,2} \w{3} (?:19|20)\d\d|\d{10}(?:\d{3})?\Z"
)
_SHEETS = {".csv": "", ".tsv": "\t"}
_LINES = (".jsonl", ".ndjson")
_TABLES = (".parquet", ".pq")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What was found of one file.

    columns: field to the column that holds it, where the two differ.
    by_words: the fields that were known by their contents alone, and not by a name.
    missing: fields that no column seems to hold.
    others:  columns that nothing is made of.
    """

    columns: Mapping[str, str]
    by_words: Sequence[str]
    missing: Sequence[str]
    others: Sequence[str]


def guess_columns(path: Path) -> ColumnGuess | None:
    """What the columns of a file hold; None for a file of no columns, or none that can be read."""
    try:
        rows = list(islice(_rows(path), _ROWS))
    except (*DAMAGED, OSError, ValueError, csv.Error, Quarantined, RecursionError):
        return None
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        return None
    found = dict(_by_name(names))
    by_words = {
        field: name
        for field, name in _by_words(rows, [n for n in names if n not in found.values()])
        if field not in found and not (field == "text" and "html" in found)
    }
    whole = found | by_words
    return ColumnGuess(
        columns={field: name for field, name in whole.items() if field != name},
        by_words=sorted(by_words),
        missing=[f for f in RECORD_FIELDS if f not in whole and f not in ("html", "id")],
        others=[name for name in names if name not in whole.values()],
    )


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    opener, form = form_of(path)
    if path.suffix.lower() in _TABLES:
        with pq.ParquetFile(path) as table:
            batch: pa.RecordBatch = next(table.iter_batches(_ROWS), None)
            yield from batch.to_pylist() if batch is not None else ()
    elif form in _SHEETS or form in _LINES:
        with opener(path) as stream:
            whole = stream.read(_BYTES)
        lines = whole if len(whole) < _BYTES else whole[: whole.rfind(b"\n") + 1]
        text = decode(lines).text.removeprefix("\ufeff")
        yield from _lines(text) if form in _LINES else _sheet(text, _SHEETS[form])


def _lines(text: str) -> Iterator[Mapping[str, object]]:
    for line in text.splitlines():
        with suppress(ValueError, RecursionError):  # a run gives such a line an issue of its own
            record = json.loads(line)
            if isinstance(record, dict):
                yield record


def _sheet(text: str, separator: str) -> Iterator[Mapping[str, object]]:
    head = text[:_LONGEST_HEAD].partition("\n")[0]
    separator = separator or max(_SEPARATORS, key=head.count)
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=separator):
        yield {str(name).strip(): cell for name, cell in row.items() if name}


def _by_name(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Fields with the column that is called like one; the names that we use ourselves win."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(re.sub(r"[\W_]+", "", name).casefold(), name)
    taken: set[str] = set()
    own = ((name, name) for name in RECORD_FIELDS if name in names)
    known = (
        (row["field"], plain[row["surface"]])
        for row in read_lexicon("column_names")
        if row["surface"] in plain and row["field"] in RECORD_FIELDS
    )
    for field, name in (*own, *known):
        if field not in taken and name not in taken:
            taken |= {field, name}
            yield field, name


def _by_words(
    rows: Sequence[Mapping[str, object]], names: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Fields with the column whose cells look like them."""
    cells = {
        name: [str(row[name]).strip() for row in rows if row.get(name) not in (None, "")]
        for name in names
    }
    lengths = {
        name: sum(len(cell.split()) for cell in found) / len(found)
        for name, found in cells.items()
        if found
    }
    longest = max(lengths, key=lambda name: lengths[name], default=None)
    if longest is not None and lengths[longest] >= _FEWEST_WORDS:
        yield "text", longest
    for field, pattern in (("url", _ADDRESS), ("published_at", _DAY)):
        alike = [
            name
            for name, found in cells.items()
            if found and sum(1 for cell in found if pattern.match(cell)) >= _MOSTLY * len(found)
        ]
        if len(alike) == 1:
            yield field, alike[0]
