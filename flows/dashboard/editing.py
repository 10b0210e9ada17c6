"""Editing: forms on the pages of articles, and what they send, as corrections.

Only whoever can read a page of this process can send a form: each form holds a token that is made
anew for every process, and browsers let no other site read it. Nothing of it needs a script.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from flows.catalog import Article, article
from flows.dashboard.current import Reader
from flows.errors import UsageError
from flows.reviews import (
    ENTITY_TYPES,
    STANCES,
    VERDICTS,
    Judgement,
    JudgementError,
    ReviewError,
    Taken,
    Verdict,
    correction_of,
    keep,
    mark_of,
    stated_unit,
    stated_value,
)
from flows.sources import by_article, read_correction_files
from transforms.corrections import Correction, CorrectionKind
from transforms.text import Span

_MOST_BYTES = 64 << 10
"""Of a form; the longest field is the words of a quote."""
_FIRST_LINE = 200
_FIELDS = ("speaker", "stance", "value", "unit", "claimed_by", "published")
_Row = Mapping[str, Any]


class Forbidden(UsageError):
    """The form does not come from a page of this site."""


class Editor:
    """Takes what a person corrects.

    curation: the folder whose files are added to.
    by:       who corrects.
    token:    what every form of this process holds.
    """

    stances, types = STANCES, ENTITY_TYPES

    def __init__(self, curation: Path, by: str) -> None:
        self.curation, self.by = curation, by
        self.token = secrets.token_urlsafe(32)

    def mark(self, row: _Row, start: int, end: int) -> str:
        """By which a place of the page is known to be the same when the form comes."""
        return mark_of(row["article_id"], row["text"], Span(start, end))

    def value(self, figure: _Row) -> str:
        """The value of a figure as a person writes it."""
        return stated_value(figure)

    def unit(self, figure: _Row) -> str:
        """The unit of a figure as a person writes it."""
        return stated_unit(figure)

    def first_line(self, row: _Row) -> Span:
        """What the day of an article is anchored to."""
        text = row["text"]
        start = len(text) - len(text.lstrip())
        line = text[start : start + _FIRST_LINE].partition("\n")[0]
        return Span(start, start + max(len(line), 1))

    def waiting(self, found: Article) -> list[Correction]:
        """Corrections of an article that the next run will apply."""
        applied = {row["correction_key"] for row in found.corrections}
        said = by_article(read_correction_files(self.curation)).get(found.row["article_id"], ())
        return [one for one in said if one.key not in applied]

    def take(
        self, reader: Reader, article_id: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> str:
        """Add what a form says to the files; the address to go to next.

        Raises:
            Forbidden: the form does not come from a page of this site.
            ReviewError: it cannot be taken; the message says why.
            NoSuchArticle: the dataset has no such article.
        """
        self._require_own(form, headers)
        with reader.reading() as connection:
            found = article(connection, article_id)
        taken = Taken([], [])
        if form.get("kind") == "entity":
            note = f"{self.by}, {_today().isoformat()}"
            decision = ("merge", form.get("type", ""), form.get("name", ""), form.get("value", ""))
            taken.decisions.append((*decision, note))
        else:
            correction = self._correction(found, form)
            taken.corrections.append((correction, found.row["source_path"]))
        list(keep(self.curation, taken))
        return f"/articles/{found.row['article_id']}"

    def _require_own(self, form: Mapping[str, str], headers: Mapping[str, str]) -> None:
        """Refuse a form that another site made a browser send.

        The token alone shows that. Browsers say more: where a form comes from, though its origin is
        "null" under the referrer policy of this site.
        """
        origin = headers.get("origin", "null")
        is_own = origin == "null" or urlsplit(origin).netloc == headers.get("host")
        is_own = is_own and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        known = hmac.compare_digest(form.get("token", "").encode(), self.token.encode())
        if not (known and is_own):
            raise Forbidden(
                "The form is not from a page of this site, or the site was started again since:"
                " load the article again."
            )

    def _correction(self, found: Article, form: Mapping[str, str]) -> Correction:
        kind, verdict = form.get("kind", ""), form.get("verdict", "")
        if kind not in get_args(CorrectionKind) or verdict not in VERDICTS:
            raise ReviewError("the form has no kind or no verdict")
        text = found.row["text"]
        try:
            span = Span(int(form["start_char"]), int(form["end_char"]))
        except (KeyError, ValueError):
            raise ReviewError("the form does not say which words it is about") from None
        if form.get("mark") != mark_of(found.row["article_id"], text, span):
            raise ReviewError("the article changed since the page was loaded: load it again")
        written = {name: form[name] for name in _FIELDS if form.get(name, "").strip()}
        values = {} if verdict in ("right", "none") else written
        try:
            return correction_of(
                found,
                Judgement(
                    cast(CorrectionKind, kind), cast(Verdict, verdict), span, values, self.by,
                    _today(),
                ),
            )  # fmt: skip
        except JudgementError as error:
            raise ReviewError(f"{error.column}: {error}") from error


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form as a browser sends it.

    Raises:
        ReviewError: it is longer than any form of this site, or not text.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ReviewError("the form is too long")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=40))
    except ValueError as error:  # text in another encoding is one, too
        raise ReviewError("the form cannot be read") from error


def _today() -> date:
    return datetime.now(UTC).astimezone().date()  # noqa: TID251  # the clock enters here
