"""Pipeline: find what is pending, extract it, publish a version; with or without Prefect.

Only this module knows the steps and their order. ``flows.news`` runs them as a Prefect flow whose
extraction is one task run per batch; ``--direct`` runs them in plain processes. Both give the same
bytes.
"""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import polars as pl

from flows import store
from flows.catalog import Answering, Fault, build_catalog, promises, run_checks
from flows.errors import FAULTS, UserError
from flows.narration import counted, narrator
from flows.runs.budget import budget_of
from flows.runs.extract import BatchCounts, Job, withdraw
from flows.runs.lapsed import unapplied
from flows.runs.pending import find_pending
from flows.runs.plan import Plan
from flows.runs.raw_folder import require_folders
from flows.settings import Settings, refuse_overlap
from flows.sources import READ, by_article, read_correction_files, read_curation
from transforms.entities import Curation
from transforms.tables import DOCUMENTS
from transforms.version import EXTRACTOR_VERSION, version_with

_FEW = 20
"""Documents that any run may withdraw; a larger run may withdraw the share that it may retract.

More broken pages than that are a defect, which must be seen at once.
"""

Extract: TypeAlias = Callable[[list[Job], Callable[[BatchCounts], None]], list[BatchCounts]]
"""Extracts all jobs, calls back after each, and returns only if every one completed."""


class ChecksFailed(UserError):
    """The new version breaks a promise and was not published; the message lists the faults.

    reasons:     article_id to the checks that its rows fail, as far as the faults name documents.
    is_mendable: whether the version keeps its promises without these documents.
    """

    exit_code = FAULTS

    def __init__(self, faults: Sequence[Fault], also: Sequence[str] = ()) -> None:
        lines = [*map(str, faults), *also]
        super().__init__(
            "the new version breaks a promise and was not published:\n" + "\n".join(lines)
        )
        self.is_mendable = not also and all(fault.article_ids for fault in faults)
        self.reasons: defaultdict[str, list[str]] = defaultdict(list)
        for fault in faults:
            for article_id in sorted(fault.article_ids):
                self.reasons[article_id].append(fault.check)


