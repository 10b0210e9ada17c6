"""Article rows: one article with everything found in it, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.catalog.catalog import connected
from flows.errors import UserError

_Row = dict[str, Any]

_FIND = """
    select * from articles
    where article_id = $asked
       or source_path = $asked
       or ends_with(source_path, '/' || $asked)
       or source_id = $asked
    order by source_path, source_id
"""
_ORDER = {
    "entities": "mention_index",
    "quotes": "quote_index",
    "figures": "figure_index",
    "issues": "issue_index",
}
_NAMED = 5
"""Articles that the message about an ambiguous name lists."""


class NoSuchArticle(UserError):
    """Nothing, or more than one article, answers to what was asked for."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. A row is a dict of column name to value; the data dictionary says what it means.

    row:      the article's row of ``articles``, with its whole text.
    zones:    kind, start_char, end_char and surface of each zone, in text order.
    entities, quotes, figures, issues: the article's rows of these tables, in text order.
    """

    row: _Row
    zones: list[_Row]
    entities: list[_Row]
    quotes: list[_Row]
    figures: list[_Row]
    issues: list[_Row]


def article(where: Path | str | duckdb.DuckDBPyConnection, asked: str) -> Article:
    """The article with this id, source path (or its end) or record id.

    where: the folder of the dataset, or a connection that ``open`` gave.

    Raises:
        NoDataset: nothing was published in the folder yet.
        NoSuchArticle: none or several match; the message says which.
    """
    with connected(where) as connection:
        found = _rows(connection, _FIND, {"asked": asked})
        if not found:
            raise NoSuchArticle(
                f'no article {asked!r}; `broadsheet sql "select article_id, source_path, headline'
                ' from articles"` lists them'
            )
        if len(found) > 1:
            ids = ", ".join(f"{row['article_id']} ({row['source_path']})" for row in found[:_NAMED])
            raise NoSuchArticle(f"{len(found)} articles answer to {asked!r}: {ids}")
        [row] = found
        key = {"article_id": row["article_id"]}
        return Article(
            row=row,
            zones=[zone | {"surface": _slice(row["text"], zone)} for zone in row["zones"]],
            **{
                table: _rows(
                    connection,
                    f"select * from {table} where article_id = $article_id order by {order}",
                    key,
                )
                for table, order in _ORDER.items()
            },
        )


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, str]) -> list[_Row]:
    result = connection.execute(query, values)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _slice(text: str, place: _Row) -> str:
    return text[place["start_char"] : place["end_char"]]
