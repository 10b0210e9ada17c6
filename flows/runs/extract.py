"""Extract: one batch of raw documents through the transforms into staged Parquet files.

A bad document is quarantined inside its batch; only the machine (disk, memory, a killed worker)
can make a batch fail. Runs in worker processes: what goes in and out are paths and counts.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from flows.narration import counted
from flows.runs.budget import NO_BUDGET, Budget
from flows.runs.spool import read_spool
from transforms.documents import RawDocument, read_document
from transforms.models import Engine
from transforms.tables import BY_NAME, TABLES, Rows, build_rows, quarantined_rows
from transforms.text import Issue, Quarantined

logger = logging.getLogger(__name__)

_PART_SECONDS = 10.0
"""Processor time after which a worker stages its rows, so that its end costs no more than that."""


@dataclass(frozen=True, slots=True)
class Job:
    """One batch to extract.

    batch:             file written by ``plan``.
    staged:            folder to write: <table>.parquet for every table that has rows.
    engine:            what reads names and quotes.
    extractor_version: what the rows carry; it names the engine too.
    budget:            what one document may cost.
    """

    batch: Path
    staged: Path
    engine: Engine
    extractor_version: str
    budget: Budget = NO_BUDGET


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """What one batch became. ``staged`` is the folder of its Parquet files."""

    staged: Path
    documents: int
    quarantined: int
    rows: Mapping[str, int]


def extract_batch(job: Job) -> BatchCounts:
    """Annotate the documents of one spooled batch and stage their rows.

    Raises:
        OSError: the machine's fault; the batch can be tried again.
    """
    parts = extract_parts(job, part_seconds=float("inf"))
    return sum_up(job, parts)


def extract_parts(
    job: Job,
    *,
    first: int = 0,
    refused: Mapping[int, Issue] | None = None,
    entering: Callable[[int], None] | None = None,
    part_seconds: float = _PART_SECONDS,
) -> Iterator[BatchCounts]:
    """The batch from a document on, in parts, each yielded when its rows are staged.

    A part is a folder beside ``job.staged``, which is there whole or not at all.

    Args:
        first: place of the document to begin with, counted from 0; those before it are staged.
        refused: place of a document to the issue by which it is quarantined unread.
        entering: called with the place of each document before it is read.
        part_seconds: processor time after which a part is staged.

    Raises:
        OSError: the machine's fault; the batch can be tried again.
    """
    part = _Part()
    for place, raw in enumerate(read_spool(job.batch)):
        if place < first:
            continue
        if refused and place in refused:
            version = job.budget.version(job.extractor_version)
            part.add(quarantined_rows(raw, refused[place], version))
        else:
            if entering:
                entering(place)
            part.add(rows_of(raw, job.engine, job.extractor_version))
        if time.process_time() - part.begun >= part_seconds:
            yield part.stage(job, place + 1 - part.documents)
            part = _Part()
    if part.documents:
        yield part.stage(job, place + 1 - part.documents)


class _Part:
    """Rows of documents that follow one another in a batch, until they are staged."""

    def __init__(self) -> None:
        self.begun = time.process_time()
        self.documents = self.quarantined = 0
        self._tables: defaultdict[str, list[dict[str, object]]] = defaultdict(list)

    def add(self, rows: Rows) -> None:
        """Add the rows of one document."""
        self.documents += 1
        self.quarantined += "articles" not in rows
        for name, added in rows.items():
            self._tables[name].extend(added)

    def stage(self, job: Job, first: int) -> BatchCounts:
        """Write the rows; ``first`` is the place of the first document."""
        staged = _folder_of_part(job, first)
        unfinished = job.batch.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _stage(self._tables, unfinished)
        staged.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staged, ignore_errors=True)
        unfinished.rename(staged)
        counts = {table.name: len(self._tables[table.name]) for table in TABLES}
        return BatchCounts(staged, self.documents, self.quarantined, counts)


def _folder_of_part(job: Job, first: int) -> Path:
    return job.staged.with_name(f"{job.staged.name}-{first:06d}") if first else job.staged


def clear_parts(job: Job) -> None:
    """Remove what an earlier try of the batch staged."""
    for folder in (job.staged, *job.staged.parent.glob(f"{job.staged.name}-*")):
        shutil.rmtree(folder, ignore_errors=True)


def sum_up(job: Job, parts: Iterable[BatchCounts]) -> BatchCounts:
    """The counts of a batch from those of its parts."""
    documents = quarantined = 0
    rows: Counter[str] = Counter({table.name: 0 for table in TABLES})
    for part in parts:
        documents += part.documents
        quarantined += part.quarantined
        rows.update(part.rows)
    counts = counted(documents, "document")
    logger.info("%s: %s, %d quarantined, %s", job.batch.stem, counts, quarantined, dict(rows))
    return BatchCounts(job.staged, documents, quarantined, dict(rows))


def withdraw(
    batches: Iterable[Path],
    reasons: Mapping[str, Sequence[str]],
    staged: Path,
    extractor_version: str,
) -> int:
    """Stage the quarantine of documents whose rows fail checks.

    Args:
        batches: files written by ``plan``.
        reasons: article_id to the checks that its rows fail.
        staged: folder to write; committed after the batches, its rows take the place of theirs.

    Returns:
        How many documents of the batches were withdrawn.
    """
    tables: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for raw in (raw for batch in batches for raw in read_spool(batch)):
        if raw.article_id in reasons:
            rows = _broken(raw, reasons[raw.article_id], extractor_version)
            for name, added in rows.items():
                tables[name].extend(added)
    if tables:
        _stage(tables, staged)
    return len(tables["_documents"])


def rows_of(raw: RawDocument, engine: Engine, extractor_version: str) -> Rows:
    """Rows of one document, or of its quarantine when it or its rows are broken."""
    # a run whose workers extract, or that finds nothing pending, loads no finder itself
    from transforms.annotate import annotate

    try:
        rows = build_rows(annotate(read_document(raw), engine), extractor_version)
    except Quarantined as refused:
        rows = quarantined_rows(raw, refused.issue, extractor_version)
    except MemoryError:
        raise
    except Exception as error:  # a defect of ours must not stop the other documents
        logger.exception("%s %s: extraction failed", raw.source_path, raw.source_id or "")
        detail = f"a defect in the extractor ({type(error).__name__}: {error}); please report it"
        issue = Issue("annotate", "error", "extraction_failed", detail)
        rows = quarantined_rows(raw, issue, extractor_version)
    broken = list(_violations(rows))
    return _broken(raw, broken, extractor_version) if broken else rows


def _broken(raw: RawDocument, broken: Sequence[str], extractor_version: str) -> Rows:
    """The quarantine of a document whose rows break a promise of their table."""
    logger.error("%s %s: %s", raw.source_path, raw.source_id or "", "; ".join(broken))
    detail = f"a defect in the extractor made broken rows ({'; '.join(broken)}); please report it"
    issue = Issue("tables", "error", "rows_broken", detail)
    return quarantined_rows(raw, issue, extractor_version)


def _stage(tables: Mapping[str, list[dict[str, object]]], staged: Path) -> None:
    staged.mkdir(parents=True, exist_ok=True)
    for name, added in tables.items():
        table = BY_NAME[name]
        pq.write_table(table.arrow(table.frame(added)), staged / f"{name}.parquet")


def _violations(rows: Rows) -> Iterator[str]:
    for name, added in rows.items():
        table = BY_NAME[name]
        try:
            yield from table.violations(table.frame(added))
        except (TypeError, ValueError, OverflowError) as error:
            yield f"{name}: {error}"
