"""Answer update: the stored answers of a version, made again where what they follow from changed.

An answer lies by month, in one file. Some follow from one article each and from what the ids in it
stand for: only those of articles that changed are made again. Others count what a month has, and
the last put rows of many months together and lie in the month of the first. What comes out is what
a rebuild would write, byte for byte; files that stay as they were are linked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

import polars as pl

from flows.store import merge
from flows.store.manifest import DataFile, Partition
from transforms.tables import (
    ANSWERS,
    ARTICLES,
    ENTITIES,
    ENTITY_LINKS,
    EVERY_BY_NAME,
    FIGURES,
    QUOTES,
    StoredAnswer,
)

_READ = (ARTICLES.name, ENTITIES.name, QUOTES.name, FIGURES.name)
"""Tables that answers are made from."""
_NAMES, _IDENTITIES, _NEWSMAKERS = "_entity_names", "identities", "newsmakers_all"
_OF_ARTICLE = [one.name for one in ANSWERS if one.follows_from == "article"]
_OF_MONTH = [one.name for one in ANSWERS if one.follows_from == "month" and one.name != _NAMES]
_SOURCES = {
    "stories": (ARTICLES.name, "article_id story_id is_copy published_date headline agency outlet"),
    "entity_index": ("mentions_by_month", ""),
    "entity_index_all": ("mentions_by_month_all", ""),
}
"""What puts rows of many months together, by the table that has them and its columns, or all.
Both name the group alike."""
_INDEX_OF = {"mentions_by_month": "entity_index", "mentions_by_month_all": "entity_index_all"}
_NOTHING = pl.Series([], dtype=pl.String)
_STATED = "stated_entity_id"
_LINK = ["left_id", "right_id", "right_name", "right_type", "decision", "rule", "actor",
         "article_id"]  # fmt: skip
"""What identities take from a link."""
_IDS = {"entity_id", "left_id", "right_id"}
_MEANING = ["stated_entity_id", "article_id", "entity_id", "canonical_name", "entity_type",
            "is_blocked", "kb_id"]  # fmt: skip
"""What other answers take from an identity."""


class AnswerMaker(Protocol):
    """Knows the SQL of the answers."""

    @property
    def fingerprint(self) -> str:
        """Changes with what the answers are."""

    def rows(
        self, answers: Sequence[str], tables: Mapping[str, pl.DataFrame]
    ) -> Iterator[tuple[str, pl.DataFrame]]:
        """The rows of these answers, made from the rows of tables; see the catalog."""


@dataclass
class Shelf:
    """The files with rows of a version, by table and month."""

    folder: Path
    files: dict[str, dict[str, list[DataFile]]] = field(default_factory=dict)

    def add(self, file: DataFile) -> None:
        """Put a file in its place."""
        months = self.files.setdefault(file.partition.table, {})
        months.setdefault(file.partition.month, []).append(file)

    def months(self, table: str) -> set[str]:
        """The months of which a table has rows."""
        return {*self.files.get(table, {})}

    def all_months(self, table: str) -> list[str]:
        """The same, in order."""
        return sorted(self.months(table))

    def hashes(self, table: str, month: str) -> set[str]:
        """What sets the rows of one month apart from those of others."""
        return {file.sha256 for file in self.files.get(table, {}).get(month, [])}

    def read(
        self,
        table: str,
        months: Sequence[str],
        columns: Sequence[str] = (),
        only: tuple[str, pl.Series] | None = None,
    ) -> pl.DataFrame:
        """The rows of some months; of some columns, and those that have one of some values."""
        paths = self._paths(table, months)
        if not paths:
            return _empty(table, tuple(columns))
        rows = pl.scan_parquet(paths, hive_partitioning=False, glob=False)
        if columns:
            rows = rows.select(columns)
        if only is not None:
            # a filter, which is looked at before the other columns are read, as a join is not
            rows = rows.filter(pl.col(only[0]).is_in(only[1].implode()))
        return rows.collect()

    def months_with(self, table: str, column: str, values: pl.Series) -> set[str]:
        """The months of which a table has rows with one of these values."""
        files = {
            str(self.folder / file.path): month
            for month, there in self.files.get(table, {}).items()
            for file in there
        }
        if not files or not values.len():
            return set()
        rows = pl.scan_parquet(
            [*files], hive_partitioning=False, glob=False, include_file_paths="_path"
        ).select(column, "_path")
        found = rows.filter(pl.col(column).is_in(values.implode())).collect()
        return {files[path] for path in found["_path"].unique()}

    def _paths(self, table: str, months: Sequence[str]) -> list[Path]:
        there = self.files.get(table, {})
        return [self.folder / file.path for month in months for file in there.get(month, [])]


@cache
def _empty(table: str, columns: tuple[str, ...]) -> pl.DataFrame:
    schema = EVERY_BY_NAME[table].polars_schema
    return pl.DataFrame(schema={name: schema[name] for name in columns or schema})


class AnswerUpdate:
    """Brings the answers of a version up to date.

    new:     the version being made, with the files of all other tables.
    old:     its parent; one without files makes everything again.
    changed: articles of which a row came, went or changed, by article_id.
    link:    puts a file of the parent into the new version.
    """

    def __init__(
        self,
        maker: AnswerMaker,
        new: Shelf,
        old: Shelf,
        changed: pl.Series,
        link: Callable[[DataFile], DataFile],
    ) -> None:
        self._maker, self._link = maker, link
        self._new, self._old, self._changed = new, old, changed
        self._is_first = not old.files
        self._identity_rows: pl.DataFrame | None = None
        self._touched: dict[str, list[pl.Series]] = {name: [_NOTHING] for name in _SOURCES}
        self._made: list[DataFile] = []

    def run(self) -> list[DataFile]:
        """The files of all answers."""
        months = sorted({month for table in _READ for month in self._months(table)})
        changed = {month for month in months for table in _READ if self._differs(table, month)}
        for month in months:
            if month in changed:
                self._count_names(month)
            else:
                self._link_month(_NAMES, month)
        ids = self._identities()
        with_ids = self._new.months_with(_NAMES, "entity_id", ids) - changed
        for month in months:
            if month in changed or month in with_ids:
                self._month(month, self._articles_of(month, ids, is_changed=month in changed))
            else:
                for name in (*_OF_ARTICLE, *_OF_MONTH):
                    self._link_month(name, month)
        for name in _SOURCES:
            self._groups(name)
        return self._made

    @property
    def _shelves(self) -> tuple[Shelf, Shelf]:
        return self._new, self._old

    def _months(self, *tables: str) -> set[str]:
        found = (shelf.months(table) for table in tables for shelf in self._shelves)
        return set[str]().union(*found)

    def _differs(self, table: str, month: str) -> bool:
        return self._is_first or self._new.hashes(table, month) != self._old.hashes(table, month)

    def _count_names(self, month: str) -> None:
        rows = self._new.read(ENTITIES.name, [month])
        for name, made in self._maker.rows([_NAMES], {ENTITIES.name: rows}):
            self._put(name, month, made)

    def _identities(self) -> pl.Series:
        """Make the identities that may differ; the ids in entities of those that mean another."""
        links = ENTITY_LINKS.name
        inputs = (_NAMES, links)
        changed = {
            table: [month for month in sorted(self._months(table)) if self._differs(table, month)]
            for table in inputs
        }
        if not any(changed.values()):
            self._link_all(_IDENTITIES)
            return _NOTHING
        only = None if self._is_first else self._linked_to(self._differing(changed))
        tables = {_NAMES: self._new.read(_NAMES, self._new.all_months(_NAMES), (), only)}
        tables[links] = self._new.read(links, self._new.all_months(links))
        if only is not None:
            is_there = pl.col("left_id").is_in(only[1].implode())
            tables[links] = tables[links].filter(is_there)
        [(_, rows)] = self._maker.rows([_IDENTITIES], tables)
        if only is None:
            self._identity_rows = rows
            self._by_first_month(_IDENTITIES, rows, None)
            return _NOTHING
        those = (_STATED, only[1])
        before = self._old.read(_IDENTITIES, self._old.all_months(_IDENTITIES), (), those)
        ids = pl.concat([_apart(before, rows), _apart(rows, before)])[_STATED].unique()
        self._by_first_month(
            _IDENTITIES, rows.filter(pl.col(_STATED).is_in(ids.implode())), (_STATED, ids)
        )
        meant = rows.select(_MEANING), before.select(_MEANING)
        return pl.concat([_apart(*meant), _apart(*meant[::-1])])[_STATED].unique()

    def _differing(self, months: Mapping[str, Sequence[str]]) -> pl.Series:
        """The entity ids of which a name or a link in these months came, went or changed."""
        found = [_NOTHING]
        for table, columns in ((_NAMES, []), (ENTITY_LINKS.name, _LINK)):
            new, old = (shelf.read(table, months[table], columns) for shelf in self._shelves)
            for rows in (_apart(new, old), _apart(old, new)):
                found += [rows[name] for name in rows.columns if name in _IDS]
        return pl.concat(found).drop_nulls().unique()

    def _linked_to(self, ids: pl.Series) -> tuple[str, pl.Series]:
        """These entity ids with all that links lead to from them, or from which they come."""
        links = [
            shelf.read(ENTITY_LINKS.name, shelf.all_months(ENTITY_LINKS.name), _LINK)
            for shelf in self._shelves
        ]
        pairs = pl.concat(links).filter(decision="same").select("left_id", "right_id").unique()
        size = -1
        while size != ids.len():
            size = ids.len()
            here = pairs.filter(pl.any_horizontal(pl.all().is_in(ids.implode())))
            ids = pl.concat([ids, here["left_id"], here["right_id"]]).unique()
        return "entity_id", ids.sort()

    def _articles_of(self, month: str, ids: pl.Series, *, is_changed: bool) -> pl.Series:
        """The articles of a month that changed, or that have one of these entity ids."""
        if self._is_first:
            return _NOTHING
        rows = _empty(ENTITIES.name, ("article_id", "entity_id"))
        if ids.len():
            rows = self._new.read(ENTITIES.name, [month], rows.columns, ("entity_id", ids))
        found = rows["article_id"]
        return pl.concat([found, self._changed]).unique() if is_changed else found.unique()

    def _month(self, month: str, articles: pl.Series) -> None:
        """Make what follows from these articles of a month, then what counts the month's rows."""
        only = None if self._is_first else ("article_id", articles)
        tables = {table: self._new.read(table, [month], only=only) for table in _READ}
        tables[_IDENTITIES] = self._identities_of(tables[ENTITIES.name])
        touched = []
        for name, rows in self._maker.rows(_OF_ARTICLE, tables):
            before, after = self._replace(name, month, only, rows)
            if name == _NEWSMAKERS:
                touched += [before["entity_id"], rows["entity_id"]]
                newsmakers = after
        entities = pl.concat(touched).unique()
        if only is not None:
            newsmakers = newsmakers.join(entities.to_frame(), on="entity_id", how="semi")
            only = ("entity_id", entities)
        tables = {_NEWSMAKERS: newsmakers, _IDENTITIES: self._known}
        for name, rows in self._maker.rows(_OF_MONTH, tables):
            self._replace(name, month, only, rows)
            self._touched[_INDEX_OF[name]].append(entities)

    @cached_property
    def _known(self) -> pl.DataFrame:
        """The identities that a knowledge base has."""
        rows = self._new.read(
            _IDENTITIES, self._new.all_months(_IDENTITIES), ["entity_id", "kb_id"]
        )
        return rows.drop_nulls("kb_id")

    def _identities_of(self, entities: pl.DataFrame) -> pl.DataFrame:
        ids = entities["entity_id"].unique()
        if self._identity_rows is not None:
            return self._identity_rows.filter(pl.col(_STATED).is_in(ids.implode()))
        return self._new.read(_IDENTITIES, self._new.all_months(_IDENTITIES), (), (_STATED, ids))

    def _groups(self, name: str) -> None:
        """Make the groups again that have a row that came, went or changed."""
        source, columns = _SOURCES[name]
        months = sorted(self._months(source))
        changed = [month for month in months if self._differs(source, month)]
        if not changed:
            self._link_all(name)
            return
        only = None
        if not self._is_first:
            group = _declared(name).grouped or ""
            if source == ARTICLES.name:
                those = ("article_id", self._changed)
                for shelf in self._shelves:
                    rows = shelf.read(source, changed, ["article_id", group], those)
                    self._touched[name].append(rows[group].drop_nulls())
            only = (group, pl.concat(self._touched[name]).unique())
        tables = {source: self._new.read(source, months, columns.split(), only)}
        [(_, rows)] = self._maker.rows([name], tables)
        self._by_first_month(name, rows, only)

    def _by_first_month(
        self, name: str, rows: pl.DataFrame, only: tuple[str, pl.Series] | None
    ) -> None:
        """Store groups in the months of their first rows."""
        dated = pl.col(_declared(name).dated or "").dt.strftime("%Y-%m").fill_null(merge.UNKNOWN)
        parted = rows.with_columns(_month=dated).partition_by("_month", as_dict=True)
        there = {str(month): group.drop("_month") for (month,), group in parted.items()}
        before = self._old.months_with(name, *only) if only is not None else set()
        for month in sorted(there.keys() | self._old.months(name)):
            if month in there or month in before or only is None:
                self._replace(name, month, only, there.get(month, rows.clear()))
            else:
                self._link_month(name, month)

    def _replace(
        self, name: str, month: str, only: tuple[str, pl.Series] | None, rows: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Store rows of a month in place of the old ones that have the values; before and after."""
        before = self._old.read(name, [month])
        after = rows
        if only is not None:
            kept = before.join(only[1].to_frame(only[0]), on=only[0], how="anti")
            after = pl.concat([kept, rows]).sort(_declared(name).order, nulls_last=True)
        if after.equals(before):
            self._link_month(name, month)
        else:
            self._put(name, month, after)
        return before, after

    def _link_all(self, name: str) -> None:
        for month in sorted(self._old.months(name)):
            self._link_month(name, month)

    def _link_month(self, name: str, month: str) -> None:
        for file in self._old.files.get(name, {}).get(month, []):
            self._keep(self._link(file))

    def _put(self, name: str, month: str, rows: pl.DataFrame) -> None:
        if not rows.is_empty():
            self._keep(merge.write_partition(Partition(name, month, 0), rows, self._new.folder))

    def _keep(self, file: DataFile) -> None:
        self._new.add(file)
        self._made.append(file)


def _apart(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The rows of the one that the other has not."""
    return one.join(other, on=one.columns, how="anti", nulls_equal=True)


def _declared(name: str) -> StoredAnswer:
    answer = EVERY_BY_NAME[name]
    assert isinstance(answer, StoredAnswer)
    return answer
