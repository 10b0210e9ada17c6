"""Show: one article with everything found in it, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.catalog import catalog
from flows.errors import UserError

_WIDEST = 100
"""Characters of a surface on one line; the place says where to read the whole."""

_FIND = """
    select article_id, source_path, source_id, headline, outlet, published_date, date_source,
           byline, agency, dateline_place, language, word_count, story_id, zones, text
    from articles
    where article_id = $article
       or source_path = $article
       or ends_with(source_path, '/' || $article)
       or source_id = $article
    order by source_path, source_id
"""
_LISTS = {
    "entities": """
        select start_char, end_char, surface,
               entity_type || '  ' || canonical_name
               || case when form = 'full_name' then '' else '  (' || form || ')' end
        from entities where article_id = $article order by mention_index
    """,
    "quotes": """
        select start_char, end_char, surface,
               quote_type || ' ' || attribution_kind || '  '
               || coalesce(speaker_name, speaker_role, speaker_text, 'nobody named')
               || '  (' || speaker_resolution || ')'
               || coalesce('  relayed by ' || relay_name, '')
        from quotes where article_id = $article order by quote_index
    """,
    "figures": """
        select start_char, end_char, surface,
               kind || '  ' || bound || case when is_approximate then ' about' else '' end || ' '
               || coalesce(value::varchar, value_low::varchar || ' to ' || value_high::varchar, '')
               || coalesce(' ' || unit, '') || coalesce(' per ' || per_unit, '')
               || coalesce('  of ' || measured, '') || coalesce('  asserted in ' || quote_id, '')
        from figures where article_id = $article order by figure_index
    """,
    "issues": """
        select start_char, end_char, severity || ' ' || code, detail
        from issues where article_id = $article order by issue_index
    """,
}


class NoSuchArticle(UserError):
    """Nothing, or more than one article, answers to what was asked for."""


def show_article(processed: Path, article: str) -> Iterator[str]:
    """Lines about the article with this id, source path (or its end) or record id.

    Raises:
        CatalogError: there is no dataset yet.
        NoSuchArticle: none or several match; the message says which.
    """
    with catalog.connect(processed) as connection:
        found = _rows(connection, _FIND, article)
        if not found:
            raise NoSuchArticle(
                f'no article {article!r}; `broadsheet sql "select article_id, source_path, headline'
                ' from articles"` lists them'
            )
        if len(found) > 1:
            ids = ", ".join(f"{row['article_id']} ({row['source_path']})" for row in found[:5])
            raise NoSuchArticle(f"{len(found)} articles answer to {article!r}: {ids}")
        row = found[0]
        yield from _head(row)
        yield from _list("zones", [(*_place(z), z["kind"]) for z in _zones(row)])
        for name, query in _LISTS.items():
            rows = connection.execute(query, {"article": row["article_id"]}).fetchall()
            yield from _list(name, rows)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, article: str) -> list[dict[str, Any]]:
    result = connection.execute(query, {"article": article})
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _head(row: dict[str, Any]) -> Iterator[str]:
    yield row["headline"] or "(no headline)"
    date = f"{row['published_date']} from {row['date_source']}" if row["published_date"] else None
    parts = [row["outlet"], date, ", ".join(row["byline"]), row["agency"], row["dateline_place"]]
    yield " · ".join(part for part in parts if part)
    source = row["source_path"] + (f" record {row['source_id']}" if row["source_id"] else "")
    yield f"{source} · article_id {row['article_id']} · {row['word_count']} words"


def _zones(row: dict[str, Any]) -> list[dict[str, Any]]:
    text = row["text"]
    return [zone | {"of": text[zone["start_char"] : zone["end_char"]]} for zone in row["zones"]]


def _place(zone: dict[str, Any]) -> tuple[int, int, str]:
    return zone["start_char"], zone["end_char"], zone["of"]


def _list(name: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    yield ""
    yield f"{name} ({len(rows)})"
    for start, end, surface, what in rows:
        place = "" if start is None else f"{start}-{end}"
        flat = " ".join(surface.split())
        short = flat if len(flat) <= _WIDEST else flat[: _WIDEST - 1] + "…"
        yield f"{place:>11}  {what}  |  {short}"