class Incomplete(UserError):
    """Not everything that was submitted completed, so nothing was published."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did. Counts are of documents; ``rows`` are those of the published version.

    quarantined:     documents in quarantine after the run.
    quarantined_now: documents that this run put there.
    reread:          unchanged documents that were read again, as the extractor, the schema or
                     their outlet's habits changed.
    is_new:          whether a version was made; a run that finds nothing pending makes none.
    unreadable:      raw files or folders that the operating system refused; their documents stay.
    absent_columns:  a sentence for each mapped column that none of its files has.
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
    absent_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """What every step of a run needs to know.

    staging:     folder for the run's own files, removed at its end.
    past_damage: build on what is whole of the version before, and read the rest again.
    """

    settings: Settings
    staging: Path
    extractor_version: str
    curation: Curation
    run_id: str
    started: datetime
    past_damage: bool


def run_pipeline(
    settings: Settings,
    extract_all: Extract,
    *,
    run_id: str,
    started: datetime,
    allow_retractions: bool = False,
    past_damage: bool = False,
) -> RunSummary:
    """Bring the dataset up to date with the raw folder; readers see the old version until then.

    past_damage: where files of the dataset are damaged, read their documents again.

    Raises:
        SettingsError: the raw folder and the dataset overlap.
        store.Locked, store.Damaged: another run is at work, or a file of the dataset is damaged.
        RawFolderMissing, RetractionRefused: see ``plan``.
        CurationFileError: a curation file cannot be used.
        Incomplete: a batch failed for the machine's fault, repeatedly.
        ChecksFailed: the new version breaks a promise.
    """
    begun = time.perf_counter()
    refuse_overlap(settings)
    require_folders(settings)  # before the lock, which makes the dataset's folder
    curation = read_curation(settings.curation)
    corrections = read_correction_files(settings.curation)
    version = version_with(EXTRACTOR_VERSION, settings.engine)
    with store.lock(settings.processed, "run", wait=False), _staging(settings) as staging:
        run = _Run(settings, staging, version, curation, run_id, started, past_damage)
        _renew_catalogs(settings)
        narrator.get().say(f"Reading {settings.raw}")
        plan = find_pending(
            settings,
            staging,
            version,
            corrections=by_article(corrections),
            allow_retractions=allow_retractions,
            past_damage=past_damage,
        )
        counts = _extract(run, plan, extract_all)
        commit, withdrawn = _publish(run, plan)
        for sentence in unapplied(commit.path, corrections):
            narrator.get().say(sentence)
    seconds = round(time.perf_counter() - begun, 3)
    return _summary(plan, counts, commit, withdrawn=withdrawn, seconds=seconds)


def _summary(
    plan: Plan, counts: list[BatchCounts], commit: store.Commit, *, withdrawn: int, seconds: float
) -> RunSummary:
    return RunSummary(
        found=plan.found,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        quarantined=_states(commit.path).get("quarantined", 0),
        quarantined_now=sum(count.quarantined for count in counts) + withdrawn,
        retracted=plan.retracted,
        reread=plan.reread,
        rows=commit.rows,
        unreadable=tuple(plan.unreadable),
        seconds=seconds,
        version=commit.version,
        is_new=commit.is_new,
        absent_columns=tuple(plan.absent_columns),
    )


def _renew_catalogs(settings: Settings) -> None:
    """Make the catalogs fit where the dataset lies now, on first sight of the place."""
    renewed = store.renew_catalogs(settings.processed, build_catalog)
    if renewed:
        listed = ", ".join(map(str, renewed))
        narrator.get().say(f"Made the catalog for this place, or whole again, of version {listed}")


@contextmanager
def _staging(settings: Settings) -> Iterator[Path]:
    """An empty folder beside the versions, removed at the end; the caller holds the lock "run"."""
    staging = settings.processed / ".staging"
    shutil.rmtree(staging, ignore_errors=True)  # what a killed run left
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _extract(run: _Run, plan: Plan, extract_all: Extract) -> list[BatchCounts]:
    if not plan.found:
        raw = run.settings.raw
        narrator.get().say(f"{raw} holds no files yet: put some there. {READ}")
    if not plan.batches:
        return []
    jobs = [
        Job(
            batch=batch,
            staged=run.staging / "extracted" / batch.stem,
            engine=run.settings.engine,
            extractor_version=run.extractor_version,
            budget=budget_of(run.settings),
        )
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
            f"{len(counts)} of {counted(len(jobs), 'batch', 'batches')} and {done} of"
            f" {counted(plan.pending, 'document')} completed; nothing was published, the next run"
            " tries again"
        )
    return counts


def _publish(run: _Run, plan: Plan) -> tuple[store.Commit, int]:
    """Commit what was staged, if the version that it makes keeps every promise.

    Documents of this run whose rows break one are withdrawn into quarantine, and the rest is
    committed: one page that we read wrongly must not keep the others from being read.

    Returns:
        The commit, and how many documents were withdrawn.
    """
    staged = sorted((run.staging / "extracted").glob("*"))
    if plan.retracted:
        staged.append(run.staging / "retracted")
    try:
        return _commit(run, plan, staged), 0
    except ChecksFailed as failed:
        few = max(_FEW, run.settings.max_retracted * plan.found)
        if not failed.is_mendable or len(failed.reasons) > few:
            raise
        withdrawn = withdraw(
            plan.batches, failed.reasons, run.staging / "withdrawn", run.extractor_version
        )
        if not withdrawn:
            raise
    narrator.get().say(f"Withdrawing {counted(withdrawn, 'document')} whose rows break a promise")
    return _commit(run, plan, [*staged, run.staging / "withdrawn"]), withdrawn


def _commit(run: _Run, plan: Plan, staged: Sequence[Path]) -> store.Commit:
    settings = run.settings
    return store.commit(
        settings.processed,
        staged,
        run={
            "run_id": run.run_id,
            "started_at": run.started.isoformat(),
            "raw": str(settings.raw),
            "documents": {k: v for k, v in asdict(plan).items() if isinstance(v, int)},
        },
        finish=lambda version: _check(version, plan),
        promises=promises(),
        curation=run.curation,
        answers=Answering(),
        past_damage=run.past_damage,
        settings=store.StoreSettings(
            parts_per_month=settings.parts_per_month,
            keep_versions=settings.keep_versions,
            keep_days=settings.keep_days,
        ),
    )


def _check(version: Path, plan: Plan) -> None:
    """Build the catalog of a version that is to be published, and check its promises.

    Where the version before kept the same ones, its unchanged months are not looked at again.

    Raises:
        ChecksFailed: a check found rows, or documents were found that the ledger does not have.
    """
    narrator.get().say("Checking the new version")
    build_catalog(version)
    faults = run_checks(version, changed=store.changed_files(version, promises()))
    states = _states(version)
    live = states.get("article", 0) + states.get("quarantined", 0)
    documents = counted(plan.found, "document was", "documents were")
    lost = f"{documents} found, {live} accounted for"
    if faults or live != plan.found:
        raise ChecksFailed(faults, [lost] if live != plan.found else [])


def _states(version: Path) -> dict[str, int]:
    """Documents of a version by ledger state."""
    files = sorted((version / DOCUMENTS.name).rglob("*.parquet"))
    states = [pl.read_parquet(file, columns=["state"], glob=False) for file in files]
    ledger = pl.concat(states)
    return dict(ledger["state"].value_counts().iter_rows())
