"""Screens: what each address shows: a template's name and the values it is filled with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
from starlette.requests import Request

from flows.catalog import (
    Answer,
    article,
    describe,
    list_rows,
    list_versions,
    panel,
    sql_of,
    values_of,
)
from flows.dashboard.charts import Dot, dots, months
from flows.dashboard.compared import compared
from flows.dashboard.current import Reader
from flows.dashboard.filters import ROWS, Filter, read_filter
from flows.dashboard.marks import marks_of, paragraphs
from flows.dashboard.wording import measured
from flows.errors import UserError

_Values = dict[str, Any]

MENU = (
    ("/", "Overview"), ("/search", "Search"), ("/quotes", "Quotes"), ("/figures", "Figures"),
    ("/names", "Names"), ("/stories", "Stories"), ("/articles", "Articles"),
    ("/relays", "Sources"), ("/coverage", "Coverage"), ("/issues", "Issues"), ("/data", "Data"),
)  # fmt: skip
LISTINGS = {
    "quotes": "Who said what",
    "figures": "Numbers and who states them",
    "names": "People, organisations and places",
    "stories": "Reports that were copied",
    "articles": "Articles",
    "relays": "Who is quoted through whom",
    "coverage": "Coverage by outlet and month",
    "issues": "What was not read or not understood",
}
"""Name of a listing, which is its address, to its heading."""
_NEEDS_WORDS = {"coverage": "Type the words whose coverage you want to compare."}
"""Listings that show nothing until words are asked for, and what they say instead."""
_SOME = 5
"""Rows of each kind that the search page shows."""


class NoSuchPage(UserError):
    """The address names something that the dataset does not have."""


def overview(reader: Reader, _: Request) -> tuple[str, _Values]:
    """Counts, the last run, who is quoted most, money claims, the widest copied stories."""
    with reader.reading() as connection:
        [totals] = panel(connection, "totals")
        quotes = panel(connection, "quotes_by_month")
        money = panel(connection, "money_claims")
        return "overview.html", {
            "totals": totals,
            "months": months(
                [(row["month_start"], row["quote_count"]) for row in quotes], "statements"
            ),
            "quoted": panel(connection, "most_quoted"),
            "money": money[:8],
            "sums": dots([_sum(row) for row in money], "sums of money"),
            "stories": _rows(list_rows(connection, "stories", {}, rows=8).answer),
            "reasons": panel(connection, "quarantine_reasons"),
            "versions": _rows(list_versions(reader.processed))[:2],
        }


def _sum(row: _Values) -> Dot:
    label = f"{row['surface']} – {row['measured'] or row['headline'] or ''}"
    return Dot(row["value"], label, _place(row["article_id"], "figure", row["figure_id"]))


def _place(article_id: str, kind: str, row_id: str) -> str:
    """The address of a row in its article."""
    index = row_id.rpartition("/")[2]
    return f"/articles/{article_id}?{kind}={row_id}#{index}"


def listing(name: str, reader: Reader, request: Request) -> tuple[str, _Values]:
    """A page of a listing, with its filters, its SQL and its downloads."""
    asked = read_filter(name, request.query_params)
    values: _Values = {
        "name": name, "heading": LISTINGS[name], "filter": asked,
        "needs": None if asked.asked else _NEEDS_WORDS.get(name), "sql": sql_of(name, asked.asked),
    }  # fmt: skip
    with reader.reading() as connection:
        values["choices"] = values_of(connection, name)
        values["only"] = {
            field: _called(connection, asked.asked[field])
            for field in ("entity", "named")
            if field in asked.asked
        }
        if values["needs"]:
            return "listing.html", values | {"rows": [], "total": 0, "pages": 0}
        page = list_rows(connection, name, asked.asked, rows=ROWS, skipped=asked.skipped)
    return "listing.html", values | {
        "rows": _rows(page.answer),
        "total": page.total,
        "pages": -(-page.total // ROWS),
    }


def _called(connection: duckdb.DuckDBPyConnection, entity: str) -> str:
    found = panel(connection, "name_summary", entity=entity)
    return str(found[0]["canonical_name"]) if found else f"an unknown id, {entity}"


def rows_of(reader: Reader, asked: Filter, most: int) -> Answer:
    """All rows of a listing, at most so many."""
    with reader.reading() as connection:
        return list_rows(connection, asked.name, asked.asked, rows=most).answer


def search(reader: Reader, request: Request) -> tuple[str, _Values]:
    """Some of the quotes, names, figures and articles that hold the words asked for."""
    words = request.query_params.get("words", "").strip()
    found: dict[str, Any] = {}
    if words:
        asked = read_filter("quotes", {"words": words}).asked
        with reader.reading() as connection:
            for name in ("names", "quotes", "figures", "articles"):
                page = list_rows(connection, name, asked, rows=_SOME)
                found[name] = {
                    "rows": _rows(page.answer),
                    "total": page.total,
                    "filter": Filter(name, asked),
                }
    return "search.html", {"words": words, "found": found}


def article_page(reader: Reader, request: Request) -> tuple[str, _Values]:
    """An article with every quote, name and figure marked in it and listed beside it."""
    query = request.query_params
    asked = next((query[kind] for kind in ("quote", "figure", "name") if query.get(kind)), "")
    with reader.reading() as connection:
        found = article(connection, request.path_params["article_id"])
    row = found.row
    shown = list(paragraphs(row["text"], row["zones"], marks_of(found, asked)))
    return "article.html", {"article": row, "found": found, "paragraphs": shown, "asked": asked}


def name_page(reader: Reader, request: Request) -> tuple[str, _Values]:
    """A person, organisation or place: time line, words, numbers, company, spellings, evidence."""
    with reader.reading() as connection:
        summary = panel(connection, "name_summary", entity=request.path_params["entity_id"])
        if not summary:
            raise NoSuchPage("No entity of the news has that id; it may have been merged.")
        entity = summary[0]["entity_id"]
        asked = {"entity": entity}
        timeline = panel(connection, "name_months", entity=entity)
        quotes = list_rows(connection, "quotes", asked, rows=10)
        figures = list_rows(connection, "figures", asked, rows=10)
        named = Filter("figures", {"named": entity})
        money = named.asked | {"kind": "money"}
        return "name.html", {
            "entity": summary[0],
            "months": months(
                [(row["month_start"], row["article_count"]) for row in timeline], "articles"
            ),
            "quotes": _rows(quotes.answer),
            "quotes_total": quotes.total,
            "quotes_filter": Filter("quotes", asked),
            "figures": _rows(figures.answer),
            "figures_total": figures.total,
            "figures_filter": Filter("figures", asked),
            "named_filter": named,
            "named_total": list_rows(connection, "figures", named.asked, rows=0).total,
            "money_total": list_rows(connection, "figures", money, rows=0).total,
            "beside": panel(connection, "named_beside", entity=entity),
            "evidence": panel(connection, "name_evidence", entity=entity),
        }


def story_page(reader: Reader, request: Request) -> tuple[str, _Values]:
    """A story: its original and its copies side by side, what differs marked."""
    story = request.path_params["story_id"]
    with reader.reading() as connection:
        rows = panel(connection, "story_articles", story=story)
    if not rows:
        raise NoSuchPage("No story has that id.")
    original, *copies = rows
    asked = request.query_params.get("copy", "")
    named = (row for row in copies if row["article_id"] == asked)
    chosen = next(named, copies[0] if copies else None)
    left, right = compared(original["body"], chosen["body"]) if chosen else ([], [])
    return "story.html", {
        "original": original, "copies": copies, "chosen": chosen, "left": left, "right": right,
    }  # fmt: skip


def data(reader: Reader, request: Request) -> tuple[str, _Values]:
    """The data dictionary: every table and view with its grain, or one with its columns."""
    name = request.query_params.get("table", "").strip()
    with reader.reading() as connection:
        answer = describe(connection, name or None)
    return "data.html", {"table": name, "rows": _rows(answer)}


def versions(reader: Reader, _: Request) -> tuple[str, _Values]:
    """The versions that are kept, with their rows."""
    answer = list_versions(reader.processed)
    return "versions.html", {"columns": answer.columns, "rows": answer.rows}


def _rows(answer: Answer) -> list[_Values]:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    for row in rows:
        if "figure_id" in row:
            row["said"] = measured(row)
            row["place"] = _place(row["article_id"], "figure", row["figure_id"])
        elif "quote_id" in row:
            row["place"] = _place(row["article_id"], "quote", row["quote_id"])
    return rows


ADDRESSES: dict[str, Callable[[Reader, Request], tuple[str, _Values]]] = {
    "/": overview,
    "/search": search,
    "/articles/{article_id}": article_page,
    "/names/{entity_id}": name_page,
    "/stories/{story_id}": story_page,
    "/data": data,
    "/versions": versions,
}
