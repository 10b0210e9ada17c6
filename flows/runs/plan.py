"""Plan: what a run has to do, found by comparing data/raw with the ledger.

Pending documents are copied into batch files ("spooled"), so that a task run reads exactly the
bytes that were hashed, whatever happens to the raw file meanwhile, and can run on another machine.

Pending are new and changed documents, and unchanged ones to which other habits of their outlet
apply than when they were read, or of which people now say something else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import polars as pl

from flows.errors import UsageError, UserError, nearest
from flows.narration import counted
from flows.runs.budget import budget_of
from flows.runs.rereads import NO_CORRECTIONS, Corrections, KnownTraits, outdated, weigh
from flows.runs.spool import Spool, write_habits
from flows.settings import Settings
from flows.sources import (
    REPEATED_ID,
    ColumnCensus,
    Unreadable,
    broken_document,
    raw_files,
    read_file,
    source_path_of,
)
from transforms.documents import RawDocument, traits_of
from transforms.tables import DOCUMENTS

_NAMED = 3
"""Files that a message names; the others are counted."""
_FEW = 50
"""Articles that a run may lose unasked, however small the dataset: reading them takes a minute."""


class RawFolderMissing(UsageError):
    """The raw folder is missing or cannot be listed; the message says where and what to do."""


class FolderOfColumnsMissing(UsageError):
    """A mapping of columns is for what is not there; the message names the nearest."""


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

    @property
    def pending(self) -> int:
        """Documents in the batches."""
        return self.new + self.changed + self.reread


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger says of the live documents: those in the corpus and in quarantine.

    missing: article_id to source_path of those that were not found yet; what is found is taken out.
    hashes:  article_id to content hash.
    current: article_id to content hash of those that this extractor version processed; what
             changed is taken out.
    arrived: source_path of every file that was found, to how many readable documents it holds
             that the ledger does not know.
    """

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


def plan_run(
    settings: Settings,
    ledger: pl.DataFrame,
    staging: Path,
    *,
    extractor_version: str,
    traits: Sequence[Path] = (),
    corrections: Corrections = NO_CORRECTIONS,
    allow_retractions: bool = False,
) -> Plan:
    """Compare the raw folder with the ledger and spool what is pending under ``staging``.

    Retractions are staged too, as ledger rows in ``staging``/retracted.

    Args:
        extractor_version: the version of this run; documents of another one are pending.
        traits: files of the table ``_traits`` that goes with the ledger.
        corrections: what people say of articles.
        allow_retractions: retract missing documents, however many.

    Raises:
        RawFolderMissing: ``settings.raw`` is not a folder, or may not be listed.
        FolderOfColumnsMissing: columns are mapped for a folder or file that is not there.
        RetractionRefused: more articles are lost at once than a run may lose unasked.
    """
    require_folders(settings)
    plan = Plan()
    current = _current(ledger, settings, extractor_version)
    known = _Known(_live(ledger), _hashes(ledger), _hashes(current))
    spool = Spool(staging / "pending", settings.batch_documents, settings.batch_bytes, corrections)
    replaced: set[str] = set()
    for raw in _documents(settings, ledger, extractor_version, plan):
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
        _reread(settings, ledger, read, known.current, spool, plan)
    plan.batches = spool.batches
    return plan


def require_folders(settings: Settings) -> None:
    """Refuse a raw folder that is not there, and a mapping of columns for one below it.

    Raises:
        RawFolderMissing, FolderOfColumnsMissing: see ``plan_run``.
    """
    raw = settings.raw
    if not raw.is_dir():
        raise RawFolderMissing(
            f"{raw} is not a folder: put raw files there, or name another with --raw;"
            " `broadsheet init FOLDER` makes a place for your own news"
        )
    for name, columns in settings.columns.items():
        if isinstance(columns, str) or (raw / name).exists() or _is_in_file(raw, name):
            continue
        there = [path.relative_to(raw).as_posix() for path in raw.rglob("*")]
        raise FolderOfColumnsMissing(
            f"[tool.broadsheet.columns] maps columns for {name}, and there is no such folder or"
            f" file in {raw}{nearest(name, sorted(there))}"
        )


