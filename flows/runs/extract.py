"""Extract: one batch of raw documents through the transforms into staged Parquet files.

A bad document is quarantined inside its batch; only the machine (disk, memory, a killed worker)
can make a batch fail. Runs in worker processes: what goes in and out are paths and counts.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from flows.runs.spool import read_spool
from transforms.annotate import annotate
from transforms.documents import RawDocument, read_document
from transforms.models import Engine
from transforms.tables import BY_NAME, TABLES, Rows, build_rows, quarantined_rows
from transforms.text import Issue, Quarantined

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One batch to extract.

    batch:             file written by ``plan``.
    staged:            folder to write: <table>.parquet for every table that has rows.
    engine:            what reads names and quotes.
    extractor_version: what the rows carry; it names the engine too.
    """

    batch: Path
    staged: Path
    engine: Engine
    extractor_version: str


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
    documents = quarantined = 0
    tables: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for raw in read_spool(job.batch):
        rows = rows_of(raw, job.engine, job.extractor_version)
        documents += 1
        if "articles" not in rows:
            quarantined += 1
        for name, added in rows.items():
            tables[name].extend(added)
    _stage(tables, job.staged)
    counts = {table.name: len(tables[table.name]) for table in TABLES}
    logger.info(
        "%s: %d documents, %d quarantined, %s", job.batch.stem, documents, quarantined, counts
    )
    return BatchCounts(job.staged, documents, quarantined, counts)


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
