"""Plan: what a run has to do, found by comparing data/raw with the ledger.

Pending documents are copied into batch files ("spooled"), so that a task run reads exactly the
bytes that were hashed, whatever happens to the raw file meanwhile, and can run on another machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from flows.habits import Outlets
from flows.settings import Settings
from flows.sources import Unreadable, broken_document, raw_files, read_file, source_path_of
from transforms import EXTRACTOR_VERSION, version_with
from transforms.document import RawDocument
from transforms.habits import Traits
from transforms.issue import Issue
from transforms.schema import DOCUMENTS
from transforms.traits_table import TRAITS

SPOOL = pa.schema(
    [
        ("article_id", pa.string()),
        ("source_path", pa.string()),
        ("source_id", pa.string()),
        ("content_sha256", pa.string()),
        ("kind", pa.string()),
        ("payload", pa.large_binary()),
        ("code", pa.string()),
        ("stage", pa.string()),
        ("detail", pa.string()),
        ("url", pa.string()),
        ("charset", pa.string()),
        (
            "traits",
            pa.struct(
                [
                    ("outlet", pa.string()),
                    ("lines", pa.list_(pa.int32())),
                    ("lead", pa.int32()),
                    ("day_first", pa.bool_()),
                    ("asks_order", pa.bool_()),
                    ("repeated", pa.list_(pa.int32())),
                    ("outlet_day_first", pa.bool_()),
                ]
            ),
        ),
    ]
)


class RawFolderMissing(Exception):
    """There is nothing to read; the message says where it was looked for and what to do."""


class RetractionRefused(Exception):
    """Too many documents are gone from data/raw; the message says how many and how to go on."""


@dataclass(slots=True)
class Plan:
    """What a run found and has to do; counts are of documents.

    batches:    spooled batch files, each for one task run.
    unreadable: what the operating system refused; documents known from there are left as they are.
    """

    batches: list[Path] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    found: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retracted: int = 0


def plan_run(
    settings: Settings,
    ledger: pl.DataFrame,
    staging: Path,
    *,
    allow_retractions: bool = False,
    traits: pl.DataFrame | None = None,
) -> Plan:
    """Compare the raw folder with the ledger and spool what is pending under ``staging``.

    Pages of outlets are spooled last, when all of them are known: what they have in common is told
    to each, and an unchanged page that is told something else than before is done again.

    Retractions are staged too, as ledger rows in ``staging``/retracted.

    Args:
        traits: ``_traits`` of the published version.

    Raises:
        RawFolderMissing: ``settings.raw`` is no folder.
        RetractionRefused: more documents are gone than ``settings.max_retracted`` allows.
    """
    if not settings.raw.is_dir():
        raise RawFolderMissing(
            f"{settings.raw} is no folder: put raw files there, or name another with --raw"
        )
    plan = Plan()
    gone = _live(ledger)
    version = version_with(EXTRACTOR_VERSION, settings.quotes_engine)
    known = _hashes(ledger, version)
    spool = _Spool(staging / "pending", settings)
    outlets = Outlets(TRAITS.frame() if traits is None else traits)
    pages: list[str] = []
    for raw in _documents(settings, ledger, plan):
        plan.found += 1
        was_known = gone.pop(raw.article_id, None) is not None
        if known.get(raw.article_id) == raw.content_sha256:
            plan.unchanged += 1
        else:
            plan.new, plan.changed = plan.new + (not was_known), plan.changed + was_known
            if outlets.note(raw, settings.raw):
                pages.append(raw.source_path)
            else:
                spool.add(raw)
    kept = {i for i, path in gone.items() if _is_under(path, plan.unreadable)}
    plan.found, plan.unchanged = plan.found + len(kept), plan.unchanged + len(kept)
    retracted = sorted(gone.keys() - kept)
    plan.retracted = len(retracted)
    outlets.forget(retracted)
    told_anew = outlets.settle() - kept
    plan.changed, plan.unchanged = plan.changed + len(told_anew), plan.unchanged - len(told_anew)
    paths = dict(ledger.select("article_id", "source_path").iter_rows())
    for source_path in sorted({*pages, *(paths[article_id] for article_id in told_anew)}):
        for raw in _read_again(settings, source_path):
            spool.add(outlets.told(raw))
    plan.batches = spool.close()
    if retracted:
        if not allow_retractions:
            _guard(settings, plan.retracted, len(_live(ledger)))
        _stage_retractions(ledger, retracted, staging / "retracted", version)
    return plan


def _documents(settings: Settings, ledger: pl.DataFrame, plan: Plan) -> Iterator[RawDocument]:
    """Every raw document; what cannot be read and was never known is a document with a problem."""
    version = version_with(EXTRACTOR_VERSION, settings.quotes_engine)
    records = _records_by_file(ledger, version)
    paths = set(_live(ledger).values())
    for path in raw_files(settings.raw):
        source_path = source_path_of(path, settings.raw)
        try:
            yield from read_file(
                path,
                settings.raw,
                document_bytes=settings.document_bytes,
                known=records.get(source_path),
                columns=settings.columns,
            )
        except Unreadable as error:
            plan.unreadable.append(source_path)
            if not any(_is_under(known, [source_path]) for known in paths):
                yield broken_document(source_path, "unreadable", str(error))


def _read_again(settings: Settings, source_path: str) -> Iterator[RawDocument]:
    """The one page of a file; a problem when the file is gone since it was found."""
    path = settings.raw / source_path
    try:
        yield from read_file(path, settings.raw, document_bytes=settings.document_bytes)
    except Unreadable as error:
        yield broken_document(source_path, "unreadable", str(error))


def _live(ledger: pl.DataFrame) -> dict[str, str]:
    """article_id to source_path of the documents that are in the corpus or in quarantine."""
    live = ledger.filter(pl.col("state") != "retracted")
    return dict(live.select("article_id", "source_path").iter_rows())


def _hashes(ledger: pl.DataFrame, version: str) -> dict[str, str]:
    """article_id to content hash of the live documents that this extractor version processed."""
    current = ledger.filter(
        (pl.col("state") != "retracted") & (pl.col("extractor_version") == version)
    )
    return dict(current.select("article_id", "content_sha256").iter_rows())


def _records_by_file(ledger: pl.DataFrame, version: str) -> dict[str, dict[str, str]]:
    """Per multi-record file, content hash to article_id of its up-to-date articles."""
    rows = ledger.filter(
        pl.col("source_id").is_not_null()
        & (pl.col("state") == "article")
        & (pl.col("extractor_version") == version)
    )
    files: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for source_path, sha256, article_id in rows.select(
        "source_path", "content_sha256", "article_id"
    ).iter_rows():
        files[source_path][sha256] = article_id
    return files


def _is_under(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _guard(settings: Settings, retracted: int, live: int) -> None:
    if retracted > settings.max_retracted * live:
        raise RetractionRefused(
            f"{retracted} of {live} documents are gone from {settings.raw}, more than"
            f" {settings.max_retracted:.0%}. Is a disk not mounted? Nothing was changed;"
            " if they are meant to go, run again with --allow-retractions"
        )


def _stage_retractions(
    ledger: pl.DataFrame, article_ids: list[str], folder: Path, version: str
) -> None:
    """Ledger rows that say 'retracted'; committing them removes the documents' rows everywhere."""
    rows = ledger.filter(pl.col("article_id").is_in(article_ids)).with_columns(
        state=pl.lit("retracted"),
        reason=pl.lit(None, pl.String),
        published_date=pl.lit(None, pl.Date),
        extractor_version=pl.lit(version),
    )
    folder.mkdir(parents=True)
    rows.select(list(DOCUMENTS.polars_schema)).write_parquet(folder / "_documents.parquet")


