"""Pipeline: find what is pending, extract it, publish a version. With or without Prefect.

The steps and their order are here, once. ``news`` runs them as a Prefect flow whose extraction is
one task run per batch; ``--direct`` runs them in plain processes. Both give the same bytes.
"""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import polars as pl

from flows import store
from flows.catalog import Fault, catalog
from flows.errors import UserError
from flows.narration import narrator
from flows.runs.extract import BatchCounts, withdraw
from flows.runs.plan import Plan, plan_run
from flows.settings import Settings
from flows.sources import read_curation
from transforms.entities import Curation
from transforms.quotes import QuotesEngine
from transforms.tables import TRAITS


@dataclass(frozen=True, slots=True)
class Job:
    """One batch to extract: where it is spooled, where its rows go, what finds attributions."""

    batch: Path
    staged: Path
    quotes_engine: QuotesEngine = "learned"


_FEW = 20
"""Documents that may be withdrawn in any run; beyond them the share that may be retracted counts,
as so many wrong pages are a defect to be seen at once."""

Extract: TypeAlias = Callable[[list[Job], Callable[[BatchCounts], None]], list[BatchCounts]]
"""Extracts all jobs, calls back after each, and returns only if every one completed."""


class ChecksFailed(UserError):
    """The new version breaks a promise and was not published; the message lists the faults.

    reasons: article_id to the checks that its rows fail, as far as the faults name documents.
    """

    exit_code = 1

    def __init__(self, faults: Sequence[Fault], also: Sequence[str] = ()) -> None:
        lines = [*map(str, faults), *also]
        super().__init__(
            "the new version breaks a promise and was not published:\n" + "\n".join(lines)
        )
        self.is_mendable = not also
        self.reasons: defaultdict[str, list[str]] = defaultdict(list)
        for fault in faults:
            self.is_mendable &= bool(fault.article_ids)
            for article_id in sorted(fault.article_ids):
                self.reasons[article_id].append(fault.check)


class Incomplete(UserError):
    """Not everything that was submitted completed, so nothing was published."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did. Counts are of documents; ``rows`` are those of the published version.

    quarantined:     documents in quarantine now; ``quarantined_now`` those that this run put there.
    reread:          unchanged documents that were read again, as their outlet's habits changed.
    is_new:          whether a version was made; a run that finds nothing pending makes none.
    unreadable:      raw files or folders that the operating system refused; left as they were.
    """

    found: int
    new: int
    changed: int
    unchanged: int
    quarantined: int
    quarantined_now: int
    retracted: int
    reread: int
    rows: Mapping[str, int]
    unreadable: tuple[str, ...]
    seconds: float
    version: int
    is_new: bool


def run_pipeline(
    settings: Settings,
    extract_all: Extract,
    *,
    run_id: str,
    started: datetime,
    allow_retractions: bool = False,
) -> RunSummary:
    """Bring the dataset up to date with the raw folder; readers see the old version until then.

    Raises:
        store.Locked: another run is at work on the same dataset.
        RawFolderMissing, RetractionRefused: see ``plan``.
        CurationFileError: a curation file cannot be used.
        Incomplete: a batch failed for the machine's fault, repeatedly.
        ChecksFailed: the new version breaks a promise.
    """
    begun = time.perf_counter()
    curation = read_curation(settings.curation)
    settings.processed.mkdir(parents=True, exist_ok=True)
    with store.lock(settings.processed, "run", wait=False):
        staging = settings.processed / ".staging"
        shutil.rmtree(staging, ignore_errors=True)  # what a killed run left
        try:
            narrator.get().say(f"Reading {settings.raw}")
            ledger = _ledger(settings)
            plan = plan_run(
                settings,
                ledger,
                staging,
                traits=_traits(settings),
                allow_retractions=allow_retractions,
            )
            counts = _extract(settings, plan, staging, extract_all)
            commit, withdrawn = _publish(
                settings, plan, staging, curation, run_id=run_id, started=started
            )
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    states = _states(commit.path)
    return RunSummary(
        found=plan.found,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        quarantined=states.get("quarantined", 0),
        quarantined_now=sum(count.quarantined for count in counts) + withdrawn,
        retracted=plan.retracted,
        reread=plan.reread,
        rows=commit.rows,
        unreadable=tuple(plan.unreadable),
        seconds=round(time.perf_counter() - begun, 3),
        version=commit.version,
        is_new=commit.is_new,
    )


