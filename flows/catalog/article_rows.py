"""Article rows: one article with everything found in it, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.catalog.catalog import connected
from flows.errors import UsageError
from transforms.tables import TABLES, VIEW_COLUMNS

_Row = dict[str, Any]

_BY_ID = "select * from articles where article_id = $asked"
_FIND = """
    with found as (
        select
            article_id, source_path, source_id, published_date, headline,
            case
                when source_id = $asked or source_path = $asked then 1
                when ends_with(source_path, '/' || $asked) then 2
                when ends_with(source_path, $asked) then 3
                when contains(lower(source_path), lower($asked)) then 4
            end as place
        from articles
    )
    select * exclude (place) from found
    where place = (select min(place) from found)
    order by source_path, source_id
"""
# what fits better hides what fits worse: an id, a whole path, its last parts, its end, a part of it
_COUNTED = {table.name: table.ordinal for table in TABLES if table.is_public and table.ordinal}
"""Table name to ordinal, of the tables that readers see and that number an article's rows."""
_NAMED = 5
"""Articles that the message about an ambiguous name lists."""


class NoSuchArticle(UsageError):
    """Nothing, or more than one article, answers to what was asked for."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. A row is a dict of column name to value; the data dictionary says what it means.

    row:    the article's row of ``articles``, with its whole text.
    zones:  kind, start_char, end_char and surface of each zone, in text order.
    tables: table name to the article's rows in the order of their ordinal, for every public table
            whose rows are numbered within an article; the properties name the most used.
    """

    row: _Row
    zones: list[_Row]
    tables: dict[str, list[_Row]]

    @property
    def entities(self) -> list[_Row]:
        """Mentions, in text order."""
        return self.tables["entities"]

    @property
    def quotes(self) -> list[_Row]:
        """Attributions, in text order."""
        return self.tables["quotes"]

    @property
    def figures(self) -> list[_Row]:
        """Quantities, in text order."""
        return self.tables["figures"]

    @property
    def corrections(self) -> list[_Row]:
        """What people said of the article."""
        return self.tables["corrections"]

    @property
    def issues(self) -> list[_Row]:
        """What was not understood, in the order in which it was noticed."""
        return self.tables["issues"]


def article(where: Path | str | duckdb.DuckDBPyConnection, asked: str) -> Article:
    """The article with this id, record id or source path; a part of the path does.

    where: the folder of the dataset, or a connection that ``open`` gave.

    Raises:
        NoDataset: nothing was published in the folder yet.
        NoSuchArticle: none or several match; the message says which.
    """
    with connected(where) as connection:
        found = _rows(connection, _BY_ID, {"asked": asked})
        if not found:
            found = _rows(connection, _FIND, {"asked": asked})
        if not found:
            raise NoSuchArticle(
                f'no article {asked!r}; `broadsheet sql "select article_id, source_path, headline'
                ' from articles"` lists them'
            )
        if len(found) > 1:
            raise NoSuchArticle(_several(asked, found))
        key = {"article_id": found[0]["article_id"]}
        if "text" not in found[0]:  # the search left the text out
            found = _rows(connection, _BY_ID, {"asked": key["article_id"]})
        [row] = found
        return Article(
            row=row,
            zones=[zone | {"surface": _slice(row["text"], zone)} for zone in row["zones"]],
            tables={
                table: _rows_of_article(connection, table, order, row)
                for table, order in _COUNTED.items()
            },
        )


def _rows_of_article(
    connection: duckdb.DuckDBPyConnection, table: str, order: str, row: _Row
) -> list[_Row]:
    """The rows that a table has of an article: of one file, and without asking for its outlet."""
    values = {"article_id": row["article_id"], "month": row["month"]}
    has_outlet = any(column.name == "outlet" for column in VIEW_COLUMNS[table])
    columns = "* replace ($outlet::varchar as outlet)" if has_outlet else "*"
    if has_outlet:
        values["outlet"] = row["outlet"]
    return _rows(
        connection,
        f"select {columns} from {table}"
        f" where month = $month and article_id = $article_id order by {order}",
        values,
    )


def _several(asked: str, found: list[_Row]) -> str:
    """What to say of articles of which each answers to what was asked for."""
    lines = [
        f"  {row['article_id']}  {row['published_date'] or '(no date)'}"
        f"  {row['headline'] or '(no headline)'}  ({row['source_path']})"
        for row in found[:_NAMED]
    ]
    if len(found) > _NAMED:
        lines.append(f"  … and {len(found) - _NAMED:,} more; name a longer part of the path")
    heading = f"{len(found):,} articles answer to {asked!r}; show one by its id:"
    return "\n".join([heading, *lines])


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]) -> list[_Row]:
    result = connection.execute(query, values)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _slice(text: str, place: _Row) -> str:
    return text[place["start_char"] : place["end_char"]]
