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
from transforms.quotes import QuotesEngine
from transforms.tables import BY_NAME, TABLES, Rows, build_rows, quarantined_rows
from transforms.text import Issue, Quarantined

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """What one batch became. ``staged`` is the folder of its Parquet files."""

    staged: Path
    documents: int
    quarantined: int
    rows: Mapping[str, int]


def extract_batch(
    batch: Path, staged: Path, quotes_engine: QuotesEngine = "learned"
) -> BatchCounts:
    """Annotate the documents of one spooled batch and stage their rows.

    Args:
        batch: file written by ``plan``.
        staged: folder to write; <table>.parquet for every table that has rows.
        quotes_engine: what finds attributions.

    Raises:
        OSError: the machine's fault; the batch can be tried again.
    """
    documents = quarantined = 0
    tables: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for raw in read_spool(batch):
        rows = _conforming(raw, rows_of(raw, quotes_engine), quotes_engine)
        documents += 1
        quarantined += "articles" not in rows
        for name, added in rows.items():
            tables[name].extend(added)
    _stage(tables, staged)
    counts = {table.name: len(tables[table.name]) for table in TABLES}
    logger.info("%s: %d documents, %d quarantined, %s", batch.stem, documents, quarantined, counts)
    return BatchCounts(staged, documents, quarantined, counts)


def withdraw(
    batches: Iterable[Path],
    reasons: Mapping[str, Sequence[str]],
    staged: Path,
    quotes_engine: QuotesEngine = "learned",
) -> int:
    """Stage the quarantine of documents whose rows fail checks; how many of the batches' they are.

    Args:
        batches: files written by ``plan``.
        reasons: article_id to the checks that its rows fail.
        staged: folder to write; committed after the batches, its rows take the place of theirs.
    """
    tables: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for raw in (raw for batch in batches for raw in read_spool(batch)):
        if raw.article_id in reasons:
            rows = _broken(raw, reasons[raw.article_id], quotes_engine)
            for name, added in rows.items():
                tables[name].extend(added)
    if tables:
        _stage(tables, staged)
    return len(tables["_documents"])


def rows_of(raw: RawDocument, quotes_engine: QuotesEngine = "learned") -> Rows:
    """Rows of one document, or of its quarantine."""
    try:
        return build_rows(annotate(read_document(raw), quotes_engine))
    except Quarantined as refused:
        return quarantined_rows(raw, refused.issue, quotes_engine)
    except MemoryError:
        raise
    except Exception as error:  # a defect of ours must not stop the other documents
        logger.exception("%s %s: extraction failed", raw.source_path, raw.source_id or "")
        detail = f"a defect in the extractor ({type(error).__name__}: {error}); please report it"
        issue = Issue("annotate", "error", "extraction_failed", detail)
        return quarantined_rows(raw, issue, quotes_engine)


def _conforming(raw: RawDocument, rows: Rows, quotes_engine: QuotesEngine) -> Rows:
    """The rows, or a quarantine when they break a promise of their table."""
    broken = list(_violations(rows))
    if not broken:
        return rows
    return _broken(raw, broken, quotes_engine)


def _broken(raw: RawDocument, broken: Sequence[str], quotes_engine: QuotesEngine) -> Rows:
    logger.error("%s %s: %s", raw.source_path, raw.source_id or "", "; ".join(broken))
    detail = f"a defect in the extractor made broken rows ({'; '.join(broken)}); please report it"
    return quarantined_rows(raw, Issue("tables", "error", "rows_broken", detail), quotes_engine)


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
