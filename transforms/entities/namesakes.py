"""Namesakes: several people whose articles write one name.

Pure. Two people of one name share an id. What stands before their names shows that they are two:
offices of different countries ("French President", "Kenyan minister"), fields of life that people
seldom change ("striker", "bishop"; politics only beside a sport that is still played), different
middle initials. In the articles that say so, a link
leads from the id to a sense, an id of its own; in all other articles the id stays what it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from transforms.entities.links import EntityRef, Link
from transforms.lexicon import read_lexicon
from transforms.names import entity_id_of, sense_name

TITLED = {
    "entity_id": pl.String(), "canonical_name": pl.String(), "title": pl.String(),
    "article_id": pl.String(), "mention_id": pl.String(), "published_date": pl.Date(),
    "initial": pl.String(), "field": pl.String(), "office_country": pl.String(),
    "country": pl.String(),
}  # fmt: skip
"""A full name with a title or an initial in an article; the last four as ``Context`` has them."""
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])*\.?")
_INITIAL = re.compile(r"\s(\w)\.?(?=\s)")
_PAST = frozenset(["former", "ex", "retired", "onetime"])
_LONGEST = 3
"""Words of the longest name of a country."""


class Context(NamedTuple):
    """What an article says of a person that may part namesakes; "" where it says nothing."""

    initial: str = ""
    field: str = ""
    office_country: str = ""
    country: str = ""


def namesakes(titled: pl.DataFrame) -> list[Link]:
    """Links from a name to its senses: one per article that says which sense it means.

    A conflict of initials, fields or offices is accepted; one of nationalities ("Australian
    actor", "American actor") is a question.

    titled: columns as ``TITLED``.
    """
    by_name: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    said = [pl.col(aspect).filter(pl.col(aspect) != "").n_unique() for aspect in Context._fields]
    differing = titled.group_by("entity_id").agg(said).filter(
        pl.any_horizontal(pl.col(Context._fields) > 1)
    )  # fmt: skip
    parted = titled.join(differing, on="entity_id", how="semi")
    for row in parted.sort("entity_id", "article_id", "mention_id").iter_rows(named=True):
        by_name[row["entity_id"]].append(row)
    return [link for rows in by_name.values() for link in _split(rows)]


def with_contexts(titled: pl.DataFrame) -> pl.DataFrame:
    """What each title and name say, beside them; columns as ``TITLED``.

    titled: the columns of ``TITLED`` but the last four.
    """
    keys = ["title", "canonical_name"]
    written = titled.select(keys).unique()
    said = [_context(title or "", name) for title, name in written.iter_rows()]
    schema = dict.fromkeys(Context._fields, pl.String())
    contexts = written.hstack(pl.DataFrame(said, schema, orient="row"))
    joined = titled.join(contexts, on=keys, nulls_equal=True, maintain_order="left")
    return joined.select(TITLED.keys())


def _split(rows: list[dict[str, Any]]) -> Iterator[Link]:
    """The articles of one name, parted by the first aspect in which two of them differ."""
    contexts = _contexts(rows)
    first = {row["article_id"]: row for row in reversed(rows)}
    for aspect in Context._fields:
        said = {article: getattr(context, aspect) for article, context in contexts.items()}
        if not _parts_from_politics(said, rows):
            said = {
                article: "" if value == "politics" else value for article, value in said.items()
            }
        values = sorted({value for value in said.values() if value})
        if len(values) < 2:
            continue
        if aspect == "country" and any(context.field for context in contexts.values()):
            continue
        yield from _parted(aspect, said, first)
        yield from _different(aspect, values, rows[0])
        return


def _parts_from_politics(said: Mapping[str, str], rows: list[dict[str, Any]]) -> bool:
    """Whether politics shows a namesake: beside players of a sport, if none is called former.

    Anybody may enter politics, but few while they play.
    """
    words = {word.lower() for row in rows for word in _WORD.findall(row["title"] or "")}
    return set(said.values()) <= {"", "sport", "politics"} and not words & _PAST


def _contexts(rows: list[dict[str, Any]]) -> dict[str, Context]:
    """What each article says; an aspect that it says in two ways counts as not said."""
    by_article: defaultdict[str, list[Context]] = defaultdict(list)
    for row in rows:
        by_article[row["article_id"]].append(Context(*(row[name] for name in Context._fields)))
    return {
        article: Context(*(_only(values) for values in zip(*contexts, strict=True)))
        for article, contexts in by_article.items()
    }


def _only(values: tuple[str, ...]) -> str:
    """The one value that is said; "" when none or several are."""
    said = {value for value in values if value}
    return said.pop() if len(said) == 1 else ""


def _context(title: str, name: str) -> Context:
    """What a title and a name say.

    >>> _context("former French Foreign Minister", "Ann B. Lee")
    Context(initial='B.', field='politics', office_country='France', country='France')
    >>> _context("US envoy", "Ann Lee"), _context("striker", "Ann Lee").field
    (Context(initial='', field='', office_country='', country=''), 'sport')
    """
    words = _WORD.findall(title)
    fields = {_fields()[word.lower()] for word in words if word.lower() in _fields()}
    country = "" if "abroad" in fields else _only(tuple(_countries_in(words)))
    initials = _INITIAL.findall(name)
    return Context(
        initial=f"{initials[0].upper()}." if len(initials) == 1 else "",
        field=fields.pop() if len(fields) == 1 and "abroad" not in fields else "",
        office_country=country if any(word.lower() in _offices() for word in words) else "",
        country=country,
    )


def _countries_in(words: list[str]) -> Iterator[str]:
    """The countries that a title names, the longest name at each place."""
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            if country := _countries().get(" ".join(words[at : at + length])):
                yield country
                at += length - 1
                break
        at += 1


def _parted(
    aspect: str, said: Mapping[str, str], first: Mapping[str, dict[str, Any]]
) -> Iterator[Link]:
    """One link per article that says something: in this article the name means this sense."""
    for article_id, value in sorted(said.items()):
        if value:
            row = first[article_id]
            written = row["title"] or row["canonical_name"]
            yield Link(
                left=EntityRef(row["entity_id"], row["canonical_name"], "person"),
                right=_sense(row, value),
                decision="unsure" if aspect == "country" else "same",
                rule=f"namesake_{aspect}",
                score=0.5 if aspect == "country" else 0.9,
                actor="rule",
                evidence=f"called “{written}” here, otherwise elsewhere",
                story_count=1,
                mention_id=row["mention_id"],
                article_id=article_id,
                published_date=row["published_date"],
            )


def _different(aspect: str, values: list[str], row: Mapping[str, Any]) -> Iterator[Link]:
    """Each sense is different from the first: one link per sense, not one per pair."""
    if aspect == "country":
        return
    for value in values[1:]:
        yield Link(
            left=_sense(row, value),
            right=_sense(row, values[0]),
            decision="different",
            rule=f"namesake_{aspect}",
            score=0.9,
            actor="rule",
            evidence=f"{aspect.replace('_', ' ')}: {values[0]} and {value}",
            mention_id=row["mention_id"],
            published_date=row["published_date"],
        )


def _sense(row: Mapping[str, Any], value: str) -> EntityRef:
    """The person of this name in this sense."""
    name = sense_name(row["canonical_name"], value)
    return EntityRef(entity_id_of("person", name), name, "person")


@cache
def _fields() -> Mapping[str, str]:
    return {row["surface"]: row["field"] for row in read_lexicon("role_fields")}


@cache
def _offices() -> frozenset[str]:
    """The last words of titles that somebody holds for a country."""
    return frozenset(
        row["surface"].split()[-1].lower()
        for row in read_lexicon("titles")
        if row["kind"] in ("office", "rank")
    ) - {word for word, field in _fields().items() if field != "politics"}


@cache
def _countries() -> Mapping[str, str]:
    """The name of a country, by each word for the country or for its people."""
    rows = [row for row in read_lexicon("countries") if row["code"]]
    called = {row["code"]: row["canonical"] for row in reversed(rows) if row["kind"] == "place"}
    return {row["surface"]: called[row["code"]] for row in rows if row["code"] in called}
