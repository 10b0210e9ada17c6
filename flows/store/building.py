"""Building: a version while it is made, up to a sealed folder that can be published."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from flows.store import merge
from flows.store.answer_update import AnswerMaker, AnswerUpdate, Shelf
from flows.store.corpus import Corpus
from flows.store.durable import link_or_copy, reached, sync, sync_tree
from flows.store.link_update import link_files
from flows.store.manifest import DataFile, Manifest, Partition, schema_fingerprint, write_manifest
from flows.store.memos import Memos, code
from flows.store.pointer import current_number, folder_of
from flows.store.story_update import roles_that_changed
from transforms.entities import Curation
from transforms.tables import ARTICLES, BY_NAME, ENTITY_LINKS, EVERY

_MERGED = BY_NAME.keys() - {ENTITY_LINKS.name}
"""Tables whose rows come with documents; the others follow from them."""


class Building:
    """A version while it is made.

    processed:       the dataset's folder.
    final:           where its folder lies once it is sealed.
    written, linked: how many files are new, and how many are the parent's.
    """

    def __init__(
        self,
        processed: Path,
        parent: Manifest | None,
        parts_per_month: int,
        curation: Curation,
        answers: AnswerMaker | None = None,
    ) -> None:
        self.processed, self._parts = processed, parts_per_month
        self._parent, self._curation = parent, curation
        self._answers = answers
        self._number = 1 + max(_numbers(processed), default=0)
        self._folder = processed / "versions" / f".building-{self._number:06d}"
        self._spill = processed / "versions" / f".spill-{self._number:06d}"
        self.final = folder_of(processed, self._number)
        self.written = self.linked = 0

    def fill(self, incoming: merge.Staged, *, is_whole: bool) -> list[DataFile]:
        """Write the touched partitions and link the others; the version's files.

        is_whole: whether the parent has all that it was made of; not if some is damaged.
        """
        self._folder.mkdir(parents=True)
        self._spill.mkdir()
        merge.spill(incoming, self._spill, self._parts)
        reached("spilled")
        old = self._old_files(incoming)
        ledger = merge.read_ledger_files(self._parent_folder, old.values())
        places = merge.touched_by(ledger, incoming.replaced, self._parts)
        amended = self._amended(old, incoming, is_whole)
        with_amended = merge.touched_by(ledger, amended, self._parts)
        spilled = merge.spilled_partitions(self._spill)
        files = []
        for partition in sorted(spilled | old.keys()):
            before = old.get(partition)
            place = (partition.month, partition.part)
            is_amended = partition.table == ARTICLES.name and place in with_amended
            if partition in spilled or place in places or is_amended:
                files += self._write(partition, before, incoming, amended)
            elif before is not None:
                files.append(self._link(before))
        shutil.rmtree(self._spill)
        files += self._links(files)
        changed = pl.concat([incoming.replaced, amended.select("article_id")])["article_id"]
        files += self._stored_answers(files, changed.unique())
        return files + self._empty_tables(files)

    def seal(self, files: Sequence[DataFile], run: Mapping[str, object]) -> Manifest:
        """Write the manifest, wait until all is on the disk, and give the folder its number."""
        manifest = Manifest(
            version=self._number,
            parent=self._parent.version if self._parent else None,
            schema=schema_fingerprint(),
            parts_per_month=self._parts,
            run=run,
            files=tuple(files),
            curation=self._curation.fingerprint,
            answers=self._answered_by,
            memos=code(),
        )
        write_manifest(self._folder, manifest)
        reached("manifest")
        sync_tree(self._folder)
        self._folder.rename(self.final)
        sync(self.final.parent)
        reached("renamed")
        return manifest

    def discard_unpublished(self) -> None:
        """Remove what was written, unless readers may already see it."""
        shutil.rmtree(self._spill, ignore_errors=True)
        shutil.rmtree(self._folder, ignore_errors=True)
        if current_number(self.processed) != self._number:
            shutil.rmtree(self.final, ignore_errors=True)

    @property
    def would_be_like_parent(self) -> bool:
        """Whether the parent has the schema, layout, decisions and answers of this version."""
        return (
            self._parent is not None
            and self._parent.schema == schema_fingerprint()
            and self._parent.parts_per_month == self._parts
            and self._parent.curation == self._curation.fingerprint
            and self._parent.answers == self._answered_by
        )

    def is_like_parent(self, files: Sequence[DataFile]) -> bool:
        """Whether a version of these files would be the parent once more."""
        return (
            self._parent is not None
            and self._parent.answers == self._answered_by
            and set(files) == set(self._parent.files)
        )

    @property
    def _answered_by(self) -> str:
        return self._answers.fingerprint if self._answers else ""

    @property
    def _parent_folder(self) -> Path:
        return folder_of(self.processed, self._parent.version if self._parent else 0)

    @property
    def _same_schema(self) -> Manifest | None:
        """The parent, if its rows have the columns of today's."""
        is_same = self._parent is not None and self._parent.schema == schema_fingerprint()
        return self._parent if is_same else None

    def _old_files(self, incoming: merge.Staged) -> dict[Partition, DataFile]:
        """The parent's files that this version can build on, by partition."""
        if self._same_schema is None:
            return {}
        files = [
            file
            for file in self._same_schema.files
            if file.rows and file.partition.table in _MERGED
        ]
        if self._same_schema.parts_per_month == self._parts:
            return {file.partition: file for file in files}
        for number, file in enumerate(files):
            # another layout: the old rows are sorted into partitions as the staged ones are
            table = BY_NAME[file.partition.table]
            rows = pl.read_parquet(
                self._parent_folder / file.path, hive_partitioning=False, glob=False
            )
            kept = rows.join(incoming.replaced, on="article_id", how="anti")
            merge.spill_rows(table, kept, self._spill, self._parts, f"old-{number:06d}")
        return {}

    def _amended(
        self, old: Mapping[Partition, DataFile], incoming: merge.Staged, is_whole: bool
    ) -> pl.DataFrame:
        """The articles whose place in a story differs from the one in their row."""
        files = [(part.table, self._parent_folder / file.path) for part, file in old.items()]
        corpus = Corpus(tuple(files), incoming.replaced, self._spill, is_whole)
        return roles_that_changed(corpus)

    def _write(
        self,
        partition: Partition,
        before: DataFile | None,
        incoming: merge.Staged,
        amended: pl.DataFrame,
    ) -> list[DataFile]:
        old = [self._parent_folder / before.path] if before else []
        rows = merge.merged(partition, old, incoming.replaced, self._spill, amended)
        if rows.is_empty():
            return []
        file = merge.write_partition(partition, rows, self._folder)
        self.written += 1
        reached(f"wrote {partition.table}")
        return [file]

    def _links(self, files: Sequence[DataFile]) -> list[DataFile]:
        """Write or link the links between entities, which follow from all articles."""
        memos = Memos(self._folder, self._parent_folder, self._same_schema, self._parts, code())
        found = link_files(files, self._curation, memos)
        self.written += memos.written
        self.linked += memos.linked
        return found

    def _stored_answers(self, files: Sequence[DataFile], changed: pl.Series) -> list[DataFile]:
        """The files of the answers; those of the parent are used if they answer the same."""
        if self._answers is None:
            return []
        before: Sequence[DataFile] = ()
        is_same = (
            self._parent is not None
            and self._parent.schema == schema_fingerprint()
            and self._parent.answers == self._answered_by
        )
        if is_same and self._parent is not None:
            before = [file for file in self._parent.files if file.rows]
        new, old = Shelf(self._folder), Shelf(self._parent_folder)
        for shelf, there in ((new, files), (old, before)):
            for file in there:
                shelf.add(file)
        made = AnswerUpdate(self._answers, new, old, changed, self._link).run()
        self.written += len(set(made) - set(before))
        return made

    def _link(self, file: DataFile) -> DataFile:
        target = self._folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(self._parent_folder / file.path, target)
        self.linked += 1
        return file

    def _empty_tables(self, files: Sequence[DataFile]) -> list[DataFile]:
        """One empty file for each table without rows, so that every glob finds its columns."""
        filled = {file.partition.table for file in files}
        return [
            merge.write_partition(
                Partition(table.name, merge.UNKNOWN, 0), table.frame(), self._folder
            )
            for table in EVERY
            if table.name not in filled
        ]


def _numbers(processed: Path) -> list[int]:
    """The numbers that are taken, also by what is no version."""
    root = processed / "versions"
    names = [path.name for path in root.iterdir()] if root.is_dir() else []
    return [int(name) for name in names if name.isascii() and name.isdigit()]
