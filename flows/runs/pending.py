"""Pending: what the next run has to do, for that run or for whoever asks before it.

A rehearsal is the plan of a run, made in a temporary folder and thrown away: the same documents,
the same refusals, and nothing of the dataset is touched.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl

from flows import store
from flows.runs.known_files import KnownFiles, readers_fingerprint
from flows.runs.plan import Plan, plan_run
from flows.runs.rereads import NO_CORRECTIONS, Corrections, without_corrected
from flows.runs.spool import scan_documents
from flows.settings import Settings, refuse_overlap
from flows.sources import by_article, read_correction_files
from transforms.tables import TRAITS
from transforms.version import EXTRACTOR_VERSION, version_with

_FILES = "raw-files"
"""Name of what is remembered of raw files, beside the versions."""

Deed: TypeAlias = Literal["new", "changed", "reread", "retracted", "unreadable"]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run would do.

    plan:  its counts; the batches are gone.
    files: (what would be done, raw file) to documents.
    """

    plan: Plan
    files: Counter[tuple[Deed, str]]


def find_pending(
    settings: Settings,
    staging: Path,
    extractor_version: str,
    *,
    corrections: Corrections = NO_CORRECTIONS,
    allow_retractions: bool = False,
    past_damage: bool = False,
    is_rehearsal: bool = False,
) -> Plan:
    """Compare raw folder and ledger, and spool what is pending under ``staging``.

    Under another schema nothing in the ledger is up to date. What is found in raw files is
    remembered beside the versions, so that the next run need not read what looks the same.

    corrections: what people say of articles.
    past_damage: read again what damaged files held, as `broadsheet repair` asks.
    is_rehearsal: remember nothing; else the caller holds the lock "run".

    Raises:
        RawFolderMissing, RetractionRefused: see ``plan_run``.
    """
    ledger = store.read_ledger(settings.processed, past_damage=past_damage)
    traits = store.files_of(settings.processed, TRAITS.name, past_damage=past_damage)
    if store.needs_rebuild(settings.processed):
        ledger, traits = ledger.with_columns(extractor_version=pl.lit("", pl.String)), []
    readers = readers_fingerprint(settings)
    known = store.read_aside(settings.processed, _FILES, made_for=readers)
    files = KnownFiles.read(None if settings.rehash else known)
    plan = plan_run(
        settings,
        without_corrected(ledger, corrections),
        staging,
        extractor_version=extractor_version,
        traits=traits,
        corrections=corrections,
        files=files,
        allow_retractions=allow_retractions,
    )
    if plan.remember is not None and not is_rehearsal:
        with suppress(OSError):  # such as a full disk: the next run reads more
            store.write_aside(settings.processed, _FILES, plan.remember, made_for=readers)
    return plan


def rehearse(settings: Settings, *, allow_retractions: bool = False) -> Rehearsal:
    """Find out what a run would do, without doing it.

    Raises:
        SettingsError: the raw folder and the dataset overlap.
        RawFolderMissing, RetractionRefused: as the run would; see ``plan_run``.
    """
    refuse_overlap(settings)
    version = version_with(EXTRACTOR_VERSION, settings.engine)
    known = store.read_ledger(settings.processed).filter(pl.col("state") != "retracted")
    with tempfile.TemporaryDirectory(prefix="broadsheet-") as folder:
        staging = Path(folder)
        plan = find_pending(
            settings,
            staging,
            version,
            corrections=by_article(read_correction_files(settings.curation)),
            allow_retractions=allow_retractions,
            is_rehearsal=True,
        )
        deeds = Counter(_deeds(plan, staging, set(known["article_id"])))
    plan.batches = []
    return Rehearsal(plan, deeds)


def _deeds(plan: Plan, staging: Path, known: set[str]) -> Iterator[tuple[Deed, str]]:
    """What would be done with each document, and its file."""
    first_reread, number = plan.new + plan.changed, 0
    for batch in plan.batches:
        for article_id, source_path in scan_documents(batch).collect().iter_rows():
            deed: Deed = "changed" if article_id in known else "new"
            # documents to reread are known only when all others are spooled
            yield ("reread" if number >= first_reread else deed), source_path
            number += 1
    if plan.retracted:
        gone = pl.read_parquet(staging / "retracted" / "_documents.parquet")
        for source_path in gone["source_path"]:
            yield "retracted", source_path
    for source_path in plan.unreadable:
        yield "unreadable", source_path
