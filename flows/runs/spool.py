"""Spool: pending documents in batch files, each for one task run.

A batch file holds the bytes of its documents and their traits. The habits of their outlets are
known only when all documents were seen; those that apply to the batch are then written beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from transforms.corrections import Correction, as_json, from_json
from transforms.documents import NO_HABITS, TRAITS, Habits, OutletHabits, RawDocument, Traits
from transforms.text import Issue

_DOCUMENT = ("article_id", "source_path", "source_id", "content_sha256", "kind")
_FETCHED = ("url", "charset")
_PROBLEM = ("code", "stage", "detail")
_NOTE = ("stage", "severity", "code", "detail")
_KEYS = ("labels", "sentences")
_TRAITS = ("outlet", "story", *_KEYS, "day_first", "is_ambiguous")
SPOOL = pa.schema(
    [
        *((name, pa.string()) for name in (*_DOCUMENT, *_FETCHED, *_PROBLEM)),
        ("notes", pa.list_(pa.struct([(name, pa.string()) for name in _NOTE]))),
        ("stated", pa.list_(pa.list_(pa.string()))),
        ("payload", pa.large_binary()),
        ("outlet", pa.string()),
        ("story", pa.int64()),
        *((name, pa.large_list(pa.int64())) for name in _KEYS),
        ("day_first", pa.bool_()),
        ("is_ambiguous", pa.bool_()),
        ("corrections", pa.string()),
    ]
)

_WORTH_A_WORKER = 32
"""Documents for which another worker is worth its start, which takes as long as reading so many."""
_WORK_OF_ANY = 1_000
"""What a document costs however short it is, as bytes of a longer one."""


class Spool:
    """Writes pending documents into batch files of limited size.

    most_documents, most_bytes: of one batch; a single document may exceed ``most_bytes``.
    corrections: article_id to what people say of it.
    """

    def __init__(
        self,
        folder: Path,
        most_documents: int,
        most_bytes: int,
        corrections: Mapping[str, Sequence[Correction]],
    ) -> None:
        self._folder, self._most_documents, self._most_bytes = folder, most_documents, most_bytes
        self._corrections = corrections
        self._rows: list[RawDocument] = []
        self._bytes = 0
        self.batches: list[Path] = []

    def add(self, raw: RawDocument) -> None:
        """Add one document; a full batch is written first."""
        too_many = len(self._rows) >= self._most_documents
        too_large = self._bytes + len(raw.payload) > self._most_bytes
        if too_many or too_large:
            self.flush()
        said = tuple(self._corrections.get(raw.article_id, ()))
        self._rows.append(replace(raw, corrections=said))
        self._bytes += len(raw.payload)

    def flush(self) -> None:
        """Write the documents added so far as a batch; the next ones go into another."""
        if not self._rows:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{len(self.batches) + 1:06d}.arrow"
        rows = [_spooled(raw) for raw in self._rows]
        _write(path, pa.Table.from_pylist(rows, SPOOL))
        self.batches.append(path)
        self._rows, self._bytes = [], 0

    def share(self, workers: int) -> None:
        """Make as many batches as there are workers, of as much work each, where that is worth it.

        What was added is flushed; the documents stay in their order.
        """
        documents = [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in self.batches]
        wanted = min(workers, sum(table.num_rows for table in documents) // _WORTH_A_WORKER)
        if len(self.batches) >= wanted:
            return
        whole = pa.concat_tables(documents)
        work = np.cumsum(pc.binary_length(whole["payload"]).to_numpy() + _WORK_OF_ANY)
        ends = np.searchsorted(work, work[-1] * np.arange(1, wanted + 1) / wanted) + 1
        whole_batches, self.batches = self.batches, []
        first = 0
        for number, end in enumerate(map(int, np.unique(ends)), start=len(whole_batches) + 1):
            path = self._folder / f"{number:06d}.arrow"
            _write(path, whole.slice(first, end - first))
            self.batches.append(path)
            first = end
        for path in whole_batches:
            path.unlink()


def _write(path: Path, documents: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SPOOL) as writer:
        writer.write_table(documents)


def _spooled(raw: RawDocument) -> dict[str, object]:
    row = {name: getattr(raw, name) for name in (*_DOCUMENT, *_FETCHED, "payload")}
    row["notes"] = [{name: getattr(note, name) for name in _NOTE} for note in raw.notes]
    row["stated"] = [list(pair) for pair in raw.stated]
    row["corrections"] = as_json(raw.corrections)
    if raw.problem:
        row |= {name: getattr(raw.problem, name) for name in _PROBLEM}
    if raw.traits:
        row |= {name: getattr(raw.traits, name) for name in _TRAITS}
    return row


def scan_documents(batch: Path) -> pl.LazyFrame:
    """article_id and source_path of a batch's documents, in its order, without their bytes."""
    return pl.scan_ipc(batch).select("article_id", "source_path")


def scan_traits(batch: Path) -> pl.LazyFrame:
    """The traits of a batch's documents, without reading their bytes; columns as ``TRAITS``."""
    return (
        pl.scan_ipc(batch, glob=False).filter(pl.col("outlet").is_not_null()).select(list(TRAITS))
    )


def write_habits(batch: Path, outlets: OutletHabits) -> None:
    """Write beside a batch the habits that apply to its documents."""
    found = outlets.of(scan_traits(batch).collect())
    schema = {"article_id": pl.String(), "lines": pl.List(pl.Int64), "day_first": pl.Boolean()}
    rows = [(name, sorted(one.lines), one.day_first) for name, one in sorted(found.items())]
    pl.DataFrame(rows, schema, orient="row").write_ipc(_beside(batch))


def _read_habits(batch: Path) -> Mapping[str, Habits]:
    path = _beside(batch)
    rows = pl.scan_ipc(path, glob=False).collect().iter_rows() if path.exists() else ()
    return {name: Habits(frozenset(lines), day_first) for name, lines, day_first in rows}


def _beside(batch: Path) -> Path:
    return batch.with_suffix(".habits")


def read_spool(path: Path) -> Iterator[RawDocument]:
    """The documents of one batch file, in order."""
    habits = _read_habits(path)
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        for index in range(reader.num_record_batches):
            for row in reader.get_batch(index).to_pylist():
                yield _document(row, habits.get(row["article_id"], NO_HABITS))


def _document(row: Mapping[str, Any], habits: Habits) -> RawDocument:
    own = {name: row[name] for name in (*_DOCUMENT, *_FETCHED, "payload")}
    code, stage, detail = (row[name] for name in _PROBLEM)
    problem = Issue(stage, "error", code, detail) if code else None
    traits = None
    if row["outlet"] is not None:
        shown = {name: row[name] for name in _TRAITS}
        traits = Traits(**shown | {name: tuple(shown[name]) for name in _KEYS})
    notes = tuple(Issue(**note) for note in row["notes"])
    stated = tuple((name, value) for name, value in row["stated"])
    return RawDocument(
        **own,
        problem=problem,
        traits=traits,
        habits=habits,
        notes=notes,
        stated=stated,
        corrections=from_json(row["corrections"]),
    )
