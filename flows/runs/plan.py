"""Plan: what a run has to do, found by comparing data/raw with the ledger.

Pending documents are copied into batch files ("spooled"), so that a task run reads exactly the
bytes that were hashed, whatever happens to the raw file meanwhile, and can run on another machine.

Pending are new and changed documents, and unchanged ones to which other habits of their outlet
apply than when they were read, or of which people now say something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from flows.errors import UserError
from flows.narration import counted
from flows.runs.known_files import KnownFiles
from flows.runs.raw_folder import HASHED, RawFolder, is_under, require_folders
from flows.runs.rereads import NO_CORRECTIONS, Corrections, KnownTraits, outdated, weigh
from flows.runs.spool import Spool, write_habits
from flows.settings import Settings
from flows.sources import REPEATED_ID
from transforms.documents import RawDocument, traits_of
from transforms.tables import DOCUMENTS

_NAMED = 3
"""Files that a message names; the others are counted."""
_FEW = 50
"""Articles that a run may lose unasked, however small the dataset: reading them takes a minute."""


class RetractionRefused(UserError):
    """Too many articles are lost from data/raw; the message says how many and how to go on."""


@dataclass(slots=True)
class Plan:
    """What a run found and has to do; counts are of documents.

    batches:    spooled batch files, each for one task run.
    unreadable: what the operating system refused; documents known from there are left as they are.
    reread:     unchanged documents that are pending because the extractor or schema is another,
                their outlet's habits changed, or people's corrections; they count as unchanged too.
    absent_columns: a sentence for each mapped column that none of its files has.
    remember:   what to know of the raw files next time; None if nothing is new.
    """

    batches: list[Path] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    absent_columns: list[str] = field(default_factory=list)
    found: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retracted: int = 0
    reread: int = 0
    remember: bytes | None = None

    @property
    def pending(self) -> int:
        """Documents in the batches."""
        return self.new + self.changed + self.reread


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger says of the live documents: those in the corpus and in quarantine.

    settled: article_id and content hash of documents in files that need not be read; they are up to
             date, and the other fields leave them out.
    missing: article_id to source_path of those that were not found yet; what is found is taken out.
    hashes:  article_id to content hash.
    current: article_id to content hash of those that this extractor version processed; what
             changed is taken out.
    arrived: source_path of every file that was found, to how many readable documents it holds
             that the ledger does not know.
    """

    settled: pl.DataFrame
    missing: dict[str, str]
    hashes: Mapping[str, str]
    current: dict[str, str]
    arrived: Counter[str] = field(default_factory=Counter)

    def settle(self, raw: RawDocument, plan: Plan) -> bool:
        """Count a document that was found; whether it is pending."""
        was_known = self.missing.pop(raw.article_id, None) is not None
        plan.found += 1
        self.arrived.setdefault(raw.source_path, 0)
        # What cannot be read does not stand where another document stood; a repeated id does.
        is_read = raw.problem is None or raw.problem.code == REPEATED_ID
        if not was_known and is_read:
            self.arrived[raw.source_path] += 1
        if self.current.get(raw.article_id) == raw.content_sha256:
            plan.unchanged += 1
            return False
        self.current.pop(raw.article_id, None)
        if was_known and self.hashes[raw.article_id] == raw.content_sha256:
            plan.unchanged += 1
            plan.reread += 1
        elif was_known:
            plan.changed += 1
        else:
            plan.new += 1
        return True

    def unchanged(self, names: Collection[str]) -> dict[str, str]:
        """article_id to content hash of those of the named documents that are up to date."""
        read = {name: self.current[name] for name in names if name in self.current}
        unread = self.settled.filter(pl.col("article_id").is_in(list(names)))
        return read | _pairs(unread, *HASHED)


def plan_run(
    settings: Settings,
    ledger: pl.DataFrame,
    staging: Path,
    *,
    extractor_version: str,
    traits: Sequence[Path] = (),
    corrections: Corrections = NO_CORRECTIONS,
    files: KnownFiles | None = None,
    allow_retractions: bool = False,
) -> Plan:
    """Compare raw folder and ledger; spool what is pending and stage retractions in ``staging``.

    Args:
        extractor_version: the version of this run; documents of another one are pending.
        traits: files of the table ``_traits`` that goes with the ledger.
        corrections: what people say of articles.
        files: what runs before found in raw files; learns what this one finds.
        allow_retractions: retract missing documents, however many.

    Raises:
        RawFolderMissing: ``settings.raw`` is not a folder, or may not be listed.
        FolderOfColumnsMissing: columns are mapped for a folder or file that is not there.
        RetractionRefused: more articles are lost at once than a run may lose unasked.
    """
    require_folders(settings)
    plan, replaced = Plan(), set[str]()
    raw_folder = RawFolder(settings, ledger, extractor_version, files or KnownFiles())
    known = _known(raw_folder, plan)
    spool = Spool(staging / "pending", settings.batch_documents, settings.batch_bytes, corrections)
    for raw in raw_folder.documents(plan.unreadable):
        if known.settle(raw, plan):
            replaced.add(raw.article_id)
            spool.add(replace(raw, traits=traits_of(raw)))
    spool.flush()
    if retracted := _gone(known.missing, plan):
        if not allow_retractions:
            _guard(settings, ledger, retracted, known.arrived)
        _stage_retractions(ledger, retracted, staging / "retracted", extractor_version)
    if replaced or retracted:
        read = KnownTraits(traits, {*replaced, *retracted})
        _reread(raw_folder, read, known, spool, plan, settings.worker_count)
    plan.batches, plan.absent_columns = spool.batches, raw_folder.absent_columns
    plan.remember = raw_folder.to_remember()
    return plan


