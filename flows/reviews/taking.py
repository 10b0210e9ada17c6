"""Taking: a filled sheet back into the files of the curation, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import duckdb

from flows import catalog
from flows.catalog import Article, NoSuchArticle
from flows.narration import counted
from flows.reviews.doubts import KINDS, ReviewError, mark_of
from flows.reviews.filled_sheet import SheetRow, read_sheet
from flows.reviews.judgement import (
    VERDICTS,
    Judgement,
    JudgementError,
    Verdict,
    correction_of,
)
from flows.sources import CurationFileError, add_corrections, add_decisions
from transforms.corrected import FIELDS
from transforms.corrections import Correction, CorrectionKind, occurrences
from transforms.text import Span

_MOST_NAMED = 10
"""Wrong rows that a message lists."""
_ENTITY = ("entity_type", "entity_name", "other_name", "action", "value", "note")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken.

    corrections: each with the path of its article's source.
    decisions:   about entities: action, type, name, value, note.
    """

    corrections: list[tuple[Correction, str]]
    decisions: list[tuple[str, str, str, str, str]]


def take_review(processed: Path, curation: Path, file: Path, by: str, on: date) -> Iterator[str]:
    """Add what people filled into a sheet to the files of the curation; says what was added.

    by, on: who filled it in, and the day.

    Raises:
        ReviewError: a row cannot be used; the message names file, row, column and what is allowed,
            and nothing was added.
    """
    rows = read_sheet(file)
    of = _kind_of(file, rows)
    with catalog.open(processed) as connection:
        taken = _Taking(connection, file, by.strip(), on).taken(of, rows)
    yield from keep(curation, taken)


def keep(curation: Path, taken: Taken) -> Iterator[str]:
    """Add corrections and decisions to their files; says what was added.

    Raises:
        ReviewError: a decision contradicts an earlier one, and nothing was added.
    """
    if not taken.corrections and not taken.decisions:
        yield "nothing is filled in: nothing was added"
        return
    try:
        if taken.decisions:
            path = add_decisions(curation, taken.decisions)
            yield f"added {counted(len(taken.decisions), 'decision')} to {path}"
    except CurationFileError as error:
        raise ReviewError(f"{error}; nothing was added") from error
    if taken.corrections:
        paths = add_corrections(curation, taken.corrections)
        number = counted(len(taken.corrections), "correction")
        yield f"added {number} to {', '.join(map(str, paths))}"
    yield "`broadsheet run` applies them"


def _kind_of(file: Path, rows: Sequence[SheetRow]) -> str:
    """What a sheet is about, by the columns that are to be filled in."""
    header = set(rows[0].cells) if rows else set()
    for of, kind in KINDS.items():
        if {"action", "value", "entity_name"} <= header if kind is None else {
            "verdict", *FIELDS[kind],
        } <= header:  # fmt: skip
            return of
    raise ReviewError(
        f"{file} row 1: the columns are not those of a review; `broadsheet review NAME.xlsx` writes"
        " a sheet to fill in"
    )


class _Taking:
    """Reads the rows of one sheet against one version of the dataset."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, file: Path, by: str, on: date
    ) -> None:
        self._connection, self._file, self._by, self._on = connection, file, by, on
        self._articles: dict[str, Article] = {}
        self._wrong: list[str] = []

    def taken(self, of: str, rows: Sequence[SheetRow]) -> Taken:
        kind, taken = KINDS[of], Taken([], [])
        for row in rows:
            try:
                if kind is None:
                    taken.decisions.extend(self._decision(row))
                else:
                    taken.corrections.extend(self._correction(kind, row))
            except JudgementError as error:
                place = f"{self._file.name} row {row.number}, column {error.column}"
                self._wrong.append(f"{place}: {error}")
        if self._wrong:
            more = len(self._wrong) - _MOST_NAMED
            lines = self._wrong[:_MOST_NAMED] + ([f"… and {more} more"] if more > 0 else [])
            raise ReviewError("\n".join([*lines, "nothing was taken"]))
        return taken

    def _decision(self, row: SheetRow) -> Iterator[tuple[str, str, str, str, str]]:
        cells = {name: row.cells.get(name, "").strip() for name in _ENTITY}
        if not cells["action"]:
            if cells["value"]:
                raise JudgementError("action", "value needs an action beside it")
            return
        value = cells["value"]
        if not value and cells["action"] in ("merge", "split"):
            value = cells["other_name"]
        yield (
            cells["action"],
            cells["entity_type"],
            cells["entity_name"],
            value,
            self.signed(cells["note"]),
        )

    def _correction(self, kind: CorrectionKind, row: SheetRow) -> Iterator[tuple[Correction, str]]:
        cells = row.cells
        values = {name: cells.get(name, "").strip() for name in FIELDS[kind]}
        written = cells.get("verdict", "").strip().lower()
        if not written and not any(values.values()):
            return
        verdict = written or "wrong"
        if verdict not in VERDICTS:
            raise JudgementError("verdict", f"{written!r} is not one of {', '.join(VERDICTS)}")
        article = self._article(cells.get("article_id", "").strip())
        span = self._missing(article, cells) if verdict == "missing" else self._span(article, cells)
        judgement = Judgement(
            kind, cast(Verdict, verdict), span, values, self._by, self._on,
            cells.get("note", "").strip(),
        )  # fmt: skip
        yield correction_of(article, judgement), article.row["source_path"]

    def _article(self, article_id: str) -> Article:
        if article_id not in self._articles:
            try:
                found = catalog.article(self._connection, article_id or "-")
            except NoSuchArticle:
                raise JudgementError(
                    "article_id", f"the dataset has no article {article_id!r}"
                ) from None
            self._articles[article_id] = found
        return self._articles[article_id]

    def _span(self, article: Article, cells: dict[str, str]) -> Span:
        """The place of a row of the sheet, if it still is what the sheet shows."""
        text = article.row["text"]
        try:
            span = Span(int(float(cells["start_char"])), int(float(cells["end_char"])))
        except (KeyError, ValueError):
            raise JudgementError(
                "start_char", "the place of the row is gone: leave start_char and end_char as"
                " they were"
            ) from None  # fmt: skip
        if cells.get("mark", "").strip() != mark_of(article.row["article_id"], text, span):
            raise JudgementError(
                "mark", "the article changed since the sheet was written, or the cell was: write a"
                " new sheet"
            )  # fmt: skip
        return span

    def _missing(self, article: Article, cells: dict[str, str]) -> Span:
        """The place of the words of a row that a person added."""
        words = cells.get("words", "").strip()
        places = list(occurrences(article.row["text"], words))
        if len(places) == 1:
            return places[0]
        if not places:
            raise JudgementError("words", "the article does not have them: copy them from it")
        stated = cells.get("start_char", "").strip()
        if not stated.isdigit():
            raise JudgementError(
                "words",
                f"they stand there {len(places)} times: add words, or their start_char, one of"
                f" {', '.join(str(one.start_char) for one in places[:5])}",
            )
        return min(places, key=lambda one: abs(one.start_char - int(stated)))

    def signed(self, note: str) -> str:
        """A note with who decided, and when."""
        return f"{self._by}, {self._on.isoformat()}" + (f": {note}" if note else "")
