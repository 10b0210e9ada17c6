"""Graph: documents, mentions and named entities as FollowTheMoney entities.

One JSON object a line, as ``ftm`` reads them and Aleph and OpenAleph import them. Schemata and
properties are those of FollowTheMoney 4 (Article, Mention, Person, Organization).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from flows.exports.selection import TEXTS, Selection

_SCHEMATA = {"person": "Person", "org": "Organization"}
"""Entity type to schema; what is neither has a property of the document alone."""
_NAMED = {"person": "peopleMentioned", "org": "companiesMentioned", "place": "locationMentioned"}

_Row = dict[str, Any]


def lines_of(selection: Selection) -> Iterator[str]:
    """The entities, one a line: named ones, then each document with its mentions."""
    names = _rows(selection, "names")
    kept = {row["entity_id"]: row for row in names if row["entity_type"] in _SCHEMATA}
    for row in kept.values():
        yield _line(
            f"entity-{row['entity_id']}",
            _SCHEMATA[row["entity_type"]],
            name=[row["canonical_name"]],
            alias=[one for one in row["spellings"].split(" · ") if one != row["canonical_name"]],
        )
    mentions = defaultdict(list)
    for row in _rows(selection, "mentions"):
        mentions[row["article_id"]].append(row)
    texts = {row["article_id"]: row["text"] for row in _rows(selection, TEXTS)}
    for row in _rows(selection, "articles"):
        found = mentions[row["article_id"]]
        yield _document(row, texts[row["article_id"]], found)
        yield from _mentions(row["article_id"], found, kept)


def _document(row: _Row, text: str, found: list[_Row]) -> str:
    named = {
        name: sorted({one["canonical_name"] for one in found if one["entity_type"] == kind})
        for kind, name in _NAMED.items()
    }
    return _line(
        f"article-{row['article_id']}",
        "Article",
        title=[row["headline"]],
        author=row["authors"].split(", ") if row["authors"] else [],
        publisher=[row["outlet"]],
        publishedAt=[row["published_date"] and row["published_date"].isoformat()],
        sourceUrl=[row["source_url"]],
        fileName=[row["source_path"]],
        language=[row["language"]],
        bodyText=[text],
        **named,
    )


def _mentions(article_id: str, found: list[_Row], kept: dict[str, _Row]) -> Iterator[str]:
    """A mention a document and entity, as FollowTheMoney counts them, with every spelling."""
    spellings = defaultdict(set)
    for row in found:
        if row["entity_id"] in kept:
            spellings[row["entity_id"]].add(row["surface"])
    for entity_id, names in sorted(spellings.items()):
        yield _line(
            f"mention-{article_id}-{entity_id}",
            "Mention",
            document=[f"article-{article_id}"],
            resolved=[f"entity-{entity_id}"],
            name=sorted(names),
            detectedSchema=[_SCHEMATA[kept[entity_id]["entity_type"]]],
        )


def _line(entity_id: str, schema: str, **properties: list[str | None]) -> str:
    stated = {name: [one for one in values if one] for name, values in properties.items()}
    entity = {
        "id": entity_id,
        "schema": schema,
        "properties": {name: values for name, values in stated.items() if values},
    }
    return json.dumps(entity, ensure_ascii=False)


def _rows(selection: Selection, table: str) -> list[_Row]:
    answer = selection.rows(table)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
