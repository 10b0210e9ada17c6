"""Judgement: what a person says of one place of an article, checked against the article.

A judgement becomes a whole statement: what the person left empty is right as it stands, so the
values of the row are written down with theirs, and hold for every engine to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

from flows.catalog import Article
from transforms.corrected import ALLOWED, FIELDS, value_said
from transforms.corrections import (
    Correction,
    CorrectionAction,
    CorrectionKind,
    anchor_of,
    occurrences,
)
from transforms.names import EntityType
from transforms.text import Span

Verdict: TypeAlias = Literal["right", "wrong", "none", "missing"]
VERDICTS: Mapping[Verdict, str] = {
    "right": "the row is right as it stands",
    "wrong": "it is right with the values that you filled in",
    "none": "there is no such thing here: not a quote, not a figure",
    "missing": "a row of yours, for what was not found: fill in article and words",
}
STANCES, ENTITY_TYPES = ALLOWED["stance"], get_args(EntityType)
"""What a form offers for a stance, and for the type of a name."""
_ROWS: Mapping[str, str] = {"quote": "quotes", "figure": "figures"}
_NAMED = 12
"""Names of an article that a message lists."""
_SPECIAL = frozenset(("nobody", "article", "none"))
_Row = dict[str, Any]


class JudgementError(Exception):
    """A judgement cannot be used; ``column`` is the value that is wrong."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says.

    span:   the place in the article's text.
    values: field to what they wrote; empty ones are left out.
    by, on: who says so, and the day.
    """

    kind: CorrectionKind
    verdict: Verdict
    span: Span
    values: Mapping[str, str]
    by: str
    on: date
    note: str = ""


def correction_of(article: Article, judgement: Judgement) -> Correction:
    """The correction that a judgement of an article is.

    Raises:
        JudgementError: a value is not allowed, or the article has no such words.
    """
    kind, span, text = judgement.kind, judgement.span, article.row["text"]
    values = _checked(article, judgement)
    row = _row_at(article, kind, span)
    verdict = judgement.verdict
    if verdict == "none" or (verdict == "right" and row is None and kind in _ROWS):
        if values or kind not in _ROWS:
            raise JudgementError("verdict", f"none goes with no values, and with no {kind}")
        action: CorrectionAction = "remove"
    else:
        if verdict == "wrong" and not values:
            raise JudgementError("verdict", f"wrong needs one of {', '.join(FIELDS[kind])}")
        found = _stated_by(article, kind, row, span)
        action = "confirm" if verdict == "right" and not values else "change"
        if row is None and kind in _ROWS:
            action = "add"
        values = {name: value for name, value in (found | values).items() if value}
    if action == "add" and kind == "figure" and "value" not in values:
        raise JudgementError("value", "a figure that was missing needs its value")
    if kind not in _ROWS and not values:
        raise JudgementError(FIELDS[kind][0], "nothing was found, so the right value is needed")
    ordered = tuple((name, values[name]) for name in FIELDS[kind] if name in values)
    return Correction(
        "", kind, article.row["article_id"], action, anchor_of(text, span), ordered,
        judgement.by, judgement.on.isoformat(), judgement.note,
    )  # fmt: skip


def _checked(article: Article, judgement: Judgement) -> dict[str, str]:
    """The values in the form of the files, each possible in this article."""
    text, done = article.row["text"], {}
    for name, written in judgement.values.items():
        if not written.strip():
            continue
        try:
            value = value_said(name, written)
        except ValueError as error:
            raise JudgementError(name, str(error)) from None
        if name in ("speaker", "claimed_by") and value not in _SPECIAL:
            _require_person(article, name, value)
        if name == "extent" and not _has_parts(text, value):
            raise JudgementError(
                name, f"the article has no words {value[:60]!r}: copy them from it"
            )
        done[name] = value
    return done


def _has_parts(text: str, extent: str) -> bool:
    parts = [part.strip() for part in extent.split("|")]
    return extent in text or all(part and part in text for part in parts)


def _require_person(article: Article, column: str, said: str) -> None:
    named = {row["canonical_name"] for row in article.entities} | {
        row["surface"] for row in article.entities
    }
    text, wanted = article.row["text"], " ".join(said.split()).casefold()
    if wanted in {name.casefold() for name in named} or any(occurrences(text, said)):
        return
    lowered = said[0].lower() + said[1:]
    if lowered in text:
        return
    known = sorted({row["canonical_name"] for row in article.entities})
    listed = ", ".join(known[:_NAMED]) + (", …" if len(known) > _NAMED else "")
    raise JudgementError(
        column,
        f"the article neither names {said!r} nor has these words; it names {listed or 'nobody'}."
        " Words of the article do too, such as “a US official”, or nobody",
    )


def _row_at(article: Article, kind: str, span: Span) -> _Row | None:
    rows = article.tables.get(_ROWS.get(kind, ""), [])
    place = (span.start_char, span.end_char)
    return next((row for row in rows if (row["start_char"], row["end_char"]) == place), None)


def _stated_by(
    article: Article, kind: CorrectionKind, row: _Row | None, span: Span
) -> dict[str, str]:
    """Field to what the dataset has there; empty where it has nothing."""
    if kind == "date":
        day = article.row["published_date"]
        return {"published": day.isoformat() if day else ""}
    if kind == "zone":
        return {"zone": next(_kinds_at(article.row["zones"], span), "")}
    if row is None:
        return {}
    return _of_quote(article, row) if kind == "quote" else _of_figure(article, row)


def _kinds_at(zones: Iterable[_Row], span: Span) -> Iterator[str]:
    return (
        zone["kind"]
        for zone in zones
        if zone["start_char"] < span.end_char and span.start_char < zone["end_char"]
    )


def _of_quote(article: Article, row: _Row) -> dict[str, str]:
    text, parts = article.row["text"], row["segments"]
    extent = " | ".join(text[part["start_char"] : part["end_char"]] for part in parts)
    return {
        "speaker": row["speaker_name"] or row["speaker_role"] or "",
        "stance": row["stance"],
        "extent": extent if len(parts) > 1 else "",
    }


def _of_figure(article: Article, row: _Row) -> dict[str, str]:
    return {
        "value": stated_value(row),
        "unit": stated_unit(row),
        "claimed_by": _claimant(article, row),
    }


def stated_value(figure: Mapping[str, Any]) -> str:
    """The value of a figure as a person writes it, empty where it is vague.

    >>> stated_value({"value": None, "value_low": 10.0, "value_high": 12.5})
    '10..12.5'
    """
    ends = [figure["value_low"], figure["value_high"]]
    if figure["value"] is not None:
        return f"{figure['value']:.15g}"
    return "" if None in ends else "..".join(f"{end:.15g}" for end in ends)


def stated_unit(figure: Mapping[str, Any]) -> str:
    """The unit of a figure as a person writes it, with the denominator of a rate."""
    unit = figure["unit"] or ("" if figure["per_unit"] else "none")
    return f"{unit}/{figure['per_unit']}" if figure["per_unit"] else unit


def _claimant(article: Article, row: _Row) -> str:
    quote = next((one for one in article.quotes if one["quote_id"] == row["quote_id"]), None)
    if row["asserted_by_entity_id"] is not None and quote is not None:
        return str(quote["speaker_name"])
    if row["asserted_by_role"] is not None:
        return str(row["asserted_by_role"])
    return "article" if quote is None else ""