def _is_in_file(raw: Path, name: str) -> bool:
    """Whether a path leads into an archive, as in "may.zip/a.csv"."""
    return any((raw / outer).is_file() for outer in PurePosixPath(name).parents)


def _gone(missing: Mapping[str, str], plan: Plan) -> list[str]:
    """The missing documents to retract; one that may lie where reading was refused counts as found.

    Both are counted in the plan.
    """
    refused = {name for name, path in missing.items() if _is_under(path, plan.unreadable)}
    plan.found += len(refused)
    plan.unchanged += len(refused)
    gone = sorted(missing.keys() - refused)
    plan.retracted = len(gone)
    return gone


def _reread(
    settings: Settings,
    ledger: pl.DataFrame,
    traits: KnownTraits,
    hashes: Mapping[str, str],
    spool: Spool,
    plan: Plan,
) -> None:
    """Spool the unchanged documents whose outlet has other habits now; give all batches theirs."""
    outlets = weigh(traits, spool.batches)
    stale = outdated(traits, outlets, ledger)
    for raw in _again(settings, ledger, {name: hashes[name] for name in stale if name in hashes}):
        plan.reread += 1
        spool.add(replace(raw, traits=traits_of(raw)))
    spool.flush()
    for batch in spool.batches:
        write_habits(batch, outlets)


def _again(
    settings: Settings, ledger: pl.DataFrame, hashes: Mapping[str, str]
) -> Iterator[RawDocument]:
    """These unchanged documents again; one that changed meanwhile waits for the next run."""
    rows = ledger.filter(pl.col("article_id").is_in(list(hashes)))
    paths = _files_of(set(rows["source_path"]))
    for path in raw_files(settings.raw) if paths else ():
        source_path = source_path_of(path, settings.raw)
        if source_path not in paths:
            continue
        try:
            for raw in read_file(
                path,
                settings.raw,
                document_bytes=settings.document_bytes,
                columns_of=settings.columns_of,
            ):
                if hashes.get(raw.article_id) == raw.content_sha256:
                    yield raw
        except Unreadable:
            continue


def _files_of(source_paths: Iterable[str]) -> set[str]:
    """The paths of files that hold these documents; a document may lie in an archive.

    >>> sorted(_files_of(["herald/may.zip/a.txt"]))
    ['herald', 'herald/may.zip', 'herald/may.zip/a.txt']
    """
    parts = (path.split("/") for path in source_paths)
    return {"/".join(one[:end]) for one in parts for end in range(1, len(one) + 1)}


def _documents(
    settings: Settings, ledger: pl.DataFrame, extractor_version: str, plan: Plan
) -> Iterator[RawDocument]:
    """Every raw document; a file that cannot be read and is not known is one with a problem."""
    records = _records_by_file(ledger, extractor_version)
    paths = set(_live(ledger).values())
    census = ColumnCensus()
    for path in raw_files(settings.raw):
        if path == settings.raw:
            raise RawFolderMissing(
                f"{path} may not be listed: allow this user to read it, or name another with --raw"
            )
        source_path = source_path_of(path, settings.raw)
        try:
            yield from read_file(
                path,
                settings.raw,
                document_bytes=settings.document_bytes,
                known=records.get(source_path),
                columns_of=settings.columns_of,
                census=census,
            )
        except Unreadable as error:
            plan.unreadable.append(source_path)
            if not any(_is_under(known, [source_path]) for known in paths):
                yield broken_document(source_path, "unreadable", str(error))
    plan.absent_columns += census.sentences()


def _live(ledger: pl.DataFrame) -> dict[str, str]:
    """article_id to source_path of the documents that are in the corpus or in quarantine."""
    live = ledger.filter(pl.col("state") != "retracted")
    return dict(live.select("article_id", "source_path").iter_rows())


def _current(ledger: pl.DataFrame, settings: Settings, version: str) -> pl.DataFrame:
    """The rows of documents that need no reading: they were read, or are over this very budget."""
    versions = (version, budget_of(settings).version(version))
    return ledger.filter(pl.col("extractor_version").is_in(versions))


def _hashes(ledger: pl.DataFrame) -> dict[str, str]:
    """article_id to content hash of the live documents."""
    live = ledger.filter(pl.col("state") != "retracted")
    return dict(live.select("article_id", "content_sha256").iter_rows())


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