def _ledger(settings: Settings) -> pl.DataFrame:
    """The ledger of the current version; nothing in it is up to date when all must be redone."""
    ledger = store.read_ledger(settings.processed)
    if store.needs_rebuild(settings.processed):
        return ledger.with_columns(extractor_version=pl.lit("", pl.String))
    return ledger


def _traits(settings: Settings) -> list[Path]:
    """Files of the traits that go with the ledger; none when all documents must be redone."""
    if store.needs_rebuild(settings.processed):
        return []
    return store.files_of(settings.processed, TRAITS.name)


def _extract(
    settings: Settings, plan: Plan, staging: Path, extract_all: Extract
) -> list[BatchCounts]:
    if not plan.batches:
        return []
    jobs = [
        Job(batch, staging / "extracted" / batch.stem, settings.quotes_engine)
        for batch in plan.batches
    ]
    listener = narrator.get()
    listener.begin(plan.pending)
    try:
        counts = extract_all(jobs, lambda count: listener.advance(count.documents))
    finally:
        listener.end()
    done = sum(count.documents for count in counts)
    if len(counts) != len(jobs) or done != plan.pending:
        raise Incomplete(
            f"{len(counts)} of {len(jobs)} batches and {done} of {plan.pending}"
            " documents completed; nothing was published, the next run tries again"
        )
    return counts


def _publish(
    settings: Settings,
    plan: Plan,
    staging: Path,
    curation: Curation,
    *,
    run_id: str,
    started: datetime,
) -> tuple[store.Commit, int]:
    """Commit what was staged, if the version that it makes keeps every promise.

    Documents of this run whose rows break one are withdrawn into quarantine, and the rest is
    committed: one page that we read wrongly must not keep the others from being read.

    Returns:
        The commit, and how many documents were withdrawn.
    """
    staged = sorted((staging / "extracted").glob("*"))
    if plan.retracted:
        staged.append(staging / "retracted")
    run = {
        "run_id": run_id,
        "started_at": started.isoformat(),
        "raw": str(settings.raw),
        "documents": {k: v for k, v in asdict(plan).items() if isinstance(v, int)},
    }
    try:
        return _commit(settings, plan, staged, run, curation), 0
    except ChecksFailed as failed:
        few = max(_FEW, settings.max_retracted * plan.found)
        if not failed.is_mendable or len(failed.reasons) > few:
            raise
        withdrawn = withdraw(
            plan.batches, failed.reasons, staging / "withdrawn", settings.quotes_engine
        )
        if not withdrawn:
            raise
    narrator.get().say(f"Withdrawing {withdrawn} documents whose rows break a promise")
    return _commit(settings, plan, [*staged, staging / "withdrawn"], run, curation), withdrawn


def _commit(
    settings: Settings,
    plan: Plan,
    staged: Sequence[Path],
    run: Mapping[str, object],
    curation: Curation,
) -> store.Commit:
    def finish(version: Path) -> None:
        narrator.get().say("Checking the new version")
        catalog.build_catalog(version)
        faults = catalog.run_checks(version)
        states = _states(version)
        live = states.get("article", 0) + states.get("quarantined", 0)
        lost = f"{plan.found} documents were found, {live} are accounted for"
        if faults or live != plan.found:
            raise ChecksFailed(faults, [lost] if live != plan.found else [])

    return store.commit(
        settings.processed,
        staged,
        run=run,
        finish=finish,
        curation=curation,
        settings=store.StoreSettings(
            parts_per_month=settings.parts_per_month,
            keep_versions=settings.keep_versions,
            keep_days=settings.keep_days,
        ),
    )


def _states(version: Path) -> dict[str, int]:
    """Documents of a version by ledger state."""
    ledger = pl.read_parquet(f"{version}/_documents/**/*.parquet", columns=["state"])
    return dict(ledger["state"].value_counts().iter_rows())