def _known(raw_folder: RawFolder, plan: Plan) -> _Known:
    """What the ledger says, when the documents of files that need not be read are counted."""
    live, settled = raw_folder.live, raw_folder.settled
    plan.found = plan.unchanged = settled.height
    unread = settled.select("article_id")
    left = live.join(unread, on="article_id", how="anti")
    paths = live.join(unread, on="article_id", how="semi")["source_path"].unique()
    return _Known(
        settled,
        _pairs(left, "article_id", "source_path"),
        _pairs(left, *HASHED),
        _pairs(raw_folder.current.join(unread, on="article_id", how="anti"), *HASHED),
        Counter(dict.fromkeys(paths, 0)),
    )


def _pairs(rows: pl.DataFrame, *columns: str) -> dict[str, str]:
    """The first of two columns to the second."""
    return dict(rows.select(*columns).iter_rows())


def _gone(missing: Mapping[str, str], plan: Plan) -> list[str]:
    """The missing documents to retract; one that may lie where reading was refused counts as found.

    Both are counted in the plan.
    """
    refused = {name for name, path in missing.items() if is_under(path, plan.unreadable)}
    plan.found += len(refused)
    plan.unchanged += len(refused)
    gone = sorted(missing.keys() - refused)
    plan.retracted = len(gone)
    return gone


def _reread(
    raw_folder: RawFolder,
    traits: KnownTraits,
    known: _Known,
    spool: Spool,
    plan: Plan,
    workers: int,
) -> None:
    """Spool the unchanged documents whose outlet has other habits now; give all batches theirs.

    workers: processes that are to have a batch each.
    """
    outlets = weigh(traits, spool.batches)
    stale = outdated(traits, outlets, raw_folder.ledger)
    for raw in raw_folder.again(known.unchanged(stale)):
        plan.reread += 1
        spool.add(replace(raw, traits=traits_of(raw)))
    spool.flush()
    spool.share(workers)
    for batch in spool.batches:
        write_habits(batch, outlets)


def _guard(
    settings: Settings, ledger: pl.DataFrame, retracted: Sequence[str], arrived: Counter[str]
) -> None:
    """Refuse to retract what looks lost by accident: many articles at once, or all there are.

    Documents in quarantine have no rows to lose. A file that is read in another form or by other
    columns gives its documents other ids: an article is lost only if its file is gone, or if the
    file holds fewer new documents than articles that are missing from it. Whoever removes one file
    means it; a disk that is not mounted takes many. Few articles are read again in a minute.
    """
    articles = ledger.filter(pl.col("state") == "article")
    missing = articles.filter(pl.col("article_id").is_in(list(retracted)))
    lost = Counter(missing["source_path"].to_list()) - arrived  # keeps what is above zero
    gone, shrunk = sorted(lost.keys() - arrived.keys()), sorted(lost.keys() & arrived.keys())
    nothing_is_left = lost.total() == articles.height and not arrived.total()
    doubtful = Counter(lost)
    if len(gone) == 1:
        del doubtful[gone[0]]
    few = max(_FEW, settings.max_retracted * articles.height)
    if not lost or (doubtful.total() <= few and not nothing_is_left):
        return
    reasons = []
    if gone:
        reasons.append(f"{_named(gone)} not there: is a disk not mounted?")
    if shrunk:
        reasons.append(
            f"{_named(shrunk)} there and without them: is a file cut, or does"
            " [tool.broadsheet.columns] name a column that is not in it?"
        )
    raise RetractionRefused(
        f"{lost.total():,} of {counted(articles.height, 'article')} are gone from {settings.raw}."
        f" {' '.join(reasons)} Nothing was changed; if the articles are meant to go, run again"
        " with --allow-retractions"
    )


def _named(paths: Sequence[str]) -> str:
    """The first few paths as the subject of a sentence: "a.txt is", "2 files (a.txt, b.txt) are".

    >>> _named(["a.txt"]), _named(["a.txt", "b.txt", "c.txt", "d.txt"])
    ('a.txt is', '4 files (a.txt, b.txt, c.txt, …) are')
    """
    if len(paths) == 1:
        return f"{paths[0]} is"
    few = ", ".join(paths[:_NAMED])
    return f"{len(paths)} files ({few}{', …' if len(paths) > _NAMED else ''}) are"


def _stage_retractions(
    ledger: pl.DataFrame, article_ids: list[str], folder: Path, version: str
) -> None:
    """Ledger rows that say 'retracted'; committing them removes the documents' rows everywhere."""
    rows = ledger.filter(pl.col("article_id").is_in(article_ids)).with_columns(
        state=pl.lit("retracted"),
        reason=pl.lit(None, pl.String),
        evidence=pl.lit(None, pl.String),
        corrections=pl.lit(None, pl.String),
        published_date=pl.lit(None, pl.Date),
        extractor_version=pl.lit(version),
    )
    folder.mkdir(parents=True)
    rows.select(list(DOCUMENTS.polars_schema)).write_parquet(folder / "_documents.parquet")