class _Spool:
    """Writes pending documents into batch files, none larger than the settings allow."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._rows: list[RawDocument] = []
        self._bytes = 0
        self._paths: list[Path] = []

    def add(self, raw: RawDocument) -> None:
        """Add one document; a full batch is written first."""
        too_many = len(self._rows) >= self._settings.batch_documents
        too_large = self._bytes + len(raw.payload) > self._settings.batch_bytes
        if self._rows and (too_many or too_large):
            self._write()
        self._rows.append(raw)
        self._bytes += len(raw.payload)

    def close(self) -> list[Path]:
        """Write what is left; the batch files in order."""
        if self._rows:
            self._write()
        return self._paths

    def _write(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{len(self._paths) + 1:06d}.arrow"
        rows = [_spooled(raw) for raw in self._rows]
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SPOOL) as writer:
            writer.write_table(pa.Table.from_pylist(rows, SPOOL))
        self._paths.append(path)
        self._rows, self._bytes = [], 0


def _spooled(raw: RawDocument) -> dict[str, object]:
    row = asdict(raw)
    problem: Issue | None = raw.problem
    del row["problem"]
    return row | {
        "code": problem and problem.code,
        "stage": problem and problem.stage,
        "detail": problem and problem.detail,
    }


def read_spool(path: Path) -> Iterator[RawDocument]:
    """The documents of one batch file, in order."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        for index in range(reader.num_record_batches):
            for row in reader.get_batch(index).to_pylist():
                code, stage, detail = row.pop("code"), row.pop("stage"), row.pop("detail")
                traits = row.pop("traits")
                problem = Issue(stage, "error", code, detail) if code else None
                yield RawDocument(**row, problem=problem, traits=_traits_in(traits))


def _traits_in(row: dict[str, Any] | None) -> Traits | None:
    if row is None:
        return None
    lines, repeated = tuple(row.pop("lines")), tuple(row.pop("repeated"))
    return Traits(**row, lines=lines, repeated=repeated)
